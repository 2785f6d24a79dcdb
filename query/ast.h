/* ast.h - a query as it was written: the tree that the parser makes.
 *
 * Nothing here knows an index: words are folded but not stemmed, wildcards not
 * expanded.  bind.h turns it into the tree of index/tree.h.  A tree lives in
 * one arena together with its strings, and is not changed once parsed.
 *
 * Words stand as leaves.  A field before brackets is written down to every
 * leaf inside: title:(a OR b) is title:a OR title:b.
 */
#ifndef NEWSDEX_QUERY_AST_H
#define NEWSDEX_QUERY_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/span.h"
#include "index/tree.h"
#include "query/field.h"

enum ast_kind {
	AST_ALL,         /* every article: an empty query where one is allowed */
	AST_WORD,        /* one word, with or without wildcards, = or ~n */
	AST_PHRASE,      /* its AST_WORD children one behind the other, each exact */
	AST_VALUE,       /* the whole value of a field without words (source, tag, ...) */
	AST_AND,         /* two children or more; those that are AST_NOT take articles away */
	AST_OR,          /* two children or more */
	AST_NOT,         /* everything but its child */
	AST_NEAR,        /* two children within distance words, in this order if ordered */
	AST_NOT_NEAR,    /* the first child where the second is not within distance words */
	AST_SAME,        /* two children in one sentence or paragraph */
	AST_DATE,        /* a date in [low, high), wall-clock seconds */
	AST_LENGTH,      /* a number of words in [low, high) */
	AST_ATLEAST,     /* its child at least distance times */
	AST_FIRST,       /* its child in the first distance words of the body */
	AST_LEAD,        /* its child in title or first paragraph */
	AST_CAPS,        /* the words of its child written in capitals */
	AST_BOOST,       /* its child, its score times factor */
};

struct ast {
	enum ast_kind kind;
	size_t start, end;          /* bytes in the query, [start, end) */

	enum query_field field;     /* WORD, PHRASE, VALUE; QUERY_TEXT: no field was named */
	struct span text;           /* WORD: as written, without = and ~n; PHRASE, VALUE: without quotes;
	                               DATE, LENGTH: behind the colon */
	struct span term;           /* WORD: folded, its wildcards as * and ? */
	struct span spelt;          /* WORD: with =, and written with accents: case folded, accents
	                               kept; else SPAN_NONE */
	bool exact;                 /* WORD: = was written: not to be stemmed */
	bool wild;                  /* WORD, VALUE: has wildcards */
	bool cjk;                   /* WORD: of a script without spaces */
	unsigned edits;             /* WORD: ~n; 0: none */

	uint32_t distance;          /* NEAR, NOT_NEAR, ATLEAST, FIRST */
	bool ordered;               /* NEAR */
	enum node_unit unit;        /* SAME */
	double factor;              /* BOOST */
	int64_t low, high;          /* DATE, LENGTH; INT64_MIN, INT64_MAX: open */

	bool beside;                /* OR: by PARSE_ANY, of words beside each other */
	struct ast *const *children;
	size_t child_count;
};

/* Appends the query's normal form: every operator and every bracket written
 * out.  Parsing that gives an equal tree. */
void ast_print(const struct ast *ast, struct buf *out);

/* Whether two trees ask for the same, wherever they were written. */
bool ast_equal(const struct ast *a, const struct ast *b);

#endif
