#include "query/parser.h"

/* Of two parts that have to stand together. */
static enum ast_space
space_join(enum ast_space a, enum ast_space b)
{
	if (a == SPACE_NONE || b == SPACE_NONE)
		return SPACE_NONE;
	return a == b ? a : SPACE_MIXED;
}

enum ast_space
ast_space(const struct ast *ast)
{
	enum ast_space space;

	switch (ast->kind) {
	case AST_WORD:
	case AST_PHRASE:
		return ast->field == QUERY_AUTHOR ? SPACE_AUTHOR : SPACE_TEXT;
	case AST_AND:
	case AST_OR:
	case AST_NEAR:
	case AST_NOT_NEAR:
	case AST_SAME:
	case AST_FIRST:
	case AST_LEAD:
	case AST_CAPS:
	case AST_BOOST:
		space = ast_space(ast->children[0]);
		for (size_t i = 1; i < ast->child_count; i++)
			space = space_join(space, ast_space(ast->children[i]));
		return space;
	case AST_ALL:
	case AST_VALUE:
	case AST_NOT:
	case AST_DATE:
	case AST_LENGTH:
	case AST_ATLEAST:
		break;
	}
	return SPACE_NONE;
}

static enum status
check_places(const struct parser *parser, const struct ast *ast)
{
	enum ast_space space = ast_space(ast);

	if (space == SPACE_NONE)
		return query_error(parser->err, ast->start, "only words, phrases and groups of them have a place in the "
		                   "text; move what filters or excludes out of this operator");
	if (space == SPACE_MIXED)
		return query_error(parser->err, ast->start, "an author's name has no place in the text; "
		                   "join it with AND instead");
	return STATUS_OK;
}

enum status
check_near(const struct parser *parser, const struct ast *left, const struct ast *right, bool same)
{
	enum status status = check_places(parser, left);

	if (status == STATUS_OK)
		status = check_places(parser, right);
	if (status < 0)
		return status;
	if (ast_space(left) != ast_space(right) || (same && ast_space(left) == SPACE_AUTHOR))
		return query_error(parser->err, right->start, "an author's name has no place in the text; "
		                   "join it with AND instead");
	return STATUS_OK;
}

/* What can be counted: words, phrases, and words joined with OR. */
static bool
countable(const struct ast *ast)
{
	switch (ast->kind) {
	case AST_WORD:
	case AST_PHRASE:
		return true;
	case AST_CAPS:
		return countable(ast->children[0]);
	case AST_OR:
		for (size_t i = 0; i < ast->child_count; i++)
			if (ast->children[i]->kind != AST_WORD || ast->children[i]->spelt.ptr)
				return false;
		return true;
	default:
		return false;
	}
}

static bool
only_text_words(const struct ast *ast)
{
	if (ast->kind == AST_WORD)
		return ast->field == QUERY_TEXT && !ast->spelt.ptr;
	if (ast->kind == AST_CAPS || (ast->kind != AST_PHRASE && ast->kind != AST_AND && ast->kind != AST_OR))
		return false;
	for (size_t i = 0; i < ast->child_count; i++)
		if (!only_text_words(ast->children[i]))
			return false;
	return true;
}

enum status
check_function(const struct parser *parser, const struct ast *node)
{
	const struct ast *child = node->children[0];

	if (node->kind == AST_ATLEAST) {
		if (!countable(child))
			return query_error(parser->err, child->start, "ATLEAST counts a word, a phrase, or words joined "
			                   "with OR; write ATLEAST%u once for each", (unsigned)node->distance);
		return STATUS_OK;
	}
	if (node->kind == AST_CAPS) {
		if (!only_text_words(child))
			return query_error(parser->err, child->start, "CAPS takes words and phrases of the text, AND and OR; "
			                   "move everything else out of its brackets");
		return STATUS_OK;
	}
	if (ast_space(child) == SPACE_AUTHOR)
		return query_error(parser->err, child->start, "an author's name has no place in the text; "
		                   "join it with AND instead");
	return check_places(parser, child);
}

enum status
check_boost(const struct parser *parser, const struct ast *child, size_t at)
{
	if (child->kind == AST_VALUE || child->kind == AST_DATE || child->kind == AST_LENGTH)
		return query_error(parser->err, at, "this only filters and has no score; leave out the ^");
	return STATUS_OK;
}
