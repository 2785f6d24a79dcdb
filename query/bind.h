/* bind.h - a parsed query meets an index: words become its terms.
 *
 * - A word that is ranked becomes its stem (Z) in each language that the index
 *   has articles in (languages.h); where they differ, a synonym of those stems
 *   that are there.
 * - =word, words of phrases and words beside NEAR, W/n, PRE/n, W/S, W/P, LEAD
 *   and FIRST are taken as written (folded): only they have positions.
 *   ATLEAST counts stems.
 * - =café is NODE_SPELT: the term cafe, looked up in the stored text.
 * - Wildcards and ~n become the synonym of the terms they stand for.  More of
 *   them than the limit is an error: nothing is cut silently.
 * - Fields without words, date: and words: only filter: they add no score.
 *   CAPS(US) scores as the word us.
 * - With stop_words, one beside other words (or joined to them by AND) is left
 *   out, but not from phrases, and not where it is written as =the, in capitals,
 *   below an operator that needs positions, or joined by an OR.
 * - A word that is repeated among the same children is one with a higher wqf.
 */
#ifndef NEWSDEX_QUERY_BIND_H
#define NEWSDEX_QUERY_BIND_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/error.h"
#include "index/index.h"
#include "query/ast.h"
#include "query/languages.h"

struct bind_options {
	int64_t since, until;    /* [since, until) in wall-clock seconds; INT64_MIN, INT64_MAX: open */
	const struct languages *languages;  /* languages_open() of the same reader, for many queries of one
	                                       thread; NULL: opened for this one, at 30 microseconds */
	bool stop_words;         /* leave stop words out of what is ranked, where other words remain */
	struct buf *left_out;    /* those words, with a space between; NULL: not asked */
	size_t max_terms;        /* that one wildcard over words may stand for; 0: BIND_TERMS_MAX */
	size_t max_values;       /* ... over whole values (url:, source:, ...); 0: BIND_VALUES_MAX */
};

#define BIND_OPTIONS_INIT { .since = INT64_MIN, .until = INT64_MAX }
#define BIND_TERMS_MAX 20000
#define BIND_VALUES_MAX 200000

/* Binds AST to READER's index.  *TREE lives in ARENA.  STATUS_BADQUERY with an
 * offset for a wildcard over the limit, else what the reader answers. */
enum status query_bind(const struct ast *ast, struct index_reader *reader, const struct bind_options *options,
                       struct arena *arena, struct node **tree, struct error *err);

/* Appends TREE, one node a line, children further in, each term with the
 * number of articles that have it (READER may be NULL: no numbers).  Long
 * synonyms are cut to their first terms and say how many there are. */
enum status node_print(const struct node *tree, struct index_reader *reader, struct buf *out, struct error *err);

#endif
