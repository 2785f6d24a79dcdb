/* spelling.h - how a word is spelt, accents and all: what =café compares.
 */
#ifndef NEWSDEX_QUERY_SPELLING_H
#define NEWSDEX_QUERY_SPELLING_H

#include "common/buf.h"
#include "common/span.h"

/* Appends SURFACE, the bytes of one token in its text, with its case folded,
 * its accents kept, and without a possessive 's or ' at its end. */
void spelling_append(struct buf *out, struct span surface);

#endif
