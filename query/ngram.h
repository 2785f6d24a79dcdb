/* ngram.h - runs of words and how often they stand in articles.
 *
 * Words are numbers here (ngram_words.h).  What is counted goes from tables in
 * memory (ngram_table.h), through a file where they are too small (ngram_spill.h),
 * into the order of the answer (ngram_order.h).
 */
#ifndef NEWSDEX_QUERY_NGRAM_H
#define NEWSDEX_QUERY_NGRAM_H

#include <stdint.h>
#include <string.h>

#define NGRAM_MAX 5          /* words */

struct ngram {
	uint64_t count;          /* occurrences */
	uint32_t articles;
	uint32_t first, last;    /* the first and the last article of them */
	uint32_t words[NGRAM_MAX];  /* zeros behind the last one */
};

/* Adds OTHER, the same words, counted behind NGRAM by the same thread, or in
 * articles that NGRAM has not.  An article may have been parted between both. */
static inline void
ngram_join(struct ngram *ngram, const struct ngram *other)
{
	ngram->count += other->count;
	ngram->articles += other->articles - (ngram->last == other->first);
	ngram->last = other->last;
}

/* A number between 0 and 2^64 for the SIZE words. */
static inline uint64_t
ngram_hash(const uint32_t *words, unsigned size, uint64_t seed)
{
	uint64_t hash = seed;

	for (unsigned i = 0; i < size; i++) {
		hash = (hash ^ words[i]) * UINT64_C(0x9E3779B97F4A7C15);
		hash ^= hash >> 29;
	}
	hash *= UINT64_C(0xBF58476D1CE4E5B9);
	return hash ^ hash >> 32;
}

#endif
