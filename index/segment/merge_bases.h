/* merge_bases.h - inside a merge: the stems' lists that were written, for the words whose
 * lists may be ranks in them (ranks.h).
 *
 * A word's stem is that of the language of the word's first article.  Articles of other languages may
 * have another one: then the word's list is written as documents.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_MERGE_BASES_H
#define NEWSDEX_INDEX_SEGMENT_MERGE_BASES_H

#include "common/table.h"
#include "index/segment/list.h"
#include "index/segment/stem_set.h"

struct merge_bases {
	struct table terms;
	struct buf lists;              /* struct list_base by number in terms */
	struct stem_set stems;
	struct span usual;             /* the language of articles that name none; borrowed */
};

void merge_bases_init(struct merge_bases *bases, struct span usual);
void merge_bases_release(struct merge_bases *bases);

/* TERM, a stem, has the list LIST. */
enum status merge_bases_add(struct merge_bases *bases, struct span term, const struct list_base *list, struct error *err);

/* *LIST is the list that the one of TERM may be ranks in, or has no documents; LANGUAGE is what
 * its first article says, or empty. */
enum status merge_bases_find(struct merge_bases *bases, struct span term, struct span language, struct list_base *list,
                             struct error *err);

#endif
