/* pfor.h - 128 numbers in the bits that most of them need; the few that need
 * more have their high bits behind (doc/index-format.md, section 6).
 */
#ifndef NEWSDEX_INDEX_SEGMENT_PFOR_H
#define NEWSDEX_INDEX_SEGMENT_PFOR_H

#include "index/segment/pack.h"

#define PFOR_COUNT 128
#define PFOR_SIZE_MAX (2 + 512 + 16 + 4 * PFOR_COUNT)

/* Writes 128 numbers to OUT, which has room for PFOR_SIZE_MAX bytes; returns
 * the bytes taken. */
uint32_t pfor_put(const uint32_t *numbers, enum pack_aim aim, unsigned char *out);

/* Reads 128 numbers, each plus ADD, from IN, before END, behind which 8 bytes can be
 * touched.  Returns what is behind them, or NULL when they cannot be read. */
const unsigned char *pfor_get(const unsigned char *in, const unsigned char *end, uint32_t add, uint32_t *numbers);

/* The same for ascending numbers that were written as differences less 1:
 * number i is the sum of (difference + 1) up to i, plus BASE.  *SURE: no sum
 * can have gone beyond 32 bits if BASE is below 2^27 or UINT32_MAX. */
const unsigned char *pfor_get_sums(const unsigned char *in, const unsigned char *end, uint32_t base,
                                   uint32_t *numbers, int *sure);

/* What is behind 128 numbers, or NULL. */
const unsigned char *pfor_skip(const unsigned char *in, const unsigned char *end);

#endif
