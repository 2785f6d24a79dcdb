/* join.h - tables with what is known of articles elsewhere, joined by address.
 *
 * Tables are read first, then each article with a URL gets what the rows with
 * its address know and it does not say itself.  Addresses are compared by
 * url_append_key().  Rows of GDELT are known (gdelt.h).
 */
#ifndef NEWSDEX_CORPUS_JOIN_H
#define NEWSDEX_CORPUS_JOIN_H

#include "common/arena.h"
#include "corpus/article.h"
#include "common/error.h"

struct join;

/* LIMIT: bytes of memory it may take, about.  NULL when memory is short. */
struct join *join_new(size_t limit);
void join_free(struct join *join);

/* Reads the tables in PATH: a file, also packed, or a folder.  Lines that are no
 * rows are counted.  STATUS_BADINPUT when there is no row, STATUS_LIMIT when they
 * do not fit, and errors of reading. */
enum status join_read(struct join *join, const char *path, struct error *err);

/* Fills ARTICLE; what is new lives in ARENA.  For any thread once all is read.
 * STATUS_NOMEM. */
enum status join_fill(const struct join *join, struct article *article, struct arena *arena);

/* An address for which no article came, and where its first row stands. */
struct join_rest {
	struct span url, origin;
	uint64_t offset, number;     /* of the row's line; from 1 */
};

/* The next such address behind *AT, which starts as 0; false at the end.  For one
 * thread when all articles were filled. */
bool join_next_rest(const struct join *join, size_t *at, struct join_rest *rest);

/* Lines that were no rows; FIRST (may be NULL) is where the first stands. */
uint64_t join_bad_lines(const struct join *join, struct join_rest *first);

#endif
