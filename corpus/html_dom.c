#include "corpus/html_dom.h"

#include <strings.h>

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

/* Does a word start at AT of TEXT: at its start, behind a mark, or as a capital behind a small letter? */
static bool
starts_word(struct span text, size_t at)
{
	char before = at ? text.ptr[at - 1] : ' ';

	return before == ' ' || before == '-' || before == '_'
		|| (text.ptr[at] >= 'A' && text.ptr[at] <= 'Z' && before >= 'a');
}

bool
html_has_word(struct span text, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= text.len; i++)
		if ((text.ptr[i] | 0x20) == word[0] && starts_word(text, i) && strncasecmp(text.ptr + i, word, len) == 0)
			return true;
	return false;
}
