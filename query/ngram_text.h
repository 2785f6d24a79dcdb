/* ngram_text.h - the n-grams of texts: what one thread reads and counts.
 */
#ifndef NEWSDEX_QUERY_NGRAM_TEXT_H
#define NEWSDEX_QUERY_NGRAM_TEXT_H

#include "query/snippet.h"
#include "query/ngram_spill.h"
#include "query/ngram_words.h"

struct ngram_counter {
	struct ngram_words *words;
	struct highlighter *highlighter;  /* whose highlights n-grams have to have; or NULL */
	struct ngram_table table;
	struct ngram_spill spill;    /* of tables that were full */
	uint64_t word_count;         /* words read */
	uint64_t ngrams;             /* counted */
	uint32_t *numbers;           /* of the text at hand, and the hashes of its n-grams */
	uint64_t *hashes;
	size_t room;
	struct buf wanted;           /* a byte for each n-gram of it */
};

/* SIZE words each; at most MOST n-grams in memory. */
void ngram_counter_init(struct ngram_counter *counter, struct ngram_words *words, unsigned size, size_t most);
void ngram_counter_release(struct ngram_counter *counter);

/* Counts the n-grams of ARTICLE, which is document DOC, in title, body and note; none goes from one into another.
 * STATUS_UNSUPPORTED: a word is not among those of the whole index. */
enum status ngram_counter_add(struct ngram_counter *counter, docid_t doc, const struct article *article, struct arena *arena,
                              struct error *err);

#endif
