/* html_byline.h - the line of a page that names its author, told by its markup,
 * by a word before the name, or by standing alone above the text.
 */
#ifndef NEWSDEX_CORPUS_HTML_BYLINE_H
#define NEWSDEX_CORPUS_HTML_BYLINE_H

#include <gumbo.h>

#include "common/arena.h"
#include "common/span.h"

struct html_byline {
	struct span before, behind;     /* the headline: the first on each side */
	struct span labelled;           /* the first behind it with "Author:" or the like */
	struct span line;               /* the first behind it that is "By" and names, and nothing else */
	struct span bold;               /* a name alone in bold, before the first long paragraph */
	size_t above;                   /* bytes of the paragraphs seen behind the headline */
};

/* Looks whether NODE, of a walk in document order, is an author's line, and
 * remembers its text, which lives in ARENA.  HEADING is the last <h1> before it, or NULL. */
void html_byline_look(struct html_byline *byline, const GumboNode *node, const GumboNode *heading, struct arena *arena);

/* The best of what was found, SPAN_NONE when nothing was; *FOUND_BY says how. */
struct span html_byline_best(const struct html_byline *byline, const char **found_by);

#endif
