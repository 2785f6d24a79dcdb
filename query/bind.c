#include "query/bind.h"

#include <string.h>

#include "index/terms.h"
#include "query/binder.h"

static enum status bind_node(struct binder *binder, const struct ast *ast, struct node **node);

struct node *
binder_node(struct binder *binder, enum node_kind kind)
{
	struct node *node;

	if (binder->nodes++ >= BIND_NODES_MAX) {
		error_set(binder->err, STATUS_LIMIT, "query", "this query stands for more than %d terms", BIND_NODES_MAX);
		return NULL;
	}
	node = arena_zalloc(binder->arena, 1, sizeof(*node));
	if (!node) {
		error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
		return NULL;
	}
	node->kind = kind;
	node->wqf = 1;
	return node;
}

struct node *
binder_parent(struct binder *binder, enum node_kind kind, struct node *const *children, size_t count)
{
	struct node *node = binder_node(binder, kind), **copy;

	if (!node)
		return NULL;
	copy = arena_zalloc(binder->arena, count ? count : 1, sizeof(*copy));
	if (!copy) {
		error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
		return NULL;
	}
	if (count)
		memcpy(copy, children, count * sizeof(*copy));
	node->children = copy;
	node->child_count = count;
	return node;
}

struct node *
binder_term(struct binder *binder, const char *prefix, struct span word)
{
	struct node *node = binder_node(binder, NODE_TERM);

	if (!node)
		return NULL;
	buf_clear(&binder->term);
	buf_append_string(&binder->term, prefix);
	buf_append_span(&binder->term, word);
	if (buf_status(&binder->term) == STATUS_OK)
		node->term = arena_copy(binder->arena, buf_span(&binder->term));
	if (!node->term.ptr) {
		error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
		return NULL;
	}
	return node;
}

struct node *
binder_synonym(struct binder *binder, struct node *const *terms, size_t count)
{
	if (count == 0)
		return binder_node(binder, NODE_NONE);
	return count == 1 ? terms[0] : binder_parent(binder, NODE_SYNONYM, terms, count);
}

static enum status
bind_value(struct binder *binder, const struct ast *ast, struct node **node)
{
	const struct query_field_info *info = query_field_info(ast->field);
	struct node *inner;
	enum status status;

	if (ast->wild) {
		status = bind_expand(binder, ast, info->prefix, &inner);
		if (status < 0)
			return status;
	} else {
		inner = binder_node(binder, NODE_TERM);
		if (!inner)
			return binder->err->status;
		buf_clear(&binder->term);
		term_boolean(&binder->term, info->prefix, ast->text, info->fold);
		if (buf_status(&binder->term) == STATUS_OK)
			inner->term = arena_copy(binder->arena, buf_span(&binder->term));
		if (!inner->term.ptr)
			return error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
	}
	*node = binder_parent(binder, NODE_FILTER, &inner, 1);
	return *node ? STATUS_OK : binder->err->status;
}

/* The words of a phrase, each exact. */
static enum status
bind_phrase(struct binder *binder, const struct ast *ast, struct node **node)
{
	struct node **words = arena_zalloc(binder->arena, ast->child_count, sizeof(*words));
	enum status status = STATUS_OK;

	if (!words)
		return error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < ast->child_count && status == STATUS_OK; i++)
		status = bind_word(binder, ast->children[i], &words[i]);
	if (status < 0)
		return status;
	*node = ast->child_count == 1 ? words[0] : binder_parent(binder, NODE_PHRASE, words, ast->child_count);
	return *node ? STATUS_OK : binder->err->status;
}

static bool
is_filter(const struct ast *ast)
{
	return ast->kind == AST_VALUE || ast->kind == AST_DATE || ast->kind == AST_LENGTH;
}

/* US, WHO, IT: what is written so is no stop word. */
static bool
is_capitals(struct span text)
{
	size_t capitals = 0;

	for (size_t i = 0; i < text.len; i++) {
		capitals += text.ptr[i] >= 'A' && text.ptr[i] <= 'Z';
		if (text.ptr[i] >= 'a' && text.ptr[i] <= 'z')
			return false;
	}
	return capitals > 1;
}

static bool
is_stop_word(const struct binder *binder, const struct ast *ast)
{
	return binder->options->stop_words && !binder->placed && !binder->caps && ast->kind == AST_WORD &&
		ast->field == QUERY_TEXT && !ast->exact && !ast->wild && !ast->edits && !is_capitals(ast->text) &&
		stemmer_is_stop(binder->languages->stemmers[0], ast->term);
}

/* Whether AST's stop words can be left out: something else is ranked.  Who
 * writes OR names alternatives, each of them meant. */
static bool
has_other_words(const struct binder *binder, const struct ast *ast)
{
	if (ast->kind == AST_OR && !ast->beside)
		return false;
	for (size_t i = 0; i < ast->child_count; i++) {
		const struct ast *child = ast->children[i];

		if (child->kind != AST_NOT && !is_filter(child) && !is_stop_word(binder, child))
			return true;
	}
	return false;
}

static void
leave_out(struct binder *binder, const struct ast *word)
{
	struct buf *left_out = binder->options->left_out;

	if (!left_out)
		return;
	if (left_out->len)
		buf_append_byte(left_out, ' ');
	buf_append_span(left_out, word->term);
}

static enum status
bind_not(struct binder *binder, struct node *positive, struct node *const *excluded, size_t count, struct node **node)
{
	struct node **children = arena_zalloc(binder->arena, count + 1, sizeof(*children));

	if (!children)
		return error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
	children[0] = positive ? positive : binder_node(binder, NODE_ALL);
	if (!children[0])
		return binder->err->status;
	memcpy(children + 1, excluded, count * sizeof(*children));
	*node = binder_parent(binder, NODE_NOT, children, count + 1);
	return *node ? STATUS_OK : binder->err->status;
}

/* AND and OR.  Only in AND are the NOTs taken from the rest. */
static enum status
bind_list(struct binder *binder, const struct ast *ast, struct node **node)
{
	struct node **wanted = arena_zalloc(binder->arena, ast->child_count, sizeof(*wanted));
	struct node **excluded = arena_zalloc(binder->arena, ast->child_count, sizeof(*excluded));
	bool drop = has_other_words(binder, ast);
	size_t wanted_count = 0, excluded_count = 0;
	enum status status = STATUS_OK;

	if (!wanted || !excluded)
		return error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < ast->child_count && status == STATUS_OK; i++) {
		const struct ast *child = ast->children[i];

		if (ast->kind == AST_AND && child->kind == AST_NOT)
			status = bind_node(binder, child->children[0], &excluded[excluded_count++]);
		else if (drop && is_stop_word(binder, child))
			leave_out(binder, child);
		else
			status = bind_node(binder, child, &wanted[wanted_count++]);
	}
	if (status < 0)
		return status;
	if (merge_repeated(wanted, &wanted_count) < 0)
		return error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
	*node = NULL;
	if (wanted_count == 1)
		*node = wanted[0];
	else if (wanted_count > 1)
		*node = binder_parent(binder, ast->kind == AST_AND ? NODE_AND : NODE_OR, wanted, wanted_count);
	if (wanted_count && !*node)
		return binder->err->status;
	return excluded_count ? bind_not(binder, *node, excluded, excluded_count, node) : STATUS_OK;
}

/* What ATLEAST counts of words joined with OR: one synonym of all their terms. */
static enum status
bind_counted(struct binder *binder, const struct ast *ast, struct node **node)
{
	struct node **terms = NULL;
	size_t count = 0, size = 0;

	if (ast->kind == AST_CAPS) {
		enum status status;

		binder->caps = true;
		status = bind_counted(binder, ast->children[0], node);
		binder->caps = false;
		return status;
	}
	if (ast->kind != AST_OR)
		return bind_node(binder, ast, node);
	for (size_t i = 0; i < ast->child_count; i++) {
		struct node *word, *const *more = &word;
		size_t more_count = 1;
		enum status status = bind_word(binder, ast->children[i], &word);

		if (status < 0)
			return status;
		if (word->kind == NODE_NONE)
			continue;
		if (word->kind == NODE_SYNONYM) {
			more = word->children;
			more_count = word->child_count;
		}
		if (size - count < more_count) {
			struct node **grown = arena_zalloc(binder->arena, size * 2 + more_count, sizeof(*grown));

			if (!grown)
				return error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
			if (count)
				memcpy(grown, terms, count * sizeof(*grown));
			terms = grown;
			size = size * 2 + more_count;
		}
		memcpy(terms + count, more, more_count * sizeof(*terms));
		count += more_count;
	}
	if (merge_repeated(terms, &count) < 0)
		return error_set(binder->err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < count; i++)
		terms[i]->wqf = 1;
	*node = binder_synonym(binder, terms, count);
	return *node ? STATUS_OK : binder->err->status;
}

/* CAPS matches by terms that have no score; the same words give it one. */
static enum status
bind_caps(struct binder *binder, const struct ast *ast, struct node **node)
{
	struct node *pair[2];
	bool placed = binder->placed;
	enum status status;

	binder->caps = true;
	status = bind_node(binder, ast->children[0], &pair[0]);
	binder->caps = false;
	*node = pair[0];
	if (status < 0 || placed)
		return status;
	binder->placed = true;
	status = bind_node(binder, ast->children[0], &pair[1]);
	binder->placed = placed;
	if (status < 0)
		return status;
	*node = binder_parent(binder, NODE_MAYBE, pair, 2);
	return *node ? STATUS_OK : binder->err->status;
}

/* Operators whose operands need positions, and BOOST. */
static enum status
bind_operator(struct binder *binder, const struct ast *ast, enum node_kind kind, struct node **node)
{
	struct node *children[2] = { NULL, NULL };
	bool placed = binder->placed;
	enum status status = STATUS_OK;

	binder->placed |= kind != NODE_BOOST && kind != NODE_ATLEAST;
	for (size_t i = 0; i < ast->child_count && status == STATUS_OK; i++) {
		if (kind == NODE_ATLEAST)
			status = bind_counted(binder, ast->children[i], &children[i]);
		else
			status = bind_node(binder, ast->children[i], &children[i]);
	}
	binder->placed = placed;
	if (status < 0)
		return status;
	*node = binder_parent(binder, kind, children, ast->child_count);
	if (!*node)
		return binder->err->status;
	(*node)->distance = ast->distance;
	(*node)->ordered = ast->ordered;
	(*node)->unit = ast->unit;
	(*node)->factor = ast->factor;
	return STATUS_OK;
}

static enum status
bind_range(struct binder *binder, enum node_kind kind, int64_t low, int64_t high, struct node **node)
{
	*node = binder_node(binder, kind);
	if (!*node)
		return binder->err->status;
	(*node)->low = low;
	(*node)->high = high;
	return STATUS_OK;
}

static enum status
bind_node(struct binder *binder, const struct ast *ast, struct node **node)
{
	struct node *child;
	enum status status;

	switch (ast->kind) {
	case AST_ALL:
		*node = binder_node(binder, NODE_ALL);
		return *node ? STATUS_OK : binder->err->status;
	case AST_WORD:
		return bind_word(binder, ast, node);
	case AST_PHRASE:
		return bind_phrase(binder, ast, node);
	case AST_VALUE:
		return bind_value(binder, ast, node);
	case AST_AND:
	case AST_OR:
		return bind_list(binder, ast, node);
	case AST_NOT:
		status = bind_node(binder, ast->children[0], &child);
		return status < 0 ? status : bind_not(binder, NULL, &child, 1, node);
	case AST_NEAR:
		return bind_operator(binder, ast, NODE_NEAR, node);
	case AST_NOT_NEAR:
		return bind_operator(binder, ast, NODE_NOT_NEAR, node);
	case AST_SAME:
		return bind_operator(binder, ast, NODE_SAME, node);
	case AST_DATE:
		return bind_range(binder, NODE_DATE, ast->low, ast->high, node);
	case AST_LENGTH:
		return bind_range(binder, NODE_WORDS, ast->low, ast->high, node);
	case AST_ATLEAST:
		return bind_operator(binder, ast, NODE_ATLEAST, node);
	case AST_FIRST:
		return bind_operator(binder, ast, NODE_FIRST, node);
	case AST_LEAD:
		return bind_operator(binder, ast, NODE_LEAD, node);
	case AST_CAPS:
		return bind_caps(binder, ast, node);
	case AST_BOOST:
		return bind_operator(binder, ast, NODE_BOOST, node);
	}
	return error_set(binder->err, STATUS_INTERNAL, "query", "a kind of node that nobody makes");
}

enum status
query_bind(const struct ast *ast, struct index_reader *reader, const struct bind_options *options,
           struct arena *arena, struct node **tree, struct error *err)
{
	static const struct bind_options none = BIND_OPTIONS_INIT;
	struct error unheard = ERROR_INIT;
	struct binder binder = {
		.reader = reader, .options = options ? options : &none, .arena = arena, .err = err ? err : &unheard,
	};
	struct languages opened = { .count = 0 };
	enum status status = STATUS_OK;

	binder.languages = binder.options->languages;
	if (!binder.languages) {
		status = languages_open(&opened, reader, binder.err);
		binder.languages = &opened;
	}
	if (status < 0)
		return status;
	status = bind_node(&binder, ast, tree);
	if (status == STATUS_OK && (binder.options->since != INT64_MIN || binder.options->until != INT64_MAX)) {
		struct node *pair[2] = { *tree, NULL };

		status = bind_range(&binder, NODE_DATE, binder.options->since, binder.options->until, &pair[1]);
		if (status == STATUS_OK) {
			*tree = binder_parent(&binder, NODE_AND, pair, 2);
			status = *tree ? STATUS_OK : binder.err->status;
		}
	}
	languages_release(&opened);
	buf_release(&binder.term);
	return status;
}
