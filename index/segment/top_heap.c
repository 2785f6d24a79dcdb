#include "index/ranking.h"
#include "index/segment/top.h"

static enum status
top_tie(void *context, const struct hit *a, const struct hit *b, int *order, struct error *err)
{
	struct top_search *top = context;
	struct segment *segments[2];
	uint32_t locals[2];
	struct span ids[2];
	enum status status;

	status = reader_locate(top->reader, a->doc, &segments[0], &locals[0], err);
	if (status == STATUS_OK)
		status = reader_locate(top->reader, b->doc, &segments[1], &locals[1], err);
	if (status < 0)
		return status;
	*order = ranking_dates(columns_date(&segments[0]->columns, locals[0]), columns_date(&segments[1]->columns, locals[1]),
	                       top->search->order);
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

static struct ranking
top_ranking(struct top_search *top)
{
	return (struct ranking){ .search = top->search, .tie = top_tie, .context = top };
}

enum status
top_push(struct top_search *top, uint32_t doc, double score, struct error *err)
{
	struct search *search = top->search;
	struct ranking ranking = top_ranking(top);
	enum status status;

	if (search->order == ORDER_RELEVANCE && search->hit_count == search->limit && score < top->threshold)
		return STATUS_OK;
	status = ranking_add(&ranking, (struct hit){ top->segment->base + doc, score }, err);
	if (search->order == ORDER_RELEVANCE && search->limit && search->hit_count == search->limit)
		top->threshold = search->hits[0].score;
	return status;
}

enum status
top_finish(struct top_search *top, struct error *err)
{
	struct ranking ranking = top_ranking(top);

	return ranking_finish(&ranking, err);
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
	return ranking_dates(columns_date(&top->segment->columns, doc), columns_date(&segment->columns, local), ORDER_NEWEST) > 0
		|| segment == top->segment;
}
