#include "tests/engines/segment_decode.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include <zstd.h>

#include "tests/engines/segment_decode_columns.h"
#include "tests/engines/segment_decode_lists.h"

/* ---- One segment -------------------------------------------------------- */

/* A word of a forward index. */
struct forward_word {
	uint64_t doc, position, term;
};

struct segment_files {
	struct bytes dict, post, pos, cols, store, del, fwd;
	struct document_id *ids;
	bool deletions, has_forward;
	struct forward_word *forward;   /* in order of documents and positions */
	size_t forward_count, forward_found;
};

static bool
is_deleted(const struct segment_files *files, uint64_t doc)
{
	return files->deletions && files->del.data[16 + doc / 8] >> doc % 8 & 1;
}

/* ---- Section 9: stored articles ------------------------------------------ */

/* The block at HEAD, packed with a dictionary, into TEXT. */
static bool
dictionary_unpack(const unsigned char *head, unsigned char *text, size_t raw, size_t size)
{
	const unsigned char *there = head - number(head + 17, 8);
	size_t length = number(there + 5, 4);
	ZSTD_DCtx *zstd = ZSTD_createDCtx();
	bool good = there[0] == 3 && number(there + 1, 4) == length && XXH3_64bits(there + 17, length) == number(there + 9, 8)
		&& ZSTD_decompress_usingDict(zstd, text, raw, head + 25, size - 8, there + 17, length) == raw;

	ZSTD_freeDCtx(zstd);
	return good;
}

static bool
document_emit(const struct segment_files *files, uint64_t doc, const struct decode_sink *sink)
{
	const struct bytes *cols = &files->cols, *store = &files->store;
	uint64_t block = column_number(cols, TAIL_BLOCK, doc), at = column_number(cols, TAIL_OFFSET, doc);
	const unsigned char *head = store->data + number(store->data + store->tail[1] + 8 * block, 8), *record;
	size_t raw = number(head + 1, 4), size = number(head + 5, 4);
	unsigned char *text = calloc(raw + 16, 1);
	bool good = XXH3_64bits(head + 17, size) == number(head + 9, 8);

	if (head[0] == 0)
		memcpy(text, head + 17, raw);
	else if (head[0] == 1)
		good = good && ZSTD_decompress(text, raw, head + 17, size) == raw;
	else
		good = good && head[0] == 2 && dictionary_unpack(head, text, raw, size);
	record = text + at;
	if (good) {
		size_t len = varint(&record);

		sink->document(sink->context, files->ids[doc].bytes, files->ids[doc].len, column_date(cols, doc),
		               (uint32_t)column_number(cols, TAIL_LENGTH, doc), (uint32_t)column_number(cols, TAIL_WORDS, doc),
		               cols->data + cols->tail[TAIL_SKETCH] + 48 * doc, (const char *)record, len);
	}
	free(text);
	return good || complain("a stored article cannot be read");
}

/* ---- Section 5: the dictionary ------------------------------------------- */

static size_t packed_blocks;

size_t
decode_packed_blocks(void)
{
	return packed_blocks;
}

struct entry {
	char term[241];
	size_t len;
	unsigned flags;
	uint64_t df, cf, post, pos;
	uint64_t base, base_df;         /* of a ranked one */
	const unsigned char *inside;
};

/* The first byte says how much of the term before is kept, and how much is new. */
static void
term_read(const unsigned char **at, struct entry *entry)
{
	size_t lens = *(*at)++, shared = lens % 16, rest = lens / 16;

	if (shared == 15)
		shared += varint(at);
	if (rest == 15)
		rest += varint(at);
	memcpy(entry->term + shared, *at, rest);
	*at += rest;
	entry->len = shared + rest;
}

static void
entry_read(const unsigned char **at, struct entry *entry, uint64_t *post, uint64_t *pos)
{
	unsigned more;

	term_read(at, entry);
	more = *(*at)++;
	entry->flags = more % 32;
	entry->inside = NULL;
	if (entry->flags & 8)
		return;
	entry->df = entry->flags & 4 ? more / 64 + 1 : varint(at);
	entry->cf = !(entry->flags & 1) ? 0 : more & 32 ? entry->df : entry->df + varint(at);
	if (entry->flags & 4) {
		size_t size = varint(at);

		entry->inside = *at;
		*at += size;
		return;
	}
	entry->post = *post;
	entry->pos = *pos;
	*post += varint(at);
	*pos += entry->flags & 2 ? varint(at) : 0;
	*at += more & 64 ? 2 : 4;
	if (entry->flags & 16) {
		entry->base = entry->post - varint(at);
		varint(at);
		entry->base_df = varint(at);
	}
}

/* The entries of a block. */
static void
block_read(const unsigned char *at, struct entry *entries, uint64_t count)
{
	uint64_t post = varint(&at), pos = varint(&at);

	for (uint64_t i = 0; i < count; i++) {
		if (i)
			memcpy(entries[i].term, entries[i - 1].term, entries[i - 1].len);
		entry_read(&at, &entries[i], &post, &pos);
	}
}

static void
name_read(const unsigned char **at, struct entry *entry)
{
	size_t shared = varint(at), rest = varint(at);

	memcpy(entry->term + shared, *at, rest);
	*at += rest;
	entry->len = shared + rest;
}

/* The same of one that is packed. */
static void
packed_block_read(const struct bytes *dict, const unsigned char *at, struct entry *entries, uint64_t count)
{
	static unsigned char names[32 * 250];
	const unsigned char *next = names;
	ZSTD_DCtx *zstd = ZSTD_createDCtx();
	size_t size, len;

	varint(&at);
	varint(&at);
	term_read(&at, &entries[0]);
	size = varint(&at);
	len = ZSTD_decompress_usingDict(zstd, names, sizeof(names), at, size, dict->data + dict->tail[3], dict->tail[4]);
	ZSTD_freeDCtx(zstd);
	at += size;
	packed_blocks++;
	if (ZSTD_isError(len)) {
		complain("names of terms cannot be unpacked");
		len = 0;
	}
	for (uint64_t i = 0; i < count; i++) {
		if (i) {
			memcpy(entries[i].term, entries[i - 1].term, entries[i - 1].len);
			name_read(&next, &entries[i]);
		}
		entries[i].flags = 4;
		entries[i].df = 1;
		entries[i].inside = at;
		varint(&at);
	}
	if (next != names + len)
		complain("names of terms do not end with the block");
}

static struct entry *
entries_read(const struct bytes *dict)
{
	struct entry *entries = calloc(dict->tail[0] + 1, sizeof(*entries));

	for (uint64_t i = 0; i < dict->tail[0]; i += 32) {
		uint64_t offset = number(dict->data + dict->tail[2] + 16 * (i / 32) + 8, 8);
		uint64_t count = dict->tail[0] - i < 32 ? dict->tail[0] - i : 32;

		if (offset >> 63)
			packed_block_read(dict, dict->data + (offset & INT64_MAX), entries + i, count);
		else
			block_read(dict->data + offset, entries + i, count);
	}
	return entries;
}

/* What a long list promises of its best postings. */
static void
promise_check(const struct segment_files *files, const struct entry *entry, const struct posting_list *list)
{
	const unsigned char *promise = files->post.data + entry->post + (entry->flags & 2 ? 16 : 12) * ((list->df + 127) / 128);
	const struct bytes *cols = &files->cols;
	double mean = (double)cols->tail[1] / (double)cols->tail[0];

	for (uint64_t i = 0, wanted = 10; i < 2; i++, wanted = 100) {
		double least = (double)number(promise + 2 * i, 2) / 65536;
		uint64_t reach = 0;

		for (uint64_t k = 0; k < list->df; k++) {
			double length = (double)column_number(cols, TAIL_LENGTH, list->docs[k]) / mean;
			double count = (double)list->counts[k];

			reach += count / (2 * (0.65 * (length > 0.5 ? length : 0.5) + 0.35) + count) * (1 + 1e-12) >= least;
		}
		if (entry->flags & 1 ? reach < wanted || least <= 0 : least > 0)
			complain("%.*s promises what it does not have", (int)entry->len, entry->term);
	}
}

/* ---- Section 12: the forward index --------------------------------------- */

static size_t forward_words;

size_t
decode_forward_words(void)
{
	return forward_words;
}

static void
symbols_read(const struct bytes *fwd, uint64_t *symbols)
{
	uint64_t count = fwd->tail[0];

	for (uint64_t i = 0; i < count; i += 128) {
		const unsigned char *chunk = fwd->data + fwd->tail[3] + 40 * (i / 2048), *at = fwd->data + number(chunk, 8), *from;
		uint64_t numbers[128], in_chunk = i / 128 % 16;

		for (uint64_t k = 0; k < in_chunk; k++)
			at += number(chunk + 8 + 2 * k, 2);
		from = at;
		group(&at, numbers);
		if ((uint64_t)(at - from) != number(chunk + 8 + 2 * in_chunk, 2))
			complain("a group of words has another size");
		for (uint64_t k = 0; k < 128 && i + k < count; k++)
			symbols[i + k] = numbers[k];
	}
}

static void
forward_read(struct segment_files *files)
{
	const struct bytes *fwd = &files->fwd;
	uint64_t *symbols = calloc(fwd->tail[0] + 1, sizeof(*symbols));

	symbols_read(fwd, symbols);
	files->forward = calloc(fwd->tail[0] + 1, sizeof(*files->forward));
	for (uint64_t doc = 0; doc < fwd->tail[2]; doc++) {
		const unsigned char *first = fwd->data + fwd->tail[4] + 8 * doc;
		uint64_t position = 0;

		for (uint64_t i = number(first, 8); i < number(first + 8, 8); i++) {
			position += symbols[i] == 0 ? 99 : 1;
			if (symbols[i] > 1)
				files->forward[files->forward_count++] = (struct forward_word){
					doc, position, number(fwd->data + fwd->tail[5] + 4 * (symbols[i] - 2), 4),
				};
		}
	}
	forward_words += files->forward_count;
	free(symbols);
}

static int
forward_compare(const void *a, const void *b)
{
	const struct forward_word *x = a, *y = b;

	if (x->doc != y->doc)
		return x->doc < y->doc ? -1 : 1;
	return (x->position > y->position) - (x->position < y->position);
}

/* The word with number TERM in the dictionary stands there. */
static void
forward_look(struct segment_files *files, uint64_t doc, uint64_t position, uint64_t term)
{
	struct forward_word wanted = { doc, position, term };
	const struct forward_word *there = bsearch(&wanted, files->forward, files->forward_count, sizeof(wanted), forward_compare);

	if (!there || there->term != term)
		complain("the forward index has another word");
	files->forward_found++;
}

static bool
list_emit(struct segment_files *files, uint64_t term_number, const struct entry *term, const struct entry *entry,
          const struct decode_sink *sink)
{
	struct posting_list list = { .df = entry->df };
	bool counted = entry->flags & 3, placed = (entry->flags & 2) && !(term->flags & 8);
	uint64_t cf = 0;

	list.docs = calloc(entry->df + 1, sizeof(uint64_t));
	list.counts = calloc(entry->df + 1, sizeof(uint64_t));
	list.positions = calloc(entry->df + 1, sizeof(uint64_t *));
	if (entry->inside) {
		const unsigned char *at = entry->inside;

		list_inside(&at, &list, counted);
		if (placed)
			list_positions(at, &list, true);
	} else {
		const unsigned char *start = files->post.data + entry->post;
		uint64_t skip = entry->flags & 2 ? 16 : 12;

		list_blocks(start, &list, counted, skip, entry->flags & 16);
		if (entry->flags & 16)
			list_unrank(files->post.data + entry->base, entry->base_df, &list);
		lasts_check(start, &list, skip);
		if (list.df >= 128)
			promise_check(files, entry, &list);
		if (placed)
			list_positions(files->pos.data + entry->pos, &list, false);
	}
	for (uint64_t i = 0; i < list.df; i++) {
		uint32_t positions[10000];
		size_t count = placed ? list.counts[i] : 0;
		const struct document_id *id = &files->ids[list.docs[i]];

		cf += list.counts[i];
		for (size_t k = 0; k < count && k < 10000; k++)
			positions[k] = (uint32_t)list.positions[i][k];
		for (size_t k = 0; files->has_forward && k < count && (term->term[0] < 'A' || term->term[0] > 'Z'); k++)
			forward_look(files, list.docs[i], list.positions[i][k], term_number);
		if (!is_deleted(files, list.docs[i]))
			sink->posting(sink->context, id->bytes, id->len, term->term, term->len,
			              entry->flags & 1 ? (uint32_t)list.counts[i] : 0, positions, count);
	}
	list_free(&list);
	return !(entry->flags & 1) || cf == entry->cf || complain("cf of %.*s is wrong", (int)term->len, term->term);
}

static bool
terms_emit(struct segment_files *files, const struct decode_sink *sink)
{
	struct entry *entries = entries_read(&files->dict);
	bool good = true;

	for (uint64_t i = 0; i < files->dict.tail[0] && good; i++) {
		const struct entry *of = &entries[i];

		/* A shared list: that of the term without its Z. */
		for (uint64_t k = 0; entries[i].flags & 8 && k < files->dict.tail[0]; k++)
			if (entries[k].len == entries[i].len - 1 && memcmp(entries[k].term, entries[i].term + 1, entries[k].len) == 0)
				of = &entries[k];
		good = list_emit(files, i, &entries[i], of, sink);
	}
	free(entries);
	if (good && files->forward_found != files->forward_count)
		return complain("the forward index has words that the lists have not");
	return good;
}

static bool
segment_decode(const char *folder, const char *name, uint64_t deletes, bool forward, const struct decode_sink *sink)
{
	struct segment_files files;
	char file[200];
	bool good;

	memset(&files, 0, sizeof(files));
	good = (snprintf(file, sizeof(file), "%s.dict", name), enveloped_file(folder, file, 'd', 5, &files.dict))
		&& (snprintf(file, sizeof(file), "%s.post", name), enveloped_file(folder, file, 'p', 0, &files.post))
		&& (snprintf(file, sizeof(file), "%s.pos", name), enveloped_file(folder, file, 'o', 0, &files.pos))
		&& (snprintf(file, sizeof(file), "%s.cols", name), enveloped_file(folder, file, 'c', TAIL_COLUMNS, &files.cols))
		&& (snprintf(file, sizeof(file), "%s.store", name), enveloped_file(folder, file, 's', 2, &files.store));
	if (good && deletes) {
		snprintf(file, sizeof(file), "%s-%" PRIu64 ".del", name, deletes);
		good = enveloped_file(folder, file, 'x', 2, &files.del);
		files.deletions = true;
	}
	if (good && forward) {
		snprintf(file, sizeof(file), "%s.fwd", name);
		good = enveloped_file(folder, file, 'f', 6, &files.fwd);
		files.has_forward = good;
		if (good)
			forward_read(&files);
	}
	files.ids = good ? column_ids(&files.cols) : NULL;
	for (uint64_t doc = 0; good && doc < files.cols.tail[0]; doc++)
		if (!is_deleted(&files, doc))
			good = document_emit(&files, doc, sink);
	good = good && terms_emit(&files, sink);
	column_ids_free(files.ids, files.cols.tail[0]);
	free(files.dict.data);
	free(files.post.data);
	free(files.pos.data);
	free(files.cols.data);
	free(files.store.data);
	free(files.del.data);
	free(files.fwd.data);
	free(files.forward);
	return good;
}

/* ---- Section 4: the manifest --------------------------------------------- */

bool
decode_index(const char *folder, const struct decode_sink *sink)
{
	struct bytes manifest;
	char *line, *rest, *sum;
	bool good = whole_file(folder, "manifest", &manifest);

	decode_wrong = false;
	if (good) {
		sum = strstr((char *)manifest.data, "checksum ");
		good = sum && strtoull(sum + 9, NULL, 16) == XXH3_64bits(manifest.data, (size_t)(sum - (char *)manifest.data));
	}
	if (!good)
		complain("the manifest's checksum is wrong");
	for (line = strtok_r((char *)manifest.data, "\n", &rest); good && line; line = strtok_r(NULL, "\n", &rest)) {
		char name[64];
		uint64_t docs, live, deletes;

		if (sscanf(line, "segment %63s %" SCNu64 " %" SCNu64 " %" SCNu64, name, &docs, &live, &deletes) == 4)
			good = segment_decode(folder, name, deletes, atoi(strrchr(line, ' ') + 1) & 2, sink);
	}
	free(manifest.data);
	return good && !decode_wrong;
}
