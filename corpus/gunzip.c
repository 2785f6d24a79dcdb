#include "corpus/source.h"

#include <stdlib.h>
#include <zlib.h>

struct gunzip {
	struct source source;
	struct stream *from;
	z_stream stream;
	bool inside;        /* of a member */
	bool ended;
};

static enum status
bad(struct gunzip *gunzip, struct error *err, const char *reason)
{
	gunzip->ended = true;
	return error_set_at(err, STATUS_BADINPUT, gunzip->from->place, gunzip->from->offset, "gzip: %s", reason);
}

/* Between members: another one, zeros as tapes have them, or the end. */
static enum status
start_member(struct gunzip *gunzip, struct error *err)
{
	struct span bytes;
	enum status status = stream_look(gunzip->from, 1, &bytes, err);

	while (status == STATUS_OK && bytes.len && bytes.ptr[0] == '\0') {
		size_t zeros = 0;

		while (zeros < bytes.len && bytes.ptr[zeros] == '\0')
			zeros++;
		stream_skip(gunzip->from, zeros);
		status = stream_look(gunzip->from, 1, &bytes, err);
	}
	if (status < 0)
		return status;
	if (bytes.len == 0) {
		gunzip->ended = true;
		return STATUS_OK;
	}
	if ((unsigned char)bytes.ptr[0] != 0x1F)
		return bad(gunzip, err, "something else follows the compressed data");
	gunzip->inside = true;
	return inflateReset(&gunzip->stream) == Z_OK ? STATUS_OK : STATUS_INTERNAL;
}

static enum status
inflate_some(struct gunzip *gunzip, char *data, size_t size, size_t *got, struct error *err)
{
	z_stream *stream = &gunzip->stream;
	struct span bytes;
	enum status status = stream_look(gunzip->from, 1, &bytes, err);
	int result;

	if (status < 0)
		return status;
	if (bytes.len == 0)
		return bad(gunzip, err, "the compressed data is cut short");
	stream->next_in = (unsigned char *)(uintptr_t)bytes.ptr;
	stream->avail_in = (uInt)bytes.len;
	stream->next_out = (unsigned char *)data;
	stream->avail_out = (uInt)(size < ((size_t)1 << 30) ? size : (size_t)1 << 30);
	result = inflate(stream, Z_NO_FLUSH);
	*got = (size_t)((char *)stream->next_out - data);
	stream_skip(gunzip->from, bytes.len - stream->avail_in);
	if (result == Z_STREAM_END) {
		gunzip->inside = false;
		return STATUS_OK;
	}
	if (result == Z_MEM_ERROR)
		return error_set(err, STATUS_NOMEM, gunzip->from->place, "out of memory");
	if (result != Z_OK && result != Z_BUF_ERROR)
		return bad(gunzip, err, "the compressed data is damaged");
	return STATUS_OK;
}

static enum status
gunzip_read(struct source *source, char *data, size_t size, size_t *got, struct error *err)
{
	struct gunzip *gunzip = (struct gunzip *)source;
	enum status status = STATUS_OK;

	*got = 0;
	while (*got == 0 && !gunzip->ended && status == STATUS_OK) {
		if (gunzip->inside)
			status = inflate_some(gunzip, data, size, got, err);
		else
			status = start_member(gunzip, err);
	}
	return status;
}

static void
gunzip_close(struct source *source)
{
	struct gunzip *gunzip = (struct gunzip *)source;

	inflateEnd(&gunzip->stream);
	free(gunzip);
}

enum status
gunzip_open(struct stream *from, struct source **source, struct error *err)
{
	struct gunzip *gunzip = calloc(1, sizeof(*gunzip));

	*source = NULL;
	/* 16 + 15: a gzip header, the largest window. */
	if (!gunzip || inflateInit2(&gunzip->stream, 16 + MAX_WBITS) != Z_OK) {
		free(gunzip);
		return error_set(err, STATUS_NOMEM, from->place, "out of memory");
	}
	gunzip->source.read = gunzip_read;
	gunzip->source.close = gunzip_close;
	gunzip->from = from;
	*source = &gunzip->source;
	return STATUS_OK;
}
