/* html_title.h - which of the titles of a page is its article's.
 */
#ifndef NEWSDEX_CORPUS_HTML_TITLE_H
#define NEWSDEX_CORPUS_HTML_TITLE_H

#include "corpus/article.h"

/* What stands on the page; each may be SPAN_NONE. */
struct html_titles {
	struct span heading;    /* the first <h1> */
	struct span page;       /* <title> */
};

/* TITLE without the name of SITE behind it: "Tugs sold - Harbour News". */
struct span html_title_cut(struct span title, struct span site);

/* Settles the title of ARTICLE, which has what JSON-LD or a meta element calls so.
 * The heading goes before it where the title is cut ("Tugs sold to a buyer that...")
 * or goes on with a section ("Tugs sold | Sport").  Where the two merely differ, as
 * readers and search engines get different ones, the one that was named stays. */
void html_title_choose(const struct html_titles *titles, struct span site, struct article *article);

#endif
