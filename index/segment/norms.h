/* norms.h - the part of a score that depends on an article's length alone,
 * for one set of parameters and one mean length.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_NORMS_H
#define NEWSDEX_INDEX_SEGMENT_NORMS_H

#include <stdbool.h>

#include "index/bm25.h"

#define NORMS_LENGTHS 4096

struct norms {
	struct bm25 bm25;
	double mean;
	double by_length[NORMS_LENGTHS];
	double by_code[256];           /* of the smallest length with a code (bound.h) */
};

void norms_make(struct norms *norms, const struct bm25 *bm25, double mean);
bool norms_are(const struct norms *norms, const struct bm25 *bm25, double mean);

/* The operations of bm25_score(), in its order. */
static inline double
norm_of(const struct bm25 *p, double mean, uint32_t length)
{
	double normlen = fmax((double)length / mean, p->min_normlen);

	return p->k1 * (normlen * p->b + (1 - p->b));
}

static inline double
norms_get(const struct norms *norms, uint32_t length)
{
	return length < NORMS_LENGTHS ? norms->by_length[length] : norm_of(&norms->bm25, norms->mean, length);
}

#endif
