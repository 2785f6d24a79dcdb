/* merge_lists.h - inside a merge: one term's lists as one. */
#ifndef NEWSDEX_INDEX_SEGMENT_MERGE_LISTS_H
#define NEWSDEX_INDEX_SEGMENT_MERGE_LISTS_H

#include "index/segment/merge_map.h"

/* The postings of one term in all segments, in order of new numbers. */
struct merged_list {
	const struct merge_map *map;
	struct merged_source {
		struct list_cursor cursor;
		const uint32_t *to;
	} *sources;                /* room for every segment; those of the term */
	size_t opened;
	uint64_t postings;         /* of all of them, deleted documents included */
	struct merged_head {
		uint32_t doc, source;
	} *heads;                  /* a heap of the sources that are not at their end, smallest document first */
	size_t count;
	struct merged_source *present;  /* of the present posting */
	unsigned flags;
	uint32_t doc;              /* DOC_END at the end */
	uint32_t posting_count;
};

enum status merged_list_init(struct merged_list *list, const struct merge_map *map, struct error *err);
void merged_list_release(struct merged_list *list);

/* Begins a term, which has no segment yet. */
void merged_list_begin(struct merged_list *list);

/* Adds the list of segment NUMBER. */
enum status merged_list_add(struct merged_list *list, size_t number, const struct list *from, struct error *err);

/* Onto the first posting, once all are added, and onto the next. */
enum status merged_list_first(struct merged_list *list, struct error *err);
enum status merged_list_next(struct merged_list *list, struct error *err);

#endif
