/* cite.h - references to articles, for those who write papers: BibTeX, RIS and
 * CSL-JSON.
 *
 * Texts of the articles are to be clean: one line, valid UTF-8, no control
 * characters (cite_clean()).  What is not known is left out.
 */
#ifndef NEWSDEX_QUERY_CITE_H
#define NEWSDEX_QUERY_CITE_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/error.h"
#include "corpus/article.h"

/* A name in parts, or as it was printed: the other is SPAN_NONE. */
struct cite_name {
	struct span family, given;
	struct span literal;
};

/* Parts NAME where it is surely a given and a family name: two words of Latin
 * letters with capitals, with initials and particles between them at most
 * ("Rob F. Castellan", "Anna van der Berg").  Three full names, names that may
 * have the family first ("Wang Fang"), newsrooms, titles, and all other scripts
 * stay literal.
 * Borrows NAME. */
struct cite_name cite_name(struct span name);

/* The day of DATE; month and day are 0 where it is less exact, all is 0 for
 * DATE_NONE. */
struct civil cite_day(const struct date *date);

/* One reference. */
void cite_bibtex(struct buf *out, const struct article *article);
void cite_ris(struct buf *out, const struct article *article);
void cite_csl(struct buf *out, const struct article *article);

/* Makes the texts of ARTICLE but its body clean; copies live in ARENA. */
enum status cite_clean(struct article *article, struct arena *arena, struct error *err);

#endif
