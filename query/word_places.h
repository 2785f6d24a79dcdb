/* word_places.h - where the words of a query stand in articles, by the index
 * alone: the same places as highlighter_find() (snippet.h) has in their texts.
 */
#ifndef NEWSDEX_QUERY_WORD_PLACES_H
#define NEWSDEX_QUERY_WORD_PLACES_H

#include "query/doc_set.h"

#define WORD_PLACES_MAX ((size_t)1 << 24)

/* Articles that have a place are numbered from 0: an array of their own stays in
 * a processor's cache where one of all articles would not. */
struct word_places {
	struct doc_set docs;     /* those that have a place */
	uint32_t *before;        /* how many of docs are before document 64 * n */
	uint32_t *first;         /* by number of the article, its first of positions; one more behind the last */
	uint32_t *positions;     /* as in terms.h, article by article, ascending in each */
	size_t count;
};

void word_places_init(struct word_places *places);
void word_places_release(struct word_places *places);

/* The places of TREE's words in the articles of DOCS.  STATUS_UNSUPPORTED for a
 * tree with phrases, words as spelt, or words of a script written without
 * spaces, whose places overlap; and beyond WORD_PLACES_MAX. */
enum status word_places_read(struct word_places *places, struct index_reader *reader, const struct node *tree,
                             const struct doc_set *docs, struct error *err);

/* The number of DOC, which is one of places->docs. */
static inline uint32_t
word_places_number(const struct word_places *places, docid_t doc)
{
	uint64_t bits = places->docs.bits[doc / 64] & ((UINT64_C(1) << doc % 64) - 1);

	return places->before[doc / 64] + (uint32_t)__builtin_popcountll(bits);
}

#endif
