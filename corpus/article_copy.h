/* article_copy.h - an article that outlives the reader it came from.
 */
#ifndef NEWSDEX_CORPUS_ARTICLE_COPY_H
#define NEWSDEX_CORPUS_ARTICLE_COPY_H

#include "common/arena.h"
#include "corpus/article.h"

/* Makes *COPY of ARTICLE, with everything it points to in ARENA; *BYTES is how
 * much text that is.  STATUS_NOMEM. */
enum status article_copy(const struct article *article, struct arena *arena, struct article *copy, size_t *bytes);

#endif
