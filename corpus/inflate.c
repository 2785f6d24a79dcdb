#include "config.h"

#include "corpus/inflate.h"

#include <stdlib.h>
#include <zlib.h>

#ifdef HAVE_ISAL
#include <isa-l/igzip_lib.h>
#endif

/* Both count in 32 bits. */
#define STEP_MOST ((size_t)1 << 30)

static size_t
step_of(size_t size)
{
	return size < STEP_MOST ? size : STEP_MOST;
}

static void
bytes_use(struct span *bytes, size_t len)
{
	*bytes = span_from(bytes->ptr + len, bytes->len - len);
}

static void *
zlib_create(void)
{
	z_stream *stream = calloc(1, sizeof(*stream));

	/* 16 + 15: a gzip header, the largest window. */
	if (!stream || inflateInit2(stream, 16 + MAX_WBITS) != Z_OK) {
		free(stream);
		return NULL;
	}
	return stream;
}

static void
zlib_free(void *inflater)
{
	if (inflater)
		inflateEnd(inflater);
	free(inflater);
}

static void
zlib_begin(void *inflater)
{
	(void)inflateReset(inflater);
}

static enum inflated
zlib_run(void *inflater, struct span *bytes, char *data, size_t size, size_t *got)
{
	z_stream *stream = inflater;
	size_t given = step_of(bytes->len);
	int result;

	stream->next_in = (unsigned char *)(uintptr_t)bytes->ptr;
	stream->avail_in = (uInt)given;
	stream->next_out = (unsigned char *)data;
	stream->avail_out = (uInt)step_of(size);
	result = inflate(stream, Z_NO_FLUSH);
	*got = (size_t)((char *)stream->next_out - data);
	bytes_use(bytes, given - stream->avail_in);
	if (result == Z_STREAM_END)
		return INFLATE_END;
	if (result == Z_MEM_ERROR)
		return INFLATE_NOMEM;
	return result == Z_OK || result == Z_BUF_ERROR ? INFLATE_MORE : INFLATE_DAMAGED;
}

static const struct inflate_kind zlib = { "zlib", zlib_create, zlib_free, zlib_begin, zlib_run };

#ifdef HAVE_ISAL

static void
isal_begin(void *inflater)
{
	struct inflate_state *state = inflater;

	isal_inflate_reset(state);
	state->crc_flag = ISAL_GZIP;
}

static void *
isal_create(void)
{
	struct inflate_state *state = malloc(sizeof(*state));

	if (state)
		isal_inflate_init(state);
	return state;
}

static enum inflated
isal_run(void *inflater, struct span *bytes, char *data, size_t size, size_t *got)
{
	struct inflate_state *state = inflater;
	size_t given = step_of(bytes->len);
	int result;

	state->next_in = (uint8_t *)(uintptr_t)bytes->ptr;
	state->avail_in = (uint32_t)given;
	state->next_out = (uint8_t *)data;
	state->avail_out = (uint32_t)step_of(size);
	result = isal_inflate(state);
	*got = (size_t)((char *)state->next_out - data);
	bytes_use(bytes, given - state->avail_in);
	if (result < 0)
		return INFLATE_DAMAGED;
	return state->block_state == ISAL_BLOCK_FINISH ? INFLATE_END : INFLATE_MORE;
}

static const struct inflate_kind isal = { "ISA-L", isal_create, free, isal_begin, isal_run };

#endif

const struct inflate_kind *const inflate_kinds[] = {
#ifdef HAVE_ISAL
	&isal,
#endif
	&zlib,
	NULL,
};

#define HEADER_FLAGS 3       /* where they stand */
#define HEADER_HAS_SUM 2

const struct inflate_kind *
inflate_kind_for(struct span head)
{
	/* ISA-L 2.30 finds a header's checksum wrong when the header comes in pieces. */
	return head.len > HEADER_FLAGS && head.ptr[HEADER_FLAGS] & HEADER_HAS_SUM ? &zlib : inflate_kinds[0];
}
