#include <stdlib.h>

#include "index/segment/promise.h"
#include "index/segment/top.h"

/* One word: blocks in the order of what they can hold, so that few of them are
 * read before the threshold shuts out the rest.  A counting sort by bound does,
 * as blocks of one shelf are still asked for their own bound. */

#define SHELVES 64
#define GROUPS_MAX 32          /* hits that are looked for in the first block at once */

struct shelf_row {
	uint32_t *blocks;            /* by shelf, the best first */
	uint32_t count;
};

static unsigned
shelf_of(double bound, double most)
{
	double place = bound / most * (SHELVES - 1);

	/* Also where the bound is not a number. */
	return place > 0 ? SHELVES - 1 - (unsigned)place : SHELVES - 1;
}

static void
excluded_rewind(struct top_search *top)
{
	for (unsigned i = 0; i < top->plan.count; i++)
		if (top->runs[i].leaf->role == TOP_EXCLUDED)
			top->runs[i].cursor.size = 0;
}

/* The blocks of RUN that reach into the documents that are asked for. */
static enum status
blocks_order(const struct top_search *top, const struct top_run *run, struct shelf_row *row, struct error *err)
{
	uint32_t first = list_cursor_find(&run->cursor, top->from), count = 0, starts[SHELVES + 1] = { 0 };
	double most = run->bound;
	unsigned char *shelves;

	while (first + count < run->cursor.blocks) {
		count++;
		if (list_cursor_last(&run->cursor, first + count - 1) >= top->until - 1)
			break;
	}
	row->blocks = malloc((size_t)count * (sizeof(*row->blocks) + 1) + 1);
	if (!row->blocks)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	row->count = count;
	shelves = (unsigned char *)(row->blocks + count);
	for (uint32_t i = 0; i < count; i++) {
		double bound = top_block_bound(top, run, first + i);

		shelves[i] = (unsigned char)shelf_of(bound < most ? bound : most, most);
		starts[shelves[i] + 1]++;
	}
	for (unsigned i = 0; i < SHELVES; i++)
		starts[i + 1] += starts[i];
	for (uint32_t i = 0; i < count; i++)
		row->blocks[starts[shelves[i]]++] = first + i;
	return STATUS_OK;
}

/* Where nothing is known yet: of as many groups of SCORES as hits are wanted each has
 * one that is no less than the smallest of the groups' best. */
static void
block_promise(struct top_search *top, const double *scores, uint32_t count)
{
	size_t wanted = top->search->limit;
	double best[GROUPS_MAX], least;

	if (top->threshold > 0 || top->sieve || top->search->order != ORDER_RELEVANCE || !wanted || wanted > GROUPS_MAX
	    || count < 2 * wanted)
		return;
	memcpy(best, scores, wanted * sizeof(*best));
	for (size_t from = wanted; from + wanted <= count; from += wanted)
		for (size_t i = 0; i < wanted; i++)
			best[i] = scores[from + i] > best[i] ? scores[from + i] : best[i];
	least = best[0];
	for (size_t i = 1; i < wanted; i++)
		least = best[i] < least ? best[i] : least;
	top->threshold = least;
}

/* TALLY: its scores are only counted. */
static enum status
block_take(struct top_search *top, struct top_run *run, uint32_t block, struct top_tally *tally, struct error *err)
{
	struct list_cursor *cursor = &run->cursor;
	uint64_t good[LIST_BLOCK / 64];
	uint32_t from, until;
	enum status status;

	/* Blocks come in any order. */
	cursor->size = 0;
	excluded_rewind(top);
	status = list_cursor_enter(cursor, block, err);
	if (status < 0)
		return status;
	if (!cursor->counted)
		list_cursor_unpack(cursor);
	from = list_cursor_search(cursor, top->from);
	until = list_cursor_search(cursor, top->until);
	top_scores(top, run, cursor->docs + from, cursor->counts + from, until - from, run->block_scores);
	block_promise(top, run->block_scores, until - from);
	top_scores_good(run->block_scores, until - from, top->threshold, good);
	for (unsigned word = 0; word < LIST_BLOCK / 64; word++)
		for (uint64_t left = good[word]; left && status == STATUS_OK; left &= left - 1) {
			uint32_t i = 64 * word + (uint32_t)__builtin_ctzll(left), doc = cursor->docs[from + i];
			bool passes = true;

			if (top->sieve)
				status = top_passes(top, doc, &passes, err);
			if (status < 0 || !passes)
				continue;
			if (tally)
				top_tally_add(top, tally, run->block_scores[i]);
			else
				status = top_push(top, doc, run->block_scores[i], err);
		}
	return status;
}

static enum status
blocks_take(struct top_search *top, struct top_run *run, struct top_tally *tally, struct error *err)
{
	struct shelf_row row = { NULL, 0 };
	enum status status = blocks_order(top, run, &row, err);

	for (uint32_t i = 0; i < row.count && status == STATUS_OK; i++) {
		if (i + 1 < row.count)
			list_cursor_ahead(&run->cursor, row.blocks[i + 1]);
		if (!(top_block_bound(top, run, row.blocks[i]) < top->threshold))
			status = block_take(top, run, row.blocks[i], tally, err);
	}
	free(row.blocks);
	return status;
}

/* ---- Thresholds ------------------------------------------------------- */

/* Whether all documents of lists count in the present segment. */
static bool
nothing_left_out(const struct top_search *top)
{
	return !top->sieve && top->from == 0 && top->until == top->segment->docs;
}

/* By what is stored with RUN's list.  Says whether that is of use. */
static bool
run_promise(struct top_search *top, const struct top_run *run)
{
	const struct columns_sums *live = &top->segment->about.live;
	double share = 0;

	if (run->cursor.skips && run->files == &top->segment->files)
		share = promise_share(list_cursor_promise(&run->cursor), top->search->limit, &top->search->bm25,
		                      (double)live->length / (double)live->docs, top->norms->mean);
	if (share * run->leaf->weight > top->threshold)
		top->threshold = share * run->leaf->weight;
	return share > 0;
}

/* By its best blocks. */
static enum status
run_seed(struct top_search *top, struct top_run *run, struct error *err)
{
	struct top_tally tally;
	enum status status;

	if (run->list.df < top->search->limit || run->bound < top->threshold)
		return STATUS_OK;
	top_tally_start(top, &tally);
	status = blocks_take(top, run, &tally, err);
	/* For those who go through it from the start. */
	run->cursor.size = 0;
	excluded_rewind(top);
	return status;
}

enum status
top_seed(struct top_search *top, struct error *err)
{
	bool all = nothing_left_out(top), done[TOP_LEAVES];
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < top->plan.count; i++) {
		const struct top_run *run = &top->runs[i];

		done[i] = run->leaf->role == TOP_EXCLUDED || !run->list.df || !run->scores || (all && run_promise(top, run));
	}
	while (status == STATUS_OK) {
		unsigned best = top->plan.count;

		/* From the one that scores most on. */
		for (unsigned i = 0; i < top->plan.count; i++)
			if (!done[i] && (best == top->plan.count || top->runs[i].bound > top->runs[best].bound))
				best = i;
		if (best == top->plan.count)
			return STATUS_OK;
		done[best] = true;
		status = run_seed(top, &top->runs[best], err);
	}
	return status;
}

/* ---- One word --------------------------------------------------------- */

enum status
top_word(struct top_search *top, struct top_run *run, struct error *err)
{
	if (nothing_left_out(top))
		run_promise(top, run);
	return blocks_take(top, run, NULL, err);
}

