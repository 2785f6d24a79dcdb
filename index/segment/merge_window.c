#include "index/segment/merge_window.h"

#include <stdlib.h>

struct merge_window *
merge_window_new(void)
{
	return calloc(1, sizeof(struct merge_window));
}

void
merge_window_free(struct merge_window *window)
{
	if (window)
		buf_release(&window->positions);
	free(window);
}

/* Takes what the present block of SOURCE has in the window from BASE on; the
 * cursor then is on the first posting behind it, or at the end of the block. */
static enum status
block_take(struct merge_window *window, struct merged_source *source, uint32_t base, bool positions, struct error *err)
{
	struct list_cursor *cursor = &source->cursor;
	enum status status = STATUS_OK;

	if (!cursor->counted)
		list_cursor_unpack(cursor);
	for (; cursor->at < cursor->size && status == STATUS_OK; cursor->at++) {
		uint32_t to = source->to[cursor->docs[cursor->at]], doc = to - base, count = cursor->counts[cursor->at];
		size_t place = window->positions.len / sizeof(uint32_t);

		if (to == DOC_END)
			continue;
		if (doc >= MERGE_WINDOW)
			break;
		window->bits[doc / 64] |= UINT64_C(1) << doc % 64;
		window->counts[doc] = count;
		if (!positions)
			continue;
		if (place > UINT32_MAX)
			return error_set(err, STATUS_LIMIT, NULL, "the positions of one word are more than a merge can hold");
		window->places[doc] = (uint32_t)place;
		status = list_cursor_positions(cursor, &window->positions, err);
		if (status == STATUS_OK && window->positions.len != (place + count) * sizeof(uint32_t))
			status = infile_corrupt(cursor->files->pos, 0, "positions are missing", err);
	}
	return status;
}

static enum status
source_take(struct merge_window *window, struct merged_source *source, uint32_t base, bool positions, struct error *err)
{
	struct list_cursor *cursor = &source->cursor;
	enum status status = STATUS_OK;

	while (status == STATUS_OK && cursor->doc != DOC_END) {
		status = block_take(window, source, base, positions, err);
		if (status == STATUS_OK && cursor->at < cursor->size) {
			cursor->doc = cursor->docs[cursor->at];
			break;
		}
		if (status == STATUS_OK)
			status = list_cursor_enter(cursor, cursor->block + 1, err);
	}
	return status;
}

/* Hands what is in the window to OUT. */
static void
window_put(struct merge_window *window, uint32_t base, bool positions, struct list_writer *out, struct error *err)
{
	const uint32_t *all = (const uint32_t *)(const void *)window->positions.data;

	for (uint32_t word = 0; word < MERGE_WINDOW / 64; word++) {
		for (uint64_t left = window->bits[word]; left; left &= left - 1) {
			uint32_t doc = 64 * word + (uint32_t)__builtin_ctzll(left);

			list_writer_add(out, base + doc, window->counts[doc], positions ? all + window->places[doc] : NULL, err);
		}
		window->bits[word] = 0;
	}
	buf_clear(&window->positions);
}

/* The smallest document of LIST's sources, from block ends on those that live; DOC_END at the end. */
static enum status
next_doc(struct merged_list *list, uint32_t *next, struct error *err)
{
	enum status status = STATUS_OK;

	*next = DOC_END;
	for (size_t i = 0; i < list->opened && status == STATUS_OK; i++) {
		struct merged_source *source = &list->sources[i];

		while (status == STATUS_OK && source->cursor.doc != DOC_END && source->to[source->cursor.doc] == DOC_END)
			status = list_cursor_next(&source->cursor, err);
		if (source->cursor.doc != DOC_END && source->to[source->cursor.doc] < *next)
			*next = source->to[source->cursor.doc];
	}
	return status;
}

enum status
merge_window_write(struct merge_window *window, struct merged_list *list, struct list_writer *out, struct error *err)
{
	bool positions = list->flags & LIST_POSITIONS;
	uint32_t base;
	enum status status;

	while ((status = next_doc(list, &base, err)) == STATUS_OK && base != DOC_END) {
		base -= base % MERGE_WINDOW;
		for (size_t i = 0; i < list->opened && status == STATUS_OK; i++)
			status = source_take(window, &list->sources[i], base, positions, err);
		if (status < 0)
			break;
		window_put(window, base, positions, out, err);
	}
	return status;
}
