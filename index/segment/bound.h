/* bound.h - what no posting of a block or list exceeds.
 *
 * Two pairs (count, length) say it for every BM25 parameter and mean length:
 * each posting has a pair with no smaller count and no larger length
 * (doc/index-format.md, section 5).
 */
#ifndef NEWSDEX_INDEX_SEGMENT_BOUND_H
#define NEWSDEX_INDEX_SEGMENT_BOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "index/segment/norms.h"
#include "index/segment/segment_format.h"

#define BOUND_COUNT_ANY 255

struct bound_maker {
	uint8_t least[256];      /* by count code: the smallest length code, 255 where unused */
	unsigned top;            /* the largest count code in use, 0: none */
};

void bound_start(struct bound_maker *maker);
void bound_add(struct bound_maker *maker, uint32_t count, uint8_t length_code);

/* Adds all that MORE holds. */
void bound_join(struct bound_maker *maker, const struct bound_maker *more);

/* The two pairs that are tightest for the parameters and the mean length of NORMS. */
void bound_make(const struct bound_maker *maker, const struct norms *norms, unsigned char out[BOUND_SIZE]);

static inline uint8_t
length_code(uint32_t length)
{
	unsigned high, code;

	if (length < 16)
		return (uint8_t)length;
	high = 31 - (unsigned)__builtin_clz(length);
	code = 16 * (high - 3) + ((length >> (high - 4)) & 15);
	return (uint8_t)(code < 255 ? code : 255);
}

/* The smallest length with CODE. */
static inline uint32_t
length_of_code(uint8_t code)
{
	unsigned high = code / 16 + 3;

	return code < 16 ? code : (16u + code % 16) << (high - 4);
}

/* The largest score that a posting under BOUND can have.  A little more than
 * bm25_score() could say, so that rounding never makes it too small. */
static inline double
bound_score(const unsigned char bound[BOUND_SIZE], const struct bm25 *p, double term_weight, double mean)
{
	double best = 0;

	for (int i = 0; i < BOUND_SIZE; i += 2) {
		double normlen = fmax((double)length_of_code(bound[i + 1]) / mean, p->min_normlen);
		double count = bound[i] == BOUND_COUNT_ANY ? 1e300 : (double)bound[i];
		double part = count / (p->k1 * (normlen * p->b + (1 - p->b)) + count);

		if (part > best)
			best = part;
	}
	return term_weight * best * (1 + 1e-12);
}

/* The same without its divisions by the mean. */
static inline double
bound_share(const struct norms *norms, const unsigned char bound[BOUND_SIZE], double weight)
{
	double first = bound[0] == BOUND_COUNT_ANY ? 1e300 : (double)bound[0];
	double second = bound[2] == BOUND_COUNT_ANY ? 1e300 : (double)bound[2];
	double first_whole = norms->by_code[bound[1]] + first, second_whole = norms->by_code[bound[3]] + second;
	/* The larger fraction, by one division; should rounding choose the other one, they are as good as equal. */
	bool larger = first * second_whole > second * first_whole;

	return weight * ((larger ? first : second) / (larger ? first_whole : second_whole)) * (1 + 1e-12);
}

#endif
