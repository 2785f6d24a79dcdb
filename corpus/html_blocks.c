#include "corpus/html_blocks.h"

#include <stdlib.h>

#include "corpus/flow.h"
#include "corpus/html_dom.h"
#include "corpus/html_names.h"

/* What comes behind so many blocks is not looked at. */
#define BLOCKS 20000

/* After so many looks at how much an element holds, names are not believed any more. */
#define LOOKS 500

/* A walk over the page. */
struct gathering {
	struct html_blocks *blocks;
	const GumboNode *root, *owner;             /* owner: the block element of the text at hand */
	struct flow flow;
	size_t start, linked;                      /* of the block at hand */
	const GumboNode *parent;                   /* of the last text, and whether it is in a link */
	bool in_link;
	bool believe_names;
	size_t all, looks;
};

static bool
is_text(const GumboNode *node)
{
	return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA || node->type == GUMBO_NODE_WHITESPACE;
}

/* Bytes of text in NODE, without scripts. */
static size_t
text_size(const GumboNode *node)
{
	size_t size = 0;

	for (const GumboNode *at = node; at; ) {
		bool script = html_is(at, GUMBO_TAG_SCRIPT) || html_is(at, GUMBO_TAG_STYLE) || html_is(at, GUMBO_TAG_NOSCRIPT);

		if (at->type == GUMBO_NODE_TEXT)
			size += strlen(at->v.text.text);
		at = html_walk(node, at, !script);
	}
	return size;
}

static bool
holds_headline(const GumboNode *node)
{
	for (const GumboNode *at = node; at; at = html_walk(node, at, true))
		if (html_is(at, GUMBO_TAG_H1) || html_is(at, GUMBO_TAG_ARTICLE) || html_is(at, GUMBO_TAG_MAIN))
			return true;
	return false;
}

/* May text in NODE be the article's? */
static bool
is_entered(struct gathering *gathering, const GumboNode *node)
{
	enum html_aside aside;

	if (node->type != GUMBO_NODE_ELEMENT || node == gathering->root)
		return true;
	if (html_is_silent(node))
		return false;
	if (gathering->looks > LOOKS)
		return true;
	aside = html_aside(node);
	if (aside == HTML_NO_ASIDE || (aside == HTML_ASIDE && !gathering->believe_names))
		return true;
	gathering->looks++;
	if (aside == HTML_NEVER_TEXT)
		return holds_headline(node);
	/* Whatever it is called, what holds a good part of the page is not beside it. */
	return text_size(node) * 3 > gathering->all;
}

static const GumboNode *
block_of(const GumboNode *node)
{
	while (node->parent && !html_is_block(node))
		node = node->parent;
	return node;
}

static bool
is_in_link(const GumboNode *node)
{
	for (; node; node = node->parent)
		if (html_is(node, GUMBO_TAG_A) && html_attribute(node, "href").ptr)
			return true;
	return false;
}

static bool
end_block(struct gathering *gathering)
{
	struct html_blocks *blocks = gathering->blocks;
	struct html_block *block;

	if (blocks->text.len == gathering->start || blocks->count == BLOCKS)
		return true;
	if (blocks->count == blocks->size) {
		size_t size = blocks->size ? blocks->size * 2 : 256;
		struct html_block *list = reallocarray(blocks->list, size, sizeof(*list));

		if (!list)
			return false;
		blocks->list = list;
		blocks->size = size;
	}
	block = &blocks->list[blocks->count++];
	*block = (struct html_block){
		.node = gathering->owner, .start = gathering->start, .len = blocks->text.len - gathering->start,
		.linked = gathering->linked,
	};
	block->good = block->len >= HTML_GOOD_LENGTH && block->linked * 3 < block->len
		&& !html_is(block->node, GUMBO_TAG_H1) && !html_is(block->node, GUMBO_TAG_H2) && !html_is(block->node, GUMBO_TAG_H3);
	return true;
}

/* Takes a piece of text or a line break. */
static bool
take(struct gathering *gathering, const GumboNode *node)
{
	struct buf *text = &gathering->blocks->text;
	const GumboNode *owner = block_of(node);
	size_t before = text->len;

	if (owner != gathering->owner) {
		if (!end_block(gathering))
			return false;
		gathering->start = before;
		gathering->linked = 0;
		gathering->flow = flow_start(text);
		gathering->owner = owner;
	}
	if (is_text(node))
		flow_text(&gathering->flow, span_from_string(node->v.text.text));
	else
		flow_break(&gathering->flow, gathering->flow.breaks ? 2 : 1);
	if (text->len > before && node->parent != gathering->parent) {
		gathering->parent = node->parent;
		gathering->in_link = is_in_link(node->parent);
	}
	if (gathering->in_link)
		gathering->linked += text->len - before;
	return true;
}

enum status
html_blocks_gather(const GumboNode *root, bool believe_names, struct html_blocks *blocks)
{
	struct gathering gathering = {
		.blocks = blocks, .root = root, .flow = flow_start(&blocks->text), .believe_names = believe_names,
		.all = text_size(root),
	};

	for (const GumboNode *node = root; node; node = html_walk(root, node, is_entered(&gathering, node)))
		if ((is_text(node) || html_is(node, GUMBO_TAG_BR)) && !take(&gathering, node))
			return STATUS_NOMEM;
	if (!end_block(&gathering))
		return STATUS_NOMEM;
	return buf_status(&blocks->text);
}

void
html_blocks_release(struct html_blocks *blocks)
{
	free(blocks->list);
	buf_release(&blocks->text);
}
