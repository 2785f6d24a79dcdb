/* explain.h - an article's fields and the rules that found them, for people.
 */
#ifndef NEWSDEX_INDEXER_EXPLAIN_H
#define NEWSDEX_INDEXER_EXPLAIN_H

#include "common/buf.h"
#include "corpus/site_text.h"

/* Appends ARTICLE: a line with its place and what became of it (OUTCOME), a
 * line a field with its value and why, a line for each of DROPS (may be NULL),
 * an empty line.  Safe for a terminal. */
void explain_article(const struct article *article, const struct site_drops *drops, const char *outcome,
                     struct buf *out);

#endif
