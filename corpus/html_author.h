/* html_author.h - the names of authors as pages give them, made names: without
 * roles, places and signs behind them, each once, and told from the site's own.
 */
#ifndef NEWSDEX_CORPUS_HTML_AUTHOR_H
#define NEWSDEX_CORPUS_HTML_AUTHOR_H

#include <stdbool.h>

#include "common/arena.h"
#include "corpus/article.h"

/* Adds the authors in TEXT, what a page gives as one author or as its byline.
 * An agency or a desk is taken where it stands alone; addresses and what
 * systems call their users ("admin") are not. */
enum status html_author_add(struct article *article, struct span text, struct arena *arena, const char *found_by);

/* Are there only full names of persons in TEXT, with or without "By" before them? */
bool html_author_is_byline(struct span text, struct arena *arena);

/* TEXT behind a word like "Author:"; SPAN_NONE when it starts with none. */
struct span html_author_labelled(struct span text);

/* Is ADDRESS, of an author's page, that of the user a publishing system starts with? */
bool html_author_is_system(struct span address);

/* Takes the authors out that are the site itself: SITE (may be SPAN_NONE), the
 * article's source, or the host of its URL. */
void html_author_drop_site(struct article *article, struct span site);

#endif
