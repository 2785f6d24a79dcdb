#include "index/xapian/glass_reader.h"

#include <stdlib.h>

#include "index/xapian/search_query.h"

/* A match with all that it is ordered by. */
struct candidate {
	struct hit hit;
	int64_t date;
	struct buf id;
};

struct candidates {
	struct candidate *items;
	size_t count;
};

static void
candidates_release(struct candidates *candidates)
{
	for (size_t i = 0; i < candidates->count; i++)
		buf_release(&candidates->items[i].id);
	free(candidates->items);
	*candidates = (struct candidates){ NULL, 0 };
}

/* ---- Orders ----------------------------------------------------------- */

static int
compare_ids(const struct candidate *x, const struct candidate *y)
{
	int order = span_compare(buf_span(&x->id), buf_span(&y->id));

	return order ? order : (x->hit.doc > y->hit.doc) - (x->hit.doc < y->hit.doc);
}

static int
compare_relevance(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->hit.score != y->hit.score)
		return x->hit.score > y->hit.score ? -1 : 1;
	if (x->date != y->date)
		return x->date > y->date ? -1 : 1;
	return compare_ids(x, y);
}

static int
compare_newest(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return x->date != y->date ? (x->date > y->date ? -1 : 1) : compare_ids(x, y);
}

static int
compare_oldest(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->date == y->date)
		return compare_ids(x, y);
	if (x->date == DATE_UNDATED || y->date == DATE_UNDATED)
		return x->date == DATE_UNDATED ? 1 : -1;
	return x->date < y->date ? -1 : 1;
}

/* Whether X and Y differ by their ids alone, so that libxapian, which does not
 * look at them, may have put either first. */
static bool
is_tie(enum result_order order, const struct candidate *x, const struct candidate *y)
{
	return x->date == y->date && (order != ORDER_RELEVANCE || x->hit.score == y->hit.score);
}

static enum status
set_order(struct xapian_enquire *enquire, enum result_order order, struct error *err)
{
	switch (order) {
	case ORDER_NEWEST: return xapian_enquire_set_sort(enquire, XAPIAN_SORT_VALUE_RELEVANCE, SLOT_DATE, true, err);
	case ORDER_OLDEST: return xapian_enquire_set_sort(enquire, XAPIAN_SORT_VALUE_RELEVANCE, SLOT_AGE, true, err);
	case ORDER_RELEVANCE: break;
	}
	return xapian_enquire_set_sort(enquire, XAPIAN_SORT_RELEVANCE_VALUE, SLOT_DATE, true, err);
}

/* ---- Matching --------------------------------------------------------- */

static int
compare_numbers(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return (x->hit.doc > y->hit.doc) - (x->hit.doc < y->hit.doc);
}

/* Takes date and id from DOCUMENT, which a server has sent with the matches. */
static enum status
candidate_take(struct candidate *item, const struct xapian_document *document, struct error *err)
{
	struct buf date = BUF_INIT;
	enum status status = xapian_document_value(document, SLOT_DATE, &date, err);

	item->date = date.len ? (int64_t)xapian_number_decode(buf_span(&date)) : DATE_UNDATED;
	buf_release(&date);
	return status == STATUS_OK ? xapian_document_value(document, SLOT_ID, &item->id, err) : status;
}

/* Fills in dates and ids, which is quickest in the order of documents. */
static enum status
candidates_complete(struct xreader *reader, struct candidates *candidates, struct error *err)
{
	enum status status = STATUS_OK;

	if (candidates->count)
		qsort(candidates->items, candidates->count, sizeof(*candidates->items), compare_numbers);
	for (size_t i = 0; i < candidates->count && status == STATUS_OK; i++) {
		struct candidate *item = &candidates->items[i];
		struct span date, id;

		status = reader_value(reader, SLOT_DATE, item->hit.doc, &date, err);
		item->date = status == STATUS_OK && date.len ? (int64_t)xapian_number_decode(date) : DATE_UNDATED;
		if (status == STATUS_OK)
			status = reader_value(reader, SLOT_ID, item->hit.doc, &id, err);
		if (status == STATUS_OK) {
			buf_append_span(&item->id, id);
			status = buf_status(&item->id);
		}
	}
	return status;
}

static enum status
match(struct xreader *reader, struct xapian_enquire *enquire, const struct search *search, uint32_t limit,
      struct candidates *candidates, struct xapian_counts *counts, struct error *err)
{
	const struct xapian_match_options options = { .limit = limit, .check_at_least = search->want_total ? reader->stats.documents : 0 };
	struct xapian_mset *mset = NULL;
	enum status status = xapian_enquire_match(enquire, &options, &mset, err);

	if (status < 0)
		return status;
	xapian_mset_counts(mset, counts);
	if (reader->shards.remote && counts->size)
		status = xapian_mset_fetch(mset, err);
	candidates->items = calloc(counts->size + (size_t)1, sizeof(*candidates->items));
	if (!candidates->items)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (uint32_t i = 0; i < counts->size && status == STATUS_OK; i++) {
		struct candidate *item = &candidates->items[candidates->count++];
		struct xapian_document *document = NULL;
		struct xapian_match found;

		status = xapian_mset_match(mset, i, &found, err);
		item->hit = (struct hit){ found.document, found.weight };
		if (status == STATUS_OK && reader->shards.remote)
			status = xapian_mset_document(mset, i, &document, err);
		if (status == STATUS_OK && document)
			status = candidate_take(item, document, err);
		xapian_document_free(document);
	}
	xapian_mset_free(mset);
	return status == STATUS_OK && !reader->shards.remote ? candidates_complete(reader, candidates, err) : status;
}

/* Matches until the last wanted place is no tie with the one behind it. */
static enum status
match_widening(struct xreader *reader, struct xapian_enquire *enquire, struct search *search, struct error *err)
{
	static int (*const compare[])(const void *, const void *) = { compare_relevance, compare_newest, compare_oldest };
	struct candidates candidates = { NULL, 0 };
	struct xapian_counts counts = { 0 };
	uint64_t wanted = search->limit < reader->stats.documents ? search->limit : reader->stats.documents;
	uint64_t fetch = wanted + (wanted > 0);
	enum status status;

	for (;;) {
		status = match(reader, enquire, search, (uint32_t)fetch, &candidates, &counts, err);
		if (status < 0)
			break;
		if (candidates.count)
			qsort(candidates.items, candidates.count, sizeof(*candidates.items), compare[search->order]);
		if (candidates.count < fetch || !wanted
		    || !is_tie(search->order, &candidates.items[wanted - 1], &candidates.items[candidates.count - 1]))
			break;
		candidates_release(&candidates);
		fetch *= 4;
	}
	for (size_t i = 0; status == STATUS_OK && i < candidates.count && i < wanted; i++)
		search->hits[search->hit_count++] = candidates.items[i].hit;
	search->total = counts.lower > search->hit_count ? counts.lower : search->hit_count;
	candidates_release(&candidates);
	return status;
}

static enum status
search_once(struct xreader *reader, struct search *search, struct error *err)
{
	struct search_query context = {
		.db = reader->shards.all,
		.articles = reader->stats.documents,
		.bm25 = &search->bm25,
		.given = !reader->shards.remote,
		.weights = BUF_INIT,
	};
	const struct bm25 *bm25 = &search->bm25;
	struct xapian_query *query = NULL;
	struct xapian_enquire *enquire = NULL;
	enum status status;

	search->hit_count = 0;
	search->total = 0;
	if (!reader->stats.documents)
		return STATUS_OK;
	status = search_query_build(&context, search->tree, &query, err);
	if (status == STATUS_OK)
		status = xapian_enquire_new(reader->shards.all, &enquire, err);
	if (status == STATUS_OK)
		status = xapian_enquire_set_query(enquire, query, err);
	if (status == STATUS_OK)
		status = context.given ? xapian_enquire_set_given(enquire, (const double *)(const void *)context.weights.data,
		                                                  context.weights.len / sizeof(double), bm25->k1, bm25->b, bm25->min_normlen, err)
		                       : xapian_enquire_set_bm25(enquire, bm25->k1, 0, bm25->k3, bm25->b, bm25->min_normlen, err);
	if (status == STATUS_OK)
		status = set_order(enquire, search->order, err);
	if (status == STATUS_OK)
		status = match_widening(reader, enquire, search, err);
	xapian_enquire_free(enquire);
	xapian_query_free(query);
	buf_release(&context.weights);
	return status;
}

enum status
reader_top(struct index_reader *index_reader, struct search *search, struct error *err)
{
	struct xreader *reader = (struct xreader *)index_reader;
	enum status status;
	int tries = 0;

	do
		status = search_once(reader, search, err);
	while (reader_again(reader, &status, &tries, err));
	/* libxapian reads a term that is in all documents of a database from the list of their
	 * lengths, and takes that for damaged where their numbers have gaps.  The generic
	 * matcher reads the term's own list; it also tells of what is really damaged. */
	return status == STATUS_CORRUPT ? STATUS_UNSUPPORTED : status;
}
