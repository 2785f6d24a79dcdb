#include "common/simd.h"
#include "index/segment/sieve.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,popcnt")))

static AVX512 uint32_t
numbers_avx512(const struct sieve *sieve, const uint32_t *numbers, uint32_t *out)
{
	uint32_t *at = out;

	for (unsigned i = 0; i < LIST_BLOCK; i += 16) {
		__mmask16 kept = (__mmask16)(sieve->bits[i / 64] >> i % 64);

		/* What is written behind them was read before, where it is needed at all. */
		_mm512_storeu_si512(at, _mm512_maskz_compress_epi32(kept, _mm512_loadu_si512(numbers + i)));
		at += __builtin_popcount(kept);
	}
	return (uint32_t)(at - out);
}

static AVX512 uint32_t
scores_avx512(const struct sieve *sieve, const double *scores, double *out)
{
	double *at = out;

	for (unsigned i = 0; i < LIST_BLOCK; i += 8) {
		__mmask8 kept = (__mmask8)(sieve->bits[i / 64] >> i % 64);

		_mm512_storeu_pd(at, _mm512_maskz_compress_pd(kept, _mm512_loadu_pd(scores + i)));
		at += __builtin_popcount(kept);
	}
	return (uint32_t)(at - out);
}

static AVX512 uint32_t
places_avx512(const struct sieve *sieve, uint32_t first, uint32_t *out)
{
	__m512i numbers = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
	uint32_t *at = out;

	numbers = _mm512_add_epi32(numbers, _mm512_set1_epi32((int)first));
	for (unsigned i = 0; i < LIST_BLOCK; i += 16) {
		__mmask16 kept = (__mmask16)(sieve->bits[i / 64] >> i % 64);

		_mm512_storeu_si512(at, _mm512_maskz_compress_epi32(kept, numbers));
		numbers = _mm512_add_epi32(numbers, _mm512_set1_epi32(16));
		at += __builtin_popcount(kept);
	}
	return (uint32_t)(at - out);
}

#endif

uint32_t
sieve_numbers(const struct sieve *sieve, const uint32_t *numbers, uint32_t *out)
{
	uint32_t count = 0;

#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX512)
		return numbers_avx512(sieve, numbers, out);
#endif
	for (uint32_t word = 0; word < LIST_BLOCK / 64; word++)
		for (uint64_t left = sieve->bits[word]; left; left &= left - 1)
			out[count++] = numbers[64 * word + (uint32_t)__builtin_ctzll(left)];
	return count;
}

uint32_t
sieve_scores(const struct sieve *sieve, const double *scores, double *out)
{
	uint32_t count = 0;

#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX512)
		return scores_avx512(sieve, scores, out);
#endif
	for (uint32_t word = 0; word < LIST_BLOCK / 64; word++)
		for (uint64_t left = sieve->bits[word]; left; left &= left - 1)
			out[count++] = scores[64 * word + (uint32_t)__builtin_ctzll(left)];
	return count;
}

uint32_t
sieve_places(const struct sieve *sieve, uint32_t first, uint32_t *out)
{
	uint32_t count = 0;

#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX512)
		return places_avx512(sieve, first, out);
#endif
	for (uint32_t word = 0; word < LIST_BLOCK / 64; word++)
		for (uint64_t left = sieve->bits[word]; left; left &= left - 1)
			out[count++] = first + 64 * word + (uint32_t)__builtin_ctzll(left);
	return count;
}
