/* cut.h - a written word or phrase to the terms that text would give.
 */
#ifndef NEWSDEX_QUERY_CUT_H
#define NEWSDEX_QUERY_CUT_H

#include "common/arena.h"
#include "common/error.h"
#include "query/ast.h"

/* One term of a written text. */
struct cut_word {
	struct cut_word *next;
	struct span term;        /* folded; * and ? where they were written; in the arena */
	size_t start, end;       /* bytes of the text, [start, end) */
	bool wild, cjk, accent;
};

struct cut {
	struct cut_word *first, *last;
	size_t count;
	bool lone_wildcard;      /* a wildcard with no letter or digit beside it, */
	size_t lone_at;          /* at this byte */
};

/* Cuts TEXT as text is cut.  A * or ? belongs to the word whose letters it
 * touches, and joins two words that it stands between; WILDCARDS false: they
 * are punctuation.  Of a run of characters without spaces at the end of TEXT
 * the last single one is dropped behind a pair, and stands for all pairs that
 * it begins when it is alone.  STATUS_NOMEM. */
enum status cut_text(struct span text, bool wildcards, struct arena *arena, struct cut *cut);

#endif
