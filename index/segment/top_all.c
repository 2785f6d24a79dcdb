#include <stdlib.h>

#include "index/segment/top.h"

/* Conjunctions: the rarest list leads, the others are asked for its documents.
 * Blocks of it that cannot reach the threshold are not read.  Phrases are
 * looked at only where all their words are, and the score is good enough. */

struct conjunction {
	struct top_search *top;
	struct top_run *required[TOP_LEAVES];  /* the rarest first */
	unsigned count;
	double others;                         /* no optional leaves add more */
	bool pruning;
};

/* ---- Phrases ---------------------------------------------------------- */

static const uint32_t *
run_positions(const struct top_run *run, size_t *count)
{
	*count = run->positions.len / sizeof(uint32_t);
	return (const uint32_t *)(const void *)run->positions.data;
}

/* Keeps of STARTS those that RUN has a position for. */
static size_t
starts_keep(uint32_t *starts, size_t count, const struct top_run *run)
{
	size_t kept = 0, at = 0, positions;
	const uint32_t *position = run_positions(run, &positions);

	for (size_t i = 0; i < count; i++) {
		uint64_t wanted = (uint64_t)starts[i] + run->leaf->offset;

		while (at < positions && position[at] < wanted)
			at++;
		if (at == positions)
			break;
		if (position[at] == wanted)
			starts[kept++] = starts[i];
	}
	return kept;
}

static enum status
positions_load(struct top_run *run, struct error *err)
{
	buf_clear(&run->positions);
	return list_cursor_positions(&run->cursor, &run->positions, err);
}

/* Whether the words of PHRASE stand one behind the other in the document that
 * all cursors are on. */
static enum status
phrase_matches(struct conjunction *all, unsigned phrase, bool *matches, struct error *err)
{
	struct top_run *first = NULL;
	uint32_t *starts;
	size_t count, kept = 0;
	enum status status = STATUS_OK;

	*matches = false;
	/* Begin with the word that is rarest here. */
	for (unsigned i = 0; i < all->count; i++) {
		struct top_run *run = all->required[i];

		if (run->leaf->phrase == phrase
		    && (!first || list_cursor_count(&run->cursor) < list_cursor_count(&first->cursor)))
			first = run;
	}
	status = positions_load(first, err);
	if (status < 0)
		return status;
	run_positions(first, &count);
	starts = (uint32_t *)(void *)first->positions.data;
	for (size_t i = 0; i < count; i++)
		if (starts[i] >= first->leaf->offset)
			starts[kept++] = starts[i] - first->leaf->offset;
	for (unsigned i = 0; i < all->count && kept; i++) {
		struct top_run *run = all->required[i];

		if (run == first || run->leaf->phrase != phrase)
			continue;
		status = positions_load(run, err);
		if (status < 0)
			return status;
		kept = starts_keep(starts, kept, run);
	}
	*matches = kept != 0;
	return STATUS_OK;
}

static enum status
phrases_match(struct conjunction *all, bool *matches, struct error *err)
{
	enum status status = STATUS_OK;

	*matches = true;
	for (unsigned phrase = 1; phrase <= all->top->plan.phrases && *matches && status == STATUS_OK; phrase++)
		status = phrase_matches(all, phrase, matches, err);
	return status;
}

/* ---- One document ----------------------------------------------------- */

/* The score, in the order of the tree; *ANY: an optional leaf matches. */
static enum status
document_score(struct conjunction *all, uint32_t doc, double *score, bool *any, struct error *err)
{
	struct top_search *top = all->top;
	uint32_t length = columns_length(&top->segment->columns, doc);
	unsigned group = 0;
	double sum = 0, part = 0;

	*any = false;
	for (unsigned i = 0; i < top->plan.count; i++) {
		struct top_run *run = &top->runs[i];

		if (run->leaf->role == TOP_EXCLUDED || !run->list.df)
			continue;
		if (run->leaf->role == TOP_OPTIONAL) {
			enum status status = list_cursor_seek(&run->cursor, doc, err);

			if (status < 0)
				return status;
			if (run->cursor.doc != doc)
				continue;
			*any = true;
		}
		if (!run->scores)
			continue;
		if (run->leaf->group != group) {
			sum += part;
			part = 0;
			group = run->leaf->group;
		}
		part += top_leaf_score(top, run, list_cursor_count(&run->cursor), length);
	}
	*score = sum + part;
	return STATUS_OK;
}

static enum status
document_take(struct conjunction *all, uint32_t doc, struct error *err)
{
	struct top_search *top = all->top;
	bool passes, any, matches = true;
	double score;
	enum status status = top_passes(top, doc, &passes, err);

	if (status < 0 || !passes)
		return status;
	status = document_score(all, doc, &score, &any, err);
	if (status < 0 || (top->plan.need_any && !any) || (all->pruning && score < top->threshold))
		return status;
	if (top->plan.phrases)
		status = phrases_match(all, &matches, err);
	if (status < 0 || !matches)
		return status;
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

/* Puts the leading cursor on its first document >= TARGET that is worth a look. */
static enum status
lead_seek(const struct conjunction *all, uint32_t target, struct error *err)
{
	struct list_cursor *lead = &all->required[0]->cursor;
	enum status status;

	if (lead->size && lead->docs[lead->size - 1] >= target)
		return list_cursor_seek(lead, target, err);
	status = list_cursor_enter(lead, lead_block(all, list_cursor_find(lead, target), target), err);
	if (status < 0 || lead->doc == DOC_END || lead->doc >= target)
		return status;
	return list_cursor_seek(lead, target, err);
}

static enum status
documents_walk(struct conjunction *all, struct error *err)
{
	struct top_search *top = all->top;
	struct list_cursor *lead = &all->required[0]->cursor;
	uint32_t target = top->from;

	for (;;) {
		enum status status = lead_seek(all, target, err);
		uint32_t doc = lead->doc;
		unsigned i = 1;

		if (status < 0 || doc >= top->until)
			return status;
		while (i < all->count) {
			struct list_cursor *cursor = &all->required[i]->cursor;

			status = list_cursor_seek(cursor, doc, err);
			if (status < 0)
				return status;
			if (cursor->doc != doc) {
				target = cursor->doc;
				break;
			}
			i++;
		}
		if (i < all->count) {
			if (target >= top->until)
				return STATUS_OK;
			continue;
		}
		if (!top->counting && top_newest_done(top, doc))
			return STATUS_OK;
		status = document_take(all, doc, err);
		if (status < 0)
			return status;
		target = doc + 1;
	}
}

static int
run_compare(const void *a, const void *b)
{
	const struct top_run *const *first = a, *const *second = b;

	return ((*first)->list.df > (*second)->list.df) - ((*first)->list.df < (*second)->list.df);
}

enum status
top_all(struct top_search *top, struct error *err)
{
	struct conjunction all = { .top = top };

	all.pruning = !top->counting && top->search->order == ORDER_RELEVANCE;
	for (unsigned i = 0; i < top->plan.count; i++) {
		struct top_run *run = &top->runs[i];

		if (run->leaf->role == TOP_REQUIRED && !run->list.df)
			return STATUS_OK;
		if (run->leaf->role == TOP_REQUIRED)
			all.required[all.count++] = run;
		else if (run->leaf->role == TOP_OPTIONAL && run->scores)
			all.others += run->bound;
	}
	qsort(all.required, all.count, sizeof(all.required[0]), run_compare);
	return documents_walk(&all, err);
}
