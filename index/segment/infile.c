#include "index/segment/infile.h"

#include <stdlib.h>
#include <xxhash.h>

void
infile_head(enum file_kind kind, unsigned char head[FORMAT_HEAD_SIZE])
{
	memcpy(head, "ndx", 3);
	head[3] = (unsigned char)kind;
	memcpy(head + 4, "\r\n\x1a\n", 4);
	store_u32(head + 8, FORMAT_VERSION);
	store_u32(head + 12, 0);
}

enum status
infile_corrupt(const struct infile *in, uint64_t offset, const char *what, struct error *err)
{
	return error_set_at(err, STATUS_CORRUPT, in->path, offset, "the index is damaged: %s", what);
}

static enum status
envelope_check(struct infile *in, const struct file_ends *ends, enum file_kind kind, size_t count, struct error *err)
{
	unsigned char wanted[FORMAT_HEAD_SIZE];
	const unsigned char *head = ends->head;
	size_t len = in->map.data.len, tail = 8 * count;

	infile_head(kind, wanted);
	if (len < FORMAT_HEAD_SIZE + FORMAT_END_SIZE + tail)
		return infile_corrupt(in, len, "the file is too short", err);
	if (!ends->there)
		return error_set(err, STATUS_IO, in->path, "cannot be read");
	if (memcmp(head, wanted, 8) != 0)
		return infile_corrupt(in, 0, "the file is not of its kind", err);
	if (load_u32(head + 8) != FORMAT_VERSION)
		return error_set(err, STATUS_UNSUPPORTED, in->path, "format %u of the index is not known to this program",
		                 load_u32(head + 8));
	in->body_end = len - FORMAT_END_SIZE - tail;
	if (load_u64(in->tail + tail) != tail)
		return infile_corrupt(in, in->body_end + tail, "the file ends in the wrong way", err);
	return STATUS_OK;
}

static enum status
tail_check(const struct infile *in, const struct file_ends *ends, size_t count, struct error *err)
{
	XXH3_state_t *state = XXH3_createState();
	uint64_t sum;

	if (!state)
		return error_set(err, STATUS_NOMEM, in->path, "out of memory");
	XXH3_64bits_reset(state);
	XXH3_64bits_update(state, ends->head, FORMAT_HEAD_SIZE);
	XXH3_64bits_update(state, in->tail, 8 * count);
	sum = XXH3_64bits_digest(state);
	XXH3_freeState(state);
	return sum == load_u64(in->tail + 8 * count + 8)
		? STATUS_OK
		: infile_corrupt(in, in->body_end, "the checksum of the tail is wrong", err);
}

enum status
infile_open(struct infile *in, const char *folder, const char *name, enum file_kind kind, size_t count,
            struct error *err)
{
	unsigned char head[FORMAT_HEAD_SIZE];
	struct file_ends ends = { .head = head, .head_size = sizeof(head), .end_size = 8 * count + FORMAT_END_SIZE };
	struct buf path = BUF_INIT;
	enum status status;

	*in = (struct infile){ .map = { SPAN_NONE } };
	buf_append_format(&path, "%s/%s", folder, name);
	in->path = buf_status(&path) == STATUS_OK ? strdup(buf_string(&path)) : NULL;
	buf_release(&path);
	ends.end = in->tail = malloc(ends.end_size);
	if (!in->path || !in->tail)
		return error_set(err, STATUS_NOMEM, folder, "out of memory");
	status = file_map_open_ends(&in->map, in->path, &ends, err);
	if (status < 0) {
		in->map.data = SPAN_NONE;
		return status;
	}
	in->data = (const unsigned char *)in->map.data.ptr;
	status = envelope_check(in, &ends, kind, count, err);
	return status < 0 ? status : tail_check(in, &ends, count, err);
}

void
infile_release(struct infile *in)
{
	file_map_release(&in->map);
	free(in->path);
	free(in->tail);
	*in = (struct infile){ .map = { SPAN_NONE } };
}

enum status
infile_verify(const struct infile *in, struct error *err)
{
	size_t len = in->map.data.len - 8;

	return XXH3_64bits(in->data, len) == load_u64(in->data + len)
		? STATUS_OK
		: infile_corrupt(in, len, "the checksum of the file is wrong", err);
}
