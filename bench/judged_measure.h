/* judged_measure.h - how good a ranking formula is on a judged collection.
 *
 * The measures are trec_eval's map and ndcg_cut_10: precision averaged over the
 * relevant documents among the first 1000; gain the grade, discount log2(rank + 1),
 * the ideal order of the same grades; both averaged over the queries that have
 * a relevant document.
 */
#ifndef NEWSDEX_BENCH_JUDGED_MEASURE_H
#define NEWSDEX_BENCH_JUDGED_MEASURE_H

#include "bench/judged_collection.h"
#include "index/bm25.h"

struct judged_formula {
	struct bm25 bm25;
	bool stop;       /* stop words of a query do not count where others remain */
};

struct judged_score {
	double map;
	double ndcg10;
};

/* Ranks COLLECTION for each of its queries: any of the words, by stem. */
enum status judged_measure(const struct judged_collection *collection, const struct judged_formula *formula,
                           struct judged_score *score);

#endif
