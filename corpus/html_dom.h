/* html_dom.h - small questions to gumbo's tree of a page.
 */
#ifndef NEWSDEX_CORPUS_HTML_DOM_H
#define NEWSDEX_CORPUS_HTML_DOM_H

#include <gumbo.h>
#include <stdbool.h>

#include "common/arena.h"
#include "common/span.h"

static inline bool
html_is(const GumboNode *node, GumboTag tag)
{
	return node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == tag;
}

/* The value of an attribute, borrowed from the tree; SPAN_NONE. */
struct span html_attribute(const GumboNode *node, const char *name);

/* The node behind NODE in document order inside of ROOT; its children come
 * first when INTO.  NULL at the end. */
const GumboNode *html_walk(const GumboNode *root, const GumboNode *node, bool into);

/* All text in NODE, collapsed to one line; SPAN_NONE when there is none. */
struct span html_node_text(const GumboNode *node, struct arena *arena);

#endif
