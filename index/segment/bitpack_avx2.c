#include "index/segment/bitpack_private.h"

#include <stdbool.h>

#if defined(__x86_64__)

#include <immintrin.h>

/* The lower half of a vector goes through numbers 0 to 63, the upper half
 * through the others: their bits begin 16 * width bits into each lane. */

#define AVX2 __attribute__((target("avx2")))
#define AVX2_INLINE static inline __attribute__((always_inline, target("avx2")))
#define STEPS 16

AVX2_INLINE __m256i
words_load(const unsigned char *in, unsigned low, unsigned high)
{
	const __m128i *lower = (const __m128i *)(const void *)(in + 16 * low);
	const __m128i *upper = (const __m128i *)(const void *)(in + 16 * high);

	return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(lower)), _mm_loadu_si128(upper), 1);
}

AVX2_INLINE __m256i
halves(unsigned low, unsigned high)
{
	return _mm256_set_m128i(_mm_set1_epi32((int)high), _mm_set1_epi32((int)low));
}

/* The eight numbers of STEP. */
AVX2_INLINE __m256i
step_take(const unsigned char *in, const unsigned width, const unsigned step)
{
	unsigned low = step * width, high = (STEPS + step) * width;
	bool low_parted = low % 32 + width > 32, high_parted = high % 32 + width > 32;
	__m256i v;

	if (!width)
		return _mm256_setzero_si256();
	v = words_load(in, low / 32, high / 32);
	v = low % 32 == high % 32 ? _mm256_srli_epi32(v, (int)(low % 32))
	                          : _mm256_srlv_epi32(v, halves(low % 32, high % 32));
	if (low_parted || high_parted) {
		__m256i next = words_load(in, low / 32 + low_parted, high / 32 + high_parted);

		/* Where a number is not parted what this brings is masked off; a shift by 32 gives 0. */
		v = _mm256_or_si256(v, _mm256_sllv_epi32(next, halves(32 - low % 32, 32 - high % 32)));
	}
	return width == 32 ? v : _mm256_and_si256(v, _mm256_set1_epi32((int)((1u << width) - 1)));
}

AVX2_INLINE void
half_store(uint32_t *numbers, __m128i v)
{
	_mm_storeu_si128((__m128i *)(void *)numbers, v);
}

AVX2_INLINE __m128i
half_load(const uint32_t *numbers)
{
	return _mm_loadu_si128((const __m128i *)(const void *)numbers);
}

AVX2_INLINE void
unpack_plus(const unsigned char *in, const unsigned width, uint32_t *numbers, uint32_t add)
{
	__m256i all = _mm256_set1_epi32((int)add);

#pragma GCC unroll 16
	for (unsigned step = 0; step < STEPS; step++) {
		__m256i v = _mm256_add_epi32(step_take(in, width, step), all);

		half_store(numbers + 4 * step, _mm256_castsi256_si128(v));
		half_store(numbers + 4 * (STEPS + step), _mm256_extracti128_si256(v, 1));
	}
}

AVX2_INLINE void
unpack_sums(const unsigned char *in, const unsigned width, uint32_t *numbers, uint32_t base, bool more)
{
	__m256i carry = _mm256_set1_epi32((int)base);
	__m128i lower;

#pragma GCC unroll 16
	for (unsigned step = 0; step < STEPS; step++) {
		uint32_t *low = numbers + 4 * step, *high = numbers + 4 * (STEPS + step);
		__m256i v = step_take(in, width, step);

		if (more)
			v = _mm256_add_epi32(v, _mm256_set_m128i(half_load(high), half_load(low)));
		v = _mm256_add_epi32(v, _mm256_set1_epi32(1));
		v = _mm256_add_epi32(v, _mm256_slli_si256(v, 4));
		v = _mm256_add_epi32(v, _mm256_slli_si256(v, 8));
		half_store(low, _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_castsi256_si128(carry)));
		half_store(high, _mm_add_epi32(_mm256_extracti128_si256(v, 1), _mm256_extracti128_si256(carry, 1)));
		carry = _mm256_add_epi32(carry, _mm256_shuffle_epi32(v, 0xFF));
	}
	/* The upper half began at BASE too, instead of where the lower one ended. */
	lower = _mm_sub_epi32(_mm256_castsi256_si128(carry), _mm_set1_epi32((int)base));
#pragma GCC unroll 16
	for (unsigned i = 4 * STEPS; i < BITPACK_COUNT; i += 4)
		half_store(numbers + i, _mm_add_epi32(half_load(numbers + i), lower));
}

AVX2_INLINE void
unpack_width(const unsigned char *in, const unsigned width, uint32_t *numbers, enum unpack_mode mode, uint32_t start)
{
	if (mode == UNPACK_PLUS)
		unpack_plus(in, width, numbers, start);
	else
		unpack_sums(in, width, numbers, start, mode == UNPACK_MORE_SUMS);
}

AVX2_INLINE void
unpack_mode(const unsigned char *in, unsigned width, uint32_t *numbers, enum unpack_mode mode, uint32_t start)
{
	switch (width) {
#define CASE(w) case w: unpack_width(in, w, numbers, mode, start); break;
	BITPACK_WIDTHS(CASE)
#undef CASE
	default:
		unpack_width(in, width > 32 ? 32 : width, numbers, mode, start);
	}
}

AVX2 void
bitpack_avx2(const unsigned char *in, unsigned width, uint32_t *numbers, enum unpack_mode mode, uint32_t start)
{
	if (mode == UNPACK_PLUS)
		unpack_mode(in, width, numbers, UNPACK_PLUS, start);
	else if (mode == UNPACK_SUMS)
		unpack_mode(in, width, numbers, UNPACK_SUMS, start);
	else
		unpack_mode(in, width, numbers, UNPACK_MORE_SUMS, start);
}

#endif
