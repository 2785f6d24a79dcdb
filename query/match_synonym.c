#include <stdlib.h>

#include "query/matcher.h"

/* A wildcard may stand for many thousands of terms, most of them rare.  The
 * postings of rare ones are read at once into one sorted list; only the others
 * keep a cursor each, in a heap with the lowest document on top. */
#define CURSORS_MIN 64          /* so few terms all keep their cursors */
#define RARE_DF 64
#define RARE_MAX 4000000        /* postings in the list */

struct rare {
	docid_t doc;
	uint32_t child;
	uint32_t frequency;
};

struct match_synonym {
	struct matcher matcher;
	struct postings **heap;
	size_t heap_count;
	struct rare *rare;
	size_t rare_count, rare_size, rare_at;
	double weight;
};

static void
heap_down(struct match_synonym *synonym, size_t at)
{
	struct postings *moved = synonym->heap[at];

	for (;;) {
		size_t child = 2 * at + 1;

		if (child + 1 < synonym->heap_count && synonym->heap[child + 1]->doc < synonym->heap[child]->doc)
			child++;
		if (child >= synonym->heap_count || synonym->heap[child]->doc >= moved->doc)
			break;
		synonym->heap[at] = synonym->heap[child];
		at = child;
	}
	synonym->heap[at] = moved;
}

static enum status
synonym_seek(struct matcher *matcher, docid_t target, struct error *err)
{
	struct match_synonym *synonym = (struct match_synonym *)matcher;
	docid_t doc = DOCID_END;

	while (synonym->heap_count && synonym->heap[0]->doc < target) {
		enum status status = postings_seek(synonym->heap[0], target, err);

		if (status < 0)
			return status;
		heap_down(synonym, 0);
	}
	while (synonym->rare_at < synonym->rare_count && synonym->rare[synonym->rare_at].doc < target)
		synonym->rare_at++;
	if (synonym->heap_count)
		doc = synonym->heap[0]->doc;
	if (synonym->rare_at < synonym->rare_count && synonym->rare[synonym->rare_at].doc < doc)
		doc = synonym->rare[synonym->rare_at].doc;
	matcher->doc = doc;
	return STATUS_OK;
}

/* Calls VISIT for every posting of the document: cursors, then rare ones. */
typedef enum status visitor(struct match_synonym *synonym, struct postings *postings, void *context, struct error *err);

static enum status
visit_heap(struct match_synonym *synonym, size_t at, visitor *visit, void *context, struct error *err)
{
	enum status status;

	if (at >= synonym->heap_count || synonym->heap[at]->doc != synonym->matcher.doc)
		return STATUS_OK;
	status = visit(synonym, synonym->heap[at], context, err);
	if (status == STATUS_OK)
		status = visit_heap(synonym, 2 * at + 1, visit, context, err);
	return status == STATUS_OK ? visit_heap(synonym, 2 * at + 2, visit, context, err) : status;
}

static enum status
visit_rare(struct match_synonym *synonym, visitor *visit, void *context, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = synonym->rare_at; i < synonym->rare_count && status == STATUS_OK; i++) {
		const struct rare *rare = &synonym->rare[i];
		struct postings *postings;

		if (rare->doc != synonym->matcher.doc)
			break;
		status = index_postings(synonym->matcher.matching->reader,
		                        synonym->matcher.node->children[rare->child]->term, &postings, err);
		if (status < 0)
			break;
		status = postings_seek(postings, rare->doc, err);
		if (status == STATUS_OK)
			status = visit(synonym, postings, context, err);
		else if (status == STATUS_END)
			status = error_set(err, STATUS_CORRUPT, NULL, "a list of postings changed while it was read");
		postings_free(postings);
	}
	return status;
}

static enum status
add_frequency(struct match_synonym *synonym, struct postings *postings, void *context, struct error *err)
{
	(void)synonym, (void)err;
	*(uint64_t *)context += postings->frequency;
	return STATUS_OK;
}

static enum status
add_occurrences(struct match_synonym *synonym, struct postings *postings, void *context, struct error *err)
{
	const uint32_t *positions;
	size_t count = postings->frequency;
	enum status status = STATUS_OK;

	(void)synonym;
	if (count == 0)
		status = postings_positions(postings, &positions, &count, err);
	*(uint64_t *)context += count;
	return status;
}

static enum status
add_places(struct match_synonym *synonym, struct postings *postings, void *context, struct error *err)
{
	const uint32_t *positions;
	size_t count;
	enum status status = postings_positions(postings, &positions, &count, err);

	(void)context;
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = places_add(&synonym->matcher.places, positions[i], positions[i]);
	return status;
}

static enum status
synonym_score(struct matcher *matcher, double *score, struct error *err)
{
	struct match_synonym *synonym = (struct match_synonym *)matcher;
	struct matching *matching = matcher->matching;
	uint64_t frequency = 0, length;
	enum status status = visit_heap(synonym, 0, add_frequency, &frequency, err);

	for (size_t i = synonym->rare_at; i < synonym->rare_count && synonym->rare[i].doc == matcher->doc; i++)
		frequency += synonym->rare[i].frequency;
	if (status < 0 || frequency == 0)
		return status;
	status = matching_length(matching, matcher->doc, &length, err);
	if (frequency > UINT32_MAX)
		frequency = UINT32_MAX;
	if (status == STATUS_OK)
		*score = bm25_score(&matching->bm25, synonym->weight, (uint32_t)frequency, length, matching->mean_length);
	return status;
}

static enum status
synonym_places(struct matcher *matcher, struct error *err)
{
	struct match_synonym *synonym = (struct match_synonym *)matcher;
	enum status status = visit_heap(synonym, 0, add_places, NULL, err);

	if (status == STATUS_OK)
		status = visit_rare(synonym, add_places, NULL, err);
	places_sort(&matcher->places);
	return status;
}

static enum status
synonym_occurrences(struct matcher *matcher, uint64_t *count, struct error *err)
{
	struct match_synonym *synonym = (struct match_synonym *)matcher;
	enum status status;

	*count = 0;
	status = visit_heap(synonym, 0, add_occurrences, count, err);
	return status == STATUS_OK ? visit_rare(synonym, add_occurrences, count, err) : status;
}

static void
synonym_release(struct matcher *matcher)
{
	struct match_synonym *synonym = (struct match_synonym *)matcher;

	for (size_t i = 0; i < synonym->heap_count; i++)
		postings_free(synonym->heap[i]);
	free(synonym->heap);
	free(synonym->rare);
}

static enum status
rare_read(struct match_synonym *synonym, uint32_t child, struct error *err)
{
	struct postings *postings;
	enum status status = index_postings(synonym->matcher.matching->reader,
	                                    synonym->matcher.node->children[child]->term, &postings, err);

	if (status < 0)
		return status;
	while ((status = postings_next(postings, err)) == STATUS_OK) {
		if (synonym->rare_count == synonym->rare_size) {
			size_t size = synonym->rare_size * 2 + 256;
			struct rare *rare = realloc(synonym->rare, size * sizeof(*rare));

			if (!rare) {
				status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
				break;
			}
			synonym->rare = rare;
			synonym->rare_size = size;
		}
		synonym->rare[synonym->rare_count++] = (struct rare){ postings->doc, child, postings->frequency };
	}
	postings_free(postings);
	return status < 0 ? status : STATUS_OK;
}

static enum status
cursor_add(struct match_synonym *synonym, uint32_t child, struct error *err)
{
	struct postings *postings;
	enum status status = index_postings(synonym->matcher.matching->reader,
	                                    synonym->matcher.node->children[child]->term, &postings, err);

	if (status < 0)
		return status;
	/* Before the first document a cursor is on 0, below every other: no order is needed. */
	synonym->heap[synonym->heap_count++] = postings;
	return STATUS_OK;
}

static int
by_doc(const void *left, const void *right)
{
	const struct rare *a = left, *b = right;

	if (a->doc != b->doc)
		return a->doc < b->doc ? -1 : 1;
	return (a->child > b->child) - (a->child < b->child);
}

static enum status
synonym_open(struct match_synonym *synonym, uint64_t *df, struct error *err)
{
	const struct node *node = synonym->matcher.node;

	synonym->heap = calloc(node->child_count ? node->child_count : 1, sizeof(struct postings *));
	if (!synonym->heap)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < node->child_count; i++) {
		struct term_stats stats;
		enum status status = index_term(synonym->matcher.matching->reader, node->children[i]->term, &stats, err);

		if (status < 0)
			return status;
		if (stats.df > *df)
			*df = stats.df;
		synonym->matcher.cost += stats.df;
		if (node->child_count <= CURSORS_MIN || stats.df > RARE_DF || synonym->rare_count + stats.df > RARE_MAX)
			status = cursor_add(synonym, (uint32_t)i, err);
		else
			status = rare_read(synonym, (uint32_t)i, err);
		if (status < 0)
			return status;
	}
	if (synonym->rare_count)
		qsort(synonym->rare, synonym->rare_count, sizeof(*synonym->rare), by_doc);
	return STATUS_OK;
}

enum status
match_synonym_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
                  struct error *err)
{
	static const struct matcher_ops ops = {
		.seek = synonym_seek, .score = synonym_score, .places = synonym_places,
		.occurrences = synonym_occurrences, .release = synonym_release,
	};
	struct match_synonym *synonym = matcher_alloc(sizeof(*synonym), &ops, matching, node, 0, err);
	uint64_t df = 0;
	enum status status;

	if (!synonym)
		return STATUS_NOMEM;
	status = synonym_open(synonym, &df, err);
	if (status < 0) {
		matcher_free(&synonym->matcher);
		return status;
	}
	synonym->weight = bm25_term_weight(&matching->bm25, matching->articles, df, node->wqf, factor);
	*matcher = &synonym->matcher;
	return STATUS_OK;
}
