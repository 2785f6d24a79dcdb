/* lex_operator.h - operators that are words in capitals, and their numbers.
 */
#ifndef NEWSDEX_QUERY_LEX_OPERATOR_H
#define NEWSDEX_QUERY_LEX_OPERATOR_H

#include "query/lex.h"

/* Whether the chunk [AT, END) of TEXT is an operator: *FOUND, and its kind and
 * numbers in SYMBOL.  STATUS_BADQUERY for one whose number is missing or bad. */
enum status lex_operator(struct span text, size_t at, size_t end, struct symbol *symbol, bool *found,
                         struct error *err);

/* The boost ^2 or ^0.5 at [AT, END). */
enum status lex_factor(struct span text, size_t at, size_t end, double *factor, struct error *err);

#endif
