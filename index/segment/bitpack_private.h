/* bitpack_private.h - the ways to unpack, of which bitpack.c takes one. */
#ifndef NEWSDEX_INDEX_SEGMENT_BITPACK_PRIVATE_H
#define NEWSDEX_INDEX_SEGMENT_BITPACK_PRIVATE_H

#include "index/segment/bitpack.h"

/* What is done with the numbers as they come out; a constant in each use, so
 * that the compiler makes as many loops of one. */
enum unpack_mode {
	UNPACK_PLUS,         /* START is added to each */
	UNPACK_SUMS,         /* bitpack_get_sums() from START */
	UNPACK_MORE_SUMS,    /* the same, after what lies in the numbers has been added */
};

#if defined(__x86_64__)
void bitpack_avx2(const unsigned char *in, unsigned width, uint32_t *numbers, enum unpack_mode mode, uint32_t start);
void bitpack_avx512(const unsigned char *in, unsigned width, uint32_t *numbers, enum unpack_mode mode, uint32_t start);
#endif

/* CASE(w) for each width that has a loop of its own; wider numbers are rare. */
#define BITPACK_WIDTHS(CASE) \
	CASE(0) CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) \
	CASE(9) CASE(10) CASE(11) CASE(12) CASE(13) CASE(14) CASE(15) CASE(16) \
	CASE(17) CASE(18) CASE(19) CASE(20) CASE(21) CASE(22) CASE(23) CASE(24)

#endif
