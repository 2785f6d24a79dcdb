#include "index/segment/top_all.h"

#include <stdlib.h>

/* Phrases: of all articles that wait the best are looked at first, so that the
 * threshold has risen when it is the others' turn.  What is looked at together
 * goes word by word, in order of documents: the positions of a block are found
 * once. */

#define FIRST_LOOK 48      /* articles, and in each later turn four times as many */

/* ---- Room ------------------------------------------------------------- */

enum status
waiting_new(struct conjunction *all, struct error *err)
{
	struct waiting *waiting = all->waiting = calloc(1, sizeof(*waiting));
	size_t words = 0;

	for (unsigned i = 0; i < all->count; i++)
		words += all->required[i]->leaf->phrase != 0;
	if (waiting)
		waiting->room = malloc(words * WAITING_MAX * sizeof(*waiting->room));
	if (!waiting || !waiting->room)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	words = 0;
	for (unsigned i = 0; i < all->count; i++)
		if (all->required[i]->leaf->phrase)
			waiting->places[i] = waiting->room + WAITING_MAX * words++;
	return STATUS_OK;
}

void
waiting_free(struct waiting *waiting)
{
	if (!waiting)
		return;
	free(waiting->room);
	buf_release(&waiting->starts);
	free(waiting);
}

/* ---- Positions -------------------------------------------------------- */

/* The positions of word NUMBER in the article at AT, until the next call. */
static enum status
positions_load(struct conjunction *all, unsigned number, uint32_t at, const uint32_t **positions, size_t *count,
               struct error *err)
{
	struct top_run *run = all->required[number];
	enum status status = list_cursor_place(run->again, all->waiting->places[number][at], err);

	buf_clear(&run->positions);
	if (status == STATUS_OK)
		status = list_cursor_positions(run->again, &run->positions, err);
	*positions = (const uint32_t *)(const void *)run->positions.data;
	*count = run->positions.len / sizeof(uint32_t);
	return status;
}

/* Where the phrase would begin, if the word alone decided. */
static enum status
starts_make(struct conjunction *all, unsigned number, uint32_t at, struct error *err)
{
	struct waiting *waiting = all->waiting;
	uint32_t offset = all->required[number]->leaf->offset, *start;
	const uint32_t *positions;
	size_t count, kept = 0;
	enum status status = positions_load(all, number, at, &positions, &count, err);

	if (status < 0)
		return status;
	start = (uint32_t *)(void *)buf_reserve(&waiting->starts, count * sizeof(*start) + 1);
	if (!start)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < count; i++) {
		start[kept] = positions[i] - offset;
		kept += positions[i] >= offset;
	}
	waiting->start_at[at] = (uint32_t)(waiting->starts.len / sizeof(*start));
	waiting->start_count[at] = (uint32_t)kept;
	waiting->starts.len += kept * sizeof(*start);
	return STATUS_OK;
}

/* Keeps the beginnings that the word has a position for. */
static enum status
starts_keep(struct conjunction *all, unsigned number, uint32_t at, struct error *err)
{
	struct waiting *waiting = all->waiting;
	uint32_t offset = all->required[number]->leaf->offset, kept = 0;
	uint32_t *start = (uint32_t *)(void *)waiting->starts.data + waiting->start_at[at];
	const uint32_t *positions;
	size_t count, next = 0;
	enum status status = positions_load(all, number, at, &positions, &count, err);

	for (uint32_t i = 0; status == STATUS_OK && i < waiting->start_count[at]; i++) {
		uint64_t wanted = (uint64_t)start[i] + offset;

		while (next < count && positions[next] < wanted)
			next++;
		if (next == count)
			break;
		if (positions[next] == wanted)
			start[kept++] = start[i];
	}
	waiting->start_count[at] = kept;
	return status;
}

/* ---- A look ----------------------------------------------------------- */

/* Keeps of the COUNT articles LOOK those in which the words of PHRASE stand one
 * behind the other. */
static enum status
phrase_look(struct conjunction *all, unsigned phrase, uint32_t *look, uint32_t *count, struct error *err)
{
	struct waiting *waiting = all->waiting;
	bool first = true;
	enum status status = STATUS_OK;

	buf_clear(&waiting->starts);
	for (unsigned i = 0; i < all->count && *count; i++) {
		uint32_t kept = 0;

		if (all->required[i]->leaf->phrase != phrase)
			continue;
		for (uint32_t k = 0; k < *count && status == STATUS_OK; k++) {
			status = first ? starts_make(all, i, look[k], err) : starts_keep(all, i, look[k], err);
			look[kept] = look[k];
			kept += waiting->start_count[look[kept]] != 0;
		}
		if (status < 0)
			return status;
		*count = kept;
		first = false;
	}
	return STATUS_OK;
}

static enum status
articles_look(struct conjunction *all, uint32_t *look, uint32_t count, struct error *err)
{
	struct top_search *top = all->top;
	enum status status = STATUS_OK;

	for (unsigned phrase = 1; phrase <= top->plan.phrases && status == STATUS_OK; phrase++)
		status = phrase_look(all, phrase, look, &count, err);
	for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
		top->search->total++;
		status = top_push(top, all->waiting->docs[look[i]], all->waiting->scores[look[i]], err);
	}
	return status;
}

/* ---- All that wait ---------------------------------------------------- */

/* The score that WANTED of the COUNT scores reach. */
static double
score_select(double *scores, uint32_t count, uint32_t wanted)
{
	uint32_t low = 0, high = count - 1, at = wanted - 1;

	while (low < high) {
		double pivot = scores[low + (high - low) / 2];
		uint32_t i = low, k = high;

		for (;;) {
			while (scores[i] > pivot)
				i++;
			while (scores[k] < pivot)
				k--;
			if (i >= k)
				break;
			double moved = scores[i];
			scores[i++] = scores[k];
			scores[k--] = moved;
		}
		if (at <= k)
			high = k;
		else
			low = k + 1;
	}
	return scores[at];
}

/* Moves the articles of the next look to LOOK: the WANTED best of those left, and
 * what is as good as the last of them. */
static uint32_t
articles_choose(struct conjunction *all, uint32_t *count, uint32_t wanted, uint32_t *look)
{
	struct waiting *waiting = all->waiting;
	double least = all->pruning ? all->top->threshold : 0;
	uint32_t kept = 0, chosen = 0;

	for (uint32_t i = 0; i < *count; i++) {
		waiting->sorted[kept] = waiting->scores[waiting->left[i]];
		waiting->left[kept] = waiting->left[i];
		kept += !(waiting->sorted[kept] < least);
	}
	*count = kept;
	if (all->pruning && kept > 2 * wanted)
		least = score_select(waiting->sorted, kept, wanted);
	kept = 0;
	for (uint32_t i = 0; i < *count; i++) {
		uint32_t at = waiting->left[i];
		bool now = !(waiting->scores[at] < least);

		look[chosen] = at;
		chosen += now;
		waiting->left[kept] = at;
		kept += !now;
	}
	*count = kept;
	return chosen;
}

enum status
waiting_settle(struct conjunction *all, struct error *err)
{
	struct waiting *waiting = all->waiting;
	uint32_t count = waiting->count, wanted = FIRST_LOOK, look[WAITING_MAX];
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < count; i++)
		waiting->left[i] = i;
	while (count && status == STATUS_OK) {
		uint32_t chosen = articles_choose(all, &count, wanted, look);

		status = articles_look(all, look, chosen, err);
		wanted *= 4;
	}
	waiting->count = 0;
	return status;
}
