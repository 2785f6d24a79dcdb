/* ngrams.h - the n-grams of many articles, by all processors, in bounded memory.
 *
 * Threads read articles and count in tables of their own; a table that is full
 * goes into a file by parts, and parts of all tables are joined one after the
 * other.  So memory holds what was given, the words of the index, an article for
 * each thread, and a 256th of what the file has.
 */
#ifndef NEWSDEX_QUERY_NGRAMS_H
#define NEWSDEX_QUERY_NGRAMS_H

#include "query/doc_set.h"
#include "query/ngram_order.h"
#include "query/ngram_words.h"
#include "query/session.h"

struct ngrams {
	struct session *session;
	const struct ngram_filter *filter;
	bool around;             /* only those in which a place of the session's query stands */
	uint64_t least;          /* occurrences, from 1 */
	size_t memory;           /* bytes */

	struct ngram_words words;
	struct ngram_order order;    /* of the answer; its words are ranks */
	uint64_t word_count;     /* words of the articles */
	uint64_t occurrences;    /* of all n-grams that the filter wants */
	uint64_t different;      /* of them, those that occur least times */
};

/* FILTER outlives NGRAMS.  LIMIT: so many of the first are wanted, or SIZE_MAX. */
void ngrams_init(struct ngrams *ngrams, struct session *session, const struct ngram_filter *filter, size_t memory,
                 size_t limit);
void ngrams_release(struct ngrams *ngrams);

/* Counts those of DOCS. */
enum status ngrams_count(struct ngrams *ngrams, const struct doc_set *docs, struct error *err);

#endif
