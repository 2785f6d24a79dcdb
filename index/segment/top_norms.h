/* top_norms.h - the part of a score that depends on an article's length alone,
 * for one set of parameters and one mean length.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_TOP_NORMS_H
#define NEWSDEX_INDEX_SEGMENT_TOP_NORMS_H

#include "index/segment/bound.h"

#define NORMS_LENGTHS 4096

struct top_norms {
	struct bm25 bm25;
	double mean;
	double by_length[NORMS_LENGTHS];
	double by_code[256];           /* of the smallest length with a code */
};

void top_norms_make(struct top_norms *norms, const struct bm25 *bm25, double mean);
bool top_norms_are(const struct top_norms *norms, const struct bm25 *bm25, double mean);

/* The operations of bm25_score(), in its order. */
static inline double
top_norm_of(const struct bm25 *p, double mean, uint32_t length)
{
	double normlen = fmax((double)length / mean, p->min_normlen);

	return p->k1 * (normlen * p->b + (1 - p->b));
}

static inline double
top_norm(const struct top_norms *norms, uint32_t length)
{
	return length < NORMS_LENGTHS ? norms->by_length[length] : top_norm_of(&norms->bm25, norms->mean, length);
}

/* bound_score() without its divisions by the mean. */
static inline double
top_bound(const struct top_norms *norms, const unsigned char bound[BOUND_SIZE], double weight)
{
	double first = bound[0] == BOUND_COUNT_ANY ? 1e300 : (double)bound[0];
	double second = bound[2] == BOUND_COUNT_ANY ? 1e300 : (double)bound[2];
	double first_whole = norms->by_code[bound[1]] + first, second_whole = norms->by_code[bound[3]] + second;
	/* The larger fraction, by one division; should rounding choose the other one, they are as good as equal. */
	bool larger = first * second_whole > second * first_whole;

	return weight * ((larger ? first : second) / (larger ? first_whole : second_whole)) * (1 + 1e-12);
}

#endif
