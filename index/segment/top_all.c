#include "index/segment/top_all.h"

#include <stdlib.h>

/* Conjunctions: the rarest list leads, block by block; what the others have of
 * it is found in bulk.  Blocks that cannot reach the threshold are not read.
 * Phrases are looked at only where all their words are and the score is good
 * enough. */

/* ---- One document ----------------------------------------------------- */

/* Whether the document in SLOT has to be scored: one optional leaf may be needed. */
static enum status
optional_meet(struct conjunction *all, uint32_t doc, bool *any, struct error *err)
{
	struct top_search *top = all->top;

	*any = false;
	for (unsigned i = 0; i < top->plan.count; i++) {
		struct top_run *run = &top->runs[i];
		enum status status;

		if (run->leaf->role != TOP_OPTIONAL || !run->list.df)
			continue;
		status = list_cursor_seek(&run->cursor, doc, err);
		if (status < 0)
			return status;
		*any |= run->cursor.doc == doc;
	}
	return STATUS_OK;
}

/* The score, in the order of the tree. */
static double
slot_score(struct conjunction *all, uint8_t slot)
{
	struct top_search *top = all->top;
	uint32_t doc = all->candidates.docs[slot];
	double norm = top_norm(top->norms, columns_length(&top->segment->columns, doc));
	unsigned group = 0;
	double sum = 0, part = 0;

	for (unsigned i = 0; i < top->plan.count; i++) {
		struct top_run *run = &top->runs[i];
		double count;

		if (!run->scores || !run->list.df || run->leaf->role == TOP_EXCLUDED)
			continue;
		if (run->leaf->role == TOP_OPTIONAL && run->cursor.doc != doc)
			continue;
		count = run->leaf->role == TOP_OPTIONAL ? (double)list_cursor_count(&run->cursor)
		                                        : (double)all->counts[all->number[i]][slot];
		if (run->leaf->group != group) {
			sum += part;
			part = 0;
			group = run->leaf->group;
		}
		part += run->leaf->weight * (count / (norm + count));
	}
	return sum + part;
}

static enum status
slot_wait(struct conjunction *all, uint8_t slot, double score, struct error *err)
{
	struct waiting *waiting = all->waiting;
	uint32_t at = waiting->count++;

	waiting->docs[at] = all->candidates.docs[slot];
	waiting->scores[at] = score;
	for (unsigned i = 0; i < all->count; i++)
		if (waiting->places[i])
			waiting->places[i][at] = all->places[i][slot];
	return waiting->count == WAITING_MAX ? waiting_settle(all, err) : STATUS_OK;
}

static enum status
slot_take(struct conjunction *all, uint8_t slot, struct error *err)
{
	struct top_search *top = all->top;
	uint32_t doc = all->candidates.docs[slot];
	bool passes = true, any = false;
	double score = 0;
	enum status status = STATUS_OK;

	if (!all->plain) {
		status = top_passes(top, doc, &passes, err);
		if (status == STATUS_OK && passes)
			status = optional_meet(all, doc, &any, err);
		if (status < 0 || !passes || (top->plan.need_any && !any))
			return status;
	}
	if (all->scoring)
		score = slot_score(all, slot);
	if (all->pruning && score < top->threshold)
		return STATUS_OK;
	if (all->waiting)
		return slot_wait(all, slot, score, err);
	top->search->total++;
	return top_push(top, doc, score, err);
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
lead_block(const struct conjunction *all, uint32_t block, uint32_t target)
{
	const struct top_search *top = all->top;
	const struct top_run *lead = all->required[0];

	if (!all->pruning || top->threshold <= 0)
		return block;
	for (; block < lead->cursor.blocks; block++) {
		uint32_t last = list_cursor_last(&lead->cursor, block);
		double bound = all->others + (lead->scores ? top_block_bound(top, lead, block) : 0);

		for (unsigned i = 1; i < all->count && last >= target; i++)
			bound += range_bound(top, all->required[i], target, last);
		if (last >= target && !(bound < top->threshold))
			break;
		target = last + 1;
	}
	return block;
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

/* *END: no list has anything behind the leading block. */
static enum status
block_take(struct conjunction *all, bool *end, struct error *err)
{
	struct top_search *top = all->top;
	struct candidates *candidates = &all->candidates;
	enum status status = STATUS_OK;

	for (unsigned i = 1; i < all->count && candidates->count && status == STATUS_OK; i++) {
		struct list_cursor *cursor = &all->required[i]->cursor;

		status = candidates_meet(candidates, cursor, all->waiting ? all->places[i] : NULL,
		                         all->required[i]->scores && all->scoring ? all->counts[i] : NULL, err);
		*end |= status == STATUS_OK && cursor->doc == DOC_END;
	}
	if (status == STATUS_OK && all->plain && !all->scoring && !all->waiting && top->counting && !top->search->limit) {
		top->search->total += candidates->count;
		return STATUS_OK;
	}
	for (uint32_t i = 0; i < candidates->count && status == STATUS_OK; i++) {
		if (!top->counting && top_newest_done(top, candidates->docs[candidates->slots[i]])) {
			*end = true;
			break;
		}
		status = slot_take(all, candidates->slots[i], err);
	}
	/* Later documents are looked at only where these are not enough. */
	if (status == STATUS_OK && all->waiting && !top->counting && top->search->order == ORDER_NEWEST)
		status = waiting_settle(all, err);
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
	all->counts = malloc(all->count * sizeof(*all->counts));
	all->places = malloc(all->count * sizeof(*all->places));
	status = all->counts && all->places ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (status == STATUS_OK && top->plan.phrases)
		status = waiting_new(all, err);
	if (status == STATUS_OK)
		status = documents_walk(all, err);
done:
	free(all->counts);
	free(all->places);
	waiting_free(all->waiting);
	free(all);
	return status;
}
