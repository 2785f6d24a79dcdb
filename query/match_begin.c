#include "query/match_units.h"
#include "query/matcher.h"

/* FIRST and LEAD: how far from its beginning in an article a place may be. */
struct match_begin {
	struct matcher matcher;
	struct units paragraphs;
};

static enum status
begin_places(struct matcher *matcher, struct error *err)
{
	struct match_begin *begin = (struct match_begin *)matcher;
	bool lead = matcher->node->kind == NODE_LEAD;
	uint64_t body, limit;
	enum status status = units_load(&begin->paragraphs, matcher->doc, err);

	if (status == STATUS_OK)
		status = matcher_places(matcher->children[0], err);
	if (status < 0)
		return status;
	units_body(&begin->paragraphs, &body, &limit);
	if (!lead)
		limit = body == UINT64_MAX ? body : body + matcher->node->distance;
	for (size_t i = 0; i < matcher->children[0]->places.count && status == STATUS_OK; i++) {
		struct place place = matcher->children[0]->places.items[i];
		bool title = place.end < body;

		if (title ? lead : place.start >= body && place.end < limit)
			status = places_add(&matcher->places, place.start, place.end);
	}
	return status;
}

static void
begin_release(struct matcher *matcher)
{
	units_release(&((struct match_begin *)matcher)->paragraphs);
}

enum status
match_begin_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
                struct error *err)
{
	static const struct matcher_ops ops = {
		.seek = first_seek, .confirm = placed_confirm, .score = first_score, .places = begin_places,
		.release = begin_release,
	};
	struct match_begin *begin = matcher_alloc(sizeof(*begin), &ops, matching, node, node->child_count, err);
	enum status status;

	if (!begin)
		return STATUS_NOMEM;
	status = matcher_add_children(&begin->matcher, factor, err);
	if (status == STATUS_OK)
		status = units_open(&begin->paragraphs, matching->reader, UNIT_PARAGRAPH, err);
	if (status < 0) {
		matcher_free(&begin->matcher);
		return status;
	}
	begin->matcher.cost = begin->matcher.children[0]->cost;
	*matcher = &begin->matcher;
	return STATUS_OK;
}
