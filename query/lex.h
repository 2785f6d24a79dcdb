/* lex.h - a query's characters to the symbols of its grammar.
 *
 * The lexer knows what is an operator, a field, a quoted text and a word, and
 * what each may stand beside; what several of them mean together is the
 * parser's.  White space is any of Unicode's; quotes are " and the typographic
 * “ ” „ ‟ ＂, which close each other.
 */
#ifndef NEWSDEX_QUERY_LEX_H
#define NEWSDEX_QUERY_LEX_H

#include "common/error.h"
#include "index/tree.h"
#include "query/field.h"

enum symbol_kind {
	SYMBOL_END,
	SYMBOL_WORD,      /* text: without = and ~n */
	SYMBOL_QUOTED,    /* text: between the quotes */
	SYMBOL_VALUE,     /* text: the value right behind a field without words */
	SYMBOL_FIELD,     /* field: its value, words or a bracket come next, without space */
	SYMBOL_OPEN,
	SYMBOL_CLOSE,
	SYMBOL_AND,
	SYMBOL_OR,
	SYMBOL_NOT,
	SYMBOL_MINUS,     /* a - right before what is excluded */
	SYMBOL_NEAR,      /* distance, ordered */
	SYMBOL_SAME,      /* unit */
	SYMBOL_ATLEAST,   /* distance; these four are followed by a bracket */
	SYMBOL_FIRST,     /* distance */
	SYMBOL_LEAD,
	SYMBOL_CAPS,
	SYMBOL_BOOST,     /* factor; right behind what it is for */
};

struct symbol {
	enum symbol_kind kind;
	size_t start, end;     /* bytes of the query, [start, end) */
	struct span text;
	bool exact;            /* WORD: = before it */
	unsigned edits;        /* WORD: ~n behind it */
	enum query_field field;
	uint32_t distance;
	bool ordered;
	enum node_unit unit;
	double factor;
};

struct lexer {
	struct span text;
	size_t at;             /* next byte to look at */
	bool any;              /* PARSE_ANY: a leading + would mean something else */
	bool behind_field;     /* the symbol before was SYMBOL_FIELD */
	enum query_field field;
};

/* Starts on TEXT, which is borrowed. */
void lexer_start(struct lexer *lexer, struct span text, bool any);

/* The next symbol, SYMBOL_END behind the last; STATUS_BADQUERY with an offset. */
enum status lexer_next(struct lexer *lexer, struct symbol *symbol, struct error *err);

/* Bytes of white space, or of a quote, that TEXT has at AT; 0: none. */
size_t query_space(struct span text, size_t at);
size_t query_quote(struct span text, size_t at);

/* Whether TEXT has anything that a word or a wildcard could be made of. */
bool query_has_word(struct span text);

/* Sets ERR to STATUS_BADQUERY at byte OFFSET of the query. */
enum status query_error(struct error *err, size_t offset, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
