/* word_places.h - where the words of a query stand in articles, by the index
 * alone: the same places as highlighter_find() (snippet.h) has in their texts.
 */
#ifndef NEWSDEX_QUERY_WORD_PLACES_H
#define NEWSDEX_QUERY_WORD_PLACES_H

#include "query/doc_set.h"

#define WORD_PLACES_MAX ((size_t)1 << 24)

struct word_places {
	struct doc_set docs;     /* those that have a place */
	uint32_t *positions;     /* as in terms.h, article by article, ascending in each */
	size_t count;
	uint32_t *first;         /* by document: the first position in it or behind; one more at docs.end */
};

void word_places_init(struct word_places *places);
void word_places_release(struct word_places *places);

/* The places of TREE's words in the articles of DOCS.  STATUS_UNSUPPORTED for a
 * tree with phrases, words as spelt, or words of a script written without
 * spaces, whose places overlap; and beyond WORD_PLACES_MAX. */
enum status word_places_read(struct word_places *places, struct index_reader *reader, const struct node *tree,
                             const struct doc_set *docs, struct error *err);

#endif
