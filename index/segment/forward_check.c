/* A forward index and the lists of its segment say the same: compared by a sum over
 * all words of all documents, in whatever order they come. */
#include "index/segment/forward.h"

/* What one word at one place adds. */
static uint64_t
word_mix(uint32_t term, uint32_t doc, uint64_t position)
{
	uint64_t x = ((uint64_t)doc << 32 | term) * UINT64_C(0x9E3779B97F4A7C15) ^ position;

	/* The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
	x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
	return x ^ x >> 31;
}

static enum status
document_sum(struct forward_cursor *cursor, uint32_t doc, uint64_t *sum, struct error *err)
{
	const struct forward *forward = cursor->forward;
	const uint32_t *symbols;
	uint32_t count;
	uint64_t position = 0;
	enum status status = forward_cursor_seek(cursor, doc, err);

	while (status == STATUS_OK && (status = forward_cursor_next(cursor, &symbols, &count, err)) == STATUS_OK)
		for (uint32_t i = 0; i < count; i++) {
			position += symbols[i] == FORWARD_JUMP ? FORWARD_JUMP_PLACES : 1;
			if (symbols[i] >= FORWARD_WORD)
				*sum += word_mix(forward_term(forward, symbols[i] - FORWARD_WORD), doc, position);
		}
	return status < 0 ? status : STATUS_OK;
}

static enum status
documents_sum(const struct forward *forward, uint64_t *sum, struct error *err)
{
	struct forward_cursor cursor;
	enum status status = STATUS_OK;

	if (forward_first(forward, 0) != 0 || forward_first(forward, forward->docs) != forward->symbols)
		return infile_corrupt(&forward->in, forward->firsts, "the words of the documents are not all of them", err);
	forward_cursor_init(&cursor, forward);
	for (uint32_t doc = 0; doc < forward->docs && status == STATUS_OK; doc++)
		status = document_sum(&cursor, doc, sum, err);
	return status;
}

static enum status
list_sum(const struct segment *segment, const struct dict_walk *walk, struct buf *room, uint64_t *sum, struct error *err)
{
	uint32_t term = (uint32_t)dict_walk_number(walk);
	struct list_cursor cursor;
	enum status status = list_cursor_open(&cursor, &segment->files, &walk->list, err);

	if (status == STATUS_OK)
		status = list_cursor_next(&cursor, err);
	while (status == STATUS_OK && cursor.doc != DOC_END) {
		const uint32_t *position;

		buf_clear(room);
		status = list_cursor_positions(&cursor, room, err);
		position = (const uint32_t *)(const void *)room->data;
		for (size_t i = 0; status == STATUS_OK && i < room->len / sizeof(*position); i++)
			*sum += word_mix(term, cursor.doc, position[i]);
		if (status == STATUS_OK)
			status = list_cursor_next(&cursor, err);
	}
	return status;
}

static enum status
lists_sum(const struct segment *segment, uint64_t *sum, struct error *err)
{
	struct dict_walk walk;
	struct buf room = BUF_INIT;
	enum status status = STATUS_OK;

	dict_walk_start(&walk, &segment->dict);
	while (status == STATUS_OK && (status = dict_walk_next_word(&walk, err)) == STATUS_OK)
		status = list_sum(segment, &walk, &room, sum, err);
	buf_release(&room);
	return status < 0 ? status : STATUS_OK;
}

enum status
forward_check(const struct segment *segment, struct error *err)
{
	uint64_t forward = 0, lists = 0;
	enum status status = documents_sum(&segment->forward, &forward, err);

	if (status == STATUS_OK)
		status = lists_sum(segment, &lists, err);
	if (status == STATUS_OK && forward != lists)
		status = infile_corrupt(&segment->forward.in, 0, "the forward index has not the words of the lists", err);
	return status;
}
