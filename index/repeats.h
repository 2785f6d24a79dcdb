/* repeats.h - articles that say again, under another id, what another one says:
 * all of it is equal but id and address, and the address is of the same site (the low
 * half of article_hash()).
 *
 * Of those that a run adds the one with the lowest sequence is kept, and none
 * where the index has such an article already, unless the run replaces that.  So what
 * is kept depends neither on the number of lanes nor on their pace.  Two texts that
 * differ are taken for one with a chance of 2^-64 a pair.
 *
 * Costs 32 to 64 bytes an article of the run, and a look at the content column of the
 * whole index.
 */
#ifndef NEWSDEX_INDEX_REPEATS_H
#define NEWSDEX_INDEX_REPEATS_H

#include "index/index.h"

/* What DOC says, as a number that is equal for articles that repeat each other. */
enum status repeats_content(struct index_reader *reader, docid_t doc, uint64_t *content, struct error *err);

/* Called for each article that is dropped: its sequence, and what it counted as
 * (ADD_NEW, ADD_REPLACED). */
typedef void (*repeats_told)(void *context, uint64_t sequence, enum add_result was);

/* Drops from what WRITER, that of the index at PATH, was given since its last commit
 * the articles that repeat others.  For just before a commit: no lane may be adding.
 * After an error the writer only closes. */
enum status repeats_drop(struct index_writer *writer, const char *path, repeats_told told, void *context,
                         struct error *err);

#endif
