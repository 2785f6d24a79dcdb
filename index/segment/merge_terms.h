/* merge_terms.h - inside a merge: the terms of all segments as one walk. */
#ifndef NEWSDEX_INDEX_SEGMENT_MERGE_TERMS_H
#define NEWSDEX_INDEX_SEGMENT_MERGE_TERMS_H

#include "index/segment/merge_map.h"

struct merged_terms {
	const struct merge_map *map;
	struct dict_walk *walks;   /* by segment */
	size_t *heap;              /* segments whose walks stand behind the present term, smallest term first */
	size_t heap_count;
	size_t *group;             /* segments whose walks stand on the present term */
	size_t group_count;
	struct span term;          /* the present one: points into this struct */
	char bytes[TERM_MAX];
};

/* Before the first term. */
enum status merged_terms_init(struct merged_terms *terms, const struct merge_map *map, struct error *err);
void merged_terms_release(struct merged_terms *terms);

/* Onto the next term in byte order: STATUS_OK, STATUS_END, or an error. */
enum status merged_terms_next(struct merged_terms *terms, struct error *err);

#endif
