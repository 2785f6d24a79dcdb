#include "query/matcher.h"

static enum status
atleast_confirm(struct matcher *matcher, bool *matches, struct error *err)
{
	uint64_t count;
	enum status status = matcher_confirm(matcher->children[0], matches, err);

	if (status < 0 || !*matches)
		return status;
	status = matcher_occurrences(matcher->children[0], &count, err);
	*matches = status == STATUS_OK && count >= matcher->node->distance;
	return status;
}

enum status
match_atleast_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
                  struct error *err)
{
	static const struct matcher_ops ops = {
		.seek = first_seek, .confirm = atleast_confirm, .score = first_score,
	};
	struct matcher *atleast = matcher_alloc(sizeof(*atleast), &ops, matching, node, node->child_count, err);
	enum status status;

	if (!atleast)
		return STATUS_NOMEM;
	status = matcher_add_children(atleast, factor, err);
	if (status < 0) {
		matcher_free(atleast);
		return status;
	}
	atleast->cost = atleast->children[0]->cost;
	*matcher = atleast;
	return STATUS_OK;
}
