#include <string.h>

#include "query/parser.h"

#define QUESTION_WORDS_MIN 3

static bool
is_plain(const struct symbol *symbol)
{
	return symbol->kind == SYMBOL_WORD && !symbol->exact && !symbol->edits &&
		!memchr(symbol->text.ptr, '*', symbol->text.len) && !memchr(symbol->text.ptr, '?', symbol->text.len);
}

struct span
query_question(struct span text)
{
	struct span head = span_trim(text);
	struct lexer lexer;
	struct symbol symbol;
	size_t words = 0;

	if (!head.len || head.ptr[head.len - 1] != '?')
		return text;
	while (head.len && head.ptr[head.len - 1] == '?')
		head.len--;
	/* Offsets in errors count from the start of the query. */
	head = span_from(text.ptr, (size_t)(head.ptr + head.len - text.ptr));
	lexer_start(&lexer, head, false);
	while (lexer_next(&lexer, &symbol, NULL) == STATUS_OK) {
		if (symbol.kind == SYMBOL_END)
			return words >= QUESTION_WORDS_MIN ? head : text;
		if (!is_plain(&symbol))
			return text;
		words++;
	}
	return text;
}
