#include "index/sketch.h"

#include <math.h>

/* Below so many bins in use, articles are copies only when all bins agree, and
 * of less than the second number nothing is said. */
#define BINS_FEW 8
#define BINS_LEAST 4

/* The similarity that makes two articles copies is SIMILAR_BASE with all the
 * bins in the world, and more the fewer they are, because the estimate is as
 * uncertain: .29 for 48 bins, .49 for 8.  With three words in ten replaced at
 * random .7 * .7 of the pairs remain, and .49 / (2 - .49) is .325. */
#define SIMILAR_BASE 0.15
#define SIMILAR_MORE 0.96

/* The share of the shorter article that must be in the longer one, for a copy
 * that is cut: .55 with all the bins, .73 with 16 that agree. */
#define HELD 0.55

/* Bytes that are not equal agree by chance as often as this. */
#define CHANCE (1.0 / 255)

void
sketch_begin(struct sketch_maker *maker)
{
	maker->last = 0;
	memset(maker->least, 0xFF, sizeof(maker->least));
}

void
sketch_end(const struct sketch_maker *maker, struct sketch *sketch)
{
	for (unsigned i = 0; i < SKETCH_BINS; i++)
		sketch->bins[i] = maker->least[i] == UINT32_MAX ? 0 : (unsigned char)(1 + maker->least[i] % 255);
}

/* 0x01 in each byte that is 0 in X, and 0 in the others. */
static inline uint64_t
zero_bytes(uint64_t x)
{
	const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F);

	return ~(((x & low) + low) | x | low) >> 7;
}

/* How many bins are in use in either sketch, and how many of them agree. */
static void
sketch_compare(const struct sketch *a, const struct sketch *b, unsigned *used, unsigned *agree)
{
	uint64_t empty = 0, equal = 0;

	for (unsigned i = 0; i < SKETCH_BINS; i += 8) {
		uint64_t x, y;

		memcpy(&x, a->bins + i, sizeof(x));
		memcpy(&y, b->bins + i, sizeof(y));
		empty += zero_bytes(x | y);
		equal += zero_bytes(x ^ y);
	}
	/* The sum of eight bytes that together are at most 64. */
	empty = empty * UINT64_C(0x0101010101010101) >> 56;
	equal = equal * UINT64_C(0x0101010101010101) >> 56;
	*used = SKETCH_BINS - (unsigned)empty;
	*agree = (unsigned)(equal - empty);
}

bool
sketch_is_copy(const struct sketch *a, uint64_t a_words, const struct sketch *b, uint64_t b_words)
{
	unsigned used, agree;
	double similar, held, least = (double)(a_words < b_words ? a_words : b_words);

	sketch_compare(a, b, &used, &agree);
	if (used < BINS_FEW || agree < BINS_LEAST)
		return used >= BINS_LEAST && agree == used;
	similar = (agree / (double)used - CHANCE) / (1 - CHANCE);
	if (similar >= SIMILAR_BASE + SIMILAR_MORE / sqrt(used))
		return true;
	/* What both have, of what the shorter one has. */
	held = least > 0 ? similar / (1 + similar) * ((double)a_words + (double)b_words) / least : 0;
	return agree >= BINS_FEW && held * (1 - 1 / sqrt(agree)) >= HELD;
}

bool
sketch_is_same(const struct sketch *a, uint64_t a_words, const struct sketch *b, uint64_t b_words)
{
	unsigned used, agree;

	sketch_compare(a, b, &used, &agree);
	return a_words == b_words && used >= BINS_LEAST && agree == used;
}
