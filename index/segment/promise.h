/* promise.h - a score that so and so many postings of a long list reach: where
 * a search may begin (doc/index-format.md, section 6).
 *
 * A promise is PROMISE_SIZE bytes: for the best 10 and the best 100 a u16, the
 * score by PROMISE_BM25 and the segment's mean length, in 1 / 65536 of what a
 * term weighs.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_PROMISE_H
#define NEWSDEX_INDEX_SEGMENT_PROMISE_H

#include <stddef.h>

#include "index/segment/norms.h"
#include "index/segment/segment_format.h"

/* Part of the format: other parameters make use of a promise where they can. */
#define PROMISE_BM25 { .k1 = 2.0, .k3 = 8.0, .b = 0.65, .min_normlen = 0.5 }

#define PROMISE_DRAWERS 2048

struct promise_maker {
	uint32_t drawers[PROMISE_DRAWERS];   /* postings by score */
};

/* The norms that promises are made with. */
void promise_norms(struct norms *norms, double mean);

void promise_start(struct promise_maker *maker);

/* Counts postings in; LENGTHS is by document.  Where NORMS are not those of
 * PROMISE_BM25 nothing may be made of it. */
void promise_add(struct promise_maker *maker, const uint32_t *docs, const uint32_t *counts, unsigned count,
                 const uint32_t *lengths, const struct norms *norms);

void promise_make(const struct promise_maker *maker, unsigned char out[PROMISE_SIZE]);

/* The share of its weight that a term scores at least in each of the best
 * WANTED documents of a list with PROMISE; 0: nobody knows.  SEGMENT_MEAN is
 * the mean length of the list's segment, MEAN that of the search. */
double promise_share(const unsigned char promise[PROMISE_SIZE], size_t wanted, const struct bm25 *bm25,
                     double segment_mean, double mean);

#endif
