/* memory_index.h - an index in memory, as simple as one can be: what the
 * matcher is tested on without an engine.
 *
 * Every term is a sorted list of postings made by article_terms(); nothing is
 * compressed, nothing is fast.  It has no fast path: index_top() answers
 * STATUS_UNSUPPORTED.
 */
#ifndef NEWSDEX_TESTS_MEMORY_INDEX_H
#define NEWSDEX_TESTS_MEMORY_INDEX_H

#include "index/index.h"

/* An index of COUNT articles, which must outlive it; document n is articles[n - 1].
 * LANGUAGES is the meta value of that name, whose first is for articles that
 * name none; NULL: nothing is stored, and "en" is for those.  Given back with
 * index_reader_free(). */
enum status memory_index_new(const struct article *articles, size_t count, const char *languages,
                             struct index_reader **reader, struct error *err);

#endif
