/* ranks.h - the documents of a word as ranks in the list of its stem.
 *
 * Wherever a word is, its stem is too: to say which of the stem's postings they are
 * takes fewer bits than to name the documents again (doc/index-format.md, section 6).
 * The stem's list is the base.  A base is counted, has no positions, and lies in .post.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_RANKS_H
#define NEWSDEX_INDEX_SEGMENT_RANKS_H

#include <stdbool.h>

#include "common/span.h"
#include "index/segment/segment_format.h"

/* A base that is read from its first posting on, or from any block. */
struct ranks {
	const unsigned char *data, *end;
	uint32_t df;
	uint32_t limit;               /* documents are below it */
	uint32_t block, size;         /* the block whose documents are in docs; UINT32_MAX: none */
	uint32_t at;                  /* of ranks_find(): all postings before it are smaller */
	uint32_t docs[LIST_BLOCK];
};

/* Whether COUNT documents ascend, from behind BEFORE on (UINT32_MAX: from anywhere). */
static inline bool
docs_ascend(const uint32_t *docs, uint32_t count, uint32_t before)
{
	for (uint32_t i = 0; i < count; before = docs[i++])
		if (before != UINT32_MAX && docs[i] <= before)
			return false;
	return true;
}

/* Opens a base of DF documents below LIMIT in BYTES (borrowed), behind which PACK_SLACK can
 * be touched; false: it is too short. */
bool ranks_open(struct ranks *ranks, struct span bytes, uint32_t df, uint32_t limit);

/* Puts documents in the place of COUNT ascending NUMBERS, their ranks from 0; false: one cannot be read. */
bool ranks_to_docs(struct ranks *ranks, uint32_t *numbers, uint32_t count);

/* The rank of each of COUNT ascending DOCS, which are behind those asked for before; false: one is not
 * in the base. */
bool ranks_of_docs(struct ranks *ranks, const uint32_t *docs, uint32_t count, uint32_t *numbers);

#endif
