/* bitpack.h - 128 numbers in as few bits as the largest needs.
 *
 * The layout (doc/index-format.md, section 6) has four lanes, so that one
 * vector operation handles four numbers.  Reading is written three times: with
 * the compiler's portable vectors, with eight numbers at a time for AVX2, and
 * with sixteen for AVX-512; which one runs common/simd.h says, and all give the
 * same bits.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_BITPACK_H
#define NEWSDEX_INDEX_SEGMENT_BITPACK_H

#include <stdint.h>

#define BITPACK_COUNT 128

/* Bits that the largest of 128 numbers needs, 0 to 32. */
unsigned bitpack_width(const uint32_t *numbers);

/* Bytes that 128 numbers of WIDTH bits take. */
static inline uint32_t
bitpack_size(unsigned width)
{
	return 16 * width;
}

/* Writes bitpack_size(WIDTH) bytes to OUT.  Every number fits in WIDTH bits. */
void bitpack_put(const uint32_t *numbers, unsigned width, unsigned char *out);

/* Reads 128 numbers of WIDTH <= 32 bits from bitpack_size(WIDTH) bytes, each plus ADD. */
void bitpack_get(const unsigned char *in, unsigned width, uint32_t add, uint32_t *numbers);

/* The same for ascending numbers stored as differences less 1: number i is
 * the sum of (difference + 1) up to i, plus BASE. */
void bitpack_get_sums(const unsigned char *in, unsigned width, uint32_t base, uint32_t *numbers);

/* The same, where NUMBERS hold already what has to be added to each difference. */
void bitpack_add_sums(const unsigned char *in, unsigned width, uint32_t base, uint32_t *numbers);

#endif
