#include "common/simd.h"
#include "index/segment/top.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

#define AVX2_INLINE static inline __attribute__((always_inline, target("avx2")))

AVX2_INLINE __m256d
frequencies_load(const uint32_t *counts)
{
	__m128i number = _mm_loadu_si128((const __m128i *)(const void *)counts);

	/* Conversion knows signed numbers only. */
	number = _mm_xor_si128(number, _mm_set1_epi32(INT32_MIN));
	return _mm256_add_pd(_mm256_cvtepi32_pd(number), _mm256_set1_pd(0x1p31));
}

/* The operations of the portable code in its order, so that they are the same doubles. */
AVX2_INLINE __m256d
score_four(__m256d weights, __m256d norms, __m256d frequencies)
{
	return _mm256_mul_pd(weights, _mm256_div_pd(frequencies, _mm256_add_pd(norms, frequencies)));
}

/* SCORES are norms, and become scores. */
static AVX2 void
scores_avx2(double weight, const uint32_t *counts, uint32_t count, double *scores)
{
	const __m256d weights = _mm256_set1_pd(weight);

	for (uint32_t i = 0; i < count; i += 4)
		_mm256_storeu_pd(scores + i, score_four(weights, _mm256_loadu_pd(scores + i), frequencies_load(counts + i)));
}

/* Added to PARTS; nothing where a count is 0. */
static AVX2 void
scores_add_avx2(double weight, const double *norms, const uint32_t *counts, uint32_t count, double *parts)
{
	const __m256d weights = _mm256_set1_pd(weight);

	for (uint32_t i = 0; i < count; i += 4) {
		__m256d frequencies = frequencies_load(counts + i);
		__m256d scores = score_four(weights, _mm256_loadu_pd(norms + i), frequencies);

		scores = _mm256_and_pd(scores, _mm256_cmp_pd(frequencies, _mm256_setzero_pd(), _CMP_GT_OQ));
		_mm256_storeu_pd(parts + i, _mm256_add_pd(_mm256_loadu_pd(parts + i), scores));
	}
}

static AVX2 void
good_avx2(const double *scores, uint32_t count, double floor, uint64_t *good)
{
	const __m256d floors = _mm256_set1_pd(floor);

	for (uint32_t i = 0; i < count; i += 4) {
		int bits = _mm256_movemask_pd(_mm256_cmp_pd(_mm256_loadu_pd(scores + i), floors, _CMP_NLT_UQ));

		good[i / 64] |= (uint64_t)(unsigned)bits << i % 64;
	}
}

static __attribute__((target("avx512f,avx512bw,avx512vbmi2,popcnt"))) uint32_t
bits_list_avx512(const uint64_t *bits, uint32_t words, uint16_t *list)
{
	const __m512i ones = _mm512_set1_epi16(64);
	uint16_t *at = list;
	uint16_t first[64];
	__m512i low, high;

	for (unsigned i = 0; i < 64; i++)
		first[i] = (uint16_t)i;
	low = _mm512_loadu_si512(first);
	high = _mm512_loadu_si512(first + 32);
	for (uint32_t word = 0; word < words; word++) {
		_mm512_storeu_si512(at, _mm512_maskz_compress_epi16((__mmask32)bits[word], low));
		at += __builtin_popcount((uint32_t)bits[word]);
		_mm512_storeu_si512(at, _mm512_maskz_compress_epi16((__mmask32)(bits[word] >> 32), high));
		at += __builtin_popcount((uint32_t)(bits[word] >> 32));
		low = _mm512_add_epi16(low, ones);
		high = _mm512_add_epi16(high, ones);
	}
	return (uint32_t)(at - list);
}

/* By the last of each 16 documents, then by the 16 themselves. */
static __attribute__((target("avx512f,avx512bw,avx512vl,popcnt"))) void
places_avx512(const uint32_t *block, const uint32_t *docs, uint32_t count, uint8_t *places)
{
	const __m256i steps = _mm256_set_epi32(127, 111, 95, 79, 63, 47, 31, 15);
	__m256i lasts = _mm256_i32gather_epi32((const int *)(const void *)block, steps, 4);

	for (uint32_t i = 0; i < count; i++) {
		unsigned row = (unsigned)__builtin_popcount(_mm256_cmplt_epu32_mask(lasts, _mm256_set1_epi32((int)docs[i])));
		__m512i own;

		if (row == 8) {
			places[i] = LIST_BLOCK;
			continue;
		}
		own = _mm512_loadu_si512(block + 16 * row);
		row = 16 * row + (unsigned)__builtin_popcount(_mm512_cmplt_epu32_mask(own, _mm512_set1_epi32((int)docs[i])));
		places[i] = (uint8_t)row;
	}
}

#endif

void
top_places(const struct list_cursor *cursor, const uint32_t *docs, uint32_t count, uint8_t *places)
{
#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX512) {
		places_avx512(cursor->docs, docs, count, places);
		return;
	}
#endif
	for (uint32_t i = 0; i < count; i++)
		places[i] = (uint8_t)list_cursor_search(cursor, docs[i]);
}

uint32_t
top_bits_list(const uint64_t *bits, uint32_t words, uint16_t *list)
{
	uint32_t count = 0;

#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX512)
		return bits_list_avx512(bits, words, list);
#endif
	for (uint32_t word = 0; word < words; word++)
		/* Four at a time, present or not: few words have more, and nothing is guessed. */
		for (uint64_t left = bits[word]; left;)
			for (int i = 0; i < 4; i++) {
				list[count] = (uint16_t)(64 * word + (uint32_t)__builtin_ctzll(left | UINT64_C(1) << 63));
				count += left != 0;
				left &= left - 1;
			}
	return count;
}

void
top_scores(const struct top_search *top, const struct top_run *run, const uint32_t *docs,
           const uint32_t *counts, uint32_t count, double *scores)
{
	const struct columns *columns = &top->segment->columns;
	double weight = run->leaf->weight;
	uint32_t i = 0;

	/* Look-ups first, so that the divisions are a plain loop. */
	for (uint32_t k = 0; k < count; k++)
		scores[k] = norms_get(top->norms, columns_length(columns, docs[k]));
#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX2) {
		i = count & ~3u;
		scores_avx2(weight, counts, i, scores);
	}
#endif
	for (; i < count; i++) {
		double frequency = (double)counts[i];

		scores[i] = weight * (frequency / (scores[i] + frequency));
	}
}

void
top_scores_add(double weight, const double *norms, const uint32_t *counts, uint32_t count, double *parts)
{
	uint32_t i = 0;

#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX2) {
		i = count & ~3u;
		scores_add_avx2(weight, norms, counts, i, parts);
	}
#endif
	for (; i < count; i++) {
		double frequency = (double)counts[i];

		parts[i] += frequency > 0 ? weight * (frequency / (norms[i] + frequency)) : 0;
	}
}

void
top_scores_good(const double *scores, uint32_t count, double floor, uint64_t good[LIST_BLOCK / 64])
{
	uint32_t i = 0;

	memset(good, 0, LIST_BLOCK / 8);
#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX2) {
		i = count & ~3u;
		good_avx2(scores, i, floor, good);
	}
#endif
	for (; i < count; i++)
		good[i / 64] |= (uint64_t)!(scores[i] < floor) << i % 64;
}
