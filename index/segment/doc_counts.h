/* doc_counts.h - counts by document, added in any order and taken in that of
 * documents: what lists become when they are put together.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_DOC_COUNTS_H
#define NEWSDEX_INDEX_SEGMENT_DOC_COUNTS_H

#include "common/buf.h"
#include "common/error.h"

struct doc_counts {
	uint32_t *counts;       /* by document; 0 where there is none */
	uint64_t *bits;         /* documents with a count */
	uint64_t *groups;       /* words of bits that are not 0 */
	uint32_t docs;
};

/* Room for documents below DOCS, none with a count. */
enum status doc_counts_init(struct doc_counts *counts, uint32_t docs, struct error *err);
void doc_counts_release(struct doc_counts *counts);

static inline void
doc_counts_add(struct doc_counts *counts, uint32_t doc, uint32_t count)
{
	counts->counts[doc] += count;
	counts->bits[doc / 64] |= UINT64_C(1) << doc % 64;
	counts->groups[doc / 4096] |= UINT64_C(1) << doc / 64 % 64;
}

/* Appends to OUT each document and its count, two u32, and forgets them. */
void doc_counts_take(struct doc_counts *counts, struct buf *out);

#endif
