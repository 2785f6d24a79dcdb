#include "index/segment/merge_lists.h"

#include <stdlib.h>

enum status
merged_list_init(struct merged_list *list, const struct merge_map *map, struct error *err)
{
	memset(list, 0, sizeof(*list));
	list->map = map;
	list->sources = calloc(map->count + 1, sizeof(*list->sources));
	return list->sources ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

void
merged_list_release(struct merged_list *list)
{
	free(list->sources);
	list->sources = NULL;
}

void
merged_list_begin(struct merged_list *list)
{
	list->count = 0;
	list->flags = 0;
	list->doc = DOC_END;
}

enum status
merged_list_add(struct merged_list *list, size_t number, const struct list *from, struct error *err)
{
	struct merged_source *source = &list->sources[list->count];

	source->to = list->map->to[number];
	list->flags |= from->flags & (LIST_COUNTED | LIST_POSITIONS);
	list->count++;
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

/* Drops the sources that are at their end and finds the smallest document. */
static void
list_settle(struct merged_list *list)
{
	list->doc = DOC_END;
	for (size_t i = 0; i < list->count;) {
		struct merged_source *source = &list->sources[i];
		uint32_t doc;

		if (source->cursor.doc == DOC_END) {
			/* From the back, so that the present one stays where it is looked for. */
			if (i != --list->count)
				*source = list->sources[list->count];
			continue;
		}
		doc = source->to[source->cursor.doc];
		if (doc < list->doc) {
			list->doc = doc;
			list->present = i;
		}
		i++;
	}
	if (list->doc != DOC_END)
		list->posting_count = list_cursor_count(&list->sources[list->present].cursor);
}

enum status
merged_list_first(struct merged_list *list, struct error *err)
{
	for (size_t i = 0; i < list->count; i++) {
		enum status status = source_next(&list->sources[i], err);

		if (status < 0)
			return status;
	}
	list_settle(list);
	return STATUS_OK;
}

enum status
merged_list_next(struct merged_list *list, struct error *err)
{
	uint32_t before = list->doc;
	enum status status = source_next(&list->sources[list->present], err);

	if (status < 0)
		return status;
	list_settle(list);
	/* Documents that do not ascend could go on for ever. */
	if (list->doc <= before)
		return infile_corrupt(list->sources[list->present].cursor.files->post, 0,
		                      "documents of a list do not ascend", err);
	return STATUS_OK;
}
