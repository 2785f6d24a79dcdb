/* ngram_words.h - the words of an index as numbers, and what is asked of them.
 */
#ifndef NEWSDEX_QUERY_NGRAM_WORDS_H
#define NEWSDEX_QUERY_NGRAM_WORDS_H

#include "common/table.h"
#include "index/index.h"
#include "query/ngram.h"
#include "text/stem.h"

/* Where in an n-gram some words have to stand. */
enum ngram_place { NGRAM_STARTS, NGRAM_CONTAINS, NGRAM_ENDS, NGRAM_PLACES };

/* Which n-grams are counted. */
struct ngram_filter {
	unsigned size;                   /* words of each */
	struct ngram_pattern {
		struct span words[NGRAM_MAX];    /* folded; with wildcards (glob.h) */
		unsigned count;                  /* 0: nothing is asked there */
	} patterns[NGRAM_PLACES];
	struct stemmer *stop;            /* none that begins or ends with one of its stop words; or NULL */
};

/* Reads the words TEXT of OPTION, which have to stand at PLACE; the words live in
 * ARENA.  STATUS_BADQUERY where no n-gram can have them. */
enum status ngram_filter_read(struct ngram_filter *filter, enum ngram_place place, const char *option, const char *text,
                              struct arena *arena, struct error *err);

struct ngram_words {
	const struct ngram_filter *filter;
	struct table numbers;
	bool whole;              /* has all words of the index, in order of their bytes */
	uint16_t *marks;         /* by number: what of the filter the word is */
	size_t room;
	uint32_t *sorted;        /* words in order of their bytes, once ngram_words_sort() was called; NULL where they came so */
	uint32_t *ranks;         /* the other way round */
};

void ngram_words_init(struct ngram_words *words, const struct ngram_filter *filter);
void ngram_words_release(struct ngram_words *words);

/* Numbers all words of the index beforehand: then threads may ask at once. */
enum status ngram_words_read(struct ngram_words *words, struct index_reader *reader, struct error *err);

/* The number of WORD.  TABLE_NONE: memory is short or, of a whole index, it has no such word. */
uint32_t ngram_words_number(struct ngram_words *words, struct span word);

/* Whether the filter wants the n-gram of NUMBERS. */
bool ngram_words_want(const struct ngram_words *words, const uint32_t *numbers);

/* Makes ranks; no number is asked for any more.  STATUS_NOMEM. */
enum status ngram_words_sort(struct ngram_words *words);

/* The place of word NUMBER in the order of bytes, and the word in a place. */
static inline uint32_t
ngram_words_rank(const struct ngram_words *words, uint32_t number)
{
	return words->ranks ? words->ranks[number] : number;
}

static inline struct span
ngram_words_ranked(const struct ngram_words *words, uint32_t rank)
{
	return table_key(&words->numbers, words->sorted ? words->sorted[rank] : rank);
}

#endif
