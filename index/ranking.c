#include "index/ranking.h"

int
ranking_dates(int64_t a, int64_t b, enum result_order by)
{
	if (a == b)
		return 0;
	if (a == DATE_UNDATED || b == DATE_UNDATED)
		return a == DATE_UNDATED ? 1 : -1;
	return (a < b) == (by == ORDER_OLDEST) ? -1 : 1;
}

static enum status
ranking_compare(struct ranking *ranking, const struct hit *a, const struct hit *b, int *order, struct error *err)
{
	*order = 0;
	if (ranking->search->order == ORDER_RELEVANCE && (a->score > b->score || a->score < b->score))
		*order = a->score > b->score ? -1 : 1;
	if (*order || a->doc == b->doc)
		return STATUS_OK;
	return ranking->tie(ranking->context, a, b, order, err);
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
ranking_make_heap(struct ranking *ranking, struct error *err)
{
	size_t count = ranking->search->hit_count;
	enum status status = STATUS_OK;

	for (size_t i = count / 2; i-- > 0 && status == STATUS_OK;)
		status = ranking_sink(ranking, i, count, err);
	return status;
}

enum status
ranking_add(struct ranking *ranking, struct hit hit, struct error *err)
{
	struct search *search = ranking->search;
	enum status status;
	int order;

	if (search->limit == 0)
		return STATUS_OK;
	if (search->hit_count < search->limit) {
		search->hits[search->hit_count++] = hit;
		return search->hit_count < search->limit ? STATUS_OK : ranking_make_heap(ranking, err);
	}
	status = ranking_compare(ranking, &hit, &search->hits[0], &order, err);
	if (status < 0 || order >= 0)
		return status;
	search->hits[0] = hit;
	return ranking_sink(ranking, 0, search->hit_count, err);
}

enum status
ranking_finish(struct ranking *ranking, struct error *err)
{
	struct search *search = ranking->search;
	size_t count = search->hit_count;
	enum status status = count < search->limit ? ranking_make_heap(ranking, err) : STATUS_OK;

	while (count > 1 && status == STATUS_OK) {
		struct hit worst = search->hits[0];

		search->hits[0] = search->hits[--count];
		search->hits[count] = worst;
		status = ranking_sink(ranking, 0, count, err);
	}
	return status;
}
