#include "index/segment/merge_lists.h"

#include <stdlib.h>

enum status
merged_list_init(struct merged_list *list, const struct merge_map *map, struct error *err)
{
	memset(list, 0, sizeof(*list));
	list->map = map;
	list->sources = calloc(map->count + 1, sizeof(*list->sources));
	list->heads = malloc((map->count + 1) * sizeof(*list->heads));
	return list->sources && list->heads ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

void
merged_list_release(struct merged_list *list)
{
	free(list->sources);
	free(list->heads);
	list->sources = NULL;
	list->heads = NULL;
}

void
merged_list_begin(struct merged_list *list)
{
	list->opened = list->count = 0;
	list->postings = 0;
	list->flags = 0;
	list->doc = DOC_END;
}

enum status
merged_list_add(struct merged_list *list, size_t number, const struct list *from, struct error *err)
{
	struct merged_source *source = &list->sources[list->opened];

	source->to = list->map->to[number];
	list->flags |= from->flags & (LIST_COUNTED | LIST_POSITIONS);
	list->opened++;
	list->postings += from->df;
	return list_cursor_open(&source->cursor, &list->map->segments[number]->files, from, err);
}

/* Onto the next posting of SOURCE whose document lives. */
static enum status
source_next(struct merged_source *source, struct error *err)
{
	enum status status;

	do
		status = list_cursor_next(&source->cursor, err);
	while (status == STATUS_OK && source->cursor.doc != DOC_END && source->to[source->cursor.doc] == DOC_END);
	return status;
}

/* Moves the head at AT down to where none below it is smaller. */
static inline void
heads_sift(struct merged_list *list, size_t at)
{
	struct merged_head *heads = list->heads, head = heads[at];

	for (size_t below; (below = 2 * at + 1) < list->count; at = below) {
		below += below + 1 < list->count && heads[below + 1].doc < heads[below].doc;
		if (head.doc <= heads[below].doc)
			break;
		heads[at] = heads[below];
	}
	heads[at] = head;
}

/* Takes the smallest document for the present one. */
static inline void
list_settle(struct merged_list *list)
{
	list->doc = DOC_END;
	if (!list->count)
		return;
	list->doc = list->heads[0].doc;
	list->present = &list->sources[list->heads[0].source];
	list->posting_count = list_cursor_count(&list->present->cursor);
}

enum status
merged_list_first(struct merged_list *list, struct error *err)
{
	for (size_t i = 0; i < list->opened; i++) {
		struct merged_source *source = &list->sources[i];
		enum status status = source_next(source, err);

		if (status < 0)
			return status;
		if (source->cursor.doc != DOC_END)
			list->heads[list->count++] = (struct merged_head){ source->to[source->cursor.doc], (uint32_t)i };
	}
	for (size_t i = list->count / 2; i-- > 0;)
		heads_sift(list, i);
	list_settle(list);
	return STATUS_OK;
}

enum status
merged_list_next(struct merged_list *list, struct error *err)
{
	struct merged_source *source = list->present;
	uint32_t before = list->doc;
	enum status status = source_next(source, err);

	if (status < 0)
		return status;
	if (source->cursor.doc != DOC_END)
		list->heads[0].doc = source->to[source->cursor.doc];
	else
		list->heads[0] = list->heads[--list->count];
	if (list->count)
		heads_sift(list, 0);
	list_settle(list);
	/* Documents that do not ascend could go on for ever. */
	if (list->doc <= before)
		return infile_corrupt(source->cursor.files->post, 0, "documents of a list do not ascend", err);
	return STATUS_OK;
}
