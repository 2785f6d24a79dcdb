/* occurrences.h - how often the words of a query stand in an article.
 *
 * Every word (in all forms that it stands for) and every phrase of the query
 * counts, but what the query excludes and what only filters.
 */
#ifndef NEWSDEX_QUERY_OCCURRENCES_H
#define NEWSDEX_QUERY_OCCURRENCES_H

#include "common/error.h"
#include "index/index.h"

struct occurrences;

/* TREE and READER must outlive it. */
enum status occurrences_new(struct index_reader *reader, const struct node *tree,
                            struct occurrences **occurrences, struct error *err);

/* How often in DOC.  Documents are asked for in ascending order. */
enum status occurrences_in(struct occurrences *occurrences, docid_t doc, uint64_t *count, struct error *err);

void occurrences_free(struct occurrences *occurrences);

#endif
