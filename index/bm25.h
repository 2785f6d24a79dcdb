/* bm25.h - the score of an article, as libxapian 1.4 computes BM25.
 *
 * Source: Xapian::BM25Weight of libxapian 1.4 (k2 = 0), after Robertson and
 * Sparck Jones.  The order of operations is part of the definition: every
 * engine and the generic matcher compute the same double.
 */
#ifndef NEWSDEX_INDEX_BM25_H
#define NEWSDEX_INDEX_BM25_H

#include <math.h>
#include <stdint.h>

struct bm25 {
	double k1;           /* saturation of the frequency */
	double k3;           /* saturation of repeated query terms */
	double b;            /* how much length counts, 0 to 1 */
	double min_normlen;  /* shorter articles count as this share of the mean */
};

/* Chosen on judged collections with bench/judged. */
#define BM25_DEFAULT { .k1 = 2.0, .k3 = 8.0, .b = 0.65, .min_normlen = 0.5 }

/* The part that is the same for every article.  ARTICLES and DF are of the
 * whole (combined) index, WQF how often the query repeats the term, FACTOR a
 * boost (1 for none). */
static inline double
bm25_term_weight(const struct bm25 *p, uint64_t articles, uint64_t df, uint32_t wqf, double factor)
{
	double w = ((double)articles - (double)df + 0.5) / ((double)df + 0.5), tw;

	if (w < 2)
		w = w * 0.5 + 1;
	tw = log(w) * factor;
	if (p->k3 != 0)
		tw *= (p->k3 + 1) * wqf / (p->k3 + wqf);
	return tw * (p->k1 + 1);
}

/* What one term adds for one article.  LENGTH as terms.h counts it. */
static inline double
bm25_score(const struct bm25 *p, double term_weight, uint32_t frequency, uint64_t length, double mean_length)
{
	double normlen = fmax((double)length / mean_length, p->min_normlen);
	double wdf = (double)frequency;

	return term_weight * (wdf / (p->k1 * (normlen * p->b + (1 - p->b)) + wdf));
}

#endif
