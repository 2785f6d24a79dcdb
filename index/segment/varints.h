/* varints.h - runs of varints (common/varint.h), as lists and positions are. */
#ifndef NEWSDEX_INDEX_SEGMENT_VARINTS_H
#define NEWSDEX_INDEX_SEGMENT_VARINTS_H

#include "common/varint.h"
#include "index/segment/segment_format.h"

/* Behind COUNT varints from AT, before END; NULL when there are fewer. */
static inline const unsigned char *
varints_skip(const unsigned char *at, const unsigned char *end, uint64_t count)
{
	while (count >= 8 && end - at >= 8) {
		uint64_t ends = ~load_u64(at) & UINT64_C(0x8080808080808080);

		count -= (uint64_t)__builtin_popcountll(ends);
		at += 8;
	}
	/* The last step above may have ended inside a varint: its rest is counted here. */
	while (count && at < end)
		count -= *at++ < 0x80;
	return count ? NULL : at;
}

/* Bytes that VALUE takes. */
static inline uint32_t
varint_size(uint32_t value)
{
	return value < 1u << 7 ? 1 : value < 1u << 14 ? 2 : value < 1u << 21 ? 3 : value < 1u << 28 ? 4 : 5;
}

#endif
