/* glass_purge.h - takes documents out of a database that is being made.
 *
 * Deleting a document costs two to three times what adding one does, leaves
 * its room unused, and libxapian holds what is deleted in memory until the
 * next commit.  Where many are to go it is better to copy the others.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_GLASS_PURGE_H
#define NEWSDEX_INDEX_XAPIAN_GLASS_PURGE_H

#include "index/xapian/pile.h"

/* Numbers of documents, ascending. */
struct dead {
	docid_t *docs;
	size_t count, size;
};

#define DEAD_INIT { NULL, 0, 0 }

enum status dead_add(struct dead *dead, docid_t doc);
/* Puts them in order and drops repetitions. */
void dead_sort(struct dead *dead);
void dead_release(struct dead *dead);

/* Whether DEAD of TOTAL documents are so many that the others are better copied. */
bool purge_copies(size_t dead, uint64_t total);

/* Deletes the documents of DEAD, less SHIFT, from DB, a batch at a time. */
enum status purge_delete(struct xapian_database *db, const struct dead *dead, docid_t shift, struct error *err);

/* Adds all documents of FROM but those of DEAD to new shards of PILE. */
enum status purge_copy(struct pile *pile, struct xapian_database *from, const struct dead *dead, struct error *err);

#endif
