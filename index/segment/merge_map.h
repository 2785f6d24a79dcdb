/* merge_map.h - inside a merge: which document becomes which. */
#ifndef NEWSDEX_INDEX_SEGMENT_MERGE_MAP_H
#define NEWSDEX_INDEX_SEGMENT_MERGE_MAP_H

#include "index/segment/segment.h"

struct merge_map {
	struct segment *const *segments;
	size_t count;
	uint32_t docs;             /* of the new segment */
	uint32_t **to;             /* by segment and document: the new number, DOC_END for deleted ones */
	struct merge_from {
		uint32_t segment, doc;
	} *from;                   /* by new number */
	uint32_t *lengths;         /* by new number */
	uint64_t length_sum;
	struct id_block *ids;      /* by segment: documents of one are met in order */
};

enum status merge_map_init(struct merge_map *map, struct segment *const *segments, size_t count, struct error *err);
void merge_map_release(struct merge_map *map);

#endif
