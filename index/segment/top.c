#include "index/segment/top.h"

#include <stddef.h>
#include <stdlib.h>

#define ROOM_LEAST 8         /* leaves */
#define HITS_KEPT 4096

/* ---- What all ways share ---------------------------------------------- */

enum status
top_passes(struct top_search *top, uint32_t doc, bool *passes, struct error *err)
{
	const struct top_plan *plan = &top->plan;

	*passes = true;
	if (!top->sieve)
		return STATUS_OK;
	*passes = !deletes_test(&top->segment->deletes, doc);
	if (plan->worded && *passes) {
		int64_t words = columns_words(&top->segment->columns, doc);

		*passes = words >= plan->words_low && words < plan->words_high;
	}
	for (unsigned i = 0; i < plan->count && *passes; i++) {
		struct top_run *run = &top->runs[i];
		enum status status;

		if (run->leaf->role != TOP_EXCLUDED || !run->list.df)
			continue;
		status = list_cursor_seek(&run->cursor, doc, err);
		if (status < 0)
			return status;
		*passes = run->cursor.doc != doc;
	}
	return STATUS_OK;
}

enum status
top_every(struct top_search *top, struct error *err)
{
	enum status status = STATUS_OK;

	for (uint32_t doc = top->from; doc < top->until && status == STATUS_OK; doc++) {
		bool passes;

		if (!top->counting && top_newest_done(top, doc))
			break;
		status = top_passes(top, doc, &passes, err);
		if (status < 0 || !passes)
			continue;
		top->search->total++;
		status = top_push(top, doc, 0, err);
	}
	return status;
}

/* Whether TOP is about a single list, all of which counts. */
static bool
whole_list(const struct top_search *top)
{
	const struct top_plan *plan = &top->plan;

	return plan->count == 1 && !plan->worded && top->from == 0 && top->until == top->segment->docs
		&& !top->segment->deletes.bits;
}

/* Adds the number of documents in BITS that pass. */
static enum status
bits_sum(struct top_search *top, const uint64_t *bits, size_t words, struct error *err)
{
	uint64_t count = 0;
	enum status status = STATUS_OK;

	for (size_t word = 0; word < words && !top->sieve; word++)
		count += (uint64_t)__builtin_popcountll(bits[word]);
	for (size_t word = 0; word < words && top->sieve; word++)
		for (uint64_t left = bits[word]; left && status == STATUS_OK; left &= left - 1) {
			bool passes;

			status = top_passes(top, (uint32_t)(64 * word) + (uint32_t)__builtin_ctzll(left), &passes, err);
			count += status == STATUS_OK && passes;
		}
	top->search->total += count;
	return status;
}

/* One bit a document. */
static enum status
bits_count(struct top_search *top, struct error *err)
{
	size_t words = (size_t)top->segment->docs / 64 + 1;
	uint64_t *bits = calloc(words, sizeof(*bits));
	enum status status = bits ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");

	for (unsigned i = 0; i < top->plan.count && status == STATUS_OK; i++) {
		struct top_run *run = &top->runs[i];
		struct list_cursor *cursor = run->again;

		if (run->leaf->role == TOP_EXCLUDED || !run->list.df)
			continue;
		status = list_cursor_seek(cursor, top->from, err);
		while (status == STATUS_OK && cursor->doc < top->until) {
			/* The stop behind the last document is above all. */
			for (const uint32_t *doc = cursor->docs + cursor->at; *doc < top->until; doc++)
				bits[*doc / 64] |= UINT64_C(1) << *doc % 64;
			status = list_cursor_enter(cursor, cursor->block + 1, err);
		}
	}
	if (status == STATUS_OK)
		status = bits_sum(top, bits, words, err);
	free(bits);
	return status;
}

enum status
top_count_any(struct top_search *top, struct error *err)
{
	enum status status = STATUS_OK;

	if (whole_list(top)) {
		top->search->total += top->runs[0].list.df;
		return STATUS_OK;
	}
	/* From the start once more; excluded leaves are asked through their first cursor. */
	for (unsigned i = 0; i < top->plan.count && status == STATUS_OK; i++) {
		struct top_run *run = &top->runs[i];

		if (run->list.df)
			status = list_cursor_open(run->leaf->role == TOP_EXCLUDED ? &run->cursor : run->again,
			                          run->files, &run->list, err);
	}
	return status < 0 ? status : bits_count(top, err);
}

/* ---- One segment ------------------------------------------------------ */

static enum status
runs_open(struct top_search *top, struct error *err)
{
	for (unsigned i = 0; i < top->plan.count; i++) {
		struct top_run *run = &top->runs[i];
		enum status status = STATUS_OK;

		run->files = &top->segment->files;
		if (run->leaf->synonym)
			status = top_synonym_make(top, run, &top->made[i], err);
		else if (!run->found)
			status = segment_list(top->segment, run->leaf->term, &run->list, err);
		if (status < 0)
			return status;
		if (!run->list.df)
			continue;
		/* Then places would have to be counted. */
		if (run->leaf->least > 1 && !(run->list.flags & LIST_COUNTED))
			return STATUS_UNSUPPORTED;
		run->scores = run->leaf->weight > 0 && (run->list.flags & LIST_COUNTED);
		run->scored_block = DOC_END;
		status = list_cursor_open(&run->cursor, run->files, &run->list, err);
		if (status < 0)
			return status;
		run->again = &top->again[i];
		status = list_cursor_open(run->again, run->files, &run->list, err);
		if (status < 0)
			return status;
		run->bound = !run->scores ? 0
			: run->list.flags & LIST_IN_ENTRY ? run->leaf->weight * (1 + 1e-12)
			: bound_share(top->norms, run->list.bound, run->leaf->weight);
	}
	return STATUS_OK;
}

/* The only list that is not excluded, if it scores and scores are what counts. */
static struct top_run *
run_alone(const struct top_search *top)
{
	struct top_run *alone = NULL;

	for (unsigned i = 0; i < top->plan.count; i++) {
		struct top_run *run = &top->runs[i];

		if (run->leaf->role == TOP_EXCLUDED || !run->list.df)
			continue;
		if (alone || !run->scores)
			return NULL;
		alone = run;
	}
	return top->search->order == ORDER_RELEVANCE ? alone : NULL;
}

static enum status
segment_search(struct top_search *top, const struct segment *segment, struct error *err)
{
	const struct top_plan *plan = &top->plan;
	unsigned required = 0, optional = 0;
	enum status status;

	top->segment = segment;
	top->from = 0;
	top->until = segment->docs;
	if (plan->dated)
		columns_date_range(&segment->columns, plan->date_low, plan->date_high, &top->from, &top->until);
	if (top->from >= top->until || (!top->counting && top_newest_done(top, top->from)))
		return STATUS_OK;
	status = runs_open(top, err);
	if (status < 0)
		return status;
	top->sieve = plan->worded || segment->deletes.bits;
	for (unsigned i = 0; i < plan->count; i++) {
		top->sieve |= plan->leaves[i].role == TOP_EXCLUDED && top->runs[i].list.df;
		required += plan->leaves[i].role == TOP_REQUIRED;
		optional += plan->leaves[i].role == TOP_OPTIONAL;
	}
	if (plan->every)
		return top_every(top, err);
	if (required > 1 || (required && optional) || plan->phrases || plan->counted)
		return top_all(top, err);
	/* One group for each leaf, or one for all. */
	top->flat = plan->groups <= 1 || plan->groups == required + optional;
	if (top->search->limit) {
		struct top_run *run = run_alone(top);

		status = run ? top_word(top, run, err) : top_any(top, err);
	}
	return status < 0 || !top->counting ? status : top_count_any(top, err);
}

/* ---- The whole -------------------------------------------------------- */

/* Norms are kept from search to search. */
static enum status
top_norms_get(struct top_search *top, struct error *err)
{
	struct segment_reader *reader = top->reader;
	double mean = reader_mean_length(reader);

	if (!reader->norms) {
		reader->norms = malloc(sizeof(*reader->norms));
		if (!reader->norms)
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		norms_make(reader->norms, &top->search->bm25, mean);
	} else if (!norms_are(reader->norms, &top->search->bm25, mean)) {
		norms_make(reader->norms, &top->search->bm25, mean);
	}
	top->norms = reader->norms;
	return STATUS_OK;
}

/* Of a synonym the largest of its terms'. */
static enum status
synonym_df(struct top_search *top, const struct node *synonym, uint64_t *df, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < synonym->child_count && status == STATUS_OK; i++) {
		struct span term = synonym->children[i]->term;
		struct term_stats stats = { 0, 0 };

		if (term.len && term.len <= TERM_MAX)
			status = reader_term(top->reader, term, &stats, err);
		if (stats.df > *df)
			*df = stats.df;
	}
	return status;
}

/* Where there is one segment, its list is kept: it need not be found again. */
static enum status
term_df(struct top_search *top, struct top_run *run, uint64_t *df, struct error *err)
{
	struct term_stats stats = { 0, 0 };
	enum status status;

	if (top->reader->count != 1) {
		status = reader_term(top->reader, run->leaf->term, &stats, err);
	} else {
		status = reader_list(top->reader, 0, run->leaf->term, &run->list, err);
		if (status == STATUS_OK)
			status = segment_live_stats(top->reader->segments[0], &run->list, &stats, err);
		run->found = status == STATUS_OK;
	}
	*df = stats.df;
	return status;
}

static enum status
weights_make(struct top_search *top, struct error *err)
{
	for (unsigned i = 0; i < top->plan.count; i++) {
		struct top_leaf *leaf = &top->plan.leaves[i];
		uint64_t df = 0;
		enum status status;

		top->runs[i].leaf = leaf;
		if (!(leaf->factor > 0))
			continue;
		status = leaf->synonym ? synonym_df(top, leaf->synonym, &df, err) : term_df(top, &top->runs[i], &df, err);
		if (status < 0)
			return status;
		leaf->weight = bm25_term_weight(&top->search->bm25, top->reader->articles, df, leaf->wqf, leaf->factor);
	}
	return STATUS_OK;
}

static enum status
top_run_all(struct top_search *top, struct error *err)
{
	enum status status = top_norms_get(top, err);

	if (status == STATUS_OK)
		status = weights_make(top, err);
	top_tally_start(top, &top->best.tally);
	for (size_t i = 0; i < top->reader->count && status == STATUS_OK; i++) {
		status = segment_search(top, top->reader->segments[i], err);
		if (status == STATUS_OK && top->search->order != ORDER_RELEVANCE)
			status = top_dated_merge(top, err);
	}
	if (status == STATUS_OK)
		status = top_finish(top);
	if (top->search->total < top->search->hit_count)
		top->search->total = top->search->hit_count;
	return status;
}

void
top_room_free(struct top_room *room)
{
	if (!room)
		return;
	free(room->runs);
	free(room->again);
	free(room->made);
	free(room->hits);
	free(room);
}

/* The reader's room, if it is large enough, or one in its stead. */
static struct top_room *
room_get(struct segment_reader *reader, size_t count)
{
	struct top_room *room = reader->room;

	if (room && room->count >= count)
		return room;
	top_room_free(room);
	reader->room = room = calloc(1, sizeof(*room));
	if (!room)
		return NULL;
	room->count = count > ROOM_LEAST ? count : ROOM_LEAST;
	room->runs = malloc(room->count * sizeof(*room->runs));
	room->again = malloc(room->count * sizeof(*room->again));
	room->made = malloc(room->count * sizeof(*room->made));
	if (room->runs && room->again && room->made)
		return room;
	top_room_free(room);
	reader->room = NULL;
	return NULL;
}

static bool
runs_new(struct top_search *top)
{
	struct top_room *room = room_get(top->reader, top->plan.count);

	if (!room)
		return false;
	for (size_t i = 0; i < top->plan.count; i++)
		memset(&room->runs[i], 0, offsetof(struct top_run, cursor));
	memset(room->made, 0, top->plan.count * sizeof(*room->made));
	top->runs = room->runs;
	top->again = room->again;
	top->made = room->made;
	top->best.hits = room->hits;
	top->best.room = room->hit_room;
	return true;
}

static void
runs_release(struct top_search *top)
{
	struct top_room *room = top->reader->room;
	bool keep = top->best.room <= HITS_KEPT;

	for (unsigned i = 0; i < top->plan.count; i++)
		buf_release(&top->made[i].bytes);
	if (!keep)
		free(top->best.hits);
	room->hits = keep ? top->best.hits : NULL;
	room->hit_room = keep ? top->best.room : 0;
}

enum status
reader_top(struct index_reader *base, struct search *search, struct error *err)
{
	const struct bm25 *p = &search->bm25;
	struct top_search top;
	enum status status = top_plan_make(search->tree, &top.plan);

	/* Bounds hold where more occurrences and less length never make a score smaller. */
	if (status < 0 || !(p->k1 >= 0) || !(p->b >= 0 && p->b <= 1) || !(p->min_normlen >= 0))
		return STATUS_UNSUPPORTED;
	if (top.plan.nothing)
		return STATUS_OK;
	/* The tally is large, and cleared when it starts. */
	memset(&top, 0, offsetof(struct top_search, best.tally));
	top.reader = (struct segment_reader *)base;
	top.search = search;
	top.counting = search->want_total || search->limit == 0;
	top.best.err = err;
	if (!runs_new(&top))
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	status = top_run_all(&top, err);
	runs_release(&top);
	return status;
}
