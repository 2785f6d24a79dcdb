#include "index/xapian/search_query.h"

#include <stdlib.h>

#include "index/xapian/schema.h"

/* Whole numbers of this size and less are doubles without loss. */
#define NUMBER_LIMIT ((int64_t)1 << 53)

/* Deeper trees go to the generic matcher: libxapian's own recursion knows no bound. */
#define DEPTH_MAX 200

struct build {
	struct search_query *context;
	struct error *err;
	double factor;    /* of all boosts above */
	bool weighed;     /* false below a filter */
	bool checked;     /* below an operator that asks its parts for one document after the other */
	unsigned depth;
};

static enum status build(const struct build *build, const struct node *node, struct xapian_query **query);

/* ---- Lists of parts --------------------------------------------------- */

static void
parts_free(struct xapian_query **parts, size_t count)
{
	for (size_t i = 0; parts && i < count; i++)
		xapian_query_free(parts[i]);
	free(parts);
}

/* Combines what MAKE makes of each child of NODE. */
static enum status
combine(const struct build *b, enum xapian_operator op, const struct node *node, uint32_t parameter,
        enum status (*make)(const struct build *b, const struct node *node, struct xapian_query **query),
        struct xapian_query **query)
{
	struct xapian_query **parts = calloc(node->child_count + 1, sizeof(struct xapian_query *));
	enum status status = parts ? STATUS_OK : error_set(b->err, STATUS_NOMEM, NULL, "out of memory");

	for (size_t i = 0; i < node->child_count && status == STATUS_OK; i++)
		status = make(b, node->children[i], &parts[i]);
	if (status == STATUS_OK)
		status = xapian_query_combine(op, parts, node->child_count, parameter, query, b->err);
	parts_free(parts, node->child_count);
	return status;
}

/* *QUERY, weighed by FACTOR, takes its own place. */
static enum status
scale(const struct build *b, double factor, struct xapian_query **query)
{
	struct xapian_query *scaled;
	enum status status = xapian_query_scale(*query, factor, &scaled, b->err);

	xapian_query_free(*query);
	*query = scaled;
	return status;
}

/* ---- Terms ------------------------------------------------------------ */

static enum status
term_df(const struct build *b, struct span term, uint64_t *df)
{
	struct xapian_term_stats stats;
	enum status status = xapian_database_term(b->context->db, term, &stats, b->err);

	*df = stats.df;
	return status;
}

static double
given_weight(const struct build *b, uint64_t df, uint32_t wqf)
{
	return bm25_term_weight(b->context->bm25, b->context->articles, df, wqf, b->factor);
}

/* A term whose wqf says which of the weights is its own. */
static enum status
given_term(const struct build *b, const struct node *node, struct xapian_query **query)
{
	struct buf *weights = &b->context->weights;
	size_t number = weights->len / sizeof(double);
	double weight;
	uint64_t df;
	enum status status = term_df(b, node->term, &df);

	if (status < 0)
		return status;
	if (number >= UINT32_MAX - 2)
		return STATUS_UNSUPPORTED;
	weight = given_weight(b, df, node->wqf);
	buf_append(weights, &weight, sizeof(weight));
	if (buf_status(weights) < 0)
		return error_set(b->err, STATUS_NOMEM, NULL, "out of memory");
	return xapian_query_term(node->term, (uint32_t)number + 2, query, b->err);
}

/* A term as an operand of a phrase: without scale factors, which libxapian does not take there. */
static enum status
place_term(const struct build *b, const struct node *node, struct xapian_query **query)
{
	if (node->kind != NODE_TERM)
		return STATUS_UNSUPPORTED;
	if (b->weighed && b->context->given)
		return given_term(b, node, query);
	return xapian_query_term(node->term, b->weighed ? node->wqf : 1, query, b->err);
}

/* *QUERY times the boosts above, where they are not in the weights yet. */
static enum status
boosted(const struct build *b, struct xapian_query **query)
{
	return b->weighed && !b->context->given && b->factor != 1 ? scale(b, b->factor, query) : STATUS_OK;
}

static enum status
build_term(const struct build *b, const struct node *node, struct xapian_query **query)
{
	enum status status = place_term(b, node, query);

	return status == STATUS_OK ? boosted(b, query) : status;
}

static enum status
bare_term(const struct build *b, const struct node *node, struct xapian_query **query)
{
	return node->kind == NODE_TERM ? xapian_query_term(node->term, 1, query, b->err) : STATUS_UNSUPPORTED;
}

static enum status
build_synonym(const struct build *b, const struct node *node, struct xapian_query **query)
{
	uint64_t df, most = 0;
	enum status status = STATUS_OK;

	if (b->weighed && !b->context->given)
		return STATUS_UNSUPPORTED;
	for (size_t i = 0; i < node->child_count && status == STATUS_OK; i++) {
		status = node->children[i]->kind == NODE_TERM ? term_df(b, node->children[i]->term, &df) : STATUS_UNSUPPORTED;
		most = status == STATUS_OK && df > most ? df : most;
	}
	if (status == STATUS_OK)
		status = combine(b, b->weighed ? XAPIAN_SYNONYM : XAPIAN_OR, node, 0, bare_term, query);
	return status == STATUS_OK && b->weighed ? scale(b, given_weight(b, most, node->wqf), query) : status;
}

/* ---- Places ----------------------------------------------------------- */

/* What positions a term's are: 0 plain words, else the prefix's letter. */
static int
term_positions(struct span term)
{
	return term.len && term.ptr[0] >= 'A' && term.ptr[0] <= 'Z' ? term.ptr[0] : 0;
}

static enum status
build_places(const struct build *b, enum xapian_operator op, const struct node *node, uint32_t window, struct xapian_query **query)
{
	enum status status = combine(b, op, node, window, place_term, query);

	return status == STATUS_OK ? boosted(b, query) : status;
}

static enum status
build_phrase(const struct build *b, const struct node *node, struct xapian_query **query)
{
	if (node->child_count == 1)
		return build(b, node->children[0], query);
	return build_places(b, XAPIAN_PHRASE, node, (uint32_t)node->child_count, query);
}

static enum status
build_near(const struct build *b, const struct node *node, struct xapian_query **query)
{
	const struct node *first, *second;

	if (node->child_count != 2 || node->distance >= UINT32_MAX - 1)
		return STATUS_UNSUPPORTED;
	first = node->children[0];
	second = node->children[1];
	if (first->kind != NODE_TERM || second->kind != NODE_TERM || span_equal(first->term, second->term)
	    || term_positions(first->term) != term_positions(second->term) || term_positions(first->term) == 'X')
		return STATUS_UNSUPPORTED;
	if (node->distance == 0)
		return xapian_query_nothing(query, b->err);
	return build_places(b, node->ordered ? XAPIAN_PHRASE : XAPIAN_NEAR, node, node->distance + 1, query);
}

/* ---- Columns ---------------------------------------------------------- */

static int64_t
clamp(int64_t number)
{
	return number > NUMBER_LIMIT ? NUMBER_LIMIT : number < -NUMBER_LIMIT ? -NUMBER_LIMIT : number;
}

static enum status
build_range(const struct build *b, enum schema_slot slot, const struct node *node, struct xapian_query **query)
{
	char low[XAPIAN_NUMBER_MAX], high[XAPIAN_NUMBER_MAX];
	size_t low_len, high_len;

	if (node->low >= node->high)
		return xapian_query_nothing(query, b->err);
	low_len = xapian_number_encode((double)clamp(node->low), low);
	high_len = xapian_number_encode((double)clamp(node->high - 1), high);
	return xapian_query_range(slot, span_from(low, low_len), span_from(high, high_len), query, b->err);
}

/* ---- The rest --------------------------------------------------------- */

static enum status
build_filter(const struct build *b, const struct node *node, struct xapian_query **query)
{
	struct build below = *b;
	enum status status;

	below.weighed = false;
	status = build(&below, node->children[0], query);
	return status == STATUS_OK ? scale(b, 0, query) : status;
}

static enum status
build_boost(const struct build *b, const struct node *node, struct xapian_query **query)
{
	struct build below = *b;

	if (!(node->factor >= 0) || node->factor > 1e100)
		return STATUS_UNSUPPORTED;
	below.factor *= node->factor;
	return build(&below, node->children[0], query);
}

/* The first child is built as it is; the others give no weight where OP drops it. */
static enum status
build_not(const struct build *b, const struct node *node, struct xapian_query **query)
{
	struct xapian_query **parts = calloc(node->child_count + 1, sizeof(struct xapian_query *));
	struct build below = *b;
	enum status status = parts ? STATUS_OK : error_set(b->err, STATUS_NOMEM, NULL, "out of memory");

	for (size_t i = 0; i < node->child_count && status == STATUS_OK; i++) {
		below.weighed = b->weighed && i == 0;
		status = build(&below, node->children[i], &parts[i]);
	}
	if (status == STATUS_OK)
		status = xapian_query_combine(XAPIAN_AND_NOT, parts, node->child_count, 0, query, b->err);
	parts_free(parts, node->child_count);
	return status;
}

/* How many alternatives NODE has, and whether one of them is of places. */
static size_t
alternatives(const struct node *node, bool *places)
{
	size_t count = 0;

	*places |= node->kind == NODE_PHRASE || node->kind == NODE_NEAR;
	if (node->kind != NODE_OR && node->kind != NODE_BOOST)
		return 1;
	for (size_t i = 0; i < node->child_count; i++)
		count += alternatives(node->children[i], places);
	return count;
}

/* libxapian 1.4.22 adds the weight of a phrase that is not there when it is one of
 * three alternatives or more in a conjunction: such queries are the generic matcher's. */
static enum status
build_or(const struct build *b, const struct node *node, struct xapian_query **query)
{
	bool places = false;

	if (b->checked && alternatives(node, &places) > 2 && places)
		return STATUS_UNSUPPORTED;
	return combine(b, XAPIAN_OR, node, 0, build, query);
}

static bool
has_children(const struct node *node)
{
	switch (node->kind) {
	case NODE_FILTER:
	case NODE_BOOST:
		return node->child_count == 1;
	case NODE_MAYBE:
	case NODE_NOT:
	case NODE_PHRASE:
	case NODE_SYNONYM:
		return node->child_count >= 1;
	default:
		return true;
	}
}

static enum status
build_kind(const struct build *b, const struct node *node, struct xapian_query **query)
{
	switch (node->kind) {
	case NODE_NONE:    return xapian_query_nothing(query, b->err);
	case NODE_ALL:     return xapian_query_all(query, b->err) < 0 ? STATUS_NOMEM : scale(b, 0, query);
	case NODE_TERM:    return build_term(b, node, query);
	case NODE_SYNONYM: return build_synonym(b, node, query);
	case NODE_AND:     return combine(b, XAPIAN_AND, node, 0, build, query);
	case NODE_OR:      return build_or(b, node, query);
	case NODE_MAYBE:   return combine(b, XAPIAN_AND_MAYBE, node, 0, build, query);
	case NODE_NOT:     return build_not(b, node, query);
	case NODE_FILTER:  return build_filter(b, node, query);
	case NODE_BOOST:   return build_boost(b, node, query);
	case NODE_PHRASE:  return build_phrase(b, node, query);
	case NODE_NEAR:    return build_near(b, node, query);
	case NODE_DATE:    return build_range(b, SLOT_DATE, node, query);
	case NODE_WORDS:   return build_range(b, SLOT_WORDS, node, query);
	case NODE_NOT_NEAR:
	case NODE_SAME:
	case NODE_ATLEAST:
	case NODE_FIRST:
	case NODE_LEAD:
	case NODE_SPELT:
	case NODE_DOCS:
		break;
	}
	return STATUS_UNSUPPORTED;
}

static enum status
build(const struct build *b, const struct node *node, struct xapian_query **query)
{
	struct build below = *b;

	*query = NULL;
	if (!has_children(node) || ++below.depth > DEPTH_MAX)
		return STATUS_UNSUPPORTED;
	below.checked |= node->kind == NODE_AND || node->kind == NODE_MAYBE || node->kind == NODE_NOT;
	return build_kind(&below, node, query);
}

enum status
search_query_build(struct search_query *context, const struct node *tree, struct xapian_query **query, struct error *err)
{
	const struct build top = { .context = context, .err = err, .factor = 1, .weighed = true };
	enum status status = build(&top, tree, query);

	if (status < 0) {
		xapian_query_free(*query);
		*query = NULL;
	}
	return status;
}
