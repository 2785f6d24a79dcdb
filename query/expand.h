/* expand.h - words that good articles have in common, to be added to a query.
 *
 * Of R articles taken for good ones r have a word that n of all N have.  The
 * word's relevance weight is
 *
 *     w = log(((r + 0.5) (N - n - R + r + 0.5)) / ((n - r + 0.5) (R - r + 0.5)))
 *
 * (Robertson and Sparck Jones, Journal of the American Society for Information
 * Science 27, 1976), and the words to add are those with the greatest r w
 * (Robertson, On term selection for query expansion, Journal of Documentation
 * 46, 1990).
 */
#ifndef NEWSDEX_QUERY_EXPAND_H
#define NEWSDEX_QUERY_EXPAND_H

#include "common/table.h"
#include "corpus/article.h"
#include "index/index.h"

struct expand_word {
	struct span word;            /* folded; in the table of EXPANSION */
	uint64_t good, all;          /* articles that have it: r and n */
	double value;                /* r w */
};

struct expansion {
	struct table words;
	uint32_t *good, *seen_in;    /* by number: how many articles, the last of them */
	size_t room;
	uint32_t articles;           /* R */
	struct expand_word *found;   /* after expansion_finish() */
	size_t count;
};

void expansion_init(struct expansion *expansion);
void expansion_release(struct expansion *expansion);

/* Counts the words of title and body of a good article.  STATUS_NOMEM. */
enum status expansion_add(struct expansion *expansion, const struct article *article);

double expansion_weight(uint64_t good_with, uint64_t good, uint64_t all_with, uint64_t all);

/* Fills FOUND with the words of two good articles at least (of one, where it is
 * the only one) that have a value above 0, the greatest first, then by the word. */
enum status expansion_finish(struct expansion *expansion, struct index_reader *reader, struct error *err);

#endif
