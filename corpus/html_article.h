/* html_article.h - an article out of a page of HTML.
 */
#ifndef NEWSDEX_CORPUS_HTML_ARTICLE_H
#define NEWSDEX_CORPUS_HTML_ARTICLE_H

#include "common/arena.h"
#include "corpus/article.h"
#include "corpus/json_c.h"

/* Fills ARTICLE from PAGE, bytes in the encoding CHARSET (SPAN_NONE: as the page
 * says).  Texts live in ARENA.  STATUS_BADINPUT, with a static phrase in
 * *REASON, when there is no article on the page. */
enum status html_article_fill(struct span page, struct span charset, struct json_parser *parser, struct arena *arena,
                              struct article *article, const char **reason);

/* Does HEAD start as a page of HTML does? */
bool html_is_page(struct span head);

#endif
