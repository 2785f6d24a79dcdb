#include "index/segment/forward_found.h"

#include <stdlib.h>

#include "common/crew.h"

/* What a teller has yet to tell of one segment. */
struct source {
	const struct forward_found *at, *end;
	struct dict_walk walk;       /* on the word of AT */
};

struct telling {
	const struct segment_reader *reader;
	const struct word_scan *asked;
	const struct buf *found;
	struct teller *tellers;
};

struct teller {
	struct source *sources;      /* by segment */
	enum status status;
	struct error err;
};

static int
by_term(const void *a, const void *b)
{
	const struct forward_found *x = a, *y = b;

	return (x->term > y->term) - (x->term < y->term);
}

static size_t
found_count(const struct buf *found)
{
	return found->len / sizeof(struct forward_found);
}

static const struct forward_found *
found_items(const struct buf *found)
{
	return (const struct forward_found *)(const void *)found->data;
}

/* Moves the walk of SOURCE onto its word. */
static enum status
source_read(struct source *source, struct error *err)
{
	enum status status;

	if (source->at == source->end)
		return STATUS_OK;
	/* The numbers are from a file. */
	if (source->at->term >= source->walk.dict->terms)
		return infile_corrupt(&source->walk.dict->in, 0, "a forward index has a word that the dictionary has not", err);
	status = dict_walk_seek_number(&source->walk, source->at->term, err);
	return status < 0 ? status : dict_walk_next(&source->walk, err);
}

/* ---- One part ----------------------------------------------------------- */

/* The smallest word of all sources; SPAN_NONE: they are at their ends. */
static struct span
smallest_word(const struct telling *telling, const struct teller *teller)
{
	struct span best = SPAN_NONE;

	for (size_t i = 0; i < telling->reader->count; i++) {
		const struct source *source = &teller->sources[i];

		if (source->at != source->end && (!best.ptr || span_compare(source->walk.term, best) < 0))
			best = source->walk.term;
	}
	return best;
}

/* Adds what segment NUMBER knows of WORD, and moves on where that was found there. */
static enum status
word_take(const struct telling *telling, struct teller *teller, size_t number, struct span word, struct word_numbers *numbers,
          struct error *err)
{
	const struct segment *segment = telling->reader->segments[number];
	struct source *source = &teller->sources[number];
	bool found = source->at != source->end && span_equal(source->walk.term, word);
	struct list list = source->walk.list;
	struct term_stats own;
	enum status status = found ? STATUS_OK : dict_find(&segment->dict, word, &list, err);

	if (status == STATUS_OK)
		status = segment_live_stats(segment, &list, &own, err);
	if (status < 0)
		return status;
	numbers->stats.df += own.df;
	numbers->stats.cf += own.cf;
	if (!found)
		return STATUS_OK;
	numbers->beside += source->at++->count;
	return source_read(source, err);
}

static void
teller_run(void *context, unsigned thread)
{
	const struct telling *telling = context;
	struct teller *teller = &telling->tellers[thread];
	char room[TERM_MAX];
	struct span word;

	for (size_t i = 0; i < telling->reader->count && teller->status == STATUS_OK; i++)
		teller->status = source_read(&teller->sources[i], &teller->err);
	while (teller->status == STATUS_OK && (word = smallest_word(telling, teller)).ptr) {
		struct word_numbers numbers = { .word = span_from(room, word.len) };

		memcpy(room, word.ptr, word.len);
		for (size_t i = 0; i < telling->reader->count && teller->status == STATUS_OK; i++)
			teller->status = word_take(telling, teller, i, numbers.word, &numbers, &teller->err);
		if (teller->status == STATUS_OK)
			teller->status = telling->asked->word(telling->asked->context, thread, &numbers, &teller->err);
	}
}

/* ---- Parts -------------------------------------------------------------- */

/* The segment in which most words were found. */
static size_t
leader_of(const struct telling *telling)
{
	size_t leader = 0;

	for (size_t i = 1; i < telling->reader->count; i++)
		if (telling->found[i].len > telling->found[leader].len)
			leader = i;
	return leader;
}

/* The first of FOUND that is not before WORD, in segment NUMBER. */
static enum status
found_search(const struct telling *telling, size_t number, struct span word, const struct forward_found **at, struct error *err)
{
	const struct forward_found *items = found_items(&telling->found[number]);
	size_t low = 0, high = found_count(&telling->found[number]);
	struct dict_walk walk;
	uint64_t term;
	enum status status = dict_walk_seek(&walk, &telling->reader->segments[number]->dict, word, err);

	if (status == STATUS_OK)
		status = dict_walk_next(&walk, err);
	if (status < 0)
		return status;
	term = status == STATUS_END ? UINT64_MAX : dict_walk_number(&walk);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (items[middle].term < term)
			low = middle + 1;
		else
			high = middle;
	}
	*at = items + low;
	return STATUS_OK;
}

/* Where teller NUMBER begins, and the one before it ends, in all segments. */
static enum status
part_cut(const struct telling *telling, unsigned number, struct error *err)
{
	const struct segment_reader *reader = telling->reader;
	size_t leader = leader_of(telling), count = found_count(&telling->found[leader]);
	struct source cut = { .at = found_items(&telling->found[leader]) + count * number / telling->asked->threads };
	enum status status;

	dict_walk_start(&cut.walk, &reader->segments[leader]->dict);
	cut.end = cut.at + (count != 0);
	status = source_read(&cut, err);
	for (size_t i = 0; i < reader->count && status == STATUS_OK; i++) {
		const struct forward_found *at = found_items(&telling->found[i]) + found_count(&telling->found[i]);

		if (count)
			status = found_search(telling, i, cut.walk.term, &at, err);
		telling->tellers[number].sources[i].at = at;
		telling->tellers[number - 1].sources[i].end = at;
	}
	return status;
}

static enum status
parts_make(const struct telling *telling, struct error *err)
{
	const struct segment_reader *reader = telling->reader;
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < telling->asked->threads; i++) {
		struct teller *teller = &telling->tellers[i];

		teller->sources = calloc(reader->count + 1, sizeof(*teller->sources));
		if (!teller->sources)
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		for (size_t k = 0; k < reader->count; k++) {
			dict_walk_start(&teller->sources[k].walk, &reader->segments[k]->dict);
			teller->sources[k].at = found_items(&telling->found[k]);
			teller->sources[k].end = teller->sources[k].at + found_count(&telling->found[k]);
		}
	}
	for (unsigned i = 1; i < telling->asked->threads && status == STATUS_OK; i++)
		status = part_cut(telling, i, err);
	return status;
}

enum status
forward_found_tell(const struct segment_reader *reader, const struct word_scan *asked, struct buf *found, struct error *err)
{
	struct telling telling = { reader, asked, found, calloc(asked->threads, sizeof(struct teller)) };
	enum status status = telling.tellers ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");

	for (size_t i = 0; i < reader->count; i++)
		if (found[i].len)
			qsort(found[i].data, found_count(&found[i]), sizeof(struct forward_found), by_term);
	if (status == STATUS_OK)
		status = parts_make(&telling, err);
	if (status == STATUS_OK)
		crew_run(asked->threads, teller_run, &telling);
	for (unsigned i = 0; telling.tellers && i < asked->threads; i++) {
		if (status == STATUS_OK && telling.tellers[i].status < 0)
			status = error_copy(err, telling.tellers[i].status, &telling.tellers[i].err);
		free(telling.tellers[i].sources);
	}
	free(telling.tellers);
	return status;
}
