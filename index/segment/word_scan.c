/* Every word of the texts at once: ranges of the dictionaries are shared out
 * among threads, each of which walks them in all segments side by side. */
#include <endian.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "common/crew.h"
#include "common/varint.h"
#include "index/segment/choose.h"
#include "index/segment/forward_scan.h"
#include "index/segment/segment_reader.h"

#define RANGES_EACH 64         /* for each thread: lists differ much in length */
#define SPARSE_WORDS 16        /* of the set, that are looked at before a block is read */

_Static_assert(WORD_POSTINGS_MAX >= LIST_BLOCK, "a block is handed out at once");

struct cut {
	char term[TERM_MAX];
	size_t len;
};

struct scan {
	const struct segment_reader *reader;
	const struct word_scan *asked;
	struct beside_places places; /* of the window */
	struct cut *cuts;            /* where ranges begin; the first at the first term */
	size_t count;
	struct scanner *scanners;    /* by thread */
	atomic_size_t next;          /* range */
};

struct scanner {
	struct scan *scan;
	unsigned number;
	enum status status;
	struct error err;

	struct dict_walk *walks;     /* by segment */
	uint64_t *keys;              /* of their words: word_key() */
	bool *ended;
	char term[TERM_MAX];
	uint64_t key;                /* of the present word */
	uint64_t count;              /* postings of the present word in the set */
	struct buf room;
	struct list_cursor cursor;
	docid_t docs[BESIDE_ROOM];   /* of the present block, in the set */
	uint32_t counts[LIST_BLOCK];
	struct beside beside;        /* their numbers in it; with a window, in the set */
};

/* ---- One list --------------------------------------------------------- */

/* Whether BLOCK may have a document of the set: false only when that is cheap
 * to see. */
static bool
block_is_wanted(const struct list_cursor *cursor, uint32_t block, const struct segment *segment, const struct word_scan *asked)
{
	uint64_t first, last;

	if (!cursor->skips)
		return true;
	first = (uint64_t)segment->base + (block ? (uint64_t)list_cursor_last(cursor, block - 1) + 1 : 0);
	last = (uint64_t)segment->base + list_cursor_last(cursor, block);
	if (first >= asked->end)
		return false;
	if (last >= asked->end)
		last = asked->end - 1;
	if (last < first || last / 64 - first / 64 >= SPARSE_WORDS)
		return true;
	for (uint64_t word = first / 64; word <= last / 64; word++)
		if (asked->docs[word])
			return true;
	return false;
}

/* The same of a list in the dictionary. */
static bool
entry_is_wanted(const struct list *list, const struct segment *segment, const struct word_scan *asked)
{
	const unsigned char *at = (const unsigned char *)list->in_entry.ptr, *end = at + list->in_entry.len;
	uint64_t doc = segment->base, code, count;

	for (uint32_t i = 0; i < list->df; i++, doc++) {
		size_t len = varint_get(at, end, &code);

		/* What cannot be right is for those who say so. */
		if (!len || code >= UINT32_MAX)
			return true;
		at += len;
		if (LIST_HAS_COUNTS(list->flags)) {
			if (!(code & 1) && !(len = varint_get(at, end, &count)))
				return true;
			at += code & 1 ? 0 : len;
			code >>= 1;
		}
		doc += code;
		if (doc >= asked->end)
			return false;
		if (asked->docs[doc / 64] >> doc % 64 & 1)
			return true;
	}
	return false;
}

/* Those of the present block that are in the set, into docs and beside. */
static void
block_choose(struct scanner *scanner, docid_t base)
{
	const struct word_scan *asked = scanner->scan->asked;
	const struct list_cursor *cursor = &scanner->cursor;
	uint32_t size = cursor->size;

	while (size && base + cursor->docs[size - 1] >= asked->end)
		size--;
	scanner->beside.count = choose_docs(cursor->docs, size, base, asked->docs, scanner->docs, scanner->beside.at);
}

static void
block_hand_out(struct scanner *scanner)
{
	const struct word_scan *asked = scanner->scan->asked;
	struct list_cursor *cursor = &scanner->cursor;
	struct word_postings some = { .count = scanner->beside.count, .docs = scanner->docs, .counts = scanner->counts };

	if (!cursor->counted)
		list_cursor_unpack(cursor);
	for (size_t i = 0; i < some.count; i++)
		scanner->counts[i] = cursor->counts[scanner->beside.at[i]];
	asked->postings(asked->context, scanner->number, &some);
	scanner->count += some.count;
}

static enum status
block_scan(struct scanner *scanner, docid_t base, struct error *err)
{
	const struct word_scan *asked = scanner->scan->asked;

	block_choose(scanner, base);
	if (!scanner->beside.count)
		return STATUS_OK;
	if (!asked->window) {
		block_hand_out(scanner);
		return STATUS_OK;
	}
	choose_ranks(scanner->docs, scanner->beside.count, asked->docs, asked->window->before, scanner->beside.numbers);
	beside_ahead(&scanner->beside);
	return list_cursor_beside(&scanner->cursor, &scanner->beside, &scanner->room, err);
}

static enum status
list_scan(struct scanner *scanner, const struct segment *segment, const struct list *list, struct error *err)
{
	struct list_cursor *cursor = &scanner->cursor;
	enum status status;

	/* Most words are rare. */
	if (list->flags & LIST_IN_ENTRY && !entry_is_wanted(list, segment, scanner->scan->asked))
		return STATUS_OK;
	status = list_cursor_open(cursor, &segment->files, list, err);
	for (uint32_t block = 0; status == STATUS_OK && block < cursor->blocks; block++) {
		if (!block_is_wanted(cursor, block, segment, scanner->scan->asked))
			continue;
		status = list_cursor_enter(cursor, block, err);
		if (status == STATUS_OK)
			status = block_scan(scanner, segment->base, err);
	}
	return status;
}

/* ---- One range of terms ----------------------------------------------- */

static bool
is_word(struct span term)
{
	return term.ptr[0] < 'A' || term.ptr[0] > 'Z';
}

/* The first bytes of WORD, as a number that has its order. */
static uint64_t
word_key(struct span word)
{
	uint64_t key = 0;

	memcpy(&key, word.ptr, word.len < sizeof(key) ? word.len : sizeof(key));
	return be64toh(key);
}

/* Onto the next word before UNTIL (NULL: the end) of segment NUMBER. */
static enum status
word_step(struct scanner *scanner, size_t number, const struct cut *until, struct error *err)
{
	struct dict_walk *walk = &scanner->walks[number];
	enum status status = dict_walk_next_word(walk, err);

	if (status < 0)
		return status;
	scanner->ended[number] = status == STATUS_END ||
		(until && span_compare(walk->term, span_from(until->term, until->len)) >= 0);
	scanner->keys[number] = scanner->ended[number] ? UINT64_MAX : word_key(walk->term);
	return STATUS_OK;
}

static enum status
range_begin(struct scanner *scanner, const struct cut *from, const struct cut *until, struct error *err)
{
	const struct segment_reader *reader = scanner->scan->reader;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < reader->count && status == STATUS_OK; i++) {
		status = dict_walk_seek(&scanner->walks[i], &reader->segments[i]->dict, span_from(from->term, from->len), err);
		if (status == STATUS_OK)
			status = word_step(scanner, i, until, err);
	}
	return status;
}

static bool
walk_is_on(const struct scanner *scanner, size_t number, struct span word)
{
	return scanner->keys[number] == scanner->key && !scanner->ended[number] && span_equal(scanner->walks[number].term, word);
}

/* WORD was read in all segments: hands it out if it was found. */
static enum status
word_end(struct scanner *scanner, struct span word, struct error *err)
{
	const struct segment_reader *reader = scanner->scan->reader;
	const struct word_scan *asked = scanner->scan->asked;
	struct word_numbers numbers = { .word = word, .beside = asked->window ? beside_take(&scanner->beside) : 0 };
	enum status status = STATUS_OK;

	if (!numbers.beside && !scanner->count)
		return STATUS_OK;
	for (size_t i = 0; i < reader->count && status == STATUS_OK; i++) {
		struct term_stats own;

		if (!walk_is_on(scanner, i, word))
			continue;
		status = segment_live_stats(reader->segments[i], &scanner->walks[i].list, &own, err);
		if (status == STATUS_OK) {
			numbers.stats.df += own.df;
			numbers.stats.cf += own.cf;
		}
	}
	return status < 0 ? status : asked->word(asked->context, scanner->number, &numbers, err);
}

/* The smallest word that a walk is on; SPAN_NONE at the end of the range. */
static struct span
smallest_word(struct scanner *scanner)
{
	struct span best = SPAN_NONE;
	uint64_t key = UINT64_MAX;

	for (size_t i = 0; i < scanner->scan->reader->count; i++) {
		if (scanner->ended[i] || scanner->keys[i] > key)
			continue;
		if (best.ptr && scanner->keys[i] == key && span_compare(scanner->walks[i].term, best) >= 0)
			continue;
		best = scanner->walks[i].term;
		key = scanner->keys[i];
	}
	scanner->key = key;
	if (!best.ptr)
		return best;
	memcpy(scanner->term, best.ptr, best.len);
	return span_from(scanner->term, best.len);
}

static enum status
range_scan(struct scanner *scanner, const struct cut *from, const struct cut *until, struct error *err)
{
	const struct segment_reader *reader = scanner->scan->reader;
	enum status status = range_begin(scanner, from, until, err);
	struct span word;

	while (status == STATUS_OK && (word = smallest_word(scanner)).ptr) {
		scanner->count = 0;
		for (size_t i = 0; i < reader->count && status == STATUS_OK; i++)
			if (walk_is_on(scanner, i, word))
				status = list_scan(scanner, reader->segments[i], &scanner->walks[i].list, err);
		if (status == STATUS_OK)
			status = word_end(scanner, word, err);
		for (size_t i = 0; i < reader->count && status == STATUS_OK; i++)
			if (walk_is_on(scanner, i, word))
				status = word_step(scanner, i, until, err);
	}
	return status;
}

/* ---- Ranges ----------------------------------------------------------- */

/* The block that a walk enters when it seeks FROM. */
static enum status
block_of(const struct dict *dict, const char *from, uint64_t *block, struct error *err)
{
	struct dict_walk walk;
	enum status status = dict_walk_seek(&walk, dict, span_from_string(from), err);

	*block = walk.block ? walk.block - 1 : 0;
	return status;
}

/* A range begins with the first term of BLOCK, if that is a word. */
static enum status
cut_add(struct scan *scan, const struct dict *dict, uint64_t block, struct error *err)
{
	struct cut *cut = &scan->cuts[scan->count];
	struct dict_walk walk;
	enum status status;

	dict_walk_start(&walk, dict);
	walk.block = block;
	status = dict_walk_next(&walk, err);
	if (status != STATUS_OK || !is_word(walk.term))
		return status < 0 ? status : STATUS_OK;
	memcpy(cut->term, walk.term.ptr, walk.term.len);
	cut->len = walk.term.len;
	scan->count++;
	return STATUS_OK;
}

/* Cuts where the largest dictionary has as many blocks of words in each range. */
static enum status
cuts_make(struct scan *scan, unsigned threads, struct error *err)
{
	const struct segment_reader *reader = scan->reader;
	size_t wanted = threads > 1 ? (size_t)threads * RANGES_EACH : 1;
	const struct dict *dict = NULL;
	uint64_t capitals, behind = 0, words;
	enum status status;

	scan->cuts = calloc(wanted + 1, sizeof(*scan->cuts));
	if (!scan->cuts)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	scan->count = 1;
	for (size_t i = 0; i < reader->count; i++)
		if (!dict || reader->segments[i]->dict.terms > dict->terms)
			dict = &reader->segments[i]->dict;
	if (!dict || !dict->blocks)
		return STATUS_OK;
	status = block_of(dict, "A", &capitals, err);
	if (status == STATUS_OK)
		status = block_of(dict, "[", &behind, err);
	if (status < 0)
		return status;
	words = capitals + 1 + (behind > capitals ? dict->blocks - behind : dict->blocks - capitals - 1);
	for (size_t i = 1; i < wanted && status == STATUS_OK; i++) {
		uint64_t before = words * (i - 1) / wanted, block = words * i / wanted;

		if (block == before)
			continue;
		if (block > capitals && behind > capitals)
			block += behind - capitals - 1;
		if (block < dict->blocks)
			status = cut_add(scan, dict, block, err);
	}
	return status;
}

/* ---- All -------------------------------------------------------------- */

static enum status
places_make(struct scan *scan, struct error *err)
{
	const struct word_window *window = scan->asked->window;

	if (!window)
		return STATUS_OK;
	scan->places = (struct beside_places){ .places = window->places, .span = window->span };
	scan->places.documents = malloc((window->docs + 1) * sizeof(*scan->places.documents));
	if (!scan->places.documents)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i <= window->docs; i++) {
		uint32_t first = window->first[i], count = i < window->docs ? window->first[i + 1] - first : 0;

		scan->places.documents[i] = (struct beside_document){ beside_parts(window->places + first, count, window->span), first };
	}
	return STATUS_OK;
}

static void
scanner_run(void *context, unsigned number)
{
	struct scan *scan = context;
	struct scanner *scanner = &scan->scanners[number];

	while (scanner->status == STATUS_OK) {
		size_t range = atomic_fetch_add(&scan->next, 1);

		if (range >= scan->count)
			break;
		scanner->status = range_scan(scanner, &scan->cuts[range], range + 1 < scan->count ? &scan->cuts[range + 1] : NULL,
		                             &scanner->err);
	}
	/* The others need not go on where one failed. */
	if (scanner->status < 0)
		atomic_store(&scan->next, scan->count);
}

static enum status
scanner_init(struct scanner *scanner, struct scan *scan, unsigned number, struct error *err)
{
	scanner->scan = scan;
	scanner->number = number;
	scanner->beside.places = &scan->places;
	scanner->walks = malloc((scan->reader->count + 1) * sizeof(*scanner->walks));
	scanner->keys = calloc(scan->reader->count + 1, sizeof(*scanner->keys));
	scanner->ended = calloc(scan->reader->count + 1, sizeof(*scanner->ended));
	return scanner->walks && scanner->keys && scanner->ended ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

static void
scanner_release(struct scanner *scanner)
{
	free(scanner->walks);
	free(scanner->keys);
	free(scanner->ended);
	buf_release(&scanner->room);
}

/* By the lists. */
static enum status
lists_words(const struct segment_reader *reader, const struct word_scan *asked, struct error *err)
{
	struct scan scan = { .reader = reader, .asked = asked };
	enum status status = cuts_make(&scan, asked->threads, err);

	scan.scanners = calloc(asked->threads, sizeof(*scan.scanners));
	if (status == STATUS_OK)
		status = places_make(&scan, err);
	if (status == STATUS_OK && !scan.scanners)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (unsigned i = 0; i < asked->threads && status == STATUS_OK; i++)
		status = scanner_init(&scan.scanners[i], &scan, i, err);
	if (status == STATUS_OK)
		crew_run(asked->threads, scanner_run, &scan);
	for (unsigned i = 0; scan.scanners && i < asked->threads; i++) {
		if (status == STATUS_OK && scan.scanners[i].status < 0)
			status = error_copy(err, scan.scanners[i].status, &scan.scanners[i].err);
		scanner_release(&scan.scanners[i]);
	}
	free(scan.scanners);
	free(scan.places.documents);
	free(scan.cuts);
	return status;
}

enum status
reader_words(struct index_reader *base, const struct word_scan *asked, struct error *err)
{
	const struct segment_reader *reader = (struct segment_reader *)base;

	if (asked->window && forward_everywhere(reader))
		return forward_words(reader, asked, err);
	return lists_words(reader, asked, err);
}
