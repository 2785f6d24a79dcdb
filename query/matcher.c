#include "query/matcher.h"

#include <stdlib.h>

enum status
matching_length(struct matching *matching, docid_t doc, uint64_t *length, struct error *err)
{
	if (matching->length_doc != doc) {
		enum status status = index_length(matching->reader, doc, &matching->length, err);

		if (status < 0)
			return status;
		matching->length_doc = doc;
	}
	*length = matching->length;
	return STATUS_OK;
}

enum status
matching_article(struct matching *matching, docid_t doc, const struct article **article, struct error *err)
{
	if (matching->article_doc != doc) {
		enum status status;

		matching->article_doc = DOCID_NONE;
		arena_clear(&matching->article_arena);
		status = index_article_text(matching->reader, doc, &matching->article_arena, &matching->article, err);
		if (status < 0)
			return status;
		matching->article_doc = doc;
	}
	*article = &matching->article;
	return STATUS_OK;
}

void *
matcher_alloc(size_t size, const struct matcher_ops *ops, struct matching *matching, const struct node *node,
              size_t count, struct error *err)
{
	struct matcher *matcher = calloc(1, size);

	if (matcher && count) {
		matcher->children = calloc(count, sizeof(*matcher->children));
		if (!matcher->children) {
			free(matcher);
			matcher = NULL;
		}
	}
	if (!matcher) {
		error_set(err, STATUS_NOMEM, NULL, "out of memory");
		return NULL;
	}
	matcher->ops = ops;
	matcher->matching = matching;
	matcher->node = node;
	return matcher;
}

void
matcher_free(struct matcher *matcher)
{
	if (!matcher)
		return;
	if (matcher->ops->release)
		matcher->ops->release(matcher);
	for (size_t i = 0; i < matcher->child_count; i++)
		matcher_free(matcher->children[i]);
	free(matcher->children);
	places_release(&matcher->places);
	free(matcher);
}

enum status
matcher_add_children(struct matcher *matcher, double factor, struct error *err)
{
	const struct node *node = matcher->node;

	for (size_t i = 0; i < node->child_count; i++) {
		struct matcher *child;
		enum status status = matcher_new(matcher->matching, node->children[i], factor, &child, err);

		if (status < 0)
			return status;
		matcher->children[matcher->child_count++] = child;
	}
	return STATUS_OK;
}

enum status
matcher_seek(struct matcher *matcher, docid_t target, struct error *err)
{
	if (matcher->doc != DOCID_NONE && matcher->doc >= target)
		return STATUS_OK;
	return matcher->ops->seek(matcher, target, err);
}

enum status
matcher_confirm(struct matcher *matcher, bool *matches, struct error *err)
{
	enum status status = STATUS_OK;

	if (matcher->confirmed_doc != matcher->doc) {
		matcher->confirmed = true;
		if (matcher->ops->confirm)
			status = matcher->ops->confirm(matcher, &matcher->confirmed, err);
		if (status < 0)
			return status;
		matcher->confirmed_doc = matcher->doc;
	}
	*matches = matcher->confirmed;
	return STATUS_OK;
}

enum status
matcher_on(struct matcher *matcher, docid_t doc, bool *matches, struct error *err)
{
	enum status status = matcher_seek(matcher, doc, err);

	*matches = false;
	if (status < 0 || matcher->doc != doc)
		return status;
	return matcher_confirm(matcher, matches, err);
}

enum status
matcher_score(struct matcher *matcher, double *score, struct error *err)
{
	*score = 0;
	return matcher->ops->score ? matcher->ops->score(matcher, score, err) : STATUS_OK;
}

enum status
matcher_places(struct matcher *matcher, struct error *err)
{
	enum status status = STATUS_OK;

	if (matcher->placed_doc == matcher->doc)
		return STATUS_OK;
	matcher->placed_doc = DOCID_NONE;
	matcher->places.count = 0;
	if (matcher->ops->places)
		status = matcher->ops->places(matcher, err);
	if (status == STATUS_OK)
		matcher->placed_doc = matcher->doc;
	return status < 0 ? error_set(err, status, NULL, "out of memory") : STATUS_OK;
}

enum status
matcher_occurrences(struct matcher *matcher, uint64_t *count, struct error *err)
{
	enum status status;

	if (matcher->ops->occurrences)
		return matcher->ops->occurrences(matcher, count, err);
	status = matcher_places(matcher, err);
	*count = matcher->places.count;
	return status;
}

enum status
all_seek(struct matcher *matcher, docid_t target, struct error *err)
{
	struct matcher *lead = matcher->children[0];

	for (size_t i = 1; i < matcher->child_count; i++)
		if (matcher->children[i]->cost < lead->cost)
			lead = matcher->children[i];
	for (;;) {
		enum status status = matcher_seek(lead, target, err);
		bool agreed = true;

		if (status < 0)
			return status;
		target = lead->doc;
		for (size_t i = 0; i < matcher->child_count && agreed && target != DOCID_END; i++) {
			struct matcher *child = matcher->children[i];

			status = matcher_seek(child, target, err);
			if (status < 0)
				return status;
			agreed = child->doc == target;
			target = child->doc;
		}
		if (target == DOCID_END || agreed) {
			matcher->doc = target;
			return STATUS_OK;
		}
	}
}

enum status
all_confirm(struct matcher *matcher, bool *matches, struct error *err)
{
	enum status status = STATUS_OK;

	*matches = true;
	for (size_t i = 0; i < matcher->child_count && *matches && status == STATUS_OK; i++)
		status = matcher_confirm(matcher->children[i], matches, err);
	return status;
}

enum status
all_score(struct matcher *matcher, double *score, struct error *err)
{
	enum status status = STATUS_OK;
	double part;

	for (size_t i = 0; i < matcher->child_count && status == STATUS_OK; i++) {
		status = matcher_score(matcher->children[i], &part, err);
		*score += part;
	}
	return status;
}

uint64_t
all_cost(const struct matcher *matcher)
{
	uint64_t cost = UINT64_MAX;

	for (size_t i = 0; i < matcher->child_count; i++)
		if (matcher->children[i]->cost < cost)
			cost = matcher->children[i]->cost;
	return cost;
}

enum status
first_seek(struct matcher *matcher, docid_t target, struct error *err)
{
	enum status status = matcher_seek(matcher->children[0], target, err);

	matcher->doc = matcher->children[0]->doc;
	return status;
}

enum status
first_score(struct matcher *matcher, double *score, struct error *err)
{
	return matcher_score(matcher->children[0], score, err);
}

enum status
placed_confirm(struct matcher *matcher, bool *matches, struct error *err)
{
	enum status status = all_confirm(matcher, matches, err);

	if (status < 0 || !*matches)
		return status;
	status = matcher_places(matcher, err);
	*matches = matcher->places.count > 0;
	return status;
}

enum status
matcher_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
            struct error *err)
{
	static enum status (*const makers[])(struct matching *, const struct node *, double, struct matcher **,
	                                     struct error *) = {
		[NODE_NONE] = match_none_new, [NODE_ALL] = match_all_new, [NODE_TERM] = match_term_new,
		[NODE_SYNONYM] = match_synonym_new, [NODE_AND] = match_and_new, [NODE_OR] = match_or_new,
		[NODE_MAYBE] = match_maybe_new, [NODE_NOT] = match_not_new, [NODE_FILTER] = match_filter_new,
		[NODE_PHRASE] = match_phrase_new, [NODE_NEAR] = match_near_new, [NODE_NOT_NEAR] = match_near_new,
		[NODE_SAME] = match_same_new, [NODE_DATE] = match_range_new, [NODE_WORDS] = match_range_new,
		[NODE_ATLEAST] = match_atleast_new, [NODE_FIRST] = match_begin_new, [NODE_LEAD] = match_begin_new,
		[NODE_SPELT] = match_spelt_new, [NODE_DOCS] = match_docs_new,
	};

	*matcher = NULL;
	while (node->kind == NODE_BOOST) {
		factor *= node->factor;
		node = node->children[0];
	}
	return makers[node->kind](matching, node, factor, matcher, err);
}
