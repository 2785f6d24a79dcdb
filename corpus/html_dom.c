#include "corpus/html_dom.h"

#include "corpus/flow.h"

struct span
html_attribute(const GumboNode *node, const char *name)
{
	const GumboAttribute *attribute;

	if (!node || node->type != GUMBO_NODE_ELEMENT)
		return SPAN_NONE;
	attribute = gumbo_get_attribute(&node->v.element.attributes, name);
	return attribute ? span_from_string(attribute->value) : SPAN_NONE;
}

static bool
has_children(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE || node->type == GUMBO_NODE_DOCUMENT;
}

const GumboNode *
html_walk(const GumboNode *root, const GumboNode *node, bool into)
{
	/* Elements and the document have their children in the same place. */
	if (into && has_children(node)) {
		const GumboVector *children = node->type == GUMBO_NODE_DOCUMENT ? &node->v.document.children
			: &node->v.element.children;

		if (children->length)
			return children->data[0];
	}
	while (node != root) {
		const GumboNode *parent = node->parent;
		const GumboVector *siblings = parent->type == GUMBO_NODE_DOCUMENT ? &parent->v.document.children
			: &parent->v.element.children;

		if (node->index_within_parent + 1 < siblings->length)
			return siblings->data[node->index_within_parent + 1];
		node = parent;
	}
	return NULL;
}

struct span
html_node_text(const GumboNode *node, struct arena *arena)
{
	struct buf out = BUF_INIT;
	struct flow flow = flow_start(&out);

	for (const GumboNode *at = node; at; at = html_walk(node, at, !html_is(at, GUMBO_TAG_SCRIPT) && !html_is(at, GUMBO_TAG_STYLE)))
		if (at->type == GUMBO_NODE_TEXT || at->type == GUMBO_NODE_WHITESPACE || at->type == GUMBO_NODE_CDATA)
			flow_text(&flow, span_from_string(at->v.text.text));
		else if (html_is(at, GUMBO_TAG_BR))
			flow_text(&flow, SPAN(" "));
	return arena_take(arena, &out);
}
