/* term_sort.h - terms of a vocabulary in byte order. */
#ifndef NEWSDEX_INDEX_SEGMENT_TERM_SORT_H
#define NEWSDEX_INDEX_SEGMENT_TERM_SORT_H

#include "index/segment/vocabulary.h"

/* Puts COUNT of the terms in order; false: out of memory, and nothing was done.
 * Takes 32 bytes a term while it works. */
bool term_sort(const struct vocabulary *vocabulary, uint32_t *terms, uint32_t count);

#endif
