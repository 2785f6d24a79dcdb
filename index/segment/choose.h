/* choose.h - which documents of a block are in a set of bits. */
#ifndef NEWSDEX_INDEX_SEGMENT_CHOOSE_H
#define NEWSDEX_INDEX_SEGMENT_CHOOSE_H

#include <stdint.h>

#include "index/segment/segment_format.h"

/* Of the SIZE documents of a block, ascending, BASE added to each, those in SET
 * (bit doc % 64 of set[doc / 64], which is there for all): into CHOSEN, and their
 * numbers in the block into AT, each with room for LIST_BLOCK + 16.  Returns how many. */
uint32_t choose_docs(const uint32_t *docs, uint32_t size, uint32_t base, const uint64_t *set, uint32_t *chosen, uint8_t *at);

/* How many documents of SET are before each of the COUNT that were chosen from it,
 * where BEFORE[n] are before document 64 * n. */
void choose_ranks(const uint32_t *chosen, uint32_t count, const uint64_t *set, const uint32_t *before, uint32_t *ranks);

#endif
