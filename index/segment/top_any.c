#include "index/segment/top.h"

/* Disjunctions, and single words: block-max MaxScore over windows.  In each window the lists
 * whose bounds together stay below the threshold need not be read: the others
 * are summed up in bulk, and only documents that can still get into the hits
 * are looked up in the rest. */

#define WINDOW 4096

struct window {
	uint32_t from, until;
	double bound;                      /* of all lists together */
	bool essential[TOP_LEAVES];
	double rest;                       /* of those that are not */
	double sums[WINDOW];
	uint64_t touched[WINDOW / 64];
};

/* The first block of RUN that reaches to TARGET, from BLOCK on. */
static uint32_t
block_reaching(const struct top_run *run, uint32_t block, uint32_t target)
{
	while (block < run->cursor.blocks && list_cursor_last(&run->cursor, block) < target)
		block++;
	return block;
}

static void
window_bounds(const struct top_search *top, struct window *window)
{
	window->bound = 0;
	for (unsigned i = 0; i < top->plan.count; i++) {
		struct top_run *run = &top->runs[i];
		double best = 0;

		if (run->leaf->role == TOP_EXCLUDED || !run->list.df)
			continue;
		run->window_block = block_reaching(run, run->window_block, window->from);
		for (uint32_t block = run->window_block; run->scores && block < run->cursor.blocks; block++) {
			double own = top_block_bound(top, run, block);

			if (own > best)
				best = own;
			if (list_cursor_last(&run->cursor, block) >= window->until - 1)
				break;
		}
		run->window_bound = best;
		window->bound += best;
	}
}

/* Leaves out the lists with the lowest bounds for as long as their sum stays below the threshold. */
static void
window_choose(const struct top_search *top, struct window *window)
{
	window->rest = 0;
	for (unsigned i = 0; i < top->plan.count; i++)
		window->essential[i] = top->runs[i].leaf->role != TOP_EXCLUDED && top->runs[i].list.df;
	for (;;) {
		unsigned least = top->plan.count;

		for (unsigned i = 0; i < top->plan.count; i++)
			if (window->essential[i]
			    && (least == top->plan.count || top->runs[i].window_bound < top->runs[least].window_bound))
				least = i;
		if (least == top->plan.count || !(window->rest + top->runs[least].window_bound < top->threshold))
			return;
		window->essential[least] = false;
		window->rest += top->runs[least].window_bound;
	}
}

/* Adds the postings of the cursor's block that lie in the window. */
static void
block_sum(struct top_search *top, struct top_run *run, struct window *window)
{
	struct list_cursor *cursor = &run->cursor;
	const struct columns *columns = &top->segment->columns;
	uint32_t i = cursor->at;

	if (run->scores && !cursor->counted)
		list_cursor_unpack(cursor);
	while (i < cursor->size && cursor->docs[i] < window->from)
		i++;
	for (; i < cursor->size && cursor->docs[i] < window->until; i++) {
		uint32_t at = cursor->docs[i] - window->from;

		if (run->scores)
			window->sums[at] += top_leaf_score(top, run, cursor->counts[i], columns_length(columns, cursor->docs[i]));
		window->touched[at / 64] |= UINT64_C(1) << at % 64;
	}
	cursor->at = i < cursor->size ? i : cursor->size - 1;
	cursor->doc = cursor->docs[cursor->at];
}

static enum status
list_sum(struct top_search *top, struct top_run *run, struct window *window, struct error *err)
{
	double others = window->bound - run->window_bound;
	enum status status = STATUS_OK;

	for (uint32_t block = run->window_block; block < run->cursor.blocks && status == STATUS_OK; block++) {
		uint32_t last = list_cursor_last(&run->cursor, block);

		/* No document of such a block gets into the hits, whatever else it has. */
		if (!(top_block_bound(top, run, block) + others * (1 + 1e-12) < top->threshold) || !run->scores) {
			if (!run->cursor.size || run->cursor.block != block)
				status = list_cursor_enter(&run->cursor, block, err);
			if (status == STATUS_OK)
				block_sum(top, run, window);
		}
		if (last >= window->until - 1)
			break;
	}
	return status;
}

/* The score of one document, in the order of the tree. */
static enum status
document_score(struct top_search *top, uint32_t doc, double *score, struct error *err)
{
	uint32_t length = columns_length(&top->segment->columns, doc);
	unsigned group = 0;
	double sum = 0, part = 0;

	for (unsigned i = 0; i < top->plan.count; i++) {
		struct top_run *run = &top->runs[i];
		enum status status;

		if (run->leaf->role == TOP_EXCLUDED || !run->list.df || !run->scores)
			continue;
		if (run->leaf->group != group) {
			sum += part;
			part = 0;
			group = run->leaf->group;
		}
		status = list_cursor_seek(run->again, doc, err);
		if (status < 0)
			return status;
		if (run->again->doc == doc)
			part += top_leaf_score(top, run, list_cursor_count(run->again), length);
	}
	*score = sum + part;
	return STATUS_OK;
}

static enum status
document_take(struct top_search *top, const struct window *window, uint32_t at, bool exact, struct error *err)
{
	uint32_t doc = window->from + at;
	double score = window->sums[at];
	bool passes;
	enum status status;

	/* Sums in another order than the tree's may be a little smaller. */
	if ((score + window->rest) * (1 + 1e-12) < top->threshold)
		return STATUS_OK;
	status = top_passes(top, doc, &passes, err);
	if (status < 0 || !passes)
		return status;
	if (!exact) {
		status = document_score(top, doc, &score, err);
		if (status < 0)
			return status;
	}
	return top_push(top, doc, score, err);
}

static enum status
window_take(struct top_search *top, struct window *window, struct error *err)
{
	bool exact = top->flat;
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < top->plan.count; i++)
		if (top->runs[i].leaf->role != TOP_EXCLUDED && top->runs[i].list.df)
			exact &= window->essential[i];
	for (uint32_t word = 0; word < WINDOW / 64; word++) {
		for (uint64_t left = window->touched[word]; left && status == STATUS_OK; left &= left - 1) {
			uint32_t at = 64 * word + (uint32_t)__builtin_ctzll(left);

			if (top_newest_done(top, window->from + at))
				return STATUS_END;
			status = document_take(top, window, at, exact, err);
		}
		for (uint64_t left = window->touched[word]; left; left &= left - 1)
			window->sums[64 * word + (uint32_t)__builtin_ctzll(left)] = 0;
		window->touched[word] = 0;
	}
	return status;
}

enum status
top_any(struct top_search *top, struct error *err)
{
	struct window window;
	enum status status = STATUS_OK;

	memset(window.sums, 0, sizeof(window.sums));
	memset(window.touched, 0, sizeof(window.touched));
	for (uint32_t from = top->from; from < top->until && status == STATUS_OK; from = window.until) {
		window.from = from;
		window.until = top->until - from > WINDOW ? from + WINDOW : top->until;
		window_bounds(top, &window);
		if (window.bound < top->threshold)
			continue;
		window_choose(top, &window);
		for (unsigned i = 0; i < top->plan.count && status == STATUS_OK; i++)
			if (window.essential[i])
				status = list_sum(top, &top->runs[i], &window, err);
		if (status == STATUS_OK)
			status = window_take(top, &window, err);
	}
	return status < 0 ? status : STATUS_OK;
}
