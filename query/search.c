#include <stdlib.h>

#include "query/match.h"

/* The best articles so far, the worst of them on top. */
struct ranking {
	struct index_reader *reader;
	struct search *search;
	struct buf ids[2];           /* scratch */
};

static int
compare_dates(int64_t a, int64_t b, bool oldest)
{
	if (a == b)
		return 0;
	if (a == DATE_UNDATED || b == DATE_UNDATED)
		return a == DATE_UNDATED ? 1 : -1;
	return (a < b) == oldest ? -1 : 1;
}

/* Sets *ORDER below 0 when A comes before B in the results (index.h has the
 * rule).  Dates and ids are only looked up where they decide. */
static enum status
ranking_compare(struct ranking *ranking, const struct hit *a, const struct hit *b, int *order, struct error *err)
{
	enum result_order by = ranking->search->order;
	int64_t dates[2];
	enum status status;

	*order = 0;
	if (by == ORDER_RELEVANCE && (a->score > b->score || a->score < b->score))
		*order = a->score > b->score ? -1 : 1;
	if (*order || a->doc == b->doc)
		return STATUS_OK;
	status = index_number(ranking->reader, COLUMN_DATE, a->doc, &dates[0], err);
	if (status == STATUS_OK)
		status = index_number(ranking->reader, COLUMN_DATE, b->doc, &dates[1], err);
	if (status < 0)
		return status;
	*order = compare_dates(dates[0], dates[1], by == ORDER_OLDEST);
	if (*order)
		return STATUS_OK;
	buf_clear(&ranking->ids[0]);
	buf_clear(&ranking->ids[1]);
	status = index_id(ranking->reader, a->doc, &ranking->ids[0], err);
	if (status == STATUS_OK)
		status = index_id(ranking->reader, b->doc, &ranking->ids[1], err);
	if (status == STATUS_OK)
		status = buf_status(&ranking->ids[0]);
	if (status == STATUS_OK)
		status = buf_status(&ranking->ids[1]);
	if (status < 0)
		return error_set(err, status, NULL, "out of memory");
	*order = span_compare(buf_span(&ranking->ids[0]), buf_span(&ranking->ids[1]));
	return STATUS_OK;
}

/* Lets what stands at AT sink below those that come later in the results. */
static enum status
ranking_sink(struct ranking *ranking, size_t at, size_t count, struct error *err)
{
	struct hit *hits = ranking->search->hits;

	for (;;) {
		size_t worst = at;
		struct hit moved;

		for (size_t child = 2 * at + 1; child < count && child <= 2 * at + 2; child++) {
			int order;
			enum status status = ranking_compare(ranking, &hits[worst], &hits[child], &order, err);

			if (status < 0)
				return status;
			if (order < 0)
				worst = child;
		}
		if (worst == at)
			return STATUS_OK;
		moved = hits[at];
		hits[at] = hits[worst];
		hits[worst] = moved;
		at = worst;
	}
}

static enum status
ranking_add(struct ranking *ranking, struct hit hit, struct error *err)
{
	struct search *search = ranking->search;
	enum status status = STATUS_OK;
	int order;

	if (search->hit_count < search->limit) {
		search->hits[search->hit_count++] = hit;
		/* Made a heap once, when it is full. */
		if (search->hit_count == search->limit)
			for (size_t i = search->limit / 2; i-- > 0 && status == STATUS_OK;)
				status = ranking_sink(ranking, i, search->hit_count, err);
		return status;
	}
	if (search->limit == 0)
		return STATUS_OK;
	status = ranking_compare(ranking, &hit, &search->hits[0], &order, err);
	if (status < 0 || order >= 0)
		return status;
	search->hits[0] = hit;
	return ranking_sink(ranking, 0, search->hit_count, err);
}

/* Turns the heap into the list, best first. */
static enum status
ranking_finish(struct ranking *ranking, struct error *err)
{
	struct search *search = ranking->search;
	size_t count = search->hit_count;
	enum status status = STATUS_OK;

	if (count < search->limit)
		for (size_t i = count / 2; i-- > 0 && status == STATUS_OK;)
			status = ranking_sink(ranking, i, count, err);
	while (count > 1 && status == STATUS_OK) {
		struct hit worst = search->hits[0];

		search->hits[0] = search->hits[--count];
		search->hits[count] = worst;
		status = ranking_sink(ranking, 0, count, err);
	}
	return status;
}

static enum status
search_generic(struct index_reader *reader, struct search *search, struct error *err)
{
	struct ranking ranking = { .reader = reader, .search = search, .ids = { BUF_INIT, BUF_INIT } };
	struct match_cursor *cursor;
	enum status status = match_open(reader, search->tree, &search->bm25, &cursor, err);

	search->hit_count = 0;
	search->total = 0;
	if (status < 0)
		return status;
	while ((status = match_next(cursor, err)) == STATUS_OK) {
		struct hit hit = { .doc = match_doc(cursor) };

		search->total++;
		if (search->limit)
			status = match_score(cursor, &hit.score, err);
		if (status == STATUS_OK)
			status = ranking_add(&ranking, hit, err);
		if (status < 0)
			break;
	}
	if (status == STATUS_END)
		status = ranking_finish(&ranking, err);
	match_close(cursor);
	buf_release(&ranking.ids[0]);
	buf_release(&ranking.ids[1]);
	return status;
}

enum status
search_run(struct index_reader *reader, struct search *search, unsigned flags, struct error *err)
{
	if (!(flags & SEARCH_GENERIC)) {
		struct error refused = ERROR_INIT;
		enum status status = index_top(reader, search, &refused);

		if (status != STATUS_UNSUPPORTED) {
			if (status < 0 && err && err->status == STATUS_OK)
				*err = refused;
			return status;
		}
	}
	return search_generic(reader, search, err);
}
