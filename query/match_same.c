#include "query/match_units.h"
#include "query/matcher.h"

struct match_same {
	struct matcher matcher;
	struct units units;
};

static enum status
same_places(struct matcher *matcher, struct error *err)
{
	struct match_same *same = (struct match_same *)matcher;
	enum status status = units_load(&same->units, matcher->doc, err);

	for (size_t i = 0; i < matcher->child_count && status == STATUS_OK; i++)
		status = matcher_places(matcher->children[i], err);
	if (status == STATUS_OK)
		status = places_same(&matcher->children[0]->places, &matcher->children[1]->places, same->units.starts,
		                     same->units.count, &matcher->places);
	return status;
}

static void
same_release(struct matcher *matcher)
{
	units_release(&((struct match_same *)matcher)->units);
}

enum status
match_same_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
               struct error *err)
{
	static const struct matcher_ops ops = {
		.seek = all_seek, .confirm = placed_confirm, .score = all_score, .places = same_places,
		.release = same_release,
	};
	struct match_same *same = matcher_alloc(sizeof(*same), &ops, matching, node, node->child_count, err);
	enum status status;

	if (!same)
		return STATUS_NOMEM;
	status = node->child_count == 2 ? matcher_add_children(&same->matcher, factor, err)
		: error_set(err, STATUS_INTERNAL, "query", "a near operator has two sides");
	if (status == STATUS_OK)
		status = units_open(&same->units, matching->reader, node->unit, err);
	if (status < 0) {
		matcher_free(&same->matcher);
		return status;
	}
	same->matcher.cost = all_cost(&same->matcher);
	*matcher = &same->matcher;
	return STATUS_OK;
}
