#include "query/parse.h"

#include <string.h>

#include "query/parser.h"

static enum status parse_or(struct parser *parser, struct ast **ast);

static enum status
no_memory(struct parser *parser)
{
	return error_set(parser->err, STATUS_NOMEM, NULL, "out of memory");
}

struct ast *
parser_node(struct parser *parser, enum ast_kind kind, size_t start, size_t end)
{
	struct ast *node;

	if (parser->nodes++ >= QUERY_NODES_MAX) {
		error_set_at(parser->err, STATUS_LIMIT, "query", start, "this query has more than %d words and operators",
		             QUERY_NODES_MAX);
		return NULL;
	}
	node = arena_zalloc(parser->arena, 1, sizeof(*node));
	if (!node) {
		no_memory(parser);
		return NULL;
	}
	node->kind = kind;
	node->start = start;
	node->end = end;
	return node;
}

struct ast *
parser_parent(struct parser *parser, enum ast_kind kind, struct ast *const *children, size_t count)
{
	struct ast *node = parser_node(parser, kind, children[0]->start, children[count - 1]->end);
	struct ast **copy = node ? arena_zalloc(parser->arena, count, sizeof(*copy)) : NULL;

	if (!copy) {
		no_memory(parser);
		return NULL;
	}
	memcpy(copy, children, count * sizeof(*copy));
	node->children = copy;
	node->child_count = count;
	return node;
}

/* A growing list of children; those of a child of the same kind are taken in
 * its place, which AND and OR allow. */
struct list {
	struct ast **items;
	size_t count, size;
};

static enum status
list_add(struct parser *parser, struct list *list, enum ast_kind kind, struct ast *item)
{
	struct ast *const *items = &item;
	size_t count = 1;

	if (item->kind == kind) {
		items = item->children;
		count = item->child_count;
	}
	if (list->size - list->count < count) {
		size_t size = list->size * 2 + count + 4;
		struct ast **grown = arena_zalloc(parser->arena, size, sizeof(*grown));

		if (!grown)
			return no_memory(parser);
		if (list->count)
			memcpy(grown, list->items, list->count * sizeof(*grown));
		list->items = grown;
		list->size = size;
	}
	memcpy(list->items + list->count, items, count * sizeof(*items));
	list->count += count;
	return STATUS_OK;
}

static enum status
list_node(struct parser *parser, const struct list *list, enum ast_kind kind, struct ast **ast)
{
	*ast = list->count == 1 ? list->items[0] : parser_parent(parser, kind, list->items, list->count);
	return *ast ? STATUS_OK : parser->err->status;
}

static enum status
advance(struct parser *parser)
{
	if (parser->has_second) {
		parser->symbol = parser->second;
		parser->has_second = false;
		return STATUS_OK;
	}
	return lexer_next(&parser->lexer, &parser->symbol, parser->err);
}

static enum status
look_ahead(struct parser *parser)
{
	if (parser->has_second)
		return STATUS_OK;
	parser->has_second = true;
	return lexer_next(&parser->lexer, &parser->second, parser->err);
}

/* Brackets, NOT and chains of near operators make a tree deep. */
static enum status
deeper(struct parser *parser)
{
	if (++parser->depth > QUERY_DEPTH_MAX)
		return error_set_at(parser->err, STATUS_LIMIT, "query", parser->symbol.start,
		                    "more than %d operators or brackets within each other", QUERY_DEPTH_MAX);
	return STATUS_OK;
}

/* Says what is missing where an operand should be. */
static enum status
missing_operand(const struct parser *parser)
{
	const struct symbol *symbol = &parser->symbol;
	const char *text = parser->lexer.text.ptr + symbol->start;
	int len = (int)(symbol->end - symbol->start < 40 ? symbol->end - symbol->start : 40);

	switch (symbol->kind) {
	case SYMBOL_END:
		return query_error(parser->err, symbol->start, "the query ends where a word should be");
	case SYMBOL_CLOSE:
		return query_error(parser->err, symbol->start, "a word is missing before this bracket");
	case SYMBOL_BOOST:
		return query_error(parser->err, symbol->start, "^ has nothing to stand behind; write word^2");
	default:
		return query_error(parser->err, symbol->start, "%.*s needs something before it; write \"%.*s\" "
		                   "to look for the word", len, text, len, text);
	}
}

/* What is in brackets, whose ( is the present symbol. */
static enum status
parse_brackets(struct parser *parser, struct ast **ast)
{
	size_t open = parser->symbol.start;
	enum status status = advance(parser);

	if (status == STATUS_OK)
		status = deeper(parser);
	if (status == STATUS_OK && parser->symbol.kind == SYMBOL_CLOSE)
		return query_error(parser->err, open, "there is nothing in these brackets");
	if (status == STATUS_OK)
		status = parse_or(parser, ast);
	if (status == STATUS_OK && parser->symbol.kind != SYMBOL_CLOSE)
		status = query_error(parser->err, open, "this bracket is not closed; a closing ) is missing");
	if (status == STATUS_OK)
		status = advance(parser);
	parser->depth--;
	return status;
}

static enum status
parse_field(struct parser *parser, struct ast **ast)
{
	enum query_field field = parser->symbol.field;
	size_t start = parser->symbol.start;
	enum status status;

	if (parser->field != QUERY_TEXT)
		return query_error(parser->err, start, "a field inside the brackets of %s:; move it out of them",
		                   query_field_info(parser->field)->name);
	status = advance(parser);
	if (status < 0)
		return status;
	if (parser->symbol.kind == SYMBOL_OPEN) {
		parser->field = field;
		status = parse_brackets(parser, ast);
		parser->field = QUERY_TEXT;
		return status;
	}
	status = parse_leaf(parser, &parser->symbol, field, ast);
	if (status < 0)
		return status;
	(*ast)->start = start;
	return advance(parser);
}

/* ATLEASTn( ), FIRSTn( ), LEAD( ), CAPS( ). */
static enum status
parse_function(struct parser *parser, enum ast_kind kind, struct ast **ast)
{
	struct symbol symbol = parser->symbol;
	struct ast *child;
	enum status status = advance(parser);

	if (status == STATUS_OK)
		status = parse_brackets(parser, &child);
	if (status < 0)
		return status;
	*ast = parser_parent(parser, kind, &child, 1);
	if (!*ast)
		return parser->err->status;
	(*ast)->start = symbol.start;
	(*ast)->distance = symbol.distance;
	return check_function(parser, *ast);
}

static enum status
parse_primary(struct parser *parser, struct ast **ast)
{
	enum status status;

	switch (parser->symbol.kind) {
	case SYMBOL_WORD:
	case SYMBOL_QUOTED:
	case SYMBOL_VALUE:
		status = parse_leaf(parser, &parser->symbol, parser->field, ast);
		return status < 0 ? status : advance(parser);
	case SYMBOL_FIELD:
		return parse_field(parser, ast);
	case SYMBOL_OPEN:
		return parse_brackets(parser, ast);
	case SYMBOL_ATLEAST:
		return parse_function(parser, AST_ATLEAST, ast);
	case SYMBOL_FIRST:
		return parse_function(parser, AST_FIRST, ast);
	case SYMBOL_LEAD:
		return parse_function(parser, AST_LEAD, ast);
	case SYMBOL_CAPS:
		return parse_function(parser, AST_CAPS, ast);
	default:
		return missing_operand(parser);
	}
}

static enum status
parse_boosted(struct parser *parser, struct ast **ast)
{
	enum status status = parse_primary(parser, ast);
	struct ast *child;

	if (status < 0 || parser->symbol.kind != SYMBOL_BOOST)
		return status;
	child = *ast;
	status = check_boost(parser, child, parser->symbol.start);
	if (status < 0)
		return status;
	*ast = parser_parent(parser, AST_BOOST, &child, 1);
	if (!*ast)
		return parser->err->status;
	(*ast)->factor = parser->symbol.factor;
	(*ast)->end = parser->symbol.end;
	status = advance(parser);
	if (status == STATUS_OK && parser->symbol.kind == SYMBOL_BOOST)
		return query_error(parser->err, parser->symbol.start, "one ^ is enough; leave out the second");
	return status;
}

/* Whether a near operator comes next; NOT before one is taken. */
static enum status
near_follows(struct parser *parser, bool *near, bool *negated)
{
	enum status status;

	*negated = false;
	*near = parser->symbol.kind == SYMBOL_NEAR || parser->symbol.kind == SYMBOL_SAME;
	if (*near || parser->symbol.kind != SYMBOL_NOT)
		return STATUS_OK;
	status = look_ahead(parser);
	if (status < 0)
		return status;
	if (parser->second.kind != SYMBOL_NEAR && parser->second.kind != SYMBOL_SAME)
		return STATUS_OK;
	*near = *negated = true;
	status = advance(parser);
	if (status == STATUS_OK && (parser->symbol.kind == SYMBOL_SAME || parser->symbol.ordered))
		return query_error(parser->err, parser->symbol.start, "NOT goes with W/n and NEAR/n only; "
		                   "write NOT W/5 or NOT W/10");
	return status;
}

static enum status
parse_near(struct parser *parser, struct ast **ast)
{
	unsigned chain = 0;
	bool near, negated;
	enum status status = parse_boosted(parser, ast);

	while (status == STATUS_OK) {
		struct symbol symbol;
		struct ast *pair[2] = { *ast, NULL };

		status = near_follows(parser, &near, &negated);
		if (status < 0 || !near)
			break;
		symbol = parser->symbol;
		chain++;
		status = deeper(parser);
		if (status == STATUS_OK)
			status = advance(parser);
		if (status == STATUS_OK)
			status = parse_boosted(parser, &pair[1]);
		if (status == STATUS_OK)
			status = check_near(parser, pair[0], pair[1], symbol.kind == SYMBOL_SAME);
		if (status < 0)
			break;
		*ast = parser_parent(parser, symbol.kind == SYMBOL_SAME ? AST_SAME : negated ? AST_NOT_NEAR : AST_NEAR, pair, 2);
		if (!*ast)
			return parser->err->status;
		(*ast)->distance = symbol.distance;
		(*ast)->ordered = symbol.ordered;
		(*ast)->unit = symbol.unit;
	}
	parser->depth -= chain;
	return status;
}

static enum status
parse_item(struct parser *parser, struct ast **ast)
{
	size_t start = parser->symbol.start;
	struct ast *child;
	enum status status;

	if (parser->symbol.kind != SYMBOL_NOT && parser->symbol.kind != SYMBOL_MINUS)
		return parse_near(parser, ast);
	status = deeper(parser);
	if (status == STATUS_OK)
		status = advance(parser);
	if (status == STATUS_OK)
		status = parse_item(parser, &child);
	if (status < 0)
		return status;
	parser->depth--;
	*ast = parser_parent(parser, AST_NOT, &child, 1);
	if (!*ast)
		return parser->err->status;
	(*ast)->start = start;
	return STATUS_OK;
}

/* What stands beside others without being one of several alternatives. */
static bool
only_filters(const struct ast *ast)
{
	return ast->kind == AST_NOT || ast->kind == AST_VALUE || ast->kind == AST_DATE || ast->kind == AST_LENGTH;
}

static bool
item_follows(const struct parser *parser)
{
	switch (parser->symbol.kind) {
	case SYMBOL_END:
	case SYMBOL_CLOSE:
	case SYMBOL_AND:
	case SYMBOL_OR:
		return false;
	default:
		return true;
	}
}

/* What stands beside each other without an operator. */
static enum status
parse_run(struct parser *parser, struct ast **ast)
{
	struct list any = { NULL, 0, 0 }, all = { NULL, 0, 0 };
	struct ast *item;
	enum status status;

	do {
		status = parse_item(parser, &item);
		if (status == STATUS_OK && parser->flags & PARSE_ANY && !only_filters(item))
			status = list_add(parser, &any, AST_OR, item);
		else if (status == STATUS_OK)
			status = list_add(parser, &all, AST_AND, item);
	} while (status == STATUS_OK && item_follows(parser));
	if (status == STATUS_OK && any.count) {
		struct list first = { NULL, 0, 0 };

		status = list_node(parser, &any, AST_OR, &item);
		if (status == STATUS_OK)
			item->beside |= any.count > 1;
		if (status == STATUS_OK)
			status = list_add(parser, &first, AST_AND, item);
		for (size_t i = 0; i < all.count && status == STATUS_OK; i++)
			status = list_add(parser, &first, AST_AND, all.items[i]);
		all = first;
	}
	return status < 0 ? status : list_node(parser, &all, AST_AND, ast);
}

/* Runs joined by the operator SYMBOL. */
static enum status
parse_joined(struct parser *parser, enum symbol_kind symbol, enum ast_kind kind,
             enum status (*operand)(struct parser *, struct ast **), struct ast **ast)
{
	struct list list = { NULL, 0, 0 };
	enum status status = operand(parser, ast);

	if (status < 0 || parser->symbol.kind != symbol)
		return status;
	status = list_add(parser, &list, kind, *ast);
	while (status == STATUS_OK && parser->symbol.kind == symbol) {
		status = advance(parser);
		if (status == STATUS_OK)
			status = operand(parser, ast);
		if (status == STATUS_OK)
			status = list_add(parser, &list, kind, *ast);
	}
	return status < 0 ? status : list_node(parser, &list, kind, ast);
}

static enum status
parse_and(struct parser *parser, struct ast **ast)
{
	return parse_joined(parser, SYMBOL_AND, AST_AND, parse_run, ast);
}

static enum status
parse_or(struct parser *parser, struct ast **ast)
{
	return parse_joined(parser, SYMBOL_OR, AST_OR, parse_and, ast);
}

static enum status
parse_all(struct parser *parser, struct ast **ast)
{
	enum status status;

	if (parser->flags & PARSE_LITERAL)
		return parse_literal(parser, parser->lexer.text, ast);
	status = advance(parser);
	if (status < 0 || parser->symbol.kind == SYMBOL_END)
		return status;
	status = parse_or(parser, ast);
	if (status == STATUS_OK && parser->symbol.kind == SYMBOL_CLOSE)
		return query_error(parser->err, parser->symbol.start, "no bracket is open here; an opening ( is missing");
	return status;
}

enum status
query_parse(struct span text, unsigned flags, struct arena *arena, struct ast **ast, struct error *err)
{
	struct error unheard = ERROR_INIT;
	struct parser parser;
	enum status status;

	memset(&parser, 0, sizeof(parser));
	parser.flags = flags;
	parser.arena = arena;
	parser.err = err ? err : &unheard;
	*ast = NULL;
	if (!text.ptr)
		text = SPAN("");
	if (text.len > QUERY_LENGTH_MAX)
		return error_set_at(parser.err, STATUS_LIMIT, "query", QUERY_LENGTH_MAX,
		                    "this query is longer than %d bytes", QUERY_LENGTH_MAX);
	if (!(flags & PARSE_LITERAL))
		text = query_question(text);
	lexer_start(&parser.lexer, text, flags & PARSE_ANY);
	status = parse_all(&parser, ast);
	if (status == STATUS_OK && !*ast && !(flags & PARSE_EMPTY))
		return query_error(parser.err, 0, "there is no word in this query");
	if (status == STATUS_OK && !*ast) {
		*ast = parser_node(&parser, AST_ALL, 0, text.len);
		status = *ast ? STATUS_OK : parser.err->status;
	}
	return status;
}
