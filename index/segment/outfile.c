#include "index/segment/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

#include "common/file.h"
#include "index/segment/infile.h"

#define BUFFER_SIZE ((size_t)256 << 10)

static void
outfile_flush(struct outfile *out, struct error *err)
{
	if (out->status == STATUS_OK && out->used) {
		XXH3_64bits_update(out->sum, out->buffer, out->used);
		out->status = file_write_all(out->fd, out->buffer, out->used, buf_string(&out->path), err);
	}
	out->used = 0;
}

enum status
outfile_open(struct outfile *out, const char *folder, const char *name, enum file_kind kind, struct error *err)
{
	unsigned char head[FORMAT_HEAD_SIZE];

	*out = (struct outfile)OUTFILE_INIT;
	out->kind = kind;
	buf_append_format(&out->path, "%s/%s", folder, name);
	out->buffer = malloc(BUFFER_SIZE);
	out->sum = XXH3_createState();
	if (!out->buffer || !out->sum || buf_status(&out->path) < 0)
		return out->status = error_set(err, STATUS_NOMEM, folder, "out of memory");
	XXH3_64bits_reset(out->sum);
	out->fd = open(buf_string(&out->path), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (out->fd < 0)
		return out->status = error_set_errno(err, buf_string(&out->path), "cannot create", errno);
	infile_head(kind, head);
	outfile_put(out, head, sizeof(head), err);
	return out->status;
}

void
outfile_put(struct outfile *out, const void *data, size_t len, struct error *err)
{
	const unsigned char *from = data;

	if (out->status < 0 || !len)
		return;
	out->size += len;
	while (len) {
		size_t part = BUFFER_SIZE - out->used < len ? BUFFER_SIZE - out->used : len;

		memcpy(out->buffer + out->used, from, part);
		out->used += part;
		from += part;
		len -= part;
		if (out->used == BUFFER_SIZE)
			outfile_flush(out, err);
	}
}

enum status
outfile_read(struct outfile *out, uint64_t offset, size_t size, struct buf *into, struct error *err)
{
	uint64_t written = out->size - out->used;
	size_t from_file = offset >= written ? 0 : written - offset < size ? (size_t)(written - offset) : size;
	char *room = buf_reserve(into, size);

	if (out->status < 0)
		return out->status;
	if (!room)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t got = 0; got < from_file;) {
		ssize_t part = pread(out->fd, room + got, from_file - got, (off_t)(offset + got));

		if (part < 0 && errno == EINTR)
			continue;
		if (part <= 0)
			return error_set_errno(err, buf_string(&out->path), "cannot read", part < 0 ? errno : EIO);
		got += (size_t)part;
	}
	if (from_file < size)
		memcpy(room + from_file, out->buffer + (offset + from_file - written), size - from_file);
	into->len += size;
	return STATUS_OK;
}

enum status
outfile_finish(struct outfile *out, const uint64_t *tail, size_t count, uint64_t *size, struct error *err)
{
	unsigned char bytes[8], head[FORMAT_HEAD_SIZE];
	XXH3_state_t *tail_sum = XXH3_createState();

	if (!tail_sum && out->status == STATUS_OK)
		out->status = error_set(err, STATUS_NOMEM, buf_string(&out->path), "out of memory");
	if (out->status == STATUS_OK) {
		XXH3_64bits_reset(tail_sum);
		infile_head(out->kind, head);
		XXH3_64bits_update(tail_sum, head, sizeof(head));
		for (size_t i = 0; i < count; i++) {
			store_u64(bytes, tail[i]);
			XXH3_64bits_update(tail_sum, bytes, 8);
			outfile_put(out, bytes, 8, err);
		}
		store_u64(bytes, 8 * (uint64_t)count);
		outfile_put(out, bytes, 8, err);
		store_u64(bytes, XXH3_64bits_digest(tail_sum));
		outfile_put(out, bytes, 8, err);
		outfile_flush(out, err);
		store_u64(bytes, XXH3_64bits_digest(out->sum));
		outfile_put(out, bytes, 8, err);
		outfile_flush(out, err);
	}
	XXH3_freeState(tail_sum);
	if (out->status == STATUS_OK && fdatasync(out->fd) < 0)
		out->status = error_set_errno(err, buf_string(&out->path), "cannot sync", errno);
	if (out->fd >= 0 && close(out->fd) < 0 && out->status == STATUS_OK)
		out->status = error_set_errno(err, buf_string(&out->path), "cannot close", errno);
	out->fd = -1;
	if (size)
		*size = out->size;
	return out->status;
}

void
outfile_release(struct outfile *out)
{
	if (out->fd >= 0)
		close(out->fd);
	out->fd = -1;
	free(out->buffer);
	out->buffer = NULL;
	XXH3_freeState(out->sum);
	out->sum = NULL;
	buf_release(&out->path);
}
