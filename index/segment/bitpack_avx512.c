#include "index/segment/bitpack_private.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <stdbool.h>

/* Sixteen numbers at a time, in their order: four rows of four lanes.  The bits of
 * four rows of at most 24 bits lie in one vector; each number takes two words
 * of it and shifts them. */

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2")))
#define AVX512_INLINE static inline __attribute__((always_inline, target("avx512f,avx512bw,avx512vbmi2")))
#define STEPS 8

/* What depends on the first bit of row 4 * STEP + lane of rows, for the four rows. */
AVX512_INLINE __m512i
rows(unsigned first, unsigned second, unsigned third, unsigned fourth, bool lanes)
{
	__m512i v = _mm512_set_epi32((int)fourth, (int)fourth, (int)fourth, (int)fourth, (int)third, (int)third, (int)third,
	                             (int)third, (int)second, (int)second, (int)second, (int)second, (int)first, (int)first,
	                             (int)first, (int)first);

	/* Words of a row follow each other, lane by lane. */
	return lanes ? _mm512_add_epi32(_mm512_slli_epi32(v, 2), _mm512_set_epi32(3, 2, 1, 0, 3, 2, 1, 0, 3, 2, 1, 0, 3, 2, 1, 0)) : v;
}

AVX512_INLINE __m512i
step_take(const unsigned char *in, const unsigned width, const unsigned step)
{
	unsigned bit = 4 * step * width, base = bit / 32, b1 = bit + width, b2 = b1 + width, b3 = b2 + width;
	unsigned words = 4 * width, left = words - 4 * base;
	__m512i all, low, high, v;

	if (!width)
		return _mm512_setzero_si512();
	/* Not behind the last word. */
	all = left >= 16 ? _mm512_loadu_si512(in + 16 * base)
	                 : _mm512_maskz_loadu_epi32((__mmask16)((1u << left) - 1), in + 16 * base);
	low = _mm512_permutexvar_epi32(rows(bit / 32 - base, b1 / 32 - base, b2 / 32 - base, b3 / 32 - base, true), all);
	/* Where a number ends in its first word, what follows is masked off. */
	high = _mm512_permutexvar_epi32(rows(bit / 32 - base + 1, b1 / 32 - base + 1, b2 / 32 - base + 1, b3 / 32 - base + 1, true), all);
	v = _mm512_shrdv_epi32(low, high, rows(bit % 32, b1 % 32, b2 % 32, b3 % 32, false));
	return _mm512_and_si512(v, _mm512_set1_epi32((int)((1u << width) - 1)));
}

/* Prefix sums. */
AVX512_INLINE __m512i
sums_of(__m512i v)
{
	const __m512i lane = _mm512_set_epi32(11, 11, 11, 11, 7, 7, 7, 7, 3, 3, 3, 3, 0, 0, 0, 0);
	const __m512i two_lanes = _mm512_set_epi32(7, 7, 7, 7, 3, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0);

	v = _mm512_add_epi32(v, _mm512_bslli_epi128(v, 4));
	v = _mm512_add_epi32(v, _mm512_bslli_epi128(v, 8));
	v = _mm512_add_epi32(v, _mm512_maskz_permutexvar_epi32(0xFFF0, lane, v));
	return _mm512_add_epi32(v, _mm512_maskz_permutexvar_epi32(0xFF00, two_lanes, v));
}

AVX512_INLINE void
unpack_width(const unsigned char *in, const unsigned width, uint32_t *numbers, enum unpack_mode mode, uint32_t start)
{
	__m512i carry = _mm512_set1_epi32((int)start);

#pragma GCC unroll 8
	for (unsigned step = 0; step < STEPS; step++) {
		__m512i v = step_take(in, width, step);

		if (mode == UNPACK_MORE_SUMS)
			v = _mm512_add_epi32(v, _mm512_loadu_si512(numbers + 16 * step));
		if (mode != UNPACK_PLUS)
			v = sums_of(_mm512_add_epi32(v, _mm512_set1_epi32(1)));
		_mm512_storeu_si512(numbers + 16 * step, _mm512_add_epi32(v, carry));
		if (mode != UNPACK_PLUS)
			carry = _mm512_add_epi32(carry, _mm512_permutexvar_epi32(_mm512_set1_epi32(15), v));
	}
}

AVX512_INLINE void
unpack_mode(const unsigned char *in, unsigned width, uint32_t *numbers, enum unpack_mode mode, uint32_t start)
{
	switch (width) {
#define CASE(w) case w: unpack_width(in, w, numbers, mode, start); break;
	BITPACK_WIDTHS(CASE)
#undef CASE
	default:
		bitpack_avx2(in, width, numbers, mode, start);
	}
}

AVX512 void
bitpack_avx512(const unsigned char *in, unsigned width, uint32_t *numbers, enum unpack_mode mode, uint32_t start)
{
	if (mode == UNPACK_PLUS)
		unpack_mode(in, width, numbers, UNPACK_PLUS, start);
	else if (mode == UNPACK_SUMS)
		unpack_mode(in, width, numbers, UNPACK_SUMS, start);
	else
		unpack_mode(in, width, numbers, UNPACK_MORE_SUMS, start);
}

#endif
