#include "config.h"

#include "corpus/inflate.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
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

static size_t
zlib_begin(void *inflater, struct span head)
{
	(void)head;
	(void)inflateReset(inflater);
	return 0;
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

enum { HEADER_SIZE = 10, METHOD = 8 };
enum header_flag { HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16 };

/* Behind the string at AT, or 0 where HEAD ends before it. */
static size_t
string_end(struct span head, size_t at)
{
	const char *end = at < head.len ? memchr(head.ptr + at, '\0', head.len - at) : NULL;

	return end ? (size_t)(end - head.ptr) + 1 : 0;
}

/* The length of the header that HEAD begins with; 0 when HEAD does not have all of it,
 * or it has what zlib is asked to look at: a checksum of its own, or flags that nobody knows. */
static size_t
header_len(struct span head)
{
	const unsigned char *bytes = (const unsigned char *)head.ptr;
	size_t len = HEADER_SIZE;
	unsigned flags;

	if (head.len < HEADER_SIZE || bytes[0] != 0x1F || bytes[1] != 0x8B || bytes[2] != METHOD)
		return 0;
	flags = bytes[3];
	if (flags & ~(unsigned)(1 | HAS_EXTRA | HAS_NAME | HAS_COMMENT))
		return 0;
	if (flags & HAS_EXTRA)
		len = head.len < len + 2 ? 0 : len + 2 + (size_t)(bytes[len] | bytes[len + 1] << 8);
	if (len && flags & HAS_NAME)
		len = string_end(head, len);
	if (len && flags & HAS_COMMENT)
		len = string_end(head, len);
	return len <= head.len ? len : 0;
}

/* ISA-L 2.30 forgets the flags of a header that comes in pieces: it is given none. */
static size_t
isal_begin(void *inflater, struct span head)
{
	struct inflate_state *state = inflater;

	isal_inflate_reset(state);
	state->crc_flag = ISAL_GZIP_NO_HDR_VER;
	return header_len(head);
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
	/* What is damaged ISA-L 2.30 can take for longer than it is: it has a byte less than none left then. */
	if (result < 0 || state->avail_in > given) {
		bytes_use(bytes, given);
		return INFLATE_DAMAGED;
	}
	bytes_use(bytes, given - state->avail_in);
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

const struct inflate_kind *
inflate_kind_for(struct span head)
{
#ifdef HAVE_ISAL
	if (header_len(head))
		return &isal;
#endif
	(void)head;
	return &zlib;
}
