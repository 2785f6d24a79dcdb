#include "corpus/source.h"

#include <lzma.h>
#include <stdlib.h>

struct unxz {
	struct source source;
	struct stream *from;
	const char *name;         /* "xz", "lzip" */
	lzma_stream stream;
	bool ended;
};

static enum status
bad(struct unxz *unxz, enum status status, struct error *err, const char *reason)
{
	unxz->ended = true;
	return error_set_at(err, status, unxz->from->place, unxz->from->offset, "%s: %s", unxz->name, reason);
}

static enum status
verdict(struct unxz *unxz, lzma_ret result, struct error *err)
{
	uint64_t wanted;

	switch (result) {
	case LZMA_OK:
		return STATUS_OK;
	case LZMA_STREAM_END:
		unxz->ended = true;
		return STATUS_OK;
	case LZMA_MEMLIMIT_ERROR:
		wanted = lzma_memusage(&unxz->stream);
		unxz->ended = true;
		return error_set(err, STATUS_LIMIT, unxz->from->place, "%s: unpacking wants %llu MB of memory, more than %d", unxz->name,
		                 (unsigned long long)(wanted >> 20), UNXZ_MEMORY_MB);
	case LZMA_MEM_ERROR:
		return bad(unxz, STATUS_NOMEM, err, "out of memory");
	case LZMA_BUF_ERROR:
		return bad(unxz, STATUS_BADINPUT, err, "the compressed data is cut short");
	default:
		return bad(unxz, STATUS_BADINPUT, err, "the compressed data is damaged");
	}
}

static enum status
unxz_read(struct source *source, char *data, size_t size, size_t *got, struct error *err)
{
	struct unxz *unxz = (struct unxz *)source;
	lzma_stream *stream = &unxz->stream;
	enum status status = STATUS_OK;

	*got = 0;
	while (*got == 0 && !unxz->ended && status == STATUS_OK) {
		struct span bytes;
		lzma_ret result;

		status = stream_look(unxz->from, 1, &bytes, err);
		if (status < 0)
			return status;
		stream->next_in = (const uint8_t *)bytes.ptr;
		stream->avail_in = bytes.len;
		stream->next_out = (uint8_t *)data;
		stream->avail_out = size;
		result = lzma_code(stream, bytes.len ? LZMA_RUN : LZMA_FINISH);
		*got = size - stream->avail_out;
		stream_skip(unxz->from, bytes.len - stream->avail_in);
		status = verdict(unxz, result, err);
	}
	return status;
}

static void
unxz_close(struct source *source)
{
	struct unxz *unxz = (struct unxz *)source;

	lzma_end(&unxz->stream);
	free(unxz);
}

enum status
unxz_open(struct stream *from, bool lzip, struct source **source, struct error *err)
{
	const lzma_stream start = LZMA_STREAM_INIT;
	struct unxz *unxz = calloc(1, sizeof(*unxz));
	lzma_ret result = LZMA_MEM_ERROR;

	*source = NULL;
	if (unxz) {
		uint64_t limit = (uint64_t)UNXZ_MEMORY_MB << 20;

		unxz->stream = start;
		result = lzip ? lzma_lzip_decoder(&unxz->stream, limit, LZMA_CONCATENATED)
			: lzma_stream_decoder(&unxz->stream, limit, LZMA_CONCATENATED);
	}
	if (result != LZMA_OK) {
		free(unxz);
		return error_set(err, STATUS_NOMEM, from->place, "out of memory");
	}
	unxz->source.read = unxz_read;
	unxz->source.close = unxz_close;
	unxz->from = from;
	unxz->name = lzip ? "lzip" : "xz";
	*source = &unxz->source;
	return STATUS_OK;
}
