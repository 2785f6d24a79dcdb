/* parser.h - what the files of the parser share; nobody else includes it.
 */
#ifndef NEWSDEX_QUERY_PARSER_H
#define NEWSDEX_QUERY_PARSER_H

#include "query/lex.h"
#include "query/parse.h"

struct parser {
	struct lexer lexer;
	struct symbol symbol;         /* the next one, not yet used */
	struct symbol second;         /* the one behind it, when has_second */
	bool has_second;
	unsigned flags;               /* enum parse_flag */
	unsigned depth;
	size_t nodes;
	enum query_field field;       /* of the brackets we are in; QUERY_TEXT: none */
	struct arena *arena;
	struct error *err;            /* never NULL */
};

/* A node without children; NULL with ERR set. */
struct ast *parser_node(struct parser *parser, enum ast_kind kind, size_t start, size_t end);

/* A node with COUNT children, copied from CHILDREN. */
struct ast *parser_parent(struct parser *parser, enum ast_kind kind, struct ast *const *children, size_t count);

/* The leaf for SYMBOL (WORD, QUOTED or VALUE) in FIELD. */
enum status parse_leaf(struct parser *parser, const struct symbol *symbol, enum query_field field, struct ast **leaf);

/* TEXT without the question mark that ends it, where it is a question as people
 * put it: three or more words, and no operator, field, quote or wildcard. */
struct span query_question(struct span text);

/* PARSE_LITERAL: the whole query as words. */
enum status parse_literal(struct parser *parser, struct span text, struct ast **ast);

/* Where the places of a tree are: only places of one kind can be compared. */
enum ast_space {
	SPACE_NONE,      /* it has no places: a filter, NOT, ... */
	SPACE_TEXT,      /* title, body, note */
	SPACE_AUTHOR,
	SPACE_MIXED,
};

enum ast_space ast_space(const struct ast *ast);

/* Whether what stands beside or in an operator can be there: query_error()s
 * otherwise. */
enum status check_near(const struct parser *parser, const struct ast *left, const struct ast *right, bool same);
enum status check_function(const struct parser *parser, const struct ast *node);
enum status check_boost(const struct parser *parser, const struct ast *child, size_t at);

#endif
