/* measures.h - how good a ranking is, by the measures and names of trec_eval.
 *
 * Sources: TREC's common evaluation measures (appendix of the TREC
 * proceedings); bpref: Buckley and Voorhees, SIGIR 2004; nDCG: Jarvelin and
 * Kekalainen, TOIS 20 (2002), with the judgement as gain and log2(rank + 1)
 * as discount.  An article judged 1 or more is relevant.
 */
#ifndef NEWSDEX_QUERY_MEASURES_H
#define NEWSDEX_QUERY_MEASURES_H

#include <stddef.h>
#include <stdint.h>

#define MEASURE_CUTOFFS 9  /* 5, 10, 15, 20, 30, 100, 200, 500, 1000 */

enum measure {
	MEASURE_NUM_RET,
	MEASURE_NUM_REL,
	MEASURE_NUM_REL_RET,
	MEASURE_MAP,
	MEASURE_GM_MAP,      /* of one query: the logarithm that is averaged */
	MEASURE_RPREC,
	MEASURE_BPREF,
	MEASURE_RECIP_RANK,
	MEASURE_P,           /* MEASURE_CUTOFFS of each of these */
	MEASURE_RECALL = MEASURE_P + MEASURE_CUTOFFS,
	MEASURE_NDCG = MEASURE_RECALL + MEASURE_CUTOFFS,
	MEASURE_NDCG_CUT,
	MEASURE_COUNT = MEASURE_NDCG_CUT + MEASURE_CUTOFFS
};

#define JUDGED_NOT INT32_MIN  /* an article that nobody judged */

/* One query: what was retrieved, and what there was to retrieve. */
struct ranking {
	const int32_t *judged;  /* of each retrieved article, the best first, or JUDGED_NOT */
	size_t count;
	const int32_t *ideal;   /* the judgements >= 1 of all articles, descending */
	size_t relevant;        /* how many */
	size_t nonrelevant;     /* judged 0 */
};

void measures_of(const struct ranking *ranking, double values[MEASURE_COUNT]);

/* Of all queries: sums of the numbers, means of the others.  SUMS holds the
 * sums of the queries' values. */
void measures_average(const double sums[MEASURE_COUNT], size_t queries, double values[MEASURE_COUNT]);

/* The name; fits in 24 bytes. */
void measure_name(size_t measure, char name[24]);

/* Whether it is a number of articles. */
int measure_is_count(size_t measure);

#endif
