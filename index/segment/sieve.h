/* sieve.h - inside the native engine: what is left of rows of numbers that
 * stand side by side, one bit for each number.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_SIEVE_H
#define NEWSDEX_INDEX_SEGMENT_SIEVE_H

#include <stdbool.h>
#include <stdint.h>

#include "index/segment/segment_format.h"

/* Room for LIST_BLOCK numbers, and for what vectors write behind them. */
#define SIEVE_ROW (LIST_BLOCK + 16)

struct sieve {
	uint64_t bits[LIST_BLOCK / 64];
};

static inline void
sieve_clear(struct sieve *sieve)
{
	for (unsigned i = 0; i < LIST_BLOCK / 64; i++)
		sieve->bits[i] = 0;
}

static inline void
sieve_set(struct sieve *sieve, uint32_t at, bool kept)
{
	sieve->bits[at / 64] |= (uint64_t)kept << at % 64;
}

static inline bool
sieve_empty(const struct sieve *sieve)
{
	uint64_t any = 0;

	for (unsigned i = 0; i < LIST_BLOCK / 64; i++)
		any |= sieve->bits[i];
	return !any;
}

/* Copies those of LIST_BLOCK NUMBERS that are kept to OUT, which may be NUMBERS, one
 * behind the other.  Returns how many; OUT has room for 16 more. */
uint32_t sieve_numbers(const struct sieve *sieve, const uint32_t *numbers, uint32_t *out);

/* The same for scores. */
uint32_t sieve_scores(const struct sieve *sieve, const double *scores, double *out);

/* The same for the numbers from FIRST on. */
uint32_t sieve_places(const struct sieve *sieve, uint32_t first, uint32_t *out);

#endif
