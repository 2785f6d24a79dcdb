#include <stdlib.h>

#include "index/ranking.h"
#include "index/segment/top.h"

/* The best hits by score: a row with room for more than are wanted, and scores counted
 * in drawers, so that the threshold rises without ordering anything. */

#define ROOM_MORE 128
#define ORDER_FEW 48         /* fewer hits are ordered at once */

enum status
top_tie(struct top_search *top, const struct hit *a, const struct hit *b, int *order, struct error *err)
{
	struct segment *segments[2];
	uint32_t locals[2];
	struct span ids[2];
	enum status status;

	status = reader_locate(top->reader, a->doc, &segments[0], &locals[0], err);
	if (status == STATUS_OK)
		status = reader_locate(top->reader, b->doc, &segments[1], &locals[1], err);
	if (status < 0)
		return status;
	/* A segment's documents are in order of date and id. */
	if (segments[0] == segments[1] && top->search->order != ORDER_OLDEST) {
		*order = locals[0] < locals[1] ? -1 : 1;
		return STATUS_OK;
	}
	*order = ranking_dates(columns_date(&segments[0]->columns, locals[0]), columns_date(&segments[1]->columns, locals[1]),
	                       top->search->order);
	if (*order)
		return STATUS_OK;
	/* Of one segment and date the smaller id has the smaller number. */
	if (segments[0] == segments[1]) {
		*order = locals[0] < locals[1] ? -1 : 1;
		return STATUS_OK;
	}
	status = columns_id(&segments[0]->columns, locals[0], &top->reader->tied[0], &ids[0], err);
	if (status == STATUS_OK)
		status = columns_id(&segments[1]->columns, locals[1], &top->reader->tied[1], &ids[1], err);
	if (status == STATUS_OK)
		*order = span_compare(ids[0], ids[1]);
	return status;
}

/* Whether A comes before B.  An error is kept for later: the order is of no use then. */
static bool
hit_before(struct top_search *top, const struct hit *a, const struct hit *b)
{
	struct top_best *best = &top->best;
	enum status status;
	int order = 0;

	if (a->score > b->score || a->score < b->score)
		return a->score > b->score;
	/* The documents of a segment are in order of date and id. */
	if (top->reader->count == 1 || best->status < 0)
		return a->doc < b->doc;
	status = top_tie(top, a, b, &order, best->err);
	if (status < 0)
		best->status = status;
	return order < 0;
}

static void
hits_swap(struct hit *a, struct hit *b)
{
	struct hit moved = *a;

	*a = *b;
	*b = moved;
}

/* Parts [FROM, UNTIL) by one of them: those that come before it stand before
 * it then.  Returns where it stands. */
static size_t
hits_part(struct top_search *top, size_t from, size_t until)
{
	struct hit *hits = top->best.hits, *first = hits + from, *middle = hits + from + (until - from) / 2;
	struct hit *last = hits + until - 1;
	size_t at = from;

	/* By the middle one of three. */
	if (hit_before(top, middle, first))
		hits_swap(middle, first);
	if (hit_before(top, last, middle))
		hits_swap(last, middle);
	if (hit_before(top, middle, first))
		hits_swap(middle, first);
	hits_swap(middle, last);
	for (size_t i = from; i + 1 < until; i++) {
		struct hit hit = hits[i];
		bool before = hit.score > last->score;

		if (!before && !(hit.score < last->score))
			before = hit_before(top, &hit, last);
		/* Without a branch that nobody can predict. */
		hits[i] = hits[at];
		hits[at] = hit;
		at += before;
	}
	hits_swap(&hits[at], last);
	return at;
}

static void
hits_sort(struct top_search *top, size_t from, size_t until)
{
	struct hit *hits = top->best.hits;

	while (until - from > 8) {
		size_t at = hits_part(top, from, until);

		/* The smaller part by recursion, the other here. */
		if (at - from < until - at) {
			hits_sort(top, from, at);
			from = at + 1;
		} else {
			hits_sort(top, at + 1, until);
			until = at;
		}
	}
	for (size_t i = from + 1; i < until; i++) {
		struct hit hit = hits[i];
		size_t at = i;

		for (; at > from && hit_before(top, &hit, &hits[at - 1]); at--)
			hits[at] = hits[at - 1];
		hits[at] = hit;
	}
}

/* Keeps the best that are wanted, in no order. */
static void
hits_select(struct top_search *top)
{
	struct top_best *best = &top->best;
	size_t limit = top->search->limit, from = 0, until = best->count;

	if (best->count <= limit)
		return;
	while (until - from > 1) {
		size_t at = hits_part(top, from, until);

		if (at == limit - 1)
			break;
		if (at < limit)
			from = at + 1;
		else
			until = at;
	}
	best->count = limit;
	/* Equal scores crowd one drawer: the threshold is as good as it can be. */
	if (best->hits[limit - 1].score > top->threshold)
		top->threshold = best->hits[limit - 1].score;
}

/* Lets go of those that fell below the threshold since. */
static void
hits_sift(struct top_search *top)
{
	struct top_best *best = &top->best;
	size_t kept = 0;

	for (size_t i = 0; i < best->count; i++) {
		best->hits[kept] = best->hits[i];
		kept += !(best->hits[i].score < top->threshold);
	}
	best->count = kept;
}

/* Makes room for one more. */
static enum status
best_grow(struct top_search *top, struct error *err)
{
	struct top_best *best = &top->best;
	size_t limit = top->search->limit, most = 2 * limit + ROOM_MORE;
	size_t room = best->room ? 2 * best->room : ROOM_MORE;
	struct hit *grown;

	hits_sift(top);
	if (best->room && best->count <= best->room / 2)
		return STATUS_OK;
	if (room > most)
		room = most;
	/* What is kept from an earlier search may be larger. */
	if (room <= best->room) {
		hits_select(top);
		return STATUS_OK;
	}
	grown = realloc(best->hits, room * sizeof(*grown));
	if (!grown)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	best->hits = grown;
	best->room = room;
	return STATUS_OK;
}

void
top_tally_start(const struct top_search *top, struct top_tally *tally)
{
	double most = 0;

	memset(tally, 0, sizeof(*tally));
	for (unsigned i = 0; i < top->plan.count; i++)
		most += top->plan.leaves[i].weight;
	tally->scale = most > 0 ? TOP_DRAWERS / most : 0;
	tally->wanted = top->search->limit;
}

void
top_tally_add(struct top_search *top, struct top_tally *tally, double score)
{
	unsigned drawer = top_drawer(tally->scale, score);

	tally->drawers[drawer]++;
	tally->rows[drawer / TOP_ROW]++;
	if (drawer <= tally->foot || ++tally->above < tally->wanted)
		return;
	while (tally->above >= tally->wanted) {
		unsigned next = tally->foot + 1;

		/* A whole row, where enough are above it. */
		if (next % TOP_ROW == 0 && tally->above - tally->rows[next / TOP_ROW] >= tally->wanted) {
			tally->above -= tally->rows[next / TOP_ROW];
			tally->foot += TOP_ROW;
		} else {
			tally->above -= tally->drawers[++tally->foot];
		}
	}
	/* All scores of a drawer are at or above this, however they were rounded. */
	if (tally->foot / tally->scale * (1 - 1e-12) > top->threshold)
		top->threshold = tally->foot / tally->scale * (1 - 1e-12);
}

enum status
top_push(struct top_search *top, uint32_t doc, double score, struct error *err)
{
	struct top_best *best = &top->best;
	struct hit hit = { top->segment->base + doc, score };
	enum status status = STATUS_OK;

	if (top->search->order != ORDER_RELEVANCE)
		return top_dated_push(top, hit, err);
	if (score < top->threshold || !top->search->limit)
		return STATUS_OK;
	if (best->count == best->room)
		status = best_grow(top, err);
	if (status < 0)
		return status;
	best->hits[best->count++] = hit;
	top_tally_add(top, &best->tally, score);
	return best->status;
}

/* Puts the hits in order, best first, into OUT: drawer by drawer. */
static void
hits_order(struct top_search *top, struct hit *out)
{
	struct top_best *best = &top->best;
	uint32_t ends[TOP_DRAWERS + 1] = { 0 };
	size_t start = 0;

	for (size_t i = 0; i < best->count; i++)
		ends[TOP_DRAWERS - 1 - top_drawer(best->tally.scale, best->hits[i].score)]++;
	for (unsigned i = 0; i < TOP_DRAWERS; i++) {
		uint32_t count = ends[i];

		ends[i] = (uint32_t)start;
		start += count;
	}
	for (size_t i = 0; i < best->count; i++)
		out[ends[TOP_DRAWERS - 1 - top_drawer(best->tally.scale, best->hits[i].score)]++] = best->hits[i];
	if (best->count)
		memcpy(best->hits, out, best->count * sizeof(*out));
	start = 0;
	for (unsigned i = 0; i < TOP_DRAWERS && start < best->count; start = ends[i++])
		if (ends[i] - start > 1)
			hits_sort(top, start, ends[i]);
	if (best->count)
		memcpy(out, best->hits, best->count * sizeof(*out));
}

enum status
top_finish(struct top_search *top)
{
	struct top_best *best = &top->best;

	if (top->search->order != ORDER_RELEVANCE)
		return STATUS_OK;
	hits_sift(top);
	hits_select(top);
	if (best->count < ORDER_FEW)
		hits_sort(top, 0, best->count);
	if (best->count < ORDER_FEW && best->count)
		memcpy(top->search->hits, best->hits, best->count * sizeof(*best->hits));
	else
		hits_order(top, top->search->hits);
	top->search->hit_count = best->count;
	return best->status;
}
