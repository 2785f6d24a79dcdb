/* gen_words.h - the language of generated articles.
 *
 * Function words are English ones.  Content words are put together from
 * syllables, and four in ten of them are an inflection of a more frequent one,
 * so that a stemmer finds work.  Frequencies follow what was counted on news:
 * rank^-0.875 at first, bent towards rank^-1.75 behind the 3000th word.  There
 * is no last word: ranks behind WORD_TABLE are spelt when they are drawn, so
 * that the vocabulary grows with the corpus for ever.
 *
 * The language is the same for every seed.
 */
#ifndef NEWSDEX_BENCH_GEN_WORDS_H
#define NEWSDEX_BENCH_GEN_WORDS_H

#include "bench/gen_random.h"
#include "common/status.h"

#define WORD_TABLE 65536   /* content words kept spelt */
#define WORD_SIZE 16       /* bytes that word_put() may write over */

struct gen_word {
	char text[WORD_SIZE - 1];  /* with a space behind */
	unsigned char length;      /* with that space */
};

struct gen_alias {
	uint32_t threshold;
	uint32_t other;
};

#define FUNCTION_TABLE 128

struct gen_words {
	struct gen_word content[WORD_TABLE];
	struct gen_alias content_alias[WORD_TABLE];
	struct gen_word function[FUNCTION_TABLE];
	struct gen_alias function_alias[FUNCTION_TABLE];
	uint32_t tail_threshold;   /* of 2^32 draws so many are of the tail */
};

/* A new language, freed with free(); NULL when memory is short. */
struct gen_words *gen_words_new(void);

/* Spells content word RANK, which may be behind the table. */
struct gen_word gen_word_spell(uint64_t rank);

/* A rank behind the table. */
uint64_t gen_tail_rank(struct gen_random *random);

/* Writes WORD_SIZE bytes at OUT and returns where the word and its space end. */
static inline char *
word_put(char *out, const struct gen_word *word)
{
	__builtin_memcpy(out, word, WORD_SIZE);
	return out + word->length;
}

static inline const struct gen_word *
gen_function_word(const struct gen_words *words, uint64_t bits)
{
	uint32_t at = (uint32_t)bits % FUNCTION_TABLE;
	const struct gen_alias *alias = &words->function_alias[at];

	return &words->function[bits >> 32 < alias->threshold ? at : alias->other];
}

/* The rank of a content word of the table. */
static inline uint32_t
gen_content_rank(const struct gen_words *words, uint64_t bits)
{
	uint32_t at = (uint32_t)bits % WORD_TABLE;
	const struct gen_alias *alias = &words->content_alias[at];

	return bits >> 32 < alias->threshold ? at : alias->other;
}

#endif
