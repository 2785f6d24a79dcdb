#include "query/matcher.h"

/* The hulls of all children's places, from the left. */
static enum status
and_places(struct matcher *matcher, struct error *err)
{
	enum status status = matcher_places(matcher->children[0], err);

	if (status == STATUS_OK)
		status = places_append(&matcher->places, &matcher->children[0]->places);
	for (size_t i = 1; i < matcher->child_count && status == STATUS_OK; i++) {
		struct places joined = { NULL, 0, 0 };

		status = matcher_places(matcher->children[i], err);
		if (status == STATUS_OK)
			status = places_and(&matcher->places, &matcher->children[i]->places, &joined);
		places_release(&matcher->places);
		matcher->places = joined;
	}
	return status;
}

enum status
match_and_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
              struct error *err)
{
	static const struct matcher_ops ops = {
		.seek = all_seek, .confirm = all_confirm, .score = all_score, .places = and_places,
	};
	struct matcher *and;
	enum status status;

	if (node->child_count == 0)
		return match_none_new(matching, node, factor, matcher, err);
	and = matcher_alloc(sizeof(*and), &ops, matching, node, node->child_count, err);
	if (!and)
		return STATUS_NOMEM;
	status = matcher_add_children(and, factor, err);
	if (status < 0) {
		matcher_free(and);
		return status;
	}
	and->cost = all_cost(and);
	*matcher = and;
	return STATUS_OK;
}
