#include "query/matcher.h"

static enum status
or_seek(struct matcher *matcher, docid_t target, struct error *err)
{
	docid_t doc = DOCID_END;

	for (size_t i = 0; i < matcher->child_count; i++) {
		struct matcher *child = matcher->children[i];
		enum status status = matcher_seek(child, target, err);

		if (status < 0)
			return status;
		if (child->doc < doc)
			doc = child->doc;
	}
	matcher->doc = doc;
	return STATUS_OK;
}

static enum status
or_confirm(struct matcher *matcher, bool *matches, struct error *err)
{
	enum status status = STATUS_OK;

	*matches = false;
	for (size_t i = 0; i < matcher->child_count && !*matches && status == STATUS_OK; i++)
		status = matcher_on(matcher->children[i], matcher->doc, matches, err);
	return status;
}

static enum status
or_score(struct matcher *matcher, double *score, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < matcher->child_count && status == STATUS_OK; i++) {
		bool matches;
		double part = 0;

		status = matcher_on(matcher->children[i], matcher->doc, &matches, err);
		if (status == STATUS_OK && matches)
			status = matcher_score(matcher->children[i], &part, err);
		*score += part;
	}
	return status;
}

static enum status
or_places(struct matcher *matcher, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < matcher->child_count && status == STATUS_OK; i++) {
		struct matcher *child = matcher->children[i];
		bool matches;

		status = matcher_on(child, matcher->doc, &matches, err);
		if (status < 0 || !matches)
			continue;
		status = matcher_places(child, err);
		if (status == STATUS_OK)
			status = places_append(&matcher->places, &child->places);
	}
	places_sort(&matcher->places);
	return status;
}

enum status
match_or_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
             struct error *err)
{
	static const struct matcher_ops ops = {
		.seek = or_seek, .confirm = or_confirm, .score = or_score, .places = or_places,
	};
	struct matcher *or = matcher_alloc(sizeof(*or), &ops, matching, node, node->child_count, err);
	enum status status;

	if (!or)
		return STATUS_NOMEM;
	status = matcher_add_children(or, factor, err);
	if (status < 0) {
		matcher_free(or);
		return status;
	}
	for (size_t i = 0; i < or->child_count; i++)
		or->cost += or->children[i]->cost;
	*matcher = or;
	return STATUS_OK;
}
