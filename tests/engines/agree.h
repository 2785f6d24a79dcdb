/* agree.h - one corpus, what a query should answer over it, and whether an
 * index does: generic matcher and, for an engine, its fast path.
 */
#ifndef NEWSDEX_TESTS_AGREE_H
#define NEWSDEX_TESTS_AGREE_H

#include "common/table.h"
#include "index/index.h"
#include "query/ast.h"

#define AGREE_RELATIVE 1e-9   /* scores may differ by so much */

struct trial {
	const struct article *articles;
	size_t count;
	struct bm25 bm25;
	bool *matches;               /* by article: what the query under test should answer */
	double *scores;
	const struct table *ids;     /* the articles' ids, numbered as they are */
	struct index_reader *memory; /* has no fast path */
	unsigned fast_asked, fast_answers;
};

/* How an index of the articles comes about. */
struct trial_shape {
	unsigned folders;            /* at most TRIAL_FOLDERS, read as one; no article is in two of them */
	unsigned step;               /* a commit after so many articles; 0: one at the end */
	const struct article *ghosts;  /* what is committed before all else: those with an id of the articles */
	size_t ghost_count;            /* are replaced, the others deleted at the end */
	bool optimize;
};

#define TRIAL_FOLDERS 3

/* Whether READER's answers to AST are those in matches and scores, the best
 * LIMIT by ORDER and the total: prints what is wrong.  QUERY and NAME are for
 * that line. */
bool trial_answer(struct trial *trial, struct index_reader *reader, const struct ast *ast, const char *query,
                  const char *name, enum result_order order, size_t limit);

/* An index of the articles by ENGINE in folders inside of PATH; NULL when this build has no such engine; aborts when it fails. */
struct index_reader *trial_engine(const struct trial *trial, const char *engine, const char *path,
                                  const struct trial_shape *shape);

#endif
