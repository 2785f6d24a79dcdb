#include "index/segment/metafile.h"

#include <stdlib.h>

#include "common/varint.h"

enum status
metafile_open(struct metafile *meta, const char *folder, const char *name, struct error *err)
{
	enum status status;

	memset(meta, 0, sizeof(*meta));
	status = infile_open(&meta->in, folder, name, KIND_META, 2, err);
	if (status < 0)
		return status;
	meta->records = infile_tail(&meta->in, 0);
	meta->offsets = infile_tail(&meta->in, 1);
	if (!infile_holds(&meta->in, meta->offsets, meta->records, 8))
		return infile_corrupt(&meta->in, meta->in.body_end, "the metadata's sizes do not fit", err);
	return STATUS_OK;
}

void
metafile_release(struct metafile *meta)
{
	infile_release(&meta->in);
	meta->records = 0;
}

static bool
take_text(const unsigned char **at, const unsigned char *end, struct span *text)
{
	uint64_t size;
	size_t len = varint_get(*at, end, &size);

	if (!len || size > (uint64_t)(end - *at) - len)
		return false;
	*text = span_from((const char *)*at + len, (size_t)size);
	*at += len + size;
	return true;
}

enum status
metafile_get(const struct metafile *meta, uint64_t number, struct span *key, struct span *value, struct error *err)
{
	const struct infile *in = &meta->in;
	uint64_t offset = load_u64(in->data + meta->offsets + 8 * number);
	const unsigned char *at, *end = in->data + meta->offsets;

	at = offset >= FORMAT_HEAD_SIZE && offset <= meta->offsets ? in->data + offset : end;
	if (!take_text(&at, end, key) || !key->len || !take_text(&at, end, value))
		return infile_corrupt(in, meta->offsets + 8 * number, "a key lies outside the metadata", err);
	return STATUS_OK;
}

enum status
metafile_find(const struct metafile *meta, struct span key, bool above, uint64_t *number, struct error *err)
{
	uint64_t low = 0, high = meta->records;

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;
		struct span there, value;
		enum status status = metafile_get(meta, middle, &there, &value, err);
		int order;

		if (status < 0)
			return status;
		order = span_compare(there, key);
		if (order < 0 || (above && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	*number = low;
	return STATUS_OK;
}

static int
change_compare(const void *a, const void *b)
{
	const struct meta_change *first = a, *second = b;
	int order = span_compare(first->key, second->key);

	return order ? order : (first->order > second->order) - (first->order < second->order);
}

static void
record_put(struct outfile *out, struct buf *offsets, struct span key, struct span value, struct error *err)
{
	unsigned char bytes[VARINT_MAX];

	store_u64(bytes, out->size);
	buf_append(offsets, bytes, 8);
	outfile_put(out, bytes, varint_put(bytes, key.len), err);
	outfile_put(out, key.ptr, key.len, err);
	outfile_put(out, bytes, varint_put(bytes, value.len), err);
	outfile_put(out, value.ptr, value.len, err);
}

/* Merges OLD and CHANGES into OUT. */
static enum status
records_put(const struct metafile *old, const struct meta_change *changes, size_t count,
            struct outfile *out, struct buf *offsets, struct error *err)
{
	uint64_t record = 0;
	size_t change = 0;
	enum status status = STATUS_OK;

	while (record < old->records || change < count) {
		struct span key = SPAN_NONE, value = SPAN_NONE;
		int order = record < old->records ? -1 : 1;

		if (record < old->records) {
			status = metafile_get(old, record, &key, &value, err);
			if (status < 0)
				return status;
			if (change < count)
				order = span_compare(key, changes[change].key);
		}
		record += order <= 0;
		if (order >= 0) {
			while (change + 1 < count && span_equal(changes[change].key, changes[change + 1].key))
				change++;
			key = changes[change].key;
			value = changes[change++].value;
			if (!value.len)
				continue;
		}
		record_put(out, offsets, key, value, err);
	}
	return out->status;
}

enum status
metafile_write(const struct metafile *old, struct meta_change *changes, size_t count,
               const char *folder, const char *name, struct error *err)
{
	struct outfile out;
	struct buf offsets = BUF_INIT;
	uint64_t tail[2];
	enum status status = outfile_open(&out, folder, name, KIND_META, err);

	qsort(changes, count, sizeof(*changes), change_compare);
	if (status == STATUS_OK)
		status = records_put(old, changes, count, &out, &offsets, err);
	if (status == STATUS_OK && buf_status(&offsets) < 0)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (status == STATUS_OK) {
		tail[0] = offsets.len / 8;
		tail[1] = out.size;
		outfile_put(&out, offsets.data, offsets.len, err);
		status = outfile_finish(&out, tail, 2, NULL, err);
	}
	outfile_release(&out);
	buf_release(&offsets);
	return status;
}

enum status
metafile_check(const struct metafile *meta, struct error *err)
{
	struct span last = SPAN_NONE, key, value;

	for (uint64_t i = 0; i < meta->records; i++) {
		enum status status = metafile_get(meta, i, &key, &value, err);

		if (status < 0)
			return status;
		if (i && span_compare(last, key) >= 0)
			return infile_corrupt(&meta->in, meta->offsets + 8 * i, "keys are not in order", err);
		last = key;
	}
	return STATUS_OK;
}
