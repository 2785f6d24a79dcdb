/* doc_set.h - documents as a set of bits, one for each number up to the last.
 */
#ifndef NEWSDEX_QUERY_DOC_SET_H
#define NEWSDEX_QUERY_DOC_SET_H

#include "index/index.h"

struct doc_set {
	uint64_t *bits;          /* doc % 64 of bits[doc / 64] */
	docid_t end;             /* behind the last of them */
	size_t room;             /* of bits */
	uint64_t count;
};

/* An empty set is { 0 }. */
void doc_set_release(struct doc_set *set);

/* Makes SET, an empty one, the articles that TREE matches. */
enum status doc_set_match(struct doc_set *set, struct index_reader *reader, const struct node *tree, struct error *err);

/* Adds all of OTHER. */
enum status doc_set_join(struct doc_set *set, const struct doc_set *other, struct error *err);

static inline bool
doc_set_has(const struct doc_set *set, docid_t doc)
{
	return doc < set->end && (set->bits[doc / 64] >> doc % 64 & 1);
}

/* The first document >= FROM; DOCID_END when there is none. */
docid_t doc_set_next(const struct doc_set *set, docid_t from);

#endif
