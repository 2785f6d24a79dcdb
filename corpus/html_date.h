/* html_date.h - dates that a page shows its readers.
 */
#ifndef NEWSDEX_CORPUS_HTML_DATE_H
#define NEWSDEX_CORPUS_HTML_DATE_H

#include <gumbo.h>

#include "corpus/article.h"
#include "common/arena.h"

#define HTML_DATES 2

/* The first that stand alone in an element that its markup calls a date: texts in an arena. */
struct html_dates {
	struct date_hint hint;       /* by the page's language */
	struct span texts[HTML_DATES];
	size_t count;
};

/* Looks at NODE; to be called for the nodes of a page in their order. */
void html_dates_look(struct html_dates *dates, const GumboNode *node, struct arena *arena);

/* Sets the dates of ARTICLE by them: what calls itself the day of publication where
 * there is none yet, others when it has no date at all. */
void html_dates_fill(const struct html_dates *dates, struct article *article);

#endif
