/* brute.h - a query answered by reading every article, without any index.
 *
 * It evaluates the parse tree, not the bound one, over the articles' words, by
 * the definitions of match.h taken literally: every pair of places is looked
 * at.  It shares the tokenizer, the stemmers and bm25.h with newsdex, nothing
 * else.  Slow; for tests alone: it aborts when memory is short.
 */
#ifndef NEWSDEX_TESTS_BRUTE_H
#define NEWSDEX_TESTS_BRUTE_H

#include "corpus/article.h"
#include "index/bm25.h"
#include "query/ast.h"

struct brute;

/* Reads COUNT articles, which must outlive it; each names its language. */
struct brute *brute_new(const struct article *articles, size_t count);
void brute_free(struct brute *brute);

/* Answers AST for every article: matches[i], and scores[i] where it matches. */
void brute_run(struct brute *brute, const struct ast *ast, const struct bm25 *bm25, bool *matches, double *scores);

#endif
