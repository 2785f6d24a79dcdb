#include "index/segment/numbers_keep.h"
#include "index/segment/top_all.h"

#include <stdlib.h>

/* Phrases: of all articles that wait the best are looked at first, so that the
 * threshold has risen when it is the others' turn.  What is looked at together
 * goes word by word, in order of documents: the positions of a block are found
 * once. */

#define FIRST_LOOK 32      /* articles, at least */
#define LOOK_AT_ONCE 512   /* whose positions fit into the nearest cache */
#define SPOTS_KEPT (1 << 20)

/* ---- Room ------------------------------------------------------------- */

enum status
waiting_get(struct conjunction *all, struct error *err)
{
	struct segment_reader *reader = all->top->reader;
	struct waiting *waiting = reader->waiting;
	size_t words = 0;

	if (!waiting)
		waiting = reader->waiting = calloc(1, sizeof(*waiting));
	for (unsigned i = 0; i < all->count; i++)
		words += all->required[i]->leaf->phrase != 0;
	if (waiting && waiting->words < words) {
		free(waiting->room);
		waiting->room = malloc(words * WAITING_MAX * sizeof(*waiting->room));
		waiting->words = waiting->room ? words : 0;
	}
	if (!waiting || !waiting->room)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	/* A search before may have left some, when it failed. */
	waiting->count = 0;
	words = 0;
	for (unsigned i = 0; i < all->count; i++)
		waiting->places[i] = all->required[i]->leaf->phrase ? waiting->room + WAITING_MAX * words++ : NULL;
	all->waiting = waiting;
	return STATUS_OK;
}

static void
spots_trim(struct spots *spots)
{
	if (spots->numbers.size > SPOTS_KEPT)
		buf_release(&spots->numbers);
}

void
waiting_put(struct waiting *waiting)
{
	if (!waiting)
		return;
	spots_trim(&waiting->starts);
	spots_trim(&waiting->spots);
}

void
waiting_free(struct waiting *waiting)
{
	if (!waiting)
		return;
	free(waiting->room);
	buf_release(&waiting->starts.numbers);
	buf_release(&waiting->spots.numbers);
	free(waiting);
}

/* ---- Positions -------------------------------------------------------- */

/* Appends to SPOTS the positions of articles that are in one block of the
 * cursor's list: COUNT of LOOK, their postings in PLACES. */
static enum status
block_load(struct list_cursor *cursor, const uint32_t *places, const uint32_t *look, uint32_t count, struct spots *spots,
           struct error *err)
{
	uint32_t from = (uint32_t)(spots->numbers.len / sizeof(uint32_t)), next = from, *out;
	uint8_t at[LIST_BLOCK];

	for (uint32_t i = 0; i < count; i++) {
		at[i] = (uint8_t)(places[look[i]] % LIST_BLOCK);
		spots->at[look[i]] = next;
		spots->count[look[i]] = position_block_count(&cursor->place, at[i]);
		next += spots->count[look[i]] + POSITION_ZEROS;
	}
	out = (uint32_t *)(void *)buf_reserve(&spots->numbers, (size_t)(next - from + POSITION_SPARE) * sizeof(uint32_t));
	if (!out)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	spots->numbers.len += (size_t)(next - from) * sizeof(uint32_t);
	return position_block_gather(&cursor->place, at, count, out) ? STATUS_OK : list_cursor_positions_corrupt(cursor, err);
}

/* The same for an article of a list that has no such blocks. */
static enum status
article_load(struct list_cursor *cursor, uint32_t article, struct spots *spots, struct error *err)
{
	static const uint32_t zeros[POSITION_ZEROS];
	size_t from = spots->numbers.len / sizeof(uint32_t);
	enum status status = list_cursor_positions(cursor, &spots->numbers, err);

	spots->at[article] = (uint32_t)from;
	spots->count[article] = (uint32_t)(spots->numbers.len / sizeof(uint32_t) - from);
	buf_append(&spots->numbers, zeros, sizeof(zeros));
	if (status == STATUS_OK && buf_status(&spots->numbers) < 0)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return status;
}

/* SPOTS become the positions of word NUMBER in COUNT articles LOOK. */
static enum status
word_load(struct conjunction *all, unsigned number, const uint32_t *look, uint32_t count, struct spots *spots,
          struct error *err)
{
	const uint32_t *places = all->waiting->places[number];
	struct list_cursor *cursor = all->required[number]->again;
	enum status status = STATUS_OK;

	buf_clear(&spots->numbers);
	for (uint32_t i = 0, end; i < count && status == STATUS_OK; i = end) {
		uint32_t block = places[look[i]] / LIST_BLOCK;

		status = list_cursor_place(cursor, places[look[i]], err);
		if (status < 0)
			break;
		end = i + 1;
		while (cursor->placed && end < count && end - i < LIST_BLOCK && places[look[end]] / LIST_BLOCK == block)
			end++;
		status = cursor->placed ? block_load(cursor, places, look + i, end - i, spots, err)
		                        : article_load(cursor, look[i], spots, err);
	}
	return status;
}

/* ---- Words side by side ----------------------------------------------- */

/* Keeps of the COUNT articles LOOK those that have word NUMBER, which stands
 * SHIFT behind the first that was looked at, where it has to be. */
static enum status
word_keep(struct conjunction *all, unsigned number, uint32_t shift, bool last, uint32_t *look, uint32_t *count,
          struct error *err)
{
	struct spots *starts = &all->waiting->starts, *spots = &all->waiting->spots;
	uint32_t *start_numbers = (uint32_t *)(void *)starts->numbers.data, kept = 0;
	const uint32_t *spot_numbers;
	enum status status = word_load(all, number, look, *count, spots, err);

	if (status < 0)
		return status;
	spot_numbers = (const uint32_t *)(const void *)spots->numbers.data;
	for (uint32_t i = 0; i < *count; i++) {
		uint32_t at = look[i], start_count = starts->count[at], spot_count = spots->count[at];
		uint32_t *start = start_numbers + starts->at[at];
		const uint32_t *spot = spot_numbers + spots->at[at];

		look[kept] = at;
		starts->count[at] = numbers_keep(start, start_count, shift, spot, spot_count, last);
		kept += starts->count[at] != 0;
	}
	*count = kept;
	return STATUS_OK;
}

/* Keeps of the COUNT articles LOOK those in which word NUMBER stands near OTHER, whose
 * positions are there. */
static enum status
words_near(struct conjunction *all, unsigned other, unsigned number, uint32_t *look, uint32_t *count, struct error *err)
{
	struct spots *starts = &all->waiting->starts, *spots = &all->waiting->spots;
	const struct top_leaf *leaf = all->required[number]->leaf;
	uint32_t kept = 0;
	enum status status = word_load(all, number, look, *count, spots, err);

	if (status < 0)
		return status;
	/* The first word of the pair stands before the other. */
	if (all->required[other]->leaf->offset > leaf->offset) {
		struct spots *first = spots;

		spots = starts;
		starts = first;
	}
	for (uint32_t i = 0; i < *count; i++) {
		uint32_t at = look[i];

		look[kept] = at;
		kept += numbers_near((const uint32_t *)(const void *)starts->numbers.data + starts->at[at], starts->count[at],
		                     (const uint32_t *)(const void *)spots->numbers.data + spots->at[at], spots->count[at],
		                     leaf->distance, !leaf->ordered);
	}
	*count = kept;
	return STATUS_OK;
}

/* ---- A look ----------------------------------------------------------- */

/* Keeps of the COUNT articles LOOK those in which the words of PHRASE stand one
 * behind the other. */
static enum status
phrase_look(struct conjunction *all, unsigned phrase, uint32_t *look, uint32_t *count, struct error *err)
{
	unsigned words[TOP_LEAVES] = { 0 }, length = 0;
	uint32_t kept = 0;
	enum status status;

	for (unsigned i = 0; i < all->count; i++)
		if (all->required[i]->leaf->phrase == phrase)
			words[length++] = i;
	status = word_load(all, words[0], look, *count, &all->waiting->starts, err);
	for (uint32_t i = 0; i < *count && length == 1; i++) {
		look[kept] = look[i];
		kept += all->waiting->starts.count[look[i]] != 0;
	}
	if (length == 1)
		*count = kept;
	if (status == STATUS_OK && all->required[words[0]]->leaf->distance)
		return words_near(all, words[0], words[1], look, count, err);
	for (unsigned i = 1; i < length && *count && status == STATUS_OK; i++)
		status = word_keep(all, words[i],
		                   all->required[words[i]]->leaf->offset - all->required[words[0]]->leaf->offset,
		                   i + 1 == length, look, count, err);
	return status;
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

/* Puts the articles in order, without those whose score is too low: returns how many are left. */
static uint32_t
articles_order(struct conjunction *all)
{
	struct waiting *waiting = all->waiting;
	double least = all->top->threshold, scale = all->top->best.tally.scale;
	uint32_t starts[TOP_DRAWERS] = { 0 }, count = 0;

	for (uint32_t i = 0; i < waiting->count; i++)
		starts[top_drawer(scale, waiting->scores[i])] += !(waiting->scores[i] < least);
	for (unsigned drawer = TOP_DRAWERS; drawer-- > 0;) {
		uint32_t own = starts[drawer];

		starts[drawer] = count;
		count += own;
	}
	/* One that is too low is written over by the next of its drawer, or stays behind all. */
	for (uint32_t i = 0; i < waiting->count; i++) {
		uint32_t *at = &starts[top_drawer(scale, waiting->scores[i])];

		waiting->order[*at] = (uint16_t)i;
		*at += !(waiting->scores[i] < least);
	}
	return count;
}

/* Of the articles [FROM, UNTIL) in order those that are good enough, to LOOK, ascending. */
static uint32_t
articles_choose(struct conjunction *all, uint32_t from, uint32_t until, uint32_t *look)
{
	struct waiting *waiting = all->waiting;
	uint32_t chosen = 0;

	memset(waiting->chosen, 0, sizeof(waiting->chosen));
	for (uint32_t i = from; i < until; i++) {
		uint32_t at = waiting->order[i];

		waiting->chosen[at / 64] |= (uint64_t)!(waiting->scores[at] < all->top->threshold) << at % 64;
	}
	for (uint32_t word = 0; word < WAITING_MAX / 64; word++)
		for (uint64_t left = waiting->chosen[word]; left; left &= left - 1)
			look[chosen++] = 64 * word + (uint32_t)__builtin_ctzll(left);
	return chosen;
}

/* How many to look at next, when FOUND of LOOKED had the phrase: all, once the
 * threshold is up or the phrase turns out to be rare. */
static uint32_t
articles_wanted(const struct conjunction *all, uint32_t looked, uint32_t found)
{
	const struct top_search *top = all->top;
	size_t limit = top->search->limit, have = top->best.count;
	double wanted;

	if (top->threshold > 0 || have >= limit)
		return WAITING_MAX;
	wanted = looked ? 1.5 * (double)(limit - have) * looked / (found + 0.5) : (double)(limit - have) * 2 + FIRST_LOOK;
	return wanted < WAITING_MAX ? (uint32_t)wanted : WAITING_MAX;
}

static enum status
pieces_look(struct conjunction *all, uint32_t *look, uint32_t count, struct error *err)
{
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < count && status == STATUS_OK; i += LOOK_AT_ONCE)
		status = articles_look(all, look + i, count - i < LOOK_AT_ONCE ? count - i : LOOK_AT_ONCE, err);
	return status;
}

enum status
waiting_settle(struct conjunction *all, struct error *err)
{
	struct waiting *waiting = all->waiting;
	uint32_t look[WAITING_MAX], count = waiting->count, next = 0;
	uint64_t before = all->top->search->total;
	enum status status = STATUS_OK;

	if (!all->pruning) {
		for (uint32_t i = 0; i < count; i++)
			look[i] = i;
		status = pieces_look(all, look, count, err);
	} else {
		count = articles_order(all);
		while (next < count && status == STATUS_OK) {
			uint32_t found = (uint32_t)(all->top->search->total - before), wanted = articles_wanted(all, next, found);
			uint32_t until = count - next < wanted ? count : next + wanted;

			status = pieces_look(all, look, articles_choose(all, next, until, look), err);
			next = until;
		}
	}
	waiting->count = 0;
	return status;
}
