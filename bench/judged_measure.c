#include "bench/judged_measure.h"

#include <stdlib.h>

#define DEPTH 1000

struct ranked {
	uint32_t doc;
	double score;
};

/* Best first; of equals the one that was read first. */
static int
ranked_compare(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return (x->doc > y->doc) - (x->doc < y->doc);
}

static bool
query_has_content(const struct judged_query *query)
{
	for (uint32_t i = 0; i < query->word_count; i++)
		if (!query->words[i].stop)
			return true;
	return false;
}

/* Fills RANKED (room for every document) and returns how many matched. */
static uint32_t
query_rank(const struct judged_collection *collection, const struct judged_query *query,
           const struct judged_formula *formula, struct ranked *ranked)
{
	bool stop = formula->stop && query_has_content(query);
	uint32_t docs = collection->docs.count, count = 0;

	for (uint32_t doc = 0; doc < docs; doc++)
		ranked[doc] = (struct ranked){ doc, -1 };
	for (uint32_t i = 0; i < query->word_count; i++) {
		const struct judged_word *word = &query->words[i];
		const struct judged_term *list;
		double weight;

		if (word->term == TABLE_NONE || (stop && word->stop))
			continue;
		list = &collection->lists[word->term];
		weight = bm25_term_weight(&formula->bm25, docs, list->count, word->wqf, 1);
		for (uint32_t p = 0; p < list->count; p++) {
			struct ranked *at = &ranked[list->postings[p].doc];

			at->score = fmax(at->score, 0) + bm25_score(&formula->bm25, weight, list->postings[p].frequency,
			                                            collection->lengths[at->doc], collection->mean_length);
		}
	}
	for (uint32_t doc = 0; doc < docs; doc++)
		if (ranked[doc].score >= 0)
			ranked[count++] = ranked[doc];
	qsort(ranked, count, sizeof(*ranked), ranked_compare);
	return count;
}

static uint32_t
query_grade(const struct judged_query *query, uint32_t doc)
{
	for (uint32_t i = 0; i < query->grade_count; i++)
		if (query->grades[i].doc == doc)
			return query->grades[i].frequency;
	return 0;
}

static int
grade_compare(const void *a, const void *b)
{
	const struct judged_posting *x = a, *y = b;

	return (x->frequency < y->frequency) - (x->frequency > y->frequency);
}

static void
query_score(const struct judged_query *query, const struct ranked *ranked, uint32_t count, struct judged_score *sum)
{
	double precision = 0, gain = 0, ideal = 0;
	uint32_t found = 0;

	for (uint32_t rank = 0; rank < count && rank < DEPTH; rank++) {
		uint32_t grade = query_grade(query, ranked[rank].doc);

		if (!grade)
			continue;
		precision += (double)++found / (rank + 1);
		if (rank < 10)
			gain += grade / log2(rank + 2);
	}
	for (uint32_t rank = 0; rank < query->grade_count && rank < 10; rank++)
		ideal += query->grades[rank].frequency / log2(rank + 2);
	sum->map += precision / query->grade_count;
	sum->ndcg10 += gain / ideal;
}

enum status
judged_measure(const struct judged_collection *collection, const struct judged_formula *formula,
               struct judged_score *score)
{
	struct ranked *ranked = malloc((collection->docs.count + (size_t)1) * sizeof(*ranked));
	uint32_t judged = 0;

	if (!ranked)
		return STATUS_NOMEM;
	*score = (struct judged_score){ 0, 0 };
	for (uint32_t i = 0; i < collection->query_count; i++) {
		const struct judged_query *query = &collection->queries[i];

		if (!query->grade_count)
			continue;
		qsort(query->grades, query->grade_count, sizeof(*query->grades), grade_compare);
		query_score(query, ranked, query_rank(collection, query, formula, ranked), score);
		judged++;
	}
	if (judged) {
		score->map /= judged;
		score->ndcg10 /= judged;
	}
	free(ranked);
	return STATUS_OK;
}
