#include <stdlib.h>

#include "index/ranking.h"
#include "index/segment/top.h"

/* The newest hits, or the oldest.  A segment's documents are in order, the newest
 * first: its hits are a run, which is merged with those of the segments before when
 * it ends. */

#define RUN_LEAST 64

/* ---- The run of a segment --------------------------------------------- */

static bool
is_undated(const struct top_search *top, const struct hit *hit)
{
	return columns_date(&top->segment->columns, hit->doc - top->segment->base) == DATE_UNDATED;
}

/* Makes room for one more, of MOST at most. */
static enum status
run_grow(struct top_best *run, size_t most, struct error *err)
{
	size_t room = 2 * run->room < RUN_LEAST ? RUN_LEAST : 2 * run->room;
	struct hit *grown = reallocarray(run->hits, room < most ? room : most, sizeof(*grown));

	if (!grown)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	run->hits = grown;
	run->room = room < most ? room : most;
	return STATUS_OK;
}

static void
hits_reverse(struct hit *hits, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct hit moved = hits[i];

		hits[i] = hits[count - 1 - i];
		hits[count - 1 - i] = moved;
	}
}

/* Puts the oldest first, or where they are first the newest; of one date the smaller id,
 * and with it number, stays first. */
static void
run_turn(const struct top_search *top, struct hit *hits, size_t count)
{
	const struct columns *columns = &top->segment->columns;
	uint32_t base = top->segment->base;
	size_t dated = count, until;

	while (dated > 0 && is_undated(top, &hits[dated - 1]))
		dated--;
	hits_reverse(hits, dated);
	for (size_t from = 0; from < dated; from = until) {
		int64_t date = columns_date(columns, hits[from].doc - base);

		until = from + 1;
		while (until < dated && columns_date(columns, hits[until].doc - base) == date)
			until++;
		hits_reverse(hits + from, until - from);
	}
}

/* Of the oldest, those that come later are better, up to the undated, which are last in
 * every order: they only fill up. */
static enum status
oldest_room(struct top_search *top, const struct hit *hit, bool *wanted, struct error *err)
{
	struct top_best *run = &top->best;
	size_t limit = top->search->limit, most = 2 * limit + RUN_LEAST;

	*wanted = run->count < limit || !is_undated(top, hit);
	if (!*wanted || run->count < run->room)
		return STATUS_OK;
	if (run->room < most)
		return run_grow(run, most, err);
	/* The last ones are not always the best: of one date the first are. */
	run_turn(top, run->hits, run->count);
	run->count = limit;
	run_turn(top, run->hits, run->count);
	return STATUS_OK;
}

enum status
top_dated_push(struct top_search *top, struct hit hit, struct error *err)
{
	struct top_best *run = &top->best;
	bool wanted = run->count < top->search->limit;
	enum status status = STATUS_OK;

	if (!top->search->limit)
		return STATUS_OK;
	if (top->search->order == ORDER_OLDEST)
		status = oldest_room(top, &hit, &wanted, err);
	else if (wanted && run->count == run->room)
		status = run_grow(run, top->search->limit, err);
	if (status == STATUS_OK && wanted)
		run->hits[run->count++] = hit;
	return status;
}

/* ---- All segments ----------------------------------------------------- */

enum status
top_dated_merge(struct top_search *top, struct error *err)
{
	struct search *search = top->search;
	struct top_best *run = &top->best;
	size_t old = search->hit_count, all = old + run->count, count = all < search->limit ? all : search->limit;
	const struct hit *before = search->hits, *before_end = before + old, *own = run->hits, *own_end = own + run->count;
	struct hit *merged;
	enum status status = STATUS_OK;

	if (!run->count)
		return STATUS_OK;
	if (search->order == ORDER_OLDEST)
		run_turn(top, run->hits, run->count);
	merged = reallocarray(NULL, count, sizeof(*merged));
	if (!merged)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		int order = before == before_end ? 1 : -1;

		if (before < before_end && own < own_end)
			status = top_tie(top, before, own, &order, err);
		merged[i] = order < 0 ? *before++ : *own++;
	}
	if (status == STATUS_OK) {
		memcpy(search->hits, merged, count * sizeof(*merged));
		search->hit_count = count;
		run->count = 0;
	}
	free(merged);
	return status;
}

bool
top_newest_done(const struct top_search *top, uint32_t doc)
{
	const struct search *search = top->search;
	struct segment *segment;
	uint32_t local;

	if (search->order != ORDER_NEWEST)
		return false;
	/* What is behind it in the segment is older. */
	if (top->best.count == search->limit)
		return true;
	if (search->hit_count < search->limit
	    || reader_locate(top->reader, search->hits[search->limit - 1].doc, &segment, &local, NULL) < 0)
		return false;
	return ranking_dates(columns_date(&top->segment->columns, doc), columns_date(&segment->columns, local), ORDER_NEWEST) > 0;
}
