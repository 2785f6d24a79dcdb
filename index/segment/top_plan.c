#include "index/segment/top.h"

#include <stddef.h>

/* Where in the tree a node stands. */
struct place {
	enum top_role role;
	double factor;           /* 0 under a FILTER */
	unsigned depth;          /* of sums above: 0 the whole, 1 a group, 2 too deep to be summed in order */
};

static enum status plan_node(struct top_plan *plan, const struct node *node, struct place place);

/* A synonym stands where a term does, outside of phrases. */
static bool
synonym_fits(const struct node *node, unsigned phrase)
{
	if (node->kind != NODE_SYNONYM || phrase || node->child_count == 0)
		return false;
	for (size_t i = 0; i < node->child_count; i++)
		if (node->children[i]->kind != NODE_TERM)
			return false;
	return true;
}

static enum status
plan_term(struct top_plan *plan, const struct node *node, struct place place, unsigned phrase, uint32_t offset)
{
	struct top_leaf *leaf = &plan->leaves[plan->count];

	bool synonym = synonym_fits(node, phrase);

	if (plan->count == TOP_LEAVES || (node->kind != NODE_TERM && !synonym))
		return STATUS_UNSUPPORTED;
	if (!synonym && (!node->term.len || node->term.len > TERM_MAX)) {
		plan->nothing |= place.role == TOP_REQUIRED;
		return place.role == TOP_REQUIRED ? STATUS_OK : STATUS_UNSUPPORTED;
	}
	*leaf = (struct top_leaf){
		.role = place.role, .term = node->term, .synonym = synonym ? node : NULL, .wqf = node->wqf, .factor = place.factor,
		.phrase = phrase, .offset = offset,
	};
	if (place.depth == 0)
		plan->groups++;
	leaf->group = plan->groups;
	plan->count++;
	return STATUS_OK;
}

/* Children from FIRST on whose scores are added: each its own group of the whole sum, or a
 * member of the present group. */
static enum status
plan_children(struct top_plan *plan, const struct node *node, struct place place, size_t first)
{
	enum status status = STATUS_OK;

	for (size_t i = first; i < node->child_count && status == STATUS_OK; i++) {
		if (place.depth == 0)
			plan->groups++;
		status = plan_node(plan, node->children[i],
		                   (struct place){ place.role, place.factor, place.depth + 1 });
	}
	return status;
}

/* More than one score below a group's member would be summed in another order. */
static bool
too_deep(const struct node *node, struct place place)
{
	return place.depth > 1 && node->child_count > 1 && place.factor > 0;
}

static enum status
plan_phrase(struct top_plan *plan, const struct node *node, struct place place)
{
	unsigned phrase = ++plan->phrases;
	enum status status = STATUS_OK;

	if (place.role != TOP_REQUIRED || node->child_count == 0 || too_deep(node, place))
		return STATUS_UNSUPPORTED;
	if (place.depth == 0)
		plan->groups++;
	place.depth++;
	for (size_t i = 0; i < node->child_count && status == STATUS_OK; i++)
		status = plan_term(plan, node->children[i], place, phrase, (uint32_t)i);
	return status;
}

/* Two words. */
static enum status
plan_near(struct top_plan *plan, const struct node *node, struct place place)
{
	enum status status = node->child_count == 2 && node->distance ? plan_phrase(plan, node, place) : STATUS_UNSUPPORTED;

	for (unsigned i = 0; i < plan->count && status == STATUS_OK; i++) {
		if (plan->leaves[i].phrase != plan->phrases)
			continue;
		plan->leaves[i].distance = node->distance;
		plan->leaves[i].ordered = node->ordered;
	}
	return status;
}

/* One word so many times. */
static enum status
plan_atleast(struct top_plan *plan, const struct node *node, struct place place)
{
	unsigned before = plan->count;
	enum status status;

	if (place.role != TOP_REQUIRED || node->child_count != 1)
		return STATUS_UNSUPPORTED;
	status = plan_term(plan, node->children[0], place, 0, 0);
	if (status != STATUS_OK || plan->count == before)
		return status;
	plan->leaves[before].least = node->distance;
	plan->counted |= node->distance > 1;
	return STATUS_OK;
}

/* Whether all children from FIRST on are words. */
static bool
words_alone(const struct node *node, size_t first)
{
	for (size_t i = first; i < node->child_count; i++) {
		const struct node *child = node->children[i];

		while (child->kind == NODE_BOOST && child->child_count == 1)
			child = child->children[0];
		if (child->kind != NODE_TERM && child->kind != NODE_SYNONYM)
			return false;
	}
	return true;
}

static enum status
plan_or(struct top_plan *plan, const struct node *node, struct place place)
{
	if (place.role != TOP_REQUIRED || plan->need_any || plan->maybe || node->child_count < 2 || too_deep(node, place)
	    || !words_alone(node, 0))
		return STATUS_UNSUPPORTED;
	plan->need_any = true;
	place.role = TOP_OPTIONAL;
	return plan_children(plan, node, place, 0);
}

static enum status
plan_maybe(struct top_plan *plan, const struct node *node, struct place place)
{
	enum status status;

	if (place.role != TOP_REQUIRED || plan->need_any || node->child_count == 0 || too_deep(node, place)
	    || !words_alone(node, 1))
		return STATUS_UNSUPPORTED;
	plan->maybe = true;
	if (place.depth == 0)
		plan->groups++;
	status = plan_node(plan, node->children[0], (struct place){ place.role, place.factor, place.depth + 1 });
	place.role = TOP_OPTIONAL;
	return status == STATUS_OK ? plan_children(plan, node, place, 1) : status;
}

static enum status
plan_not(struct top_plan *plan, const struct node *node, struct place place)
{
	enum status status;

	if (place.role != TOP_REQUIRED || node->child_count == 0)
		return STATUS_UNSUPPORTED;
	status = plan_node(plan, node->children[0], place);
	for (size_t i = 1; i < node->child_count && status == STATUS_OK; i++)
		status = plan_term(plan, node->children[i], (struct place){ TOP_EXCLUDED, 0, 1 }, 0, 0);
	return status;
}

static enum status
plan_range(int64_t *low, int64_t *high, bool *set, const struct node *node, struct place place)
{
	if (place.role != TOP_REQUIRED)
		return STATUS_UNSUPPORTED;
	if (!*set || node->low > *low)
		*low = node->low;
	if (!*set || node->high < *high)
		*high = node->high;
	*set = true;
	return STATUS_OK;
}

static enum status
plan_node(struct top_plan *plan, const struct node *node, struct place place)
{
	switch (node->kind) {
	case NODE_NONE:
		plan->nothing |= place.role == TOP_REQUIRED;
		return place.role == TOP_REQUIRED ? STATUS_OK : STATUS_UNSUPPORTED;
	case NODE_ALL:
		return place.role == TOP_REQUIRED ? STATUS_OK : STATUS_UNSUPPORTED;
	case NODE_TERM:
	case NODE_SYNONYM:
		return plan_term(plan, node, place, 0, 0);
	case NODE_AND:
		if (node->child_count == 0 || place.role != TOP_REQUIRED || too_deep(node, place))
			return STATUS_UNSUPPORTED;
		return plan_children(plan, node, place, 0);
	case NODE_OR:
		return plan_or(plan, node, place);
	case NODE_MAYBE:
		return plan_maybe(plan, node, place);
	case NODE_PHRASE:
		return plan_phrase(plan, node, place);
	case NODE_NEAR:
		return plan_near(plan, node, place);
	case NODE_ATLEAST:
		return plan_atleast(plan, node, place);
	case NODE_NOT:
		return plan_not(plan, node, place);
	case NODE_FILTER:
		place.factor = 0;
		place.depth = 1;
		return node->child_count == 1 ? plan_node(plan, node->children[0], place) : STATUS_UNSUPPORTED;
	case NODE_BOOST:
		if (!(node->factor > 0))
			return STATUS_UNSUPPORTED;
		place.factor *= node->factor;
		return node->child_count == 1 ? plan_node(plan, node->children[0], place) : STATUS_UNSUPPORTED;
	case NODE_DATE:
		return plan_range(&plan->date_low, &plan->date_high, &plan->dated, node, place);
	case NODE_WORDS:
		return plan_range(&plan->words_low, &plan->words_high, &plan->worded, node, place);
	default:
		return STATUS_UNSUPPORTED;
	}
}

enum status
top_plan_make(const struct node *tree, struct top_plan *plan)
{
	bool required = false;
	enum status status;

	/* Not the leaves, which are large. */
	memset(plan, 0, offsetof(struct top_plan, leaves));
	status = plan_node(plan, tree, (struct place){ TOP_REQUIRED, 1, 0 });
	plan->every = true;
	for (unsigned i = 0; i < plan->count; i++) {
		plan->every &= plan->leaves[i].role == TOP_EXCLUDED;
		required |= plan->leaves[i].role == TOP_REQUIRED;
	}
	/* Words that are wanted, but not needed, beside all articles. */
	return plan->maybe && !required && !plan->nothing ? STATUS_UNSUPPORTED : status;
}
