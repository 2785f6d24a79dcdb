#include "index/segment/top_all.h"

#include <stdlib.h>

/* Conjunctions: the rarest list leads, block by block; what the others have of
 * it is found in bulk.  Blocks that cannot reach the threshold are not read.
 * Phrases are looked at only where all their words are and the score is good
 * enough. */

/* ---- Documents of one block ------------------------------------------- */

static inline bool
counts_wanted(const struct conjunction *all, unsigned number)
{
	const struct top_run *run = all->required[number];

	return (all->scoring && run->scores) || run->leaf->least > 1;
}

static inline uint32_t *
places_wanted(const struct conjunction *all, unsigned number)
{
	return all->waiting && all->waiting->places[number] ? all->places[number] : NULL;
}

/* Places, and counts, of the first NUMBERS required leaves follow the candidates
 * that were kept. */
static void
places_keep(struct conjunction *all, unsigned numbers)
{
	for (unsigned i = 0; i < numbers; i++)
		if (places_wanted(all, i))
			sieve_numbers(&all->candidates.kept, all->places[i], all->places[i]);
}

static void
rows_keep(struct conjunction *all, unsigned numbers)
{
	for (unsigned i = 0; i < numbers; i++)
		if (counts_wanted(all, i))
			sieve_numbers(&all->candidates.kept, all->counts[i], all->counts[i]);
	places_keep(all, numbers);
}

/* Keeps what passes; counts of optional leaves are 0 where they do not match. */
static enum status
candidates_sift(struct conjunction *all, struct error *err)
{
	struct top_search *top = all->top;
	struct candidates *candidates = &all->candidates;
	uint32_t kept = 0;

	sieve_clear(&candidates->kept);
	for (uint32_t i = 0; i < candidates->count; i++) {
		uint32_t doc = candidates->docs[i];
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
			all->counts[all->number[leaf]][kept] = run->cursor.doc == doc ? list_cursor_count(&run->cursor) : 0;
		}
		if (status < 0)
			return status;
		sieve_set(&candidates->kept, i, passes && any);
		kept += passes && any;
	}
	candidates_keep(candidates);
	rows_keep(all, all->count);
	return STATUS_OK;
}

static void
candidates_norms(const struct conjunction *all, double norms[LIST_BLOCK])
{
	const struct top_search *top = all->top;

	for (uint32_t i = 0; i < all->candidates.count; i++)
		norms[i] = norms_get(top->norms, columns_length(&top->segment->columns, all->candidates.docs[i]));
}

/* SCORES by candidate: in the order of the tree, leaves of a group, then groups. */
static void
candidates_score(const struct conjunction *all, double scores[SIEVE_ROW])
{
	const struct top_search *top = all->top;
	uint32_t count = all->candidates.count;
	double norms[LIST_BLOCK], parts[LIST_BLOCK];
	unsigned group = 0;

	candidates_norms(all, norms);
	memset(scores, 0, count * sizeof(*scores));
	for (unsigned leaf = 0; leaf < top->plan.count; leaf++) {
		const struct top_run *run = &top->runs[leaf];
		bool more = !all->flat && run->leaf->group != group;

		if (!run->scores || !run->list.df || run->leaf->role == TOP_EXCLUDED)
			continue;
		for (uint32_t i = 0; i < count && more; i++) {
			scores[i] += group ? parts[i] : 0;
			parts[i] = 0;
		}
		group = run->leaf->group;
		top_scores_add(run->leaf->weight, norms, all->counts[all->number[leaf]], count, all->flat ? scores : parts);
	}
	for (uint32_t i = 0; i < count && !all->flat && group; i++)
		scores[i] += parts[i];
}

/* Lets go of candidates whose SCORES are below FLOOR; false where there were none. */
static bool
candidates_prune(struct conjunction *all, double scores[SIEVE_ROW], double floor)
{
	struct candidates *candidates = &all->candidates;

	if (!candidates->count)
		return false;
	top_scores_good(scores, candidates->count, floor, candidates->kept.bits);
	sieve_scores(&candidates->kept, scores, scores);
	candidates_keep(candidates);
	return true;
}

/* All that are left wait for a look at their positions. */
static enum status
candidates_wait(struct conjunction *all, const double scores[SIEVE_ROW], struct error *err)
{
	struct waiting *waiting = all->waiting;
	uint32_t count = all->candidates.count;
	enum status status = STATUS_OK;

	if (waiting->count + count > WAITING_MAX)
		status = waiting_settle(all, err);
	memcpy(waiting->docs + waiting->count, all->candidates.docs, count * sizeof(*waiting->docs));
	memcpy(waiting->scores + waiting->count, scores, count * sizeof(*scores));
	for (unsigned word = 0; word < all->count; word++)
		if (waiting->places[word])
			memcpy(waiting->places[word] + waiting->count, all->places[word], count * sizeof(**all->places));
	waiting->count += count;
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
	double norms[LIST_BLOCK], parts[SIEVE_ROW];

	if (!all->pruning || top->threshold <= 0 || !lead->scores || !(all->rest < top->threshold))
		return;
	candidates_norms(all, norms);
	for (uint32_t i = 0; i < candidates->count; i++)
		parts[i] = all->rest;
	top_scores_add(lead->leaf->weight, norms, all->counts[0], candidates->count, parts);
	/* A little more than the sum, for sums in another order are rounded otherwise. */
	if (candidates_prune(all, parts, top->threshold * (1 - 2e-12)))
		rows_keep(all, 1);
}

/* The documents of the leading block from TARGET on are candidates. */
static void
lead_start(struct conjunction *all, uint32_t target)
{
	struct list_cursor *lead = &all->required[0]->cursor;
	struct candidates *candidates = &all->candidates;
	uint32_t from = list_cursor_search(lead, target), until = list_cursor_search(lead, all->top->until);

	candidates->count = until - from;
	memcpy(candidates->docs, lead->docs + from, candidates->count * sizeof(*candidates->docs));
	if (counts_wanted(all, 0)) {
		if (!lead->counted)
			list_cursor_unpack(lead);
		memcpy(all->counts[0], lead->counts + from, candidates->count * sizeof(*lead->counts));
	}
	for (uint32_t i = 0; places_wanted(all, 0) && i < candidates->count; i++)
		all->places[0][i] = LIST_BLOCK * lead->block + from + i;
}

/* Hits among the best; *END: what follows is too old. */
static enum status
candidates_push(struct conjunction *all, const double scores[SIEVE_ROW], bool *end, struct error *err)
{
	struct top_search *top = all->top;
	const struct candidates *candidates = &all->candidates;
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < candidates->count && status == STATUS_OK; i++) {
		if (!top->counting && top_newest_done(top, candidates->docs[i])) {
			*end = true;
			break;
		}
		top->search->total++;
		status = top_push(top, candidates->docs[i], scores[i], err);
	}
	return status;
}

/* Lets go of candidates that have a word too few times. */
static void
counts_prune(struct conjunction *all, unsigned number)
{
	struct candidates *candidates = &all->candidates;
	uint32_t least = all->required[number]->leaf->least;

	if (least <= 1)
		return;
	sieve_clear(&candidates->kept);
	for (uint32_t i = 0; i < candidates->count; i++)
		sieve_set(&candidates->kept, i, all->counts[number][i] >= least);
	candidates_keep(candidates);
	rows_keep(all, number + 1);
}

/* The candidates that all lists have; *END: one has nothing behind them. */
static enum status
lists_meet(struct conjunction *all, bool *end, struct error *err)
{
	struct candidates *candidates = &all->candidates;
	enum status status = STATUS_OK;

	counts_prune(all, 0);
	for (unsigned i = 1; i < all->count && candidates->count && status == STATUS_OK; i++) {
		struct list_cursor *cursor = &all->required[i]->cursor;
		uint32_t before = candidates->count;

		status = candidates_meet(candidates, cursor, places_wanted(all, i), counts_wanted(all, i) ? all->counts[i] : NULL, err);
		*end |= status == STATUS_OK && cursor->doc == DOC_END;
		if (status == STATUS_OK && candidates->count < before)
			rows_keep(all, i);
		if (status == STATUS_OK)
			counts_prune(all, i);
	}
	return status;
}

/* *END: no list has anything behind the leading block. */
static enum status
block_take(struct conjunction *all, bool *end, struct error *err)
{
	struct top_search *top = all->top;
	struct candidates *candidates = &all->candidates;
	double scores[SIEVE_ROW];
	enum status status;

	lead_prune(all);
	status = lists_meet(all, end, err);
	if (status == STATUS_OK && !all->plain)
		status = candidates_sift(all, err);
	if (status < 0 || !candidates->count)
		return status;
	if (all->scoring)
		candidates_score(all, scores);
	else
		memset(scores, 0, candidates->count * sizeof(*scores));
	if (all->pruning && candidates_prune(all, scores, top->threshold))
		places_keep(all, all->count);
	if (!all->waiting) {
		if (all->scoring)
			return candidates_push(all, scores, end, err);
		top->search->total += candidates->count;
		return STATUS_OK;
	}
	if (!candidates->count)
		return STATUS_OK;
	status = candidates_wait(all, scores, err);
	/* Later documents are looked at only where these are not enough. */
	if (status == STATUS_OK && !top->counting && top->search->order == ORDER_NEWEST) {
		status = waiting_settle(all, err);
		*end |= top_newest_done(top, candidates->docs[candidates->count - 1]);
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

/* Whether no group but the first has more than one score. */
static bool
scores_flat(const struct top_search *top)
{
	unsigned first = 0, last = 0;

	for (unsigned i = 0; i < top->plan.count; i++) {
		const struct top_run *run = &top->runs[i];

		if (!run->scores || !run->list.df)
			continue;
		if (!first)
			first = run->leaf->group;
		if (run->leaf->group == last && last != first)
			return false;
		last = run->leaf->group;
	}
	return true;
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
	all->flat = scores_flat(top);
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
