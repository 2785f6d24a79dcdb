#include "corpus/html_body.h"

#include <stdlib.h>
#include <strings.h>

#include "common/utf8.h"
#include "corpus/flow.h"
#include "corpus/html_dom.h"

/* A good block has at least so many bytes. */
#define GOOD_LENGTH 60

/* With less than this of the page's text the search was in vain. */
#define LITTLE_TEXT 300

/* What comes behind so many blocks is not looked at. */
#define BLOCKS 20000

struct block {
	const GumboNode *node;   /* the block element it stands in */
	size_t start, len;       /* in blocks.text */
	size_t linked;           /* bytes inside of links */
	bool good;
};

struct blocks {
	struct buf text;
	struct block *list;
	size_t count, size;
};

static bool
is_block(const GumboNode *node)
{
	if (node->type != GUMBO_NODE_ELEMENT)
		return false;
	switch (node->v.element.tag) {
	case GUMBO_TAG_A: case GUMBO_TAG_B: case GUMBO_TAG_I: case GUMBO_TAG_EM: case GUMBO_TAG_STRONG: case GUMBO_TAG_SPAN:
	case GUMBO_TAG_SMALL: case GUMBO_TAG_SUB: case GUMBO_TAG_SUP: case GUMBO_TAG_U: case GUMBO_TAG_S: case GUMBO_TAG_Q:
	case GUMBO_TAG_CITE: case GUMBO_TAG_CODE: case GUMBO_TAG_MARK: case GUMBO_TAG_TIME: case GUMBO_TAG_ABBR:
	case GUMBO_TAG_FONT: case GUMBO_TAG_LABEL: case GUMBO_TAG_WBR: case GUMBO_TAG_DFN: case GUMBO_TAG_BDO:
	case GUMBO_TAG_BDI: case GUMBO_TAG_INS: case GUMBO_TAG_DEL: case GUMBO_TAG_VAR: case GUMBO_TAG_KBD: case GUMBO_TAG_SAMP:
	case GUMBO_TAG_DATA: case GUMBO_TAG_BIG: case GUMBO_TAG_TT: case GUMBO_TAG_ACRONYM: case GUMBO_TAG_IMG: case GUMBO_TAG_BR:
	case GUMBO_TAG_NOBR: case GUMBO_TAG_UNKNOWN:
		return false;
	default:
		return true;
	}
}

/* Elements whose names say that they are no part of an article's text. */
static bool
is_silent(const GumboNode *node)
{
	switch (node->v.element.tag) {
	case GUMBO_TAG_SCRIPT: case GUMBO_TAG_STYLE: case GUMBO_TAG_NOSCRIPT: case GUMBO_TAG_IFRAME: case GUMBO_TAG_TEMPLATE:
	case GUMBO_TAG_HEAD: case GUMBO_TAG_TEXTAREA: case GUMBO_TAG_SELECT: case GUMBO_TAG_SVG: case GUMBO_TAG_BUTTON:
	case GUMBO_TAG_NAV: case GUMBO_TAG_ASIDE: case GUMBO_TAG_FOOTER: case GUMBO_TAG_FORM: case GUMBO_TAG_FIGCAPTION:
	case GUMBO_TAG_FIGURE: case GUMBO_TAG_OBJECT: case GUMBO_TAG_VIDEO: case GUMBO_TAG_AUDIO:
	case GUMBO_TAG_MENU: case GUMBO_TAG_INPUT:
		return true;
	default:
		return false;
	}
}

/* Classes, ids and roles that page makers give to what is around an article. */
static bool
is_marked_aside(const GumboNode *node)
{
	static const char *const words[] = {
		"comment", "share", "sharing", "social", "related", "recommend", "newsletter", "promo", "sidebar", "cookie",
		"consent", "advert", "advertisement", "teaser", "popular", "mostread", "breadcrumb", "caption", "subscribe", "signup",
		"footer", "navigation", "navbar", "menu", "banner", "disclaimer", "copyright", "readmore", "tags", "taglist",
		"author-bio", "authorbox", "byline", "outbrain", "taboola", "sponsor", "modal", "popup", "trending", "credits", "toolbar",
		"hidden", "screen-reader", "visually-hidden", "sr-only", "print-only", "noprint", "infobox", "factbox", "correction-form",
		"livestream", "liveticker", "audio", "podcast", "player", "gallery", "slideshow", "carousel", "toc", "pagination", "also",
	};
	struct span class = html_attribute(node, "class"), id = html_attribute(node, "id"), role = html_attribute(node, "role");
	struct span hidden = html_attribute(node, "aria-hidden");

	if (html_is(node, GUMBO_TAG_BODY) || html_is(node, GUMBO_TAG_HTML) || html_is(node, GUMBO_TAG_ARTICLE)
	    || html_is(node, GUMBO_TAG_MAIN))
		return false;
	if (span_equal(role, SPAN("navigation")) || span_equal(role, SPAN("complementary")) || span_equal(role, SPAN("dialog"))
	    || span_equal(hidden, SPAN("true")) || html_attribute(node, "hidden").ptr)
		return true;
	for (size_t i = 0; (class.len || id.len) && i < sizeof(words) / sizeof(*words); i++)
		if (html_has_word(class, words[i]) || html_has_word(id, words[i]))
			return true;
	return false;
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

static const GumboNode *
block_of(const GumboNode *node)
{
	while (node->parent && !is_block(node))
		node = node->parent;
	return node;
}

static struct span
block_text(const struct blocks *blocks, const struct block *block)
{
	return span_from(blocks->text.data + block->start, block->len);
}

static bool
add_block(struct blocks *blocks, const GumboNode *node, size_t start, size_t linked)
{
	struct block *block;

	if (blocks->count == BLOCKS)
		return true;
	if (blocks->count == blocks->size) {
		size_t size = blocks->size ? blocks->size * 2 : 256;
		struct block *list = reallocarray(blocks->list, size, sizeof(*list));

		if (!list)
			return false;
		blocks->list = list;
		blocks->size = size;
	}
	block = &blocks->list[blocks->count++];
	*block = (struct block){ node, start, blocks->text.len - start, linked, false };
	block->good = block->len >= GOOD_LENGTH && linked * 3 < block->len
		&& !html_is(node, GUMBO_TAG_H1) && !html_is(node, GUMBO_TAG_H2) && !html_is(node, GUMBO_TAG_H3);
	return true;
}

static bool
in_link(const GumboNode *node)
{
	for (; node && !is_block(node); node = node->parent)
		if (html_is(node, GUMBO_TAG_A))
			return true;
	return false;
}

/* Cuts the page into blocks; what is around an article by its own markup is left out. */
static enum status
gather(const GumboNode *root, bool believe_names, struct blocks *blocks)
{
	const GumboNode *node = root, *owner = NULL;
	struct flow flow = flow_start(&blocks->text);
	size_t start = 0, linked = 0, all = text_size(root);

	while (node) {
		bool into = true;
		bool is_text = node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA || node->type == GUMBO_NODE_WHITESPACE;

		if (node->type == GUMBO_NODE_ELEMENT && node != root) {
			/* Whatever it is called, what holds a good part of the page is not beside it. */
			into = !is_silent(node) && (!believe_names || !is_marked_aside(node) || text_size(node) * 3 > all);
		}
		if (is_text || html_is(node, GUMBO_TAG_BR)) {
			const GumboNode *now = block_of(node);
			size_t before = blocks->text.len;

			if (now != owner && blocks->text.len > start && !add_block(blocks, owner, start, linked))
				return STATUS_NOMEM;
			if (now != owner) {
				start = before;
				linked = 0;
				flow = flow_start(&blocks->text);
				owner = now;
			}
			if (is_text)
				flow_text(&flow, span_from_string(node->v.text.text));
			else
				flow_break(&flow, flow.breaks ? 2 : 1);
			if (in_link(node->parent))
				linked += blocks->text.len - before;
		}
		node = html_walk(root, node, into);
	}
	if (blocks->text.len > start && !add_block(blocks, owner, start, linked))
		return STATUS_NOMEM;
	return buf_status(&blocks->text);
}

static bool
is_inside(const GumboNode *node, const GumboNode *of)
{
	while (node && node != of)
		node = node->parent;
	return node != NULL;
}

/* How much good text is in each element: a table of elements by their address. */
struct weights {
	struct weight {
		const GumboNode *node;
		size_t sum;
	} *slots;
	size_t size, count;       /* size is a power of two */
};

static struct weight *
weight_slot(const struct weights *weights, const GumboNode *node)
{
	size_t at = (size_t)(((uintptr_t)node >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20);

	for (at &= weights->size - 1; weights->slots[at].node && weights->slots[at].node != node;)
		at = (at + 1) & (weights->size - 1);
	return &weights->slots[at];
}

static bool
weights_grow(struct weights *weights)
{
	struct weights larger = { .size = weights->size ? weights->size * 2 : 1024, .count = weights->count };

	larger.slots = calloc(larger.size, sizeof(*larger.slots));
	if (!larger.slots)
		return false;
	for (size_t i = 0; i < weights->size; i++)
		if (weights->slots[i].node)
			*weight_slot(&larger, weights->slots[i].node) = weights->slots[i];
	free(weights->slots);
	*weights = larger;
	return true;
}

/* Adds every good block to all elements that it is in. */
static bool
weigh(const struct blocks *blocks, struct weights *weights)
{
	for (size_t i = 0; i < blocks->count; i++)
		for (const GumboNode *node = blocks->list[i].good ? blocks->list[i].node : NULL; node; node = node->parent) {
			struct weight *slot;

			if (weights->count * 2 >= weights->size && !weights_grow(weights))
				return false;
			slot = weight_slot(weights, node);
			weights->count += slot->node == NULL;
			slot->node = node;
			slot->sum += blocks->list[i].len;
		}
	return true;
}

/* The child of PARENT with the most good text, and how much that is. */
static const GumboNode *
best_child(const struct weights *weights, const GumboNode *parent, size_t *best)
{
	const GumboVector *children = &parent->v.element.children;
	const GumboNode *winner = NULL;

	*best = 0;
	for (unsigned i = 0; i < children->length; i++) {
		size_t sum = weight_slot(weights, children->data[i])->sum;

		if (sum > *best) {
			*best = sum;
			winner = children->data[i];
		}
	}
	return winner;
}

/* The smallest element with nearly all good text in it; ROOT when there is none. */
static const GumboNode *
descend(const struct weights *weights, const GumboNode *root)
{
	const GumboNode *node = root;

	while (node->type == GUMBO_NODE_ELEMENT) {
		size_t best, all = weight_slot(weights, node)->sum;
		const GumboNode *child = best_child(weights, node, &best);
		bool named = child && (html_is(child, GUMBO_TAG_ARTICLE) || html_is(child, GUMBO_TAG_MAIN)
		                       || html_has_word(html_attribute(child, "class"), "article")
		                       || span_equal(html_attribute(child, "itemprop"), SPAN("articleBody")));

		/* Comments and teasers below an article are shorter than itself. */
		if (!child || child->type != GUMBO_NODE_ELEMENT || html_is(child, GUMBO_TAG_P)
		    || best * 100 < all * (named ? 55 : 75))
			break;
		node = child;
	}
	return node;
}

/* The element of the article; NULL when memory is short. */
static const GumboNode *
find_article(const struct blocks *blocks, const GumboNode *root)
{
	struct weights weights = { 0 };
	const GumboNode *article = NULL;

	if (weights_grow(&weights) && weigh(blocks, &weights))
		article = descend(&weights, root);
	free(weights.slots);
	return article;
}

static bool
ends_sentence(struct span text)
{
	static const char *const ends[] = { ".", "!", "?", "\"", "”", "“", "»", "’", ")", "…", "。", "！", "？", "।", "؟", "»", ":" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t len = strlen(ends[i]);

		if (text.len >= len && memcmp(text.ptr + text.len - len, ends[i], len) == 0)
			return true;
	}
	return false;
}

static bool
is_heading(const GumboNode *node)
{
	return html_is(node, GUMBO_TAG_H2) || html_is(node, GUMBO_TAG_H3) || html_is(node, GUMBO_TAG_H4)
		|| html_is(node, GUMBO_TAG_H5) || html_is(node, GUMBO_TAG_H6);
}

/* How lines begin that lead elsewhere. */
static bool
leads_elsewhere(struct span text)
{
	static const char *const starts[] = {
		"Read more", "Read also", "Also read", "See also", "Related:", "More on", "Watch:", "Listen:", "Sign up", "Subscribe",
		"Follow us", "Click here", "Advertisement", "Lesen Sie auch", "Lesen Sie hier", "Lies auch", "Mehr zum Thema",
		"Mehr dazu", "Lire aussi", "À lire aussi", "A lire aussi", "Lea también", "Lee también", "Leia também", "Leggi anche",
		"Lees ook", "Läs mer", "Läs också", "Les også", "Læs også", "Lue myös", "Czytaj też", "Czytaj także", "Zobacz też",
		"Baca juga", "Citește și", "Читайте также", "Читайте також", "ALSO READ", "READ MORE", "READ ALSO",
	};

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (span_starts(text, span_from_string(starts[i])))
			return true;
	return false;
}

static bool
is_kept(const struct blocks *blocks, const struct block *block, struct span title)
{
	struct span text = block_text(blocks, block);
	bool links = block->linked * 2 >= block->len;

	if (block->len < 3 || html_is(block->node, GUMBO_TAG_H1) || (title.len && span_equal(text, title)))
		return false;
	if (leads_elsewhere(text) && (block->linked || block->len < 80))
		return false;
	if (is_heading(block->node))
		return block->linked * 3 < block->len && block->len < 300;
	if (html_is(block->node, GUMBO_TAG_LI))
		return !links && block->len >= 25;
	if (html_is(block->node, GUMBO_TAG_P))
		return !links && (block->len >= 40 || ends_sentence(text));
	return !links && block->len >= GOOD_LENGTH && ends_sentence(text);
}

/* Appends what is kept of the blocks inside of ARTICLE. */
static void
append_kept(const struct blocks *blocks, const GumboNode *article, struct span title, struct buf *out)
{
	size_t heading = SIZE_MAX, start = out->len;

	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *block = &blocks->list[i];

		if (!is_inside(block->node, article) || !is_kept(blocks, block, title))
			continue;
		/* A heading counts when text follows. */
		if (is_heading(block->node)) {
			heading = i;
			continue;
		}
		if (heading != SIZE_MAX) {
			if (out->len > start)
				buf_append_string(out, "\n\n");
			buf_append_span(out, block_text(blocks, &blocks->list[heading]));
			heading = SIZE_MAX;
		}
		if (out->len > start)
			buf_append_string(out, "\n\n");
		buf_append_span(out, block_text(blocks, block));
	}
}

enum status
html_body_append(const GumboNode *root, struct span title, struct buf *out)
{
	enum status status = STATUS_OK;
	size_t start = out->len;

	/* Where the names of classes hide all text they are not to be believed. */
	for (int pass = 0; pass < 2 && status == STATUS_OK && out->len - start < LITTLE_TEXT; pass++) {
		struct blocks blocks = { 0 };
		const GumboNode *article;
		size_t before = out->len;

		status = gather(root, pass == 0, &blocks);
		article = status == STATUS_OK ? find_article(&blocks, root) : NULL;
		if (article)
			append_kept(&blocks, article, title, out);
		else if (status == STATUS_OK)
			status = STATUS_NOMEM;
		/* The second look counts when it shows a good deal more. */
		if (pass == 1 && (out->len - before) < 2 * (before - start) + GOOD_LENGTH)
			out->len = before;
		else if (pass == 1 && before > start) {
			memmove(out->data + start, out->data + before, out->len - before);
			out->len -= before - start;
		}
		free(blocks.list);
		buf_release(&blocks.text);
	}
	return status == STATUS_OK ? buf_status(out) : status;
}
