#include "index/segment/top.h"

/* The hits are a heap with the worst on top once they are full. */

static int
dates_compare(int64_t a, int64_t b, bool oldest)
{
	if (a == b)
		return 0;
	/* Undated articles are last in every order. */
	if (a == DATE_UNDATED || b == DATE_UNDATED)
		return a == DATE_UNDATED ? 1 : -1;
	return (a < b) == oldest ? -1 : 1;
}

/* Below 0 in *ORDER: A comes before B. */
static enum status
hits_compare(struct top_search *top, const struct hit *a, const struct hit *b, int *order, struct error *err)
{
	enum result_order by = top->search->order;
	struct segment *segments[2];
	uint32_t locals[2];
	struct span ids[2];
	enum status status;

	*order = 0;
	if (by == ORDER_RELEVANCE && (a->score > b->score || a->score < b->score))
		*order = a->score > b->score ? -1 : 1;
	if (*order || a->doc == b->doc)
		return STATUS_OK;
	status = reader_locate(top->reader, a->doc, &segments[0], &locals[0], err);
	if (status == STATUS_OK)
		status = reader_locate(top->reader, b->doc, &segments[1], &locals[1], err);
	if (status < 0)
		return status;
	*order = dates_compare(columns_date(&segments[0]->columns, locals[0]), columns_date(&segments[1]->columns, locals[1]),
	                       by == ORDER_OLDEST);
	if (*order)
		return STATUS_OK;
	/* Of one segment and date the smaller id has the smaller number. */
	if (segments[0] == segments[1]) {
		*order = locals[0] < locals[1] ? -1 : 1;
		return STATUS_OK;
	}
	status = columns_text(&segments[0]->columns, locals[0], DOC_ID, &ids[0], err);
	if (status == STATUS_OK)
		status = columns_text(&segments[1]->columns, locals[1], DOC_ID, &ids[1], err);
	if (status == STATUS_OK)
		*order = span_compare(ids[0], ids[1]);
	return status;
}

static enum status
heap_sink(struct top_search *top, size_t at, size_t count, struct error *err)
{
	struct hit *hits = top->search->hits;

	for (;;) {
		size_t worst = at;
		struct hit moved;

		for (size_t child = 2 * at + 1; child < count && child <= 2 * at + 2; child++) {
			int order;
			enum status status = hits_compare(top, &hits[worst], &hits[child], &order, err);

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
heap_make(struct top_search *top, struct error *err)
{
	size_t count = top->search->hit_count;
	enum status status = STATUS_OK;

	for (size_t i = count / 2; i-- > 0 && status == STATUS_OK;)
		status = heap_sink(top, i, count, err);
	return status;
}

static void
threshold_set(struct top_search *top)
{
	if (top->search->order == ORDER_RELEVANCE && top->search->hit_count == top->search->limit)
		top->threshold = top->search->hits[0].score;
}

enum status
top_push(struct top_search *top, uint32_t doc, double score, struct error *err)
{
	struct search *search = top->search;
	struct hit hit = { top->segment->base + doc, score };
	enum status status;
	int order;

	if (search->limit == 0)
		return STATUS_OK;
	if (search->hit_count < search->limit) {
		search->hits[search->hit_count++] = hit;
		if (search->hit_count < search->limit)
			return STATUS_OK;
		status = heap_make(top, err);
		threshold_set(top);
		return status;
	}
	if (search->order == ORDER_RELEVANCE && score < top->threshold)
		return STATUS_OK;
	status = hits_compare(top, &hit, &search->hits[0], &order, err);
	if (status < 0 || order >= 0)
		return status;
	search->hits[0] = hit;
	status = heap_sink(top, 0, search->hit_count, err);
	threshold_set(top);
	return status;
}

enum status
top_finish(struct top_search *top, struct error *err)
{
	struct search *search = top->search;
	size_t count = search->hit_count;
	enum status status = count < search->limit ? heap_make(top, err) : STATUS_OK;

	while (count > 1 && status == STATUS_OK) {
		struct hit worst = search->hits[0];

		search->hits[0] = search->hits[--count];
		search->hits[count] = worst;
		status = heap_sink(top, 0, count, err);
	}
	return status;
}

bool
top_newest_done(const struct top_search *top, uint32_t doc)
{
	const struct search *search = top->search;
	struct segment *segment;
	uint32_t local;

	if (search->order != ORDER_NEWEST || search->hit_count < search->limit)
		return false;
	if (search->limit == 0)
		return true;
	/* hits[0] is the worst; documents of a segment only get older. */
	if (reader_locate(top->reader, search->hits[0].doc, &segment, &local, NULL) < 0)
		return false;
	return dates_compare(columns_date(&top->segment->columns, doc), columns_date(&segment->columns, local), false) > 0
		|| segment == top->segment;
}
