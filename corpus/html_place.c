#include "corpus/html_place.h"

#include <stdlib.h>
#include <strings.h>

#include "corpus/html_dom.h"
#include "corpus/html_names.h"

/* An <article> with the headline and so much good text is the article. */
#define ARTICLE_TEXT 500

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
weigh(const struct html_blocks *blocks, struct weights *weights)
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
		bool named = child && (html_is(child, GUMBO_TAG_ARTICLE) || html_is(child, GUMBO_TAG_MAIN) || html_is_body(child));

		/* Comments and teasers below an article are shorter than itself. */
		if (!child || child->type != GUMBO_NODE_ELEMENT || html_is(child, GUMBO_TAG_P)
		    || best * 100 < all * (named ? 55 : 75))
			break;
		node = child;
	}
	return node;
}

/* How much of HEADING stands in TITLE: letters of its longer words in both, and in all. */
static bool
is_like(struct span heading, struct span title)
{
	size_t all = 0, both = 0, start = 0;

	for (size_t at = 0; at <= heading.len; at++) {
		size_t len = at - start;

		if (at < heading.len && heading.ptr[at] != ' ')
			continue;
		if (len >= 4) {
			all += len;
			both += title.len && memmem(title.ptr, title.len, heading.ptr + start, len) ? len : 0;
		}
		start = at + 1;
	}
	return all >= 8 && both * 2 >= all;
}

/* The block of the headline: an <h1> that is like TITLE, or the first other heading that is the same. */
static size_t
find_headline(const struct html_blocks *blocks, struct span title)
{
	for (size_t i = 0; i < blocks->count; i++)
		if (html_is(blocks->list[i].node, GUMBO_TAG_H1) && is_like(html_block_text(blocks, &blocks->list[i]), title))
			return i;
	for (size_t i = 0; title.len && i < blocks->count; i++)
		if (!blocks->list[i].linked && span_equal(html_block_text(blocks, &blocks->list[i]), title))
			return i;
	return SIZE_MAX;
}

/* Where to descend from: the <article> of the headline when it has text, else ROOT. */
static const GumboNode *
article_of(const struct html_blocks *blocks, const struct weights *weights, const GumboNode *root, size_t headline)
{
	const GumboNode *node = headline == SIZE_MAX ? NULL : blocks->list[headline].node;

	for (; node && node != root; node = node->parent)
		if (html_is(node, GUMBO_TAG_ARTICLE) && weight_slot(weights, node)->sum >= ARTICLE_TEXT)
			return node;
	return root;
}

enum status
html_place_find(const struct html_blocks *blocks, const GumboNode *root, struct span title, struct html_place *place)
{
	struct weights weights = { 0 };
	bool weighed = weights_grow(&weights) && weigh(blocks, &weights);

	*place = (struct html_place){ root, find_headline(blocks, title), SIZE_MAX, NULL };
	if (weighed)
		place->element = descend(&weights, article_of(blocks, &weights, root, place->headline));
	for (size_t i = 0; i < blocks->count && place->first == SIZE_MAX; i++)
		if (is_inside(blocks->list[i].node, place->element))
			place->first = i;
	place->body = place->element;
	while (place->body && !html_is_body(place->body))
		place->body = place->body->parent;
	free(weights.slots);
	return weighed ? STATUS_OK : STATUS_NOMEM;
}

bool
html_place_holds(const struct html_place *place, const struct html_blocks *blocks, size_t at)
{
	const GumboNode *node = blocks->list[at].node;

	/* Nearly all of it is not its beginning. */
	if (place->body && at < place->first && is_inside(node, place->body))
		return true;
	return is_inside(node, place->element);
}
