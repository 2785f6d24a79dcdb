#include "index/segment/top.h"

/* Disjunctions: block-max MaxScore over windows.  In each window the lists
 * whose bounds together stay below the threshold need not be read: of the
 * others those postings are summed up in bulk that can get a document into the
 * hits, and such documents are looked up in the rest. */

#define WINDOW 8192
#define WINDOW_LEAST 128

/* A document that may get into the hits. */
struct chance {
	double sum;                        /* as far as it is known */
	uint16_t at;                       /* in the window */
	uint8_t parts;                     /* lists that have it: 1, 2, or more */
	bool reordered;                    /* the sum is not in the order of the tree */
};

struct window {
	uint32_t from, until;
	double bound;                      /* of all lists together */
	bool essential[TOP_LEAVES];
	unsigned rest[TOP_LEAVES];         /* those that are not, the highest bound first */
	double rest_bounds[TOP_LEAVES + 1];    /* of rest[i] and all behind it together */
	unsigned rest_count;
	double sums[WINDOW];
	bool alone;                        /* one list is essential */
	uint64_t touched[WINDOW / 64];     /* has a sum */
	uint64_t shared[WINDOW / 64];      /* of several lists */
	struct chance chances[WINDOW + 1]; /* in order of documents */
	uint32_t chance_count;
};

/* ---- Bounds ----------------------------------------------------------- */

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
	unsigned order[TOP_LEAVES], count = 0, left = 0;
	double sum = 0;

	for (unsigned i = 0; i < top->plan.count; i++) {
		const struct top_run *run = &top->runs[i];
		unsigned at = count;

		window->essential[i] = run->leaf->role != TOP_EXCLUDED && run->list.df;
		if (!window->essential[i])
			continue;
		for (; at > 0 && top->runs[order[at - 1]].window_bound > run->window_bound; at--)
			order[at] = order[at - 1];
		order[at] = i;
		count++;
	}
	while (left < count && sum + top->runs[order[left]].window_bound < top->threshold)
		sum += top->runs[order[left++]].window_bound;
	window->alone = count - left == 1;
	window->chance_count = 0;
	window->rest_count = left;
	window->rest_bounds[left] = 0;
	for (unsigned i = left; i-- > 0;) {
		unsigned leaf = order[left - 1 - i];

		window->essential[leaf] = false;
		window->rest[i] = leaf;
		window->rest_bounds[i] = window->rest_bounds[i + 1] + top->runs[leaf].window_bound;
	}
}

/* ---- Sums ------------------------------------------------------------- */

static inline void
posting_sum(struct window *window, uint32_t at, double score)
{
	uint64_t bit = UINT64_C(1) << at % 64;

	/* A single list needs no sums: its postings come in order. */
	if (window->alone) {
		window->chances[window->chance_count++] = (struct chance){ score, (uint16_t)at, 1, false };
		return;
	}
	window->sums[at] += score;
	window->shared[at / 64] |= window->touched[at / 64] & bit;
	window->touched[at / 64] |= bit;
}

/* Adds the postings of the cursor's block that lie in the window and whose
 * scores are not below FLOOR. */
static void
block_sum(struct top_run *run, struct window *window, double floor)
{
	struct list_cursor *cursor = &run->cursor;
	uint32_t from = list_cursor_search(cursor, window->from), until = list_cursor_search(cursor, window->until);
	uint64_t good[LIST_BLOCK / 64];

	if (!run->scores) {
		for (uint32_t i = from; i < until; i++)
			posting_sum(window, cursor->docs[i] - window->from, 0);
	} else {
		top_scores_good(run->block_scores + from, until - from, floor, good);
		for (unsigned word = 0; word < LIST_BLOCK / 64; word++)
			for (uint64_t left = good[word]; left; left &= left - 1) {
				uint32_t i = from + 64 * word + (uint32_t)__builtin_ctzll(left);

				posting_sum(window, cursor->docs[i] - window->from, run->block_scores[i]);
			}
	}
}

static enum status
block_read(struct top_search *top, struct top_run *run, uint32_t block, struct error *err)
{
	struct list_cursor *cursor = &run->cursor;
	enum status status;

	if (cursor->size && cursor->block == block && run->scored_block == block)
		return STATUS_OK;
	/* It may be here, but without scores. */
	if (cursor->block == block)
		cursor->size = 0;
	status = list_cursor_enter(cursor, block, err);
	if (status < 0)
		return status;
	run->scored_block = block;
	if (!run->scores)
		return STATUS_OK;
	if (!cursor->counted)
		list_cursor_unpack(cursor);
	top_scores(top, run, cursor->docs, cursor->counts, cursor->size, run->block_scores);
	return STATUS_OK;
}

static enum status
list_sum(struct top_search *top, struct top_run *run, struct window *window, struct error *err)
{
	double others = (window->bound - run->window_bound) * (1 + 1e-12);
	enum status status = STATUS_OK;

	for (uint32_t block = run->window_block; block < run->cursor.blocks && status == STATUS_OK; block++) {
		uint32_t last = list_cursor_last(&run->cursor, block);

		/* No document of such a block gets into the hits, whatever else it has. */
		if (!(top_block_bound(top, run, block) + others < top->threshold) || !run->scores) {
			status = block_read(top, run, block, err);
			if (status == STATUS_OK)
				block_sum(run, window, top->threshold - others);
		}
		if (last >= window->until - 1)
			break;
	}
	return status;
}

/* ---- Single documents ------------------------------------------------- */

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

/* Documents of the window whose sums leave a chance. */
static void
chances_collect(struct top_search *top, struct window *window)
{
	double floor = top->threshold, rest = window->rest_bounds[0];
	uint16_t list[WINDOW + TOP_BITS_MORE];
	uint32_t touched, count = 0;

	if (window->alone)
		return;
	touched = top_bits_list(window->touched, WINDOW / 64, list);
	for (uint32_t i = 0; i < touched; i++) {
		uint32_t at = list[i];
		double sum = window->sums[at];
		bool shared = window->shared[at / 64] >> at % 64 & 1;

		window->chances[count] = (struct chance){ sum, (uint16_t)at, (uint8_t)(1 + shared), false };
		/* Sums in another order than the tree's may be a little smaller. */
		count += !((sum + rest) * (1 + 1e-12) < floor);
		window->sums[at] = 0;
	}
	memset(window->touched, 0, sizeof(window->touched));
	memset(window->shared, 0, sizeof(window->shared));
	window->chance_count = count;
}

/* The chances from FROM on that lie in BLOCK of RUN's list if it has them: adds
 * what it has, and keeps at *KEPT those that stay chances.  Returns behind them. */
static enum status
block_chances(struct top_search *top, struct window *window, struct top_run *run, uint32_t block,
              double rest, uint32_t from, uint32_t until, uint32_t *kept, struct error *err)
{
	struct list_cursor *cursor = &run->cursor;
	struct chance *chances = window->chances;
	uint16_t tries[WINDOW];
	uint32_t docs[WINDOW];
	uint8_t places[WINDOW];
	uint32_t count = 0;
	bool there = block < cursor->blocks && run->scores;
	double most = there ? top_block_bound(top, run, block) + rest : rest;

	for (uint32_t i = from; i < until; i++) {
		tries[count] = (uint16_t)i;
		docs[count] = window->from + chances[i].at;
		count += !((chances[i].sum + most) * (1 + 1e-12) < top->threshold);
	}
	if (!count)
		return STATUS_OK;
	if (there && (!cursor->size || cursor->block != block)) {
		enum status status = list_cursor_enter(cursor, block, err);

		if (status < 0)
			return status;
	}
	if (there)
		top_places(cursor, docs, count, places);
	for (uint32_t i = 0; i < count; i++) {
		struct chance chance = chances[tries[i]];

		if (there && cursor->docs[places[i]] == docs[i]) {
			cursor->at = places[i];
			cursor->doc = docs[i];
			chance.sum += top_leaf_score(top, run, list_cursor_count(cursor),
			                             columns_length(&top->segment->columns, docs[i]));
			/* Two parts are added up alike in either order, more are not. */
			chance.reordered |= chance.parts >= 2;
			chance.parts++;
		}
		chances[*kept] = chance;
		*kept += !((chance.sum + rest) * (1 + 1e-12) < top->threshold);
	}
	return STATUS_OK;
}

/* Adds what RUN, which was not summed, has for the documents that still have a
 * chance; the lists behind it add no more than REST. */
static enum status
chances_add(struct top_search *top, struct window *window, struct top_run *run, double rest, struct error *err)
{
	uint32_t block = run->window_block, kept = 0, count = window->chance_count;
	enum status status = STATUS_OK;

	for (uint32_t from = 0, until; from < count && status == STATUS_OK; from = until) {
		uint32_t last = DOC_END;

		block = block_reaching(run, block, window->from + window->chances[from].at);
		if (block < run->cursor.blocks)
			last = list_cursor_last(&run->cursor, block);
		for (until = from + 1; until < count && window->from + window->chances[until].at <= last;)
			until++;
		status = block_chances(top, window, run, block, rest, from, until, &kept, err);
	}
	window->chance_count = kept;
	return status;
}

static enum status
chance_take(struct top_search *top, uint32_t doc, const struct chance *chance, struct error *err)
{
	double score = chance->sum;
	bool passes;
	enum status status = top_passes(top, doc, &passes, err);

	if (status < 0 || !passes)
		return status;
	if (chance->reordered || !top->flat)
		status = document_score(top, doc, &score, err);
	return status < 0 ? status : top_push(top, doc, score, err);
}

static enum status
window_take(struct top_search *top, struct window *window, struct error *err)
{
	bool newest = top->search->order == ORDER_NEWEST;
	enum status status = STATUS_OK;

	chances_collect(top, window);
	for (unsigned i = 0; i < window->rest_count && window->chance_count && status == STATUS_OK; i++)
		status = chances_add(top, window, &top->runs[window->rest[i]], window->rest_bounds[i + 1], err);
	for (uint32_t i = 0; i < window->chance_count && status == STATUS_OK; i++) {
		const struct chance *chance = &window->chances[i];

		if (newest && top_newest_done(top, window->from + chance->at))
			return STATUS_END;
		if (!(chance->sum * (1 + 1e-12) < top->threshold))
			status = chance_take(top, window->from + chance->at, chance, err);
	}
	return status;
}

/* ---- The whole -------------------------------------------------------- */

enum status
top_any(struct top_search *top, struct error *err)
{
	struct window window;
	/* The newest few are often found at once. */
	uint32_t size = top->search->order == ORDER_NEWEST ? WINDOW_LEAST : WINDOW;
	enum status status = top->search->order == ORDER_RELEVANCE ? top_seed(top, err) : STATUS_OK;

	memset(window.sums, 0, sizeof(window.sums));
	memset(window.touched, 0, sizeof(window.touched));
	memset(window.shared, 0, sizeof(window.shared));
	for (unsigned i = 0; i < top->plan.count && status == STATUS_OK; i++)
		if (top->runs[i].list.df)
			top->runs[i].window_block = list_cursor_find(&top->runs[i].cursor, top->from);
	for (uint32_t from = top->from; from < top->until && status == STATUS_OK; from = window.until) {
		window.from = from;
		window.until = top->until - from > size ? from + size : top->until;
		size = size < WINDOW ? 2 * size : WINDOW;
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
