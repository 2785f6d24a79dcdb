/* list.h - the postings of one term in one segment, as its dictionary entry
 * tells of them.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_LIST_H
#define NEWSDEX_INDEX_SEGMENT_LIST_H

#include "common/span.h"
#include "index/segment/segment_format.h"

/* The list that another one's documents are ranks in (ranks.h). */
struct list_base {
	uint64_t post;
	uint32_t size, df;
};

struct list {
	unsigned flags;                  /* enum list_flag */
	uint32_t df;                     /* 0: the term is not in the segment */
	uint64_t cf;
	struct span in_entry;            /* LIST_IN_ENTRY: list tail and positions */
	uint64_t post, post_size;        /* else where it is in .post */
	uint64_t pos, pos_size;          /* and in .pos, with LIST_POSITIONS */
	unsigned char bound[BOUND_SIZE]; /* not with LIST_IN_ENTRY */
	struct list_base base;           /* with LIST_RANKED */
};

#endif
