#include "query/ast.h"

#include <math.h>
#include <stdio.h>

static void print_node(const struct ast *ast, struct buf *out);

/* Millionths, as the parser read them: no locale has a say. */
static void
print_factor(double factor, struct buf *out)
{
	uint64_t millionths = (uint64_t)(factor * 1e6 + 0.5), fraction = millionths % 1000000;
	unsigned digits = 6;

	buf_append_format(out, "^%llu", (unsigned long long)(millionths / 1000000));
	if (!fraction)
		return;
	for (; fraction % 10 == 0; fraction /= 10)
		digits--;
	buf_append_format(out, ".%0*llu", (int)digits, (unsigned long long)fraction);
}

static void
print_field(const struct ast *ast, struct buf *out)
{
	const char *name = query_field_info(ast->field)->name;

	if (name)
		buf_append_format(out, "%s:", name);
}

static void
print_quoted(struct span text, struct buf *out)
{
	buf_append_byte(out, '"');
	buf_append_span(out, text);
	buf_append_byte(out, '"');
}

static void
print_joined(const struct ast *ast, const char *operator, struct buf *out)
{
	buf_append_byte(out, '(');
	for (size_t i = 0; i < ast->child_count; i++) {
		if (i)
			buf_append_format(out, " %s ", operator);
		print_node(ast->children[i], out);
	}
	buf_append_byte(out, ')');
}

static void
print_pair(const struct ast *ast, struct buf *out)
{
	char operator[32];

	if (ast->kind == AST_SAME)
		snprintf(operator, sizeof(operator), "W/%c", ast->unit == UNIT_SENTENCE ? 'S' : 'P');
	else
		snprintf(operator, sizeof(operator), "%s/%u",
		         ast->kind == AST_NOT_NEAR ? "NOT W" : ast->ordered ? "PRE" : "NEAR", (unsigned)ast->distance);
	print_joined(ast, operator, out);
}

/* The one child in brackets, unless it brings its own. */
static void
print_bracketed(const struct ast *child, struct buf *out)
{
	bool own = child->kind == AST_AND || child->kind == AST_OR || child->kind == AST_NEAR ||
		child->kind == AST_NOT_NEAR || child->kind == AST_SAME;

	if (!own)
		buf_append_byte(out, '(');
	print_node(child, out);
	if (!own)
		buf_append_byte(out, ')');
}

static void
print_node(const struct ast *ast, struct buf *out)
{
	switch (ast->kind) {
	case AST_ALL:
		break;
	case AST_WORD:
		print_field(ast, out);
		if (ast->exact)
			buf_append_byte(out, '=');
		buf_append_span(out, ast->text);
		if (ast->edits)
			buf_append_format(out, "~%u", ast->edits);
		break;
	case AST_PHRASE:
	case AST_VALUE:
		print_field(ast, out);
		print_quoted(ast->text, out);
		break;
	case AST_DATE:
	case AST_LENGTH:
		print_field(ast, out);
		buf_append_span(out, ast->text);
		break;
	case AST_AND:
		print_joined(ast, "AND", out);
		break;
	case AST_OR:
		print_joined(ast, "OR", out);
		break;
	case AST_NOT:
		buf_append_string(out, "NOT ");
		print_node(ast->children[0], out);
		break;
	case AST_NEAR:
	case AST_NOT_NEAR:
	case AST_SAME:
		print_pair(ast, out);
		break;
	case AST_ATLEAST:
	case AST_FIRST:
		buf_append_format(out, "%s%u", ast->kind == AST_FIRST ? "FIRST" : "ATLEAST", (unsigned)ast->distance);
		print_bracketed(ast->children[0], out);
		break;
	case AST_LEAD:
	case AST_CAPS:
		buf_append_string(out, ast->kind == AST_LEAD ? "LEAD" : "CAPS");
		print_bracketed(ast->children[0], out);
		break;
	case AST_BOOST:
		if (ast->children[0]->kind == AST_NOT || ast->children[0]->kind == AST_BOOST)
			print_bracketed(ast->children[0], out);
		else
			print_node(ast->children[0], out);
		print_factor(ast->factor, out);
		break;
	}
}

void
ast_print(const struct ast *ast, struct buf *out)
{
	print_node(ast, out);
}

bool
ast_equal(const struct ast *a, const struct ast *b)
{
	bool same = a->kind == b->kind && a->field == b->field && span_equal(a->term, b->term) &&
		span_equal(a->spelt, b->spelt) && a->exact == b->exact && a->wild == b->wild && a->cjk == b->cjk &&
		a->edits == b->edits && a->distance == b->distance && a->ordered == b->ordered && a->unit == b->unit &&
		fabs(a->factor - b->factor) < 1e-9 && a->low == b->low && a->high == b->high &&
		a->child_count == b->child_count;

	if (a->kind == AST_VALUE)
		same = same && span_equal(a->text, b->text);
	for (size_t i = 0; same && i < a->child_count; i++)
		same = ast_equal(a->children[i], b->children[i]);
	return same;
}
