/* tail.h - fewer than 128 postings, bit behind bit (doc/index-format.md, section 6). */
#ifndef NEWSDEX_INDEX_SEGMENT_TAIL_H
#define NEWSDEX_INDEX_SEGMENT_TAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "index/segment/segment_format.h"

#define TAIL_SIZE_MAX (1 + 14 * LIST_BLOCK)
#define TAIL_SLACK 8           /* bytes behind a tail that a reader may touch */

/* Writes COUNT postings, fewer than LIST_BLOCK, whose documents are behind BASE
 * (UINT32_MAX: none is before them), to OUT, which has room for TAIL_SIZE_MAX; COUNTS
 * are from 1, or NULL for a list without.  Returns the bytes taken. */
uint32_t tail_put(const uint32_t *docs, const uint32_t *counts, unsigned count, uint32_t base, unsigned char *out);

/* Reads them from IN, before END: documents below LIMIT, and counts, all 1 where none are
 * stored.  Returns what is behind, or NULL when they cannot be read. */
const unsigned char *tail_get(const unsigned char *in, const unsigned char *end, unsigned count, uint32_t base,
                              uint32_t limit, bool counted, uint32_t *docs, uint32_t *counts);

#endif
