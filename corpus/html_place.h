/* html_place.h - where on a page its article is.
 */
#ifndef NEWSDEX_CORPUS_HTML_PLACE_H
#define NEWSDEX_CORPUS_HTML_PLACE_H

#include "corpus/html_blocks.h"

struct html_place {
	const GumboNode *element;   /* the smallest with nearly all good text */
	size_t headline;            /* the block of the headline, or SIZE_MAX */
	size_t first;               /* the first block in the element, or SIZE_MAX */
	const GumboNode *body;      /* what is called the article's text and holds the element, or NULL */
};

/* Looks below ROOT, from which BLOCKS were cut, for the article with TITLE (may
 * be SPAN_NONE).  STATUS_NOMEM. */
enum status html_place_find(const struct html_blocks *blocks, const GumboNode *root, struct span title,
                            struct html_place *place);

/* Is block AT of the article? */
bool html_place_holds(const struct html_place *place, const struct html_blocks *blocks, size_t at);

/* Is it between the headline and the element, where standfirsts are? */
static inline bool
html_place_leads(const struct html_place *place, size_t at)
{
	return place->headline != SIZE_MAX && place->first != SIZE_MAX && at > place->headline && at < place->first;
}

#endif
