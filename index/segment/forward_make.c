/* A forward index out of lists: the places of some documents at a time are filled
 * with the words of all lists, and then written down in their order. */
#include <stdlib.h>

#include "index/segment/forward.h"
#include "index/segment/pages.h"

#define MEMORY_LEAST ((size_t)4 << 20)
#define FIELDS_MOST 3                /* of an article: a place without words before each */
#define WAITING 32u
#define STOP_WORDS 1024              /* between two questions whether to stop */

/* How often the word with NUMBER among the words of the dictionary stands. */
struct ranked {
	uint32_t number, cf;
};

struct maker {
	const struct segment *segment;
	const struct forward_options *options;
	uint64_t *places;                /* by document: its first place, one more at the end; once it is written, its first symbol */
	struct buf ranked;               /* struct ranked: the words, frequent ones first */
	struct buf terms;                /* u32 by number: the word's term in the dictionary */
	uint32_t *symbols;               /* by number */
	uint32_t words;

	struct pages slots;              /* symbols by place, from FROM to before UNTIL; 0: no word */
	uint64_t from, until;
	struct placed {
		uint32_t slot, symbol;
	} waiting[WAITING];              /* words on their way into slots, which are fetched meanwhile; a ring */
	size_t placed;                   /* words that have waited, or do */
	bool twice;                      /* two words stood at one place */
	struct buf positions;
	uint64_t mapped;                 /* bytes of lists that were read and not forgotten */

	uint32_t doc;                    /* that is being written */
	uint64_t begun;                  /* its first symbol */
	uint64_t empty;                  /* places without a word since its last one */

	struct outfile out;
	uint64_t written;                /* symbols */
	uint32_t group[FORWARD_GROUP];
	struct buf chunks;               /* what is said of each */
};

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

/* ---- Words -------------------------------------------------------------- */

static int
by_frequency(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->cf != y->cf)
		return x->cf < y->cf ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

static enum status
words_list(struct maker *maker, struct error *err)
{
	struct dict_walk walk;
	enum status status;

	if (maker->segment->dict.terms > UINT32_MAX - FORWARD_WORD)
		return error_set(err, STATUS_LIMIT, NULL, "a segment has too many words for a forward index");
	dict_walk_start(&walk, &maker->segment->dict);
	while ((status = dict_walk_next_word(&walk, err)) == STATUS_OK) {
		const struct ranked word = { maker->words++, walk.list.cf < UINT32_MAX ? (uint32_t)walk.list.cf : UINT32_MAX };
		const uint32_t term = (uint32_t)dict_walk_number(&walk);

		buf_append(&maker->ranked, &word, sizeof(word));
		buf_append(&maker->terms, &term, sizeof(term));
	}
	if (status < 0)
		return status;
	return buf_status(&maker->ranked) < 0 || buf_status(&maker->terms) < 0 ? no_memory(err) : STATUS_OK;
}

/* Frequent words get small symbols. */
static enum status
words_rank(struct maker *maker, struct error *err)
{
	enum status status = words_list(maker, err);
	struct ranked *ranked = (struct ranked *)(void *)maker->ranked.data;

	if (status < 0)
		return status;
	maker->symbols = malloc(((size_t)maker->words + 1) * sizeof(*maker->symbols));
	if (!maker->symbols)
		return no_memory(err);
	if (maker->words)
		qsort(ranked, maker->words, sizeof(*ranked), by_frequency);
	for (uint32_t i = 0; i < maker->words; i++)
		maker->symbols[ranked[i].number] = i + FORWARD_WORD;
	return STATUS_OK;
}

/* ---- Places ------------------------------------------------------------- */

static enum status
places_give(struct maker *maker, struct error *err)
{
	const struct segment *segment = maker->segment;
	uint64_t next = 0;

	maker->places = malloc(((size_t)segment->docs + 1) * sizeof(*maker->places));
	if (!maker->places)
		return no_memory(err);
	for (uint32_t doc = 0; doc < segment->docs; doc++) {
		uint32_t words = columns_words(&segment->columns, doc);

		maker->places[doc] = next;
		next += words ? (uint64_t)words + FIELDS_MOST * (FORWARD_JUMP_PLACES + 1) : 0;
	}
	maker->places[segment->docs] = next;
	return STATUS_OK;
}

static void
slot_fill(struct maker *maker, struct placed word)
{
	uint32_t *slot = (uint32_t *)maker->slots.data + word.slot;

	maker->twice |= *slot != 0;
	*slot = word.symbol;
}

/* SLOT is SYMBOL's. */
static void
slot_give(struct maker *maker, uint64_t slot, uint32_t symbol)
{
	struct placed *place = &maker->waiting[maker->placed % WAITING];

	__builtin_prefetch((uint32_t *)maker->slots.data + slot, 1);
	if (maker->placed++ >= WAITING)
		slot_fill(maker, *place);
	*place = (struct placed){ (uint32_t)slot, symbol };
}

/* Gives the last words their slots. */
static enum status
slots_settle(struct maker *maker, struct error *err)
{
	for (size_t i = maker->placed < WAITING ? 0 : maker->placed - WAITING; i < maker->placed; i++)
		slot_fill(maker, maker->waiting[i % WAITING]);
	maker->placed = 0;
	return maker->twice ? infile_corrupt(&maker->segment->pos, 0, "two words stand at one place", err) : STATUS_OK;
}

static enum status
posting_fill(struct maker *maker, struct list_cursor *cursor, uint32_t symbol, struct error *err)
{
	uint64_t first = maker->places[cursor->doc], end = maker->places[cursor->doc + 1];
	const uint32_t *position;
	enum status status;

	buf_clear(&maker->positions);
	status = list_cursor_positions(cursor, &maker->positions, err);
	position = (const uint32_t *)(const void *)maker->positions.data;
	for (size_t i = 0; status == STATUS_OK && i < maker->positions.len / sizeof(*position); i++) {
		uint64_t place = first + position[i] - 1;

		if (position[i] == 0 || place >= end)
			return infile_corrupt(cursor->files->pos, 0, "a word stands behind the end of its article", err);
		if (place >= maker->from && place < maker->until)
			slot_give(maker, place - maker->from, symbol);
	}
	return status;
}

/* LIST will be read: what was mapped of those before is given back now and then. */
static void
list_account(struct maker *maker, const struct list *list)
{
	maker->mapped += list->post_size + list->pos_size;
	if (maker->mapped < maker->options->memory)
		return;
	segment_forget(maker->segment);
	maker->mapped = 0;
}

/* Puts the word of LIST where it stands in the documents up to LAST. */
static enum status
list_fill(struct maker *maker, const struct list *list, uint32_t symbol, uint32_t last, struct error *err)
{
	struct list_cursor cursor;
	enum status status;

	list_account(maker, list);
	status = list_cursor_open(&cursor, &maker->segment->files, list, err);
	if (status == STATUS_OK)
		status = list_cursor_seek(&cursor, maker->doc, err);
	while (status == STATUS_OK && cursor.doc <= last && cursor.doc != DOC_END) {
		status = posting_fill(maker, &cursor, symbol, err);
		if (status == STATUS_OK)
			status = list_cursor_next(&cursor, err);
	}
	return status;
}

static enum status
slots_fill(struct maker *maker, struct error *err)
{
	const struct forward_options *options = maker->options;
	struct dict_walk walk;
	uint32_t number = 0, last = maker->doc;
	enum status status;

	while (last + 1 < maker->segment->docs && maker->places[last + 1] < maker->until)
		last++;
	dict_walk_start(&walk, &maker->segment->dict);
	while ((status = dict_walk_next_word(&walk, err)) == STATUS_OK) {
		if (number % STOP_WORDS == 0 && options->stop && options->stop(options->context))
			return error_set(err, STATUS_INTERRUPTED, NULL, "interrupted");
		status = list_fill(maker, &walk.list, maker->symbols[number++], last, err);
		if (status < 0)
			return status;
	}
	return status < 0 ? status : slots_settle(maker, err);
}

/* ---- Writing ------------------------------------------------------------ */

static void
group_put(struct maker *maker, struct error *err)
{
	unsigned group = (unsigned)((maker->written - 1) / FORWARD_GROUP % FORWARD_CHUNK);
	unsigned char packed[PFOR_SIZE_MAX], chunk[FORWARD_CHUNK_SIZE] = { 0 };
	uint32_t size = pfor_put(maker->group, PACK_FAST, packed);

	if (group == 0) {
		store_u64(chunk, maker->out.size);
		buf_append(&maker->chunks, chunk, sizeof(chunk));
	}
	if (buf_status(&maker->chunks) == STATUS_OK)
		store_u16(maker->chunks.data + maker->chunks.len - 2 * (FORWARD_CHUNK - group), (uint16_t)size);
	outfile_put(&maker->out, packed, size, err);
}

static void
symbol_put(struct maker *maker, uint32_t symbol, struct error *err)
{
	maker->group[maker->written++ % FORWARD_GROUP] = symbol;
	if (maker->written % FORWARD_GROUP == 0)
		group_put(maker, err);
}

/* Fills the last group up. */
static void
symbols_end(struct maker *maker, struct error *err)
{
	uint64_t written = maker->written;

	while (maker->written % FORWARD_GROUP)
		symbol_put(maker, FORWARD_JUMP, err);
	maker->written = written;
}

static void
word_put(struct maker *maker, uint32_t symbol, struct error *err)
{
	for (; maker->empty >= FORWARD_JUMP_PLACES; maker->empty -= FORWARD_JUMP_PLACES)
		symbol_put(maker, FORWARD_JUMP, err);
	for (; maker->empty; maker->empty--)
		symbol_put(maker, FORWARD_HOLE, err);
	symbol_put(maker, symbol, err);
}

/* Writes what is in the slots; what was written of a document ends where its places end. */
static void
slots_write(struct maker *maker, struct error *err)
{
	for (uint64_t place = maker->from; place < maker->until; place++) {
		uint32_t symbol = ((const uint32_t *)maker->slots.data)[place - maker->from];

		while (place >= maker->places[maker->doc + 1]) {
			maker->places[maker->doc++] = maker->begun;
			maker->begun = maker->written;
			maker->empty = 0;
		}
		if (symbol)
			word_put(maker, symbol, err);
		else
			maker->empty++;
	}
}

static enum status
documents_write(struct maker *maker, struct error *err)
{
	uint64_t end = maker->places[maker->segment->docs], room = maker->options->memory / sizeof(uint32_t);
	enum status status = STATUS_OK;

	if (room < MEMORY_LEAST / sizeof(uint32_t))
		room = MEMORY_LEAST / sizeof(uint32_t);
	if (room > UINT32_MAX)
		room = UINT32_MAX;
	if (room > end)
		room = end;
	if (!pages_grow(&maker->slots, (size_t)(room + 1) * sizeof(uint32_t)))
		return no_memory(err);
	for (; maker->from < end && status == STATUS_OK; maker->from = maker->until) {
		maker->until = end - maker->from < room ? end : maker->from + room;
		if (maker->from)
			pages_zero(&maker->slots);
		status = slots_fill(maker, err);
		if (status == STATUS_OK)
			slots_write(maker, err);
		if (status == STATUS_OK)
			status = maker->out.status;
	}
	for (; maker->doc < maker->segment->docs; maker->begun = maker->written)
		maker->places[maker->doc++] = maker->begun;
	maker->places[maker->doc] = maker->written;
	symbols_end(maker, err);
	return status;
}

/* ---- The whole ---------------------------------------------------------- */

static enum status
file_end(struct maker *maker, uint64_t *size, struct error *err)
{
	const struct ranked *ranked = (const struct ranked *)(const void *)maker->ranked.data;
	const uint32_t *terms = (const uint32_t *)(const void *)maker->terms.data;
	uint64_t tail[] = { maker->written, maker->words, maker->segment->docs, maker->out.size, 0, 0 };
	unsigned char number[8];

	if (buf_status(&maker->chunks) < 0)
		return no_memory(err);
	outfile_put(&maker->out, maker->chunks.data, maker->chunks.len, err);
	tail[4] = maker->out.size;
	for (uint32_t doc = 0; doc <= maker->segment->docs; doc++) {
		store_u64(number, maker->places[doc]);
		outfile_put(&maker->out, number, 8, err);
	}
	tail[5] = maker->out.size;
	for (uint32_t word = 0; word < maker->words; word++) {
		store_u32(number, terms[ranked[word].number]);
		outfile_put(&maker->out, number, 4, err);
	}
	return outfile_finish(&maker->out, tail, sizeof(tail) / sizeof(*tail), size, err);
}

static enum status
segment_forward(const struct segment *segment, const char *folder, const struct forward_options *options, uint64_t *size,
                struct error *err)
{
	struct maker *maker = calloc(1, sizeof(*maker));
	char file[SEGMENT_FILE_NAME_MAX];
	enum status status;

	if (!maker)
		return no_memory(err);
	maker->segment = segment;
	maker->options = options;
	segment_file_name(&segment->about.name, "fwd", file);
	status = outfile_open(&maker->out, folder, file, KIND_FORWARD, err);
	if (status == STATUS_OK)
		status = words_rank(maker, err);
	if (status == STATUS_OK)
		status = places_give(maker, err);
	if (status == STATUS_OK)
		status = documents_write(maker, err);
	if (status == STATUS_OK)
		status = file_end(maker, size, err);
	outfile_release(&maker->out);
	buf_release(&maker->ranked);
	buf_release(&maker->terms);
	buf_release(&maker->positions);
	buf_release(&maker->chunks);
	free(maker->symbols);
	free(maker->places);
	pages_release(&maker->slots);
	free(maker);
	return status;
}

enum status
forward_make(const char *folder, struct manifest_segment *about, const struct forward_options *options, struct error *err)
{
	struct segment *segment;
	uint64_t size = 0;
	enum status status = segment_open(&segment, folder, about, err);

	if (status == STATUS_OK)
		status = segment_forward(segment, folder, options, &size, err);
	segment_free(segment);
	about->forward = status == STATUS_OK;
	about->bytes += size;
	return status;
}
