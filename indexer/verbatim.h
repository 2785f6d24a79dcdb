/* verbatim.h - articles that another one of the index repeats: all that is said of
 * them is equal but the id and, on one site, the address.
 *
 * Wire copy in several newspapers, or on several days, is not: who printed it, and
 * when, is what is asked of it.
 */
#ifndef NEWSDEX_INDEXER_VERBATIM_H
#define NEWSDEX_INDEXER_VERBATIM_H

#include "index/index.h"

/* Calls TAKE with the id of each that repeats another, all but the smallest id of
 * those that are equal; the order is the same whatever the engine and the numbers of the
 * documents.  Takes 16 bytes an article; texts are not read. */
enum status verbatim_each(struct index_reader *reader,
                          enum status (*take)(void *context, struct span id, struct error *err), void *context,
                          struct error *err);

#endif
