/* index_check() of the native engine: every checksum, every structure. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "index/record.h"
#include "index/segment/check.h"
#include "index/segment/forward.h"
#include "index/segment/promise.h"
#include "index/segment/segment_engine.h"
#include "index/segment/view.h"

struct check {
	void (*report)(void *context, const char *line);
	void *context;
	bool damaged;
	enum status fatal;         /* memory, files that cannot be read */
};

/* Takes the outcome of one part: reports what is wrong with it. */
static bool
part_sound(struct check *check, enum status status, struct error *err)
{
	char line[2200];

	if (status == STATUS_OK)
		return true;
	if (status != STATUS_CORRUPT && status != STATUS_UNSUPPORTED)
		check->fatal = status;
	check->damaged = true;
	if (err->offset == ERROR_NO_OFFSET)
		snprintf(line, sizeof(line), "%s: %s", err->place, err->reason);
	else
		snprintf(line, sizeof(line), "%s: byte %" PRIu64 ": %s", err->place, err->offset, err->reason);
	if (check->report)
		check->report(check->context, line);
	error_clear(err);
	return false;
}

/* Positions are from 1 and ascend; those of a block take all of its bytes. */
static enum status
positions_check(const struct segment *segment, struct list_cursor *cursor, struct buf *room, struct error *err)
{
	const uint32_t *position;
	uint32_t before = 0;
	enum status status;

	buf_clear(room);
	status = list_cursor_positions(cursor, room, err);
	position = (const uint32_t *)(const void *)room->data;
	for (size_t i = 0; status == STATUS_OK && i < room->len / sizeof(*position); before = position[i++])
		if (position[i] <= before)
			return infile_corrupt(&segment->pos, 0, "positions do not ascend", err);
	return status == STATUS_OK && cursor->at + 1 == cursor->size ? list_cursor_positions_end(cursor, err) : status;
}

/* What lists are compared with. */
struct list_facts {
	uint32_t *lengths;         /* of the segment's articles */
	struct norms norms;
	struct promise_maker promise;
};

static enum status
list_facts_init(struct list_facts *facts, const struct segment *segment, struct error *err)
{
	uint64_t sum = 0;

	facts->lengths = malloc(((size_t)segment->docs + 1) * sizeof(*facts->lengths));
	if (!facts->lengths)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (uint32_t doc = 0; doc < segment->docs; doc++) {
		struct doc_values values;

		columns_values(&segment->columns, doc, &values);
		facts->lengths[doc] = values.length;
		sum += values.length;
	}
	promise_norms(&facts->norms, segment->docs ? (double)sum / segment->docs : 0);
	return STATUS_OK;
}

/* What the best postings of a list reach is no less than it says. */
static enum status
promise_check(const struct segment *segment, const struct list_cursor *cursor, const struct list_facts *facts,
              struct error *err)
{
	const unsigned char *said = list_cursor_promise(cursor);
	unsigned char made[PROMISE_SIZE];

	promise_make(&facts->promise, made);
	for (size_t i = 0; i < PROMISE_SIZE; i += 2)
		if (load_u16(said + i) > load_u16(made + i))
			return infile_corrupt(&segment->post, (uint64_t)(said - segment->post.data),
			                      "a list promises scores that it does not have", err);
	return STATUS_OK;
}

/* Every posting, count and position of one list. */
static enum status
list_check(const struct segment *segment, const struct dict_walk *walk, struct list_facts *facts, struct error *err)
{
	struct list_cursor cursor;
	struct list list;
	struct buf positions = BUF_INIT;
	uint64_t df = 0, cf = 0;
	enum status status = segment_list_of(segment, walk->term, &walk->list, &list, err);

	/* A shared list is looked at where its word is. */
	if (status < 0 || walk->list.flags & LIST_SHARED)
		return status;
	status = list_cursor_open(&cursor, &segment->files, &list, err);
	if (status == STATUS_OK)
		status = list_cursor_next(&cursor, err);
	promise_start(&facts->promise);
	while (status == STATUS_OK && cursor.doc != DOC_END) {
		uint32_t frequency = list_cursor_frequency(&cursor);

		df++;
		cf += frequency;
		if (cursor.skips && list.flags & LIST_COUNTED)
			promise_add(&facts->promise, &cursor.doc, &frequency, 1, facts->lengths, &facts->norms);
		status = positions_check(segment, &cursor, &positions, err);
		if (status == STATUS_OK)
			status = list_cursor_next(&cursor, err);
	}
	buf_release(&positions);
	if (status == STATUS_OK && (df != list.df || cf != list.cf))
		status = infile_corrupt(&segment->dict.in, (uint64_t)(walk->at - segment->dict.in.data),
		                        "a term's numbers are not those of its list", err);
	return status == STATUS_OK && cursor.skips ? promise_check(segment, &cursor, facts, err) : status;
}

static enum status
dict_check(const struct segment *segment, struct error *err)
{
	struct dict_walk walk;
	struct list_facts facts;
	char last[TERM_MAX];
	size_t last_len = 0;
	uint64_t terms = 0;
	enum status status = list_facts_init(&facts, segment, err);

	if (status < 0)
		return status;
	dict_walk_start(&walk, &segment->dict);
	while (status == STATUS_OK && (status = dict_walk_next(&walk, err)) == STATUS_OK) {
		if (terms++ && span_compare(span_from(last, last_len), walk.term) >= 0) {
			status = infile_corrupt(&segment->dict.in, (uint64_t)(walk.at - segment->dict.in.data), "terms are not in order", err);
			break;
		}
		memcpy(last, walk.term.ptr, walk.term.len);
		last_len = walk.term.len;
		status = list_check(segment, &walk, &facts, err);
	}
	free(facts.lengths);
	if (status == STATUS_END && terms != segment->dict.terms)
		return infile_corrupt(&segment->dict.in, segment->dict.in.body_end, "the number of terms is wrong", err);
	return status == STATUS_END ? STATUS_OK : status;
}

/* Each document's article can be read and has the document's id. */
static enum status
articles_check(const struct segment *segment, struct error *err)
{
	struct store_cache caches[64];
	struct arena arena = ARENA_INIT;
	struct id_block ids = ID_BLOCK_INIT;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < 64; i++)
		caches[i] = (struct store_cache)STORE_CACHE_INIT;
	for (uint32_t doc = 0; doc < segment->docs && status == STATUS_OK; doc++) {
		struct doc_values values;
		struct article article;
		struct span record, id;

		arena_clear(&arena);
		columns_values(&segment->columns, doc, &values);
		status = store_get(&segment->store, &caches[values.store_block % 64], values.store_block, values.store_offset,
		                   &record, err);
		if (status == STATUS_OK)
			status = record_decode(record, &arena, &article, err);
		if (status == STATUS_OK)
			status = columns_id(&segment->columns, doc, &ids, &id, err);
		if (status == STATUS_OK && !span_equal(article.text[FIELD_ID], id))
			status = infile_corrupt(&segment->store.in, 0, "a stored article is not that of its document", err);
	}
	for (size_t i = 0; i < 64; i++)
		store_cache_release(&caches[i]);
	id_block_release(&ids);
	arena_release(&arena);
	return status;
}

static bool
sums_equal(const struct columns_sums *a, const struct columns_sums *b)
{
	return a->docs == b->docs && a->length == b->length && a->words == b->words && a->first == b->first
		&& a->last == b->last && a->undated == b->undated && a->hash.low == b->hash.low && a->hash.high == b->hash.high;
}

/* What the manifest says of a segment. */
static enum status
manifest_check(const struct segment *segment, const char *folder, struct error *err)
{
	struct columns_sums live;

	columns_sums_init(&live);
	for (uint32_t doc = 0; doc < segment->docs; doc++) {
		struct doc_values values;

		if (deletes_test(&segment->deletes, doc))
			continue;
		columns_values(&segment->columns, doc, &values);
		columns_sums_add(&live, &values);
	}
	return sums_equal(&live, &segment->about.live)
		? STATUS_OK
		: error_set(err, STATUS_CORRUPT, folder, "the index is damaged: the manifest's sums are not those of segment %" PRIu64 "-%" PRIu64,
		            segment->about.name.generation, segment->about.name.number);
}

static void
segment_check(struct check *check, const struct segment *segment, const char *folder, struct error *err)
{
	const struct infile *files[] = {
		&segment->dict.in, &segment->post, &segment->pos, &segment->columns.in, &segment->store.in, &segment->deletes.in,
		&segment->forward.in,
	};
	struct store_cache cache = STORE_CACHE_INIT;
	bool sound = true;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (files[i]->data)
			sound &= part_sound(check, infile_verify(files[i], err), err);
	sound &= part_sound(check, columns_check(&segment->columns, err), err);
	if (segment->deletes.bits)
		sound &= part_sound(check, deletes_check(&segment->deletes, err), err);
	/* It is compared with lists that can be read. */
	if (part_sound(check, dict_check(segment, err), err) && segment->about.forward)
		part_sound(check, forward_check(segment, err), err);
	part_sound(check, store_check(&segment->store, &cache, err), err);
	part_sound(check, articles_check(segment, err), err);
	if (sound)
		part_sound(check, manifest_check(segment, folder, err), err);
	store_cache_release(&cache);
}

enum status
segment_examine(const struct segment *segment, const char *folder, void (*report)(void *, const char *), void *context,
                struct error *err)
{
	struct check check = { .report = report, .context = context };
	struct error own = ERROR_INIT;

	segment_check(&check, segment, folder, &own);
	if (check.fatal < 0)
		return error_set(err, check.fatal, folder, "cannot be examined");
	return check.damaged ? STATUS_CORRUPT : STATUS_OK;
}

enum status
segment_engine_check(const char *path, void (*report)(void *, const char *), void *context, struct error *err)
{
	struct check check = { .report = report, .context = context };
	struct error own = ERROR_INIT;
	struct view view;

	if (part_sound(&check, view_open(&view, path, &own), &own)) {
		for (size_t i = 0; i < view.count; i++)
			segment_check(&check, view.segments[i], path, &own);
		if (view.meta.in.data) {
			part_sound(&check, infile_verify(&view.meta.in, &own), &own);
			part_sound(&check, metafile_check(&view.meta, &own), &own);
		}
		view_release(&view);
	}
	if (check.fatal < 0)
		return error_set(err, check.fatal, path, "cannot be examined");
	return check.damaged ? error_set(err, STATUS_CORRUPT, path, "the index is damaged") : STATUS_OK;
}
