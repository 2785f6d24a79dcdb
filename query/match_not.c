#include "query/matcher.h"

/* NOT, MAYBE and FILTER: the first child says which documents, the others what
 * becomes of them. */

static enum status
first_confirm(struct matcher *matcher, bool *matches, struct error *err)
{
	return matcher_confirm(matcher->children[0], matches, err);
}

static enum status
not_confirm(struct matcher *matcher, bool *matches, struct error *err)
{
	enum status status = first_confirm(matcher, matches, err);

	for (size_t i = 1; i < matcher->child_count && *matches && status == STATUS_OK; i++) {
		bool excluded;

		status = matcher_on(matcher->children[i], matcher->doc, &excluded, err);
		*matches = !excluded;
	}
	return status;
}

static enum status
maybe_score(struct matcher *matcher, double *score, struct error *err)
{
	enum status status = matcher_score(matcher->children[0], score, err);

	for (size_t i = 1; i < matcher->child_count && status == STATUS_OK; i++) {
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
first_new(struct matching *matching, const struct node *node, const struct matcher_ops *ops, double factor,
          struct matcher **matcher, struct error *err)
{
	struct matcher *first;
	enum status status;

	if (node->child_count == 0)
		return match_none_new(matching, node, factor, matcher, err);
	first = matcher_alloc(sizeof(*first), ops, matching, node, node->child_count, err);
	if (!first)
		return STATUS_NOMEM;
	status = matcher_add_children(first, factor, err);
	if (status < 0) {
		matcher_free(first);
		return status;
	}
	first->cost = first->children[0]->cost;
	*matcher = first;
	return STATUS_OK;
}

enum status
match_not_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
              struct error *err)
{
	static const struct matcher_ops ops = { .seek = first_seek, .confirm = not_confirm, .score = first_score };

	return first_new(matching, node, &ops, factor, matcher, err);
}

enum status
match_maybe_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
                struct error *err)
{
	static const struct matcher_ops ops = { .seek = first_seek, .confirm = first_confirm, .score = maybe_score };

	return first_new(matching, node, &ops, factor, matcher, err);
}

enum status
match_filter_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
                 struct error *err)
{
	static const struct matcher_ops ops = { .seek = first_seek, .confirm = first_confirm };

	return first_new(matching, node, &ops, factor, matcher, err);
}
