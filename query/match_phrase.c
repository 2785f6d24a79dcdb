#include <stdlib.h>

#include "query/matcher.h"

struct match_phrase {
	struct matcher matcher;
	size_t *at;              /* for each child, the next of its places to look at */
};

/* Whether child CHILD has a place at POSITION; what is asked grows. */
static bool
child_at(struct match_phrase *phrase, size_t child, uint64_t position)
{
	const struct places *places = &phrase->matcher.children[child]->places;
	size_t at = phrase->at[child];

	while (at < places->count && places->items[at].start < position)
		at++;
	phrase->at[child] = at;
	return at < places->count && places->items[at].start == position;
}

static enum status
phrase_places(struct matcher *matcher, struct error *err)
{
	struct match_phrase *phrase = (struct match_phrase *)matcher;
	const struct places *first = &matcher->children[0]->places;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < matcher->child_count && status == STATUS_OK; i++) {
		status = matcher_places(matcher->children[i], err);
		phrase->at[i] = 0;
	}
	for (size_t i = 0; status == STATUS_OK && i < first->count; i++) {
		uint32_t start = first->items[i].start;
		size_t child = 1;

		while (child < matcher->child_count && child_at(phrase, child, (uint64_t)start + child))
			child++;
		if (child == matcher->child_count)
			status = places_add(&matcher->places, start, start + (uint32_t)(child - 1));
	}
	return status;
}

static void
phrase_release(struct matcher *matcher)
{
	free(((struct match_phrase *)matcher)->at);
}

enum status
match_phrase_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
                 struct error *err)
{
	static const struct matcher_ops ops = {
		.seek = all_seek, .confirm = placed_confirm, .score = all_score, .places = phrase_places,
		.release = phrase_release,
	};
	struct match_phrase *phrase;
	enum status status;

	if (node->child_count == 0)
		return match_none_new(matching, node, factor, matcher, err);
	phrase = matcher_alloc(sizeof(*phrase), &ops, matching, node, node->child_count, err);
	if (!phrase)
		return STATUS_NOMEM;
	phrase->at = calloc(node->child_count, sizeof(*phrase->at));
	status = phrase->at ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (status == STATUS_OK)
		status = matcher_add_children(&phrase->matcher, factor, err);
	if (status < 0) {
		matcher_free(&phrase->matcher);
		return status;
	}
	phrase->matcher.cost = all_cost(&phrase->matcher);
	*matcher = &phrase->matcher;
	return STATUS_OK;
}
