#include "index/segment/store_scan.h"

#include <stdlib.h>
#include <xxhash.h>
#include <zstd.h>

#include "common/varint.h"

/* How often a file made to look like heads all over is hashed before it is given up. */
#define SCAN_PASSES 16

enum status
store_scan_open(struct store_scan *scan, const char *folder, const char *name, struct error *err)
{
	struct buf path = BUF_INIT;
	enum status status;

	memset(scan, 0, sizeof(*scan));
	buf_append_format(&path, "%s/%s", folder, name);
	scan->in.path = buf_status(&path) == STATUS_OK ? strdup(buf_string(&path)) : NULL;
	buf_release(&path);
	if (!scan->in.path)
		return error_set(err, STATUS_NOMEM, folder, "out of memory");
	status = file_map_open(&scan->in.map, scan->in.path, err);
	if (status < 0)
		return status;
	scan->in.data = (const unsigned char *)scan->in.map.data.ptr;
	scan->cache.salvage = true;
	scan->at = FORMAT_HEAD_SIZE;
	scan->budget = SCAN_PASSES * scan->in.map.data.len;
	return STATUS_OK;
}

void
store_scan_release(struct store_scan *scan)
{
	store_cache_release(&scan->cache);
	infile_release(&scan->in);
}

/* Whether a block could begin at AT, by its head alone. */
static bool
head_possible(const struct store_scan *scan, uint64_t at)
{
	const unsigned char *head = scan->in.data + at;
	uint64_t left = scan->in.map.data.len - at - STORE_HEAD_SIZE;
	uint32_t raw = load_u32(head + 1), size = load_u32(head + 5);

	if (!raw || !size || size > left || raw > STORE_RECORD_MAX + VARINT_MAX)
		return false;
	if (head[0] == CODEC_NONE || head[0] == CODEC_DICTIONARY)
		return raw == size;
	if (head[0] == CODEC_ZSTD_DICTIONARY)
		return size > STORE_BACK_SIZE
			&& ZSTD_getFrameContentSize(head + STORE_HEAD_SIZE + STORE_BACK_SIZE, size - STORE_BACK_SIZE) == raw;
	return head[0] == CODEC_ZSTD && ZSTD_getFrameContentSize(head + STORE_HEAD_SIZE, size) == raw;
}

/* Unpacks the next block that is sound. */
static enum status
block_next(struct store_scan *scan, struct error *err)
{
	uint64_t end = scan->in.map.data.len;

	for (; scan->at + STORE_HEAD_SIZE <= end; scan->at++) {
		const unsigned char *head = scan->in.data + scan->at;
		struct error damage = ERROR_INIT;
		uint32_t size;
		enum status status;

		if (!head_possible(scan, scan->at))
			continue;
		size = load_u32(head + 5);
		if (XXH3_64bits(head + STORE_HEAD_SIZE, size) != load_u64(head + 9)) {
			if (scan->budget < size)
				return STATUS_END;
			scan->budget -= size;
			continue;
		}
		status = store_block_unpack(&scan->in, &scan->cache,
		                            span_from((const char *)head, STORE_HEAD_SIZE + size), &damage);
		if (status == STATUS_CORRUPT)
			continue;
		if (status < 0)
			return error_set(err, status, damage.place, "%s", damage.reason);
		scan->at += STORE_HEAD_SIZE + size;
		scan->record = 0;
		return STATUS_OK;
	}
	return STATUS_END;
}

enum status
store_scan_next(struct store_scan *scan, struct span *record, struct error *err)
{
	for (;;) {
		const struct span *raw = &scan->cache.raw;
		uint64_t size = 0;
		size_t len = 0;
		enum status status;

		if (scan->record < raw->len)
			len = varint_get((const unsigned char *)raw->ptr + scan->record,
			                 (const unsigned char *)raw->ptr + raw->len, &size);
		if (len && size <= raw->len - scan->record - len) {
			*record = span_from(raw->ptr + scan->record + len, (size_t)size);
			scan->record += len + (size_t)size;
			return STATUS_OK;
		}
		status = block_next(scan, err);
		if (status != STATUS_OK)
			return status;
	}
}
