/* like.h - the words that a text is about.
 */
#ifndef NEWSDEX_QUERY_LIKE_H
#define NEWSDEX_QUERY_LIKE_H

#include "common/arena.h"
#include "index/index.h"

#define LIKE_WORDS 30

/* Up to LIKE_WORDS words of TEXTS, those that are frequent in it and rare in
 * the index, parted by spaces, in ARENA: frequency * log(articles / articles
 * that have it), the greatest first.  A word that fewer than LEAST articles
 * have is left out.  Empty where there is none. */
enum status like_words(const struct span *texts, size_t count, uint64_t least, struct index_reader *reader,
                       struct arena *arena, struct span *words, struct error *err);

#endif
