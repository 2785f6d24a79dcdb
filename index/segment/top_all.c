#include "index/segment/top_all.h"

#include <stdlib.h>

/* Conjunctions: the rarest list leads, block by block; what the others have of
 * it is found in bulk.  Blocks that cannot reach the threshold are not read.
 * Phrases are looked at only where all their words are and the score is good
 * enough. */

/* ---- Documents of one block ------------------------------------------- */

/* Keeps what passes; counts of optional leaves are 0 where they do not match. */
static enum status
slots_sift(struct conjunction *all, struct error *err)
{
	struct top_search *top = all->top;
	struct candidates *candidates = &all->candidates;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < candidates->count; i++) {
		uint8_t slot = candidates->slots[i];
		uint32_t doc = candidates->docs[slot];
		bool passes, any = !top->plan.need_any;
		enum status status = top_passes(top, doc, &passes, err);

		for (unsigned leaf = 0; leaf < top->plan.count && passes && status == STATUS_OK; leaf++) {
			struct top_run *run = &top->runs[leaf];

			if (run->leaf->role != TOP_OPTIONAL || !run->list.df)
				continue;
			status = list_cursor_seek(&run->cursor, doc, err);
			if (status < 0)
				break;
			any |= run->cursor.doc == doc;
			all->counts[all->number[leaf]][slot] = run->cursor.doc == doc ? list_cursor_count(&run->cursor) : 0;
		}
		if (status < 0)
			return status;
		candidates->slots[kept] = slot;
		kept += passes & any;
	}
	candidates->count = kept;
	return STATUS_OK;
}

/* SCORES by candidate: in the order of the tree, leaves of a group, then groups. */
static void
slots_score(const struct conjunction *all, double scores[LIST_BLOCK])
{
	const struct top_search *top = all->top;
	const struct candidates *candidates = &all->candidates;
	double norms[LIST_BLOCK], parts[LIST_BLOCK];
	uint32_t frequencies[LIST_BLOCK];
	unsigned group = 0;

	for (uint32_t i = 0; i < candidates->count; i++) {
		norms[i] = top_norm(top->norms, columns_length(&top->segment->columns, candidates->docs[candidates->slots[i]]));
		scores[i] = parts[i] = 0;
	}
	for (unsigned leaf = 0; leaf < top->plan.count; leaf++) {
		const struct top_run *run = &top->runs[leaf];
		const uint32_t *counts = all->counts[all->number[leaf]];

		if (!run->scores || !run->list.df || run->leaf->role == TOP_EXCLUDED)
			continue;
		for (uint32_t i = 0; i < candidates->count && run->leaf->group != group; i++) {
			scores[i] += parts[i];
			parts[i] = 0;
		}
		group = run->leaf->group;
		for (uint32_t i = 0; i < candidates->count; i++)
			frequencies[i] = counts[candidates->slots[i]];
		top_scores_add(run->leaf->weight, norms, frequencies, candidates->count, parts);
	}
	for (uint32_t i = 0; i < candidates->count; i++)
		scores[i] += parts[i];
}

/* Keeps the slots that are good enough, and their SCORES. */
static void
slots_prune(struct conjunction *all, double scores[LIST_BLOCK])
{
	struct candidates *candidates = &all->candidates;
	double threshold = all->top->threshold;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < candidates->count; i++) {
		candidates->slots[kept] = candidates->slots[i];
		scores[kept] = scores[i];
		kept += !(scores[i] < threshold);
	}
	candidates->count = kept;
}

/* All that are left wait for a look at their positions. */
static enum status
slots_wait(struct conjunction *all, const double scores[LIST_BLOCK], struct error *err)
{
	struct waiting *waiting = all->waiting;
	const struct candidates *candidates = &all->candidates;
	enum status status = STATUS_OK;

	if (waiting->count + candidates->count > WAITING_MAX)
		status = waiting_settle(all, err);
	for (uint32_t i = 0; i < candidates->count; i++) {
		waiting->docs[waiting->count + i] = candidates->docs[candidates->slots[i]];
		waiting->scores[waiting->count + i] = scores[i];
	}
	for (unsigned word = 0; word < all->count; word++)
		for (uint32_t i = 0; i < candidates->count && waiting->places[word]; i++)
			waiting->places[word][waiting->count + i] = all->places[word][candidates->slots[i]];
	waiting->count += candidates->count;
	return status;
}

/* ---- The walk --------------------------------------------------------- */

/* The largest score of RUN for documents in [FROM, UNTIL]; looks at few blocks
 * only, beyond that the whole list's bound has to do. */
static double
range_bound(const struct top_search *top, const struct top_run *run, uint32_t from, uint32_t until)
{
	uint32_t block = run->cursor.size ? run->cursor.block : 0;
	double best = 0;

	if (!run->scores)
		return 0;
	if (!run->cursor.skips)
		return run->bound;
	if (list_cursor_last(&run->cursor, block) < from)
		block = list_cursor_find(&run->cursor, from);
	for (unsigned steps = 0; block < run->cursor.blocks; block++, steps++) {
		double own = top_block_bound(top, run, block);

		if (steps == 16)
			return run->bound;
		if (own > best)
			best = own;
		if (list_cursor_last(&run->cursor, block) >= until)
			break;
	}
	return best;
}

/* The first block from BLOCK on in which a document could reach the threshold. */
static uint32_t
lead_block(struct conjunction *all, uint32_t block, uint32_t target)
{
	const struct top_search *top = all->top;
	const struct top_run *lead = all->required[0];

	if (!all->pruning || top->threshold <= 0)
		return block;
	for (; block < lead->cursor.blocks; block++) {
		uint32_t last = list_cursor_last(&lead->cursor, block);
		double own = lead->scores ? top_block_bound(top, lead, block) : 0;

		all->rest = all->others;
		for (unsigned i = 1; i < all->count && last >= target; i++)
			all->rest += range_bound(top, all->required[i], target, last);
		if (last >= target && !(all->rest + own < top->threshold))
			break;
		target = last + 1;
	}
	return block;
}

/* Lets go of candidates that the first word and the most that the others may add
 * do not make good enough. */
static void
lead_prune(struct conjunction *all)
{
	const struct top_search *top = all->top;
	const struct top_run *lead = all->required[0];
	struct candidates *candidates = &all->candidates;
	double norms[LIST_BLOCK], parts[LIST_BLOCK];
	uint32_t frequencies[LIST_BLOCK], kept = 0;

	if (!all->pruning || top->threshold <= 0 || !lead->scores || !(all->rest < top->threshold))
		return;
	for (uint32_t i = 0; i < candidates->count; i++) {
		uint8_t slot = candidates->slots[i];

		norms[i] = top_norm(top->norms, columns_length(&top->segment->columns, candidates->docs[slot]));
		frequencies[i] = all->counts[0][slot];
		parts[i] = all->rest;
	}
	top_scores_add(lead->leaf->weight, norms, frequencies, candidates->count, parts);
	/* A little more than the sum, for sums in another order are rounded otherwise. */
	for (uint32_t i = 0; i < candidates->count; i++) {
		candidates->slots[kept] = candidates->slots[i];
		kept += !(parts[i] * (1 + 1e-12) < top->threshold);
	}
	candidates->count = kept;
}

/* The documents of the leading block from TARGET on are candidates. */
static void
lead_start(struct conjunction *all, uint32_t target)
{
	struct list_cursor *lead = &all->required[0]->cursor;
	struct candidates *candidates = &all->candidates;

	memcpy(candidates->docs, lead->docs, sizeof(candidates->docs));
	candidates->count = 0;
	for (uint32_t i = 0; i < lead->size; i++) {
		candidates->slots[candidates->count] = (uint8_t)i;
		candidates->count += (lead->docs[i] >= target) & (lead->docs[i] < all->top->until);
	}
	if (all->scoring && !lead->counted)
		list_cursor_unpack(lead);
	if (all->scoring)
		memcpy(all->counts[0], lead->counts, sizeof(all->counts[0]));
	for (uint32_t i = 0; all->waiting && i < LIST_BLOCK; i++)
		all->places[0][i] = LIST_BLOCK * lead->block + i;
}

/* Hits among the best; *END: what follows is too old. */
static enum status
slots_push(struct conjunction *all, const double scores[LIST_BLOCK], bool *end, struct error *err)
{
	struct top_search *top = all->top;
	const struct candidates *candidates = &all->candidates;
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < candidates->count && status == STATUS_OK; i++) {
		uint32_t doc = candidates->docs[candidates->slots[i]];

		if (!top->counting && top_newest_done(top, doc)) {
			*end = true;
			break;
		}
		top->search->total++;
		status = top_push(top, doc, scores[i], err);
	}
	return status;
}

/* *END: no list has anything behind the leading block. */
static enum status
block_take(struct conjunction *all, bool *end, struct error *err)
{
	struct top_search *top = all->top;
	struct candidates *candidates = &all->candidates;
	double scores[LIST_BLOCK];
	enum status status = STATUS_OK;

	lead_prune(all);
	for (unsigned i = 1; i < all->count && candidates->count && status == STATUS_OK; i++) {
		struct list_cursor *cursor = &all->required[i]->cursor;

		status = candidates_meet(candidates, cursor, all->waiting && all->waiting->places[i] ? all->places[i] : NULL,
		                         all->required[i]->scores && all->scoring ? all->counts[i] : NULL, err);
		*end |= status == STATUS_OK && cursor->doc == DOC_END;
	}
	if (status == STATUS_OK && !all->plain)
		status = slots_sift(all, err);
	if (status < 0 || !candidates->count)
		return status;
	if (all->scoring)
		slots_score(all, scores);
	else
		memset(scores, 0, candidates->count * sizeof(*scores));
	if (all->pruning)
		slots_prune(all, scores);
	if (!all->waiting) {
		if (all->scoring)
			return slots_push(all, scores, end, err);
		top->search->total += candidates->count;
		return STATUS_OK;
	}
	status = slots_wait(all, scores, err);
	/* Later documents are looked at only where these are not enough. */
	if (status == STATUS_OK && !top->counting && top->search->order == ORDER_NEWEST) {
		status = waiting_settle(all, err);
		*end |= top_newest_done(top, candidates->docs[candidates->slots[candidates->count - 1]]);
	}
	return status;
}

static enum status
documents_walk(struct conjunction *all, struct error *err)
{
	struct top_search *top = all->top;
	struct list_cursor *lead = &all->required[0]->cursor;
	uint32_t target = top->from;
	bool end = false;

	while (!end) {
		enum status status = list_cursor_enter(lead, lead_block(all, list_cursor_find(lead, target), target), err);

		if (status < 0)
			return status;
		if (lead->doc == DOC_END || lead->doc >= top->until)
			break;
		lead_start(all, target);
		status = block_take(all, &end, err);
		if (status < 0)
			return status;
		target = lead->docs[lead->size - 1] + 1;
	}
	return all->waiting ? waiting_settle(all, err) : STATUS_OK;
}

/* ---- The whole -------------------------------------------------------- */

static int
run_compare(const void *a, const void *b)
{
	const struct top_run *const *first = a, *const *second = b;

	return ((*first)->list.df > (*second)->list.df) - ((*first)->list.df < (*second)->list.df);
}

/* False when nothing can match. */
static bool
conjunction_make(struct conjunction *all)
{
	struct top_search *top = all->top;

	all->pruning = !top->counting && top->search->order == ORDER_RELEVANCE;
	all->scoring = top->search->limit != 0;
	all->plain = !top->segment->deletes.bits && !top->plan.worded && !top->plan.need_any;
	for (unsigned i = 0; i < top->plan.count; i++) {
		struct top_run *run = &top->runs[i];

		if (run->leaf->role == TOP_REQUIRED && !run->list.df)
			return false;
		if (run->leaf->role == TOP_REQUIRED)
			all->required[all->count++] = run;
		else if (run->list.df)
			all->plain = false;
		if (run->leaf->role == TOP_OPTIONAL && run->scores)
			all->others += run->bound;
	}
	qsort(all->required, all->count, sizeof(all->required[0]), run_compare);
	for (unsigned i = 0; i < all->count; i++)
		all->number[all->required[i] - top->runs] = i;
	for (unsigned i = 0, next = all->count; i < top->plan.count; i++)
		if (top->runs[i].leaf->role == TOP_OPTIONAL)
			all->number[i] = next++;
	return true;
}

enum status
top_all(struct top_search *top, struct error *err)
{
	struct conjunction *all = calloc(1, sizeof(*all));
	enum status status = STATUS_OK;

	if (!all)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	all->top = top;
	if (!conjunction_make(all))
		goto done;
	all->counts = malloc(top->plan.count * sizeof(*all->counts));
	all->places = malloc(all->count * sizeof(*all->places));
	status = all->counts && all->places ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (status == STATUS_OK && top->plan.phrases)
		status = waiting_get(all, err);
	if (status == STATUS_OK)
		status = documents_walk(all, err);
done:
	free(all->counts);
	free(all->places);
	waiting_put(all->waiting);
	free(all);
	return status;
}
