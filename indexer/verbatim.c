#include "indexer/verbatim.h"

#include <stdlib.h>

#include "index/copies.h"
#include "index/record.h"

struct verbatim {
	struct index_reader *reader;
	docid_t *docs;
	uint32_t *order;              /* places in docs and sketches, those with equal sketches beside each other */
	size_t count;
	struct copy_sketch *sketches;
	struct arena arena;           /* of the ids of one run of equal sketches */
	struct same {
		struct hash128 content;
		struct span id;
	} *same;
	size_t same_count, same_size;
};

static enum status
read_sketches(struct verbatim *verbatim, struct error *err)
{
	struct postings *postings = NULL;
	struct index_stats stats;
	enum status status = index_stats(verbatim->reader, &stats, err);

	if (status < 0)
		return status;
	verbatim->docs = calloc(stats.articles + 1, sizeof(*verbatim->docs));
	verbatim->order = calloc(stats.articles + 1, sizeof(*verbatim->order));
	if (!verbatim->docs || !verbatim->order)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	status = index_all(verbatim->reader, &postings, err);
	while (status == STATUS_OK && verbatim->count < stats.articles && (status = postings_next(postings, err)) == STATUS_OK) {
		verbatim->order[verbatim->count] = (uint32_t)verbatim->count;
		verbatim->docs[verbatim->count++] = postings->doc;
	}
	postings_free(postings);
	return status < 0 ? status
		: copies_read(verbatim->reader, verbatim->docs, verbatim->count, &verbatim->sketches, err);
}

static int
sketch_order(const void *a, const void *b, void *context)
{
	const struct verbatim *verbatim = context;
	const struct copy_sketch *x = &verbatim->sketches[*(const uint32_t *)a], *y = &verbatim->sketches[*(const uint32_t *)b];
	int order = memcmp(&x->sketch, &y->sketch, sizeof(x->sketch));

	return order ? order : (x->words > y->words) - (x->words < y->words);
}

static int
same_order(const void *a, const void *b)
{
	const struct same *x = a, *y = b;

	if (x->content.high != y->content.high)
		return x->content.high < y->content.high ? -1 : 1;
	if (x->content.low != y->content.low)
		return x->content.low < y->content.low ? -1 : 1;
	return span_compare(x->id, y->id);
}

/* Adds what DOC says, and its id. */
static enum status
same_add(struct verbatim *verbatim, docid_t doc, struct error *err)
{
	struct arena arena;
	struct article article;
	struct same *same;
	enum status status;

	if (verbatim->same_count == verbatim->same_size) {
		size_t size = verbatim->same_size ? 2 * verbatim->same_size : 16;

		same = reallocarray(verbatim->same, size, sizeof(*same));
		if (!same)
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		verbatim->same = same;
		verbatim->same_size = size;
	}
	arena_init(&arena);
	status = index_article(verbatim->reader, doc, &arena, &article, err);
	if (status == STATUS_OK && article.bodiless)
		status = error_set(err, STATUS_UNSUPPORTED, NULL, "the index keeps no texts that could be compared");
	if (status == STATUS_OK) {
		same = &verbatim->same[verbatim->same_count++];
		same->id = arena_copy(&verbatim->arena, article.text[FIELD_ID]);
		article.text[FIELD_ID] = article.text[FIELD_URL] = SPAN_NONE;
		same->content = article_hash(&article);
		if (!same->id.ptr)
			status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	}
	arena_release(&arena);
	return status;
}

/* The documents order[FROM] to order[UNTIL], whose sketches are equal. */
static enum status
compare_run(struct verbatim *verbatim, size_t from, size_t until,
            enum status (*take)(void *context, struct span id, struct error *err), void *context, struct error *err)
{
	enum status status = STATUS_OK;

	arena_clear(&verbatim->arena);
	verbatim->same_count = 0;
	for (size_t i = from; i < until && status == STATUS_OK; i++)
		status = same_add(verbatim, verbatim->docs[verbatim->order[i]], err);
	if (status == STATUS_OK)
		qsort(verbatim->same, verbatim->same_count, sizeof(*verbatim->same), same_order);
	for (size_t i = 1; i < verbatim->same_count && status == STATUS_OK; i++) {
		const struct same *before = &verbatim->same[i - 1], *this = &verbatim->same[i];

		if (before->content.high == this->content.high && before->content.low == this->content.low)
			status = take(context, this->id, err);
	}
	return status;
}

enum status
verbatim_each(struct index_reader *reader, enum status (*take)(void *context, struct span id, struct error *err),
              void *context, struct error *err)
{
	struct verbatim verbatim = { .reader = reader };
	enum status status;

	arena_init(&verbatim.arena);
	status = read_sketches(&verbatim, err);
	if (status == STATUS_OK)
		qsort_r(verbatim.order, verbatim.count, sizeof(*verbatim.order), sketch_order, &verbatim);
	for (size_t from = 0, until; status == STATUS_OK && from < verbatim.count; from = until) {
		until = from + 1;
		while (until < verbatim.count && sketch_order(&verbatim.order[from], &verbatim.order[until], &verbatim) == 0)
			until++;
		if (until - from > 1)
			status = compare_run(&verbatim, from, until, take, context, err);
	}
	free(verbatim.docs);
	free(verbatim.order);
	free(verbatim.sketches);
	free(verbatim.same);
	arena_release(&verbatim.arena);
	return status;
}
