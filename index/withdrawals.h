/* withdrawals.h - what an index remembers of articles that were withdrawn: an
 * older version that is read later, in another run, must not bring them back.
 *
 * One meta key an id, "withdrawn:ID" (an id too long for a key is cut and
 * hashed), the value the version as version_format() writes it.  That version
 * and all before it are withdrawn; newer ones come in as ever.  Kept only where
 * the publisher told a version: without one nobody can say which came first.
 */
#ifndef NEWSDEX_INDEX_WITHDRAWALS_H
#define NEWSDEX_INDEX_WITHDRAWALS_H

#include "index/index.h"

#define WITHDRAWALS_PREFIX "withdrawn:"

struct withdrawals;

/* Reads those of the index at PATH, which need not be there. */
enum status withdrawals_open(const char *path, struct withdrawals **withdrawals, struct error *err);
void withdrawals_free(struct withdrawals *withdrawals);

/* Whether this version of ARTICLE was withdrawn at the last commit.  Any thread. */
bool withdrawals_cover(const struct withdrawals *withdrawals, const struct article *article);

/* Remembers that ARTICLE is withdrawn, from the next commit on.  Any thread. */
enum status withdrawals_note(struct withdrawals *withdrawals, const struct article *article, struct error *err);

/* Hands to WRITER, which is about to commit, what was noted: it counts from now
 * on.  No lane may be adding. */
enum status withdrawals_commit(struct withdrawals *withdrawals, struct index_writer *writer, struct error *err);

#endif
