#include "index/segment/forward_scan.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/crew.h"
#include "index/segment/forward.h"
#include "index/segment/forward_found.h"
#include "index/segment/pages.h"

#define UNIT_DOCS 512u        /* that are counted by one thread at a time */

/* Words are read from the file, not mapped: a page that is touched first costs about as much as to
 * copy some dozen.  Where one document in so many is wanted those between are read too. */
#define SPARSE_DOCS 32u
#define READ_MOST ((uint64_t)4 << 20)

/* Symbols that are looked at together for one that is no word. */
#define LOOK 16u

/* Places from FROM to UNTIL that count. */
struct stretch {
	uint64_t from, until;
};

struct scan {
	const struct segment_reader *reader;
	const struct word_scan *asked;
	struct scanner *scanners;
	atomic_uint_fast64_t next;       /* unit */
};

struct scanner {
	enum status status;
	struct error err;
	struct pages *counts;            /* by segment, where it has counted: u32 by word */
	struct forward_cursor cursor;
	int *files;                      /* by segment, open, or -1 */
	struct buf read;
	docid_t docs[UNIT_DOCS];         /* of the unit, in the set */
	struct stretch *stretches;       /* of the present document, ascending */
	size_t stretch_count, stretch_room;
};

bool
forward_everywhere(const struct segment_reader *reader)
{
	for (size_t i = 0; i < reader->count; i++)
		if (!reader->segments[i]->about.forward)
			return false;
	return reader->count != 0;
}

/* ---- One document ------------------------------------------------------- */

static void
stretch_add(struct scanner *scanner, uint64_t from, uint64_t until)
{
	if (from <= until)
		scanner->stretches[scanner->stretch_count++] = (struct stretch){ from, until };
}

/* What stands at most SPAN from one of COUNT places, ascending, and on none. */
static bool
stretches_make(struct scanner *scanner, const uint32_t *places, uint32_t count, unsigned span)
{
	uint64_t done = 0;

	scanner->stretch_count = 0;
	if (scanner->stretch_room < 2 * (size_t)count) {
		struct stretch *more = reallocarray(scanner->stretches, 4 * (size_t)count, sizeof(*more));

		if (!more)
			return false;
		scanner->stretches = more;
		scanner->stretch_room = 4 * (size_t)count;
	}
	for (uint32_t i = 0; i < count; i++) {
		uint64_t place = places[i], from = place > span ? place - span : 1, until = place + span;

		stretch_add(scanner, from > done ? from : done + 1, place - 1);
		if (i + 1 < count && places[i + 1] <= until)
			until = (uint64_t)places[i + 1] - 1;
		stretch_add(scanner, place + 1, until);
		done = until;
	}
	return true;
}

/* How many of the COUNT symbols are words, before the first that is none. */
static uint32_t
words_ahead(const uint32_t *symbols, uint32_t count)
{
	uint32_t at = 0;

	for (; count - at >= LOOK; at += LOOK) {
		uint32_t others = 0;

		for (uint32_t i = 0; i < LOOK; i++)
			others |= symbols[at + i] < FORWARD_WORD;
		if (others)
			break;
	}
	while (at < count && symbols[at] >= FORWARD_WORD)
		at++;
	return at;
}

/* Counts those of the WORDS behind place BEFORE that are in stretches, from *STRETCH on. */
static void
words_count(const struct scanner *scanner, const uint32_t *symbols, uint32_t words, uint64_t before, size_t *stretch,
            uint32_t *counts)
{
	uint64_t last = before + words;

	for (; *stretch < scanner->stretch_count; ++*stretch) {
		const struct stretch *own = &scanner->stretches[*stretch];
		uint64_t from = own->from > before ? own->from : before + 1, until = own->until < last ? own->until : last;

		for (uint64_t place = from; place <= until; place++)
			counts[symbols[place - before - 1] - FORWARD_WORD]++;
		if (own->until > last)
			return;
	}
}

/* Counts what is in the stretches of DOC. */
static enum status
document_count(struct scanner *scanner, uint32_t doc, uint32_t *counts, struct error *err)
{
	const uint32_t *symbols;
	uint32_t count;
	uint64_t place = 0;
	size_t stretch = 0;
	enum status status = forward_cursor_seek(&scanner->cursor, doc, err);

	while (status == STATUS_OK && stretch < scanner->stretch_count) {
		status = forward_cursor_next(&scanner->cursor, &symbols, &count, err);
		for (uint32_t at = 0; status == STATUS_OK && at < count;) {
			uint32_t words = words_ahead(symbols + at, count - at);

			words_count(scanner, symbols + at, words, place, &stretch, counts);
			place += words;
			at += words;
			if (at < count)
				place += symbols[at++] == FORWARD_JUMP ? FORWARD_JUMP_PLACES : 1;
		}
	}
	return status < 0 ? status : STATUS_OK;
}

/* ---- Some documents ----------------------------------------------------- */

/* The documents of the set from FROM to before UNTIL, into DOCS. */
static uint32_t
set_list(const struct word_scan *asked, uint64_t from, uint64_t until, docid_t *docs)
{
	uint32_t count = 0;

	for (uint64_t word = from / 64; word * 64 < until; word++)
		for (uint64_t left = asked->docs[word]; left; left &= left - 1) {
			uint64_t doc = word * 64 + (uint64_t)__builtin_ctzll(left);

			if (doc >= from && doc < until)
				docs[count++] = (docid_t)doc;
		}
	return count;
}

/* Reads the words of the documents FROM to before UNTIL into memory; where that cannot be they
 * are mapped. */
static void
words_read(struct scanner *scanner, const struct segment *segment, size_t number, uint32_t from, uint32_t until)
{
	struct forward_cursor *cursor = &scanner->cursor;
	uint64_t begin, end;
	char *room;

	forward_cursor_init(cursor, &segment->forward);
	forward_bytes(&segment->forward, from, until, &begin, &end);
	if (begin == end || end - begin > READ_MOST)
		return;
	if (scanner->files[number] < 0)
		scanner->files[number] = open(segment->forward.in.path, O_RDONLY | O_CLOEXEC);
	buf_clear(&scanner->read);
	room = buf_reserve(&scanner->read, (size_t)(end - begin) + PACK_SLACK);
	if (scanner->files[number] < 0 || !room
	    || pread(scanner->files[number], room, (size_t)(end - begin), (off_t)begin) != (ssize_t)(end - begin))
		return;
	cursor->bytes = (const unsigned char *)room;
	cursor->bytes_from = begin;
	cursor->bytes_end = end;
}

/* Makes the stretches of DOC, which is one of the set. */
static bool
document_stretches(struct scanner *scanner, const struct word_scan *asked, docid_t doc)
{
	const struct word_window *window = asked->window;
	uint64_t below = asked->docs[doc / 64] & ((UINT64_C(1) << doc % 64) - 1);
	uint32_t number = window->before[doc / 64] + (uint32_t)__builtin_popcountll(below), first = window->first[number];

	return stretches_make(scanner, window->places + first, window->first[number + 1] - first, window->span);
}

static enum status
unit_count(struct scan *scan, struct scanner *scanner, size_t number, uint32_t from, struct error *err)
{
	const struct word_scan *asked = scan->asked;
	const struct segment *segment = scan->reader->segments[number];
	uint64_t first = (uint64_t)segment->base + from, until = first + (segment->docs - from < UNIT_DOCS ? segment->docs - from : UNIT_DOCS);
	uint32_t count = set_list(asked, first, until < asked->end ? until : asked->end, scanner->docs);
	bool dense = count > UNIT_DOCS / SPARSE_DOCS;
	enum status status = STATUS_OK;

	if (!count)
		return STATUS_OK;
	if (!pages_grow(&scanner->counts[number], ((size_t)segment->forward.words + 1) * sizeof(uint32_t)))
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (dense)
		words_read(scanner, segment, number, from, (uint32_t)(until - segment->base));
	for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
		uint32_t doc = scanner->docs[i] - segment->base;

		if (!dense)
			words_read(scanner, segment, number, doc, doc + 1);
		if (!document_stretches(scanner, asked, scanner->docs[i]))
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		status = document_count(scanner, doc, scanner->counts[number].data, err);
	}
	return status;
}

/* The segment of UNIT, and its first document there; false when there is none. */
static bool
unit_find(const struct segment_reader *reader, uint64_t unit, size_t *number, uint32_t *from)
{
	for (*number = 0; *number < reader->count; ++*number) {
		uint64_t units = (reader->segments[*number]->docs + UNIT_DOCS - 1) / UNIT_DOCS;

		*from = (uint32_t)unit * UNIT_DOCS;
		if (unit < units)
			return true;
		unit -= units;
	}
	return false;
}

static void
scanner_run(void *context, unsigned thread)
{
	struct scan *scan = context;
	struct scanner *scanner = &scan->scanners[thread];
	size_t number;
	uint32_t from;

	while (scanner->status == STATUS_OK && unit_find(scan->reader, atomic_fetch_add(&scan->next, 1), &number, &from))
		scanner->status = unit_count(scan, scanner, number, from, &scanner->err);
	/* The others need not go on where one failed. */
	if (scanner->status < 0)
		atomic_store(&scan->next, UINT32_MAX);
}

/* ---- All ---------------------------------------------------------------- */

/* Adds what all threads have counted of segment NUMBER to FOUND. */
static bool
counts_join(const struct scan *scan, size_t number, struct buf *found)
{
	const struct forward *forward = &scan->reader->segments[number]->forward;

	for (uint32_t word = 0; word < forward->words; word++) {
		struct forward_found own = { .count = 0 };

		for (unsigned i = 0; i < scan->asked->threads; i++) {
			const uint32_t *counts = scan->scanners[i].counts[number].data;

			own.count += counts ? counts[word] : 0;
		}
		if (!own.count)
			continue;
		own.term = forward_term(forward, word);
		buf_append(found, &own, sizeof(own));
	}
	return buf_status(found) == STATUS_OK;
}

static enum status
scanners_start(struct scan *scan, struct error *err)
{
	size_t count = scan->reader->count;

	scan->scanners = calloc(scan->asked->threads, sizeof(*scan->scanners));
	for (unsigned i = 0; scan->scanners && i < scan->asked->threads; i++) {
		struct scanner *scanner = &scan->scanners[i];

		scanner->counts = calloc(count + 1, sizeof(*scanner->counts));
		scanner->files = malloc((count + 1) * sizeof(*scanner->files));
		if (!scanner->counts || !scanner->files)
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		for (size_t k = 0; k < count; k++)
			scanner->files[k] = -1;
	}
	return scan->scanners ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

static void
scanner_release(struct scanner *scanner, size_t segments)
{
	for (size_t i = 0; scanner->counts && scanner->files && i < segments; i++) {
		pages_release(&scanner->counts[i]);
		if (scanner->files[i] >= 0)
			close(scanner->files[i]);
	}
	free(scanner->counts);
	free(scanner->files);
	free(scanner->stretches);
	buf_release(&scanner->read);
}

static enum status
scan_run(struct scan *scan, struct buf *found, struct error *err)
{
	enum status status = scanners_start(scan, err);

	if (status < 0)
		return status;
	crew_run(scan->asked->threads, scanner_run, scan);
	for (unsigned i = 0; i < scan->asked->threads; i++)
		if (scan->scanners[i].status < 0)
			return error_copy(err, scan->scanners[i].status, &scan->scanners[i].err);
	for (size_t i = 0; i < scan->reader->count; i++)
		if (!counts_join(scan, i, &found[i]))
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return STATUS_OK;
}

enum status
forward_words(const struct segment_reader *reader, const struct word_scan *asked, struct error *err)
{
	struct scan scan = { .reader = reader, .asked = asked };
	struct buf *found = calloc(reader->count + 1, sizeof(*found));
	enum status status = found ? scan_run(&scan, found, err) : error_set(err, STATUS_NOMEM, NULL, "out of memory");

	for (unsigned i = 0; scan.scanners && i < asked->threads; i++)
		scanner_release(&scan.scanners[i], reader->count);
	free(scan.scanners);
	if (status == STATUS_OK)
		status = forward_found_tell(reader, asked, found, err);
	for (size_t i = 0; found && i < reader->count; i++)
		buf_release(&found[i]);
	free(found);
	return status;
}
