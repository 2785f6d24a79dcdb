/* agree.h - one corpus, what a query should answer over it, and whether an
 * index does: generic matcher and, for an engine, its fast path.
 */
#ifndef NEWSDEX_TESTS_AGREE_H
#define NEWSDEX_TESTS_AGREE_H

#include "index/index.h"
#include "query/ast.h"

#define AGREE_RELATIVE 1e-9   /* scores may differ by so much */

struct trial {
	const struct article *articles;
	size_t count;
	struct bm25 bm25;
	bool *matches;               /* by article: what the query under test should answer */
	double *scores;
	struct index_reader *memory; /* has no fast path */
	unsigned fast_asked, fast_answers;
};

/* Whether READER's answers to AST are those in matches and scores, the best
 * LIMIT by ORDER and the total: prints what is wrong.  QUERY and NAME are for
 * that line. */
bool trial_answer(struct trial *trial, struct index_reader *reader, const struct ast *ast, const char *query,
                  const char *name, enum result_order order, size_t limit);

/* An index of the articles by ENGINE in folder PATH; NULL when this build has no such engine; aborts
 * when it fails. */
struct index_reader *trial_engine(const struct trial *trial, const char *engine, const char *path);

#endif
