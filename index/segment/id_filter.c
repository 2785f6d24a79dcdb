#include "index/segment/id_filter.h"

#include <stdlib.h>
#include <xxhash.h>

#define LINE_BITS 512
#define BITS_PER_ID 16
#define BITS_SET 7           /* 9 bits of a hash for each */

bool
id_filter_init(struct id_filter *filter, uint64_t ids)
{
	uint64_t count = ids * BITS_PER_ID / LINE_BITS + 1;

	filter->count = count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;
	filter->lines = calloc(filter->count, sizeof(*filter->lines));
	return filter->lines != NULL;
}

void
id_filter_release(struct id_filter *filter)
{
	free(filter->lines);
	filter->lines = NULL;
}

uint64_t
id_filter_hash(struct span term)
{
	return XXH3_64bits(term.ptr, term.len);
}

/* The line of a hash, by its upper half. */
static inline uint64_t *
line_of(const struct id_filter *filter, uint64_t hash)
{
	return filter->lines[(hash >> 32) * filter->count >> 32];
}

/* The bits in its line, from all of it. */
static inline uint64_t
places_of(uint64_t hash)
{
	return hash * UINT64_C(0x9E3779B97F4A7C15) >> 1;
}

void
id_filter_add(struct id_filter *filter, uint64_t hash)
{
	uint64_t *line = line_of(filter, hash), places = places_of(hash);

	for (int i = 0; i < BITS_SET; i++, places >>= 9)
		line[places / 64 % 8] |= UINT64_C(1) << places % 64;
}

bool
id_filter_has(const struct id_filter *filter, uint64_t hash)
{
	const uint64_t *line = line_of(filter, hash);
	uint64_t places = places_of(hash);

	for (int i = 0; i < BITS_SET; i++, places >>= 9)
		if (!(line[places / 64 % 8] >> places % 64 & 1))
			return false;
	return true;
}
