/* suggest.h - what to say when nothing was found.
 */
#ifndef NEWSDEX_QUERY_SUGGEST_H
#define NEWSDEX_QUERY_SUGGEST_H

#include "common/arena.h"
#include "common/error.h"
#include "index/index.h"
#include "query/ast.h"

struct word_report {
	size_t start, end;        /* bytes in the query, [start, end) */
	struct span text;         /* the word, phrase or field as the query has it */
	uint64_t articles;        /* that match it alone; UINT64_MAX: not counted, as it stands for
	                             more terms than the limit */
	struct span suggestion;   /* a word of the index that was likely meant, or SPAN_NONE */
	uint64_t suggestion_articles;
};

struct suggestion {
	struct word_report *words;   /* one for each word, phrase and field of the query, in order */
	size_t count;
	struct span query;           /* the query with the suggested words in place, or SPAN_NONE */
};

#define SUGGEST_WORDS_MAX 100  /* further ones are not looked at */

/* Looks up each leaf of AST (the parse of TEXT) that is not excluded by itself
 * (of a phrase also each word), and for a word that no articles have, or a
 * hundredth of those that have one a letter away, the most frequent word of
 * the dictionary within one letter, else within two.  *SUGGESTION lives in
 * ARENA, its texts there or in TEXT. */
enum status suggest_make(struct span text, const struct ast *ast, struct index_reader *reader,
                         struct arena *arena, struct suggestion *suggestion, struct error *err);

#endif
