#include "query/matcher.h"

static enum status
pair_places(struct matcher *matcher, struct error *err)
{
	enum status status = matcher_places(matcher->children[0], err);

	return status == STATUS_OK ? matcher_places(matcher->children[1], err) : status;
}

static enum status
near_places(struct matcher *matcher, struct error *err)
{
	const struct node *node = matcher->node;
	enum status status = pair_places(matcher, err);

	if (status == STATUS_OK)
		status = places_near(&matcher->children[0]->places, &matcher->children[1]->places, node->distance,
		                     node->ordered, &matcher->places);
	return status;
}

/* The second child may be elsewhere, or not match. */
static enum status
not_near_places(struct matcher *matcher, struct error *err)
{
	static const struct places none = { NULL, 0, 0 };
	struct matcher *other = matcher->children[1];
	bool there;
	enum status status = matcher_places(matcher->children[0], err);

	if (status == STATUS_OK)
		status = matcher_on(other, matcher->doc, &there, err);
	if (status == STATUS_OK && there)
		status = matcher_places(other, err);
	if (status == STATUS_OK)
		status = places_not_near(&matcher->children[0]->places, there ? &other->places : &none,
		                         matcher->node->distance, &matcher->places);
	return status;
}

static enum status
not_near_confirm(struct matcher *matcher, bool *matches, struct error *err)
{
	enum status status = matcher_confirm(matcher->children[0], matches, err);

	if (status < 0 || !*matches)
		return status;
	status = matcher_places(matcher, err);
	*matches = matcher->places.count > 0;
	return status;
}

enum status
match_near_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
               struct error *err)
{
	static const struct matcher_ops near_ops = {
		.seek = all_seek, .confirm = placed_confirm, .score = all_score, .places = near_places,
	};
	static const struct matcher_ops not_near_ops = {
		.seek = first_seek, .confirm = not_near_confirm, .score = first_score, .places = not_near_places,
	};
	struct matcher *near = matcher_alloc(sizeof(*near), node->kind == NODE_NEAR ? &near_ops : &not_near_ops,
	                                     matching, node, node->child_count, err);
	enum status status;

	if (!near)
		return STATUS_NOMEM;
	status = node->child_count == 2 ? matcher_add_children(near, factor, err)
		: error_set(err, STATUS_INTERNAL, "query", "a near operator has two sides");
	if (status < 0) {
		matcher_free(near);
		return status;
	}
	near->cost = node->kind == NODE_NEAR ? all_cost(near) : near->children[0]->cost;
	*matcher = near;
	return STATUS_OK;
}
