#include "common/simd.h"
#include "index/segment/top.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

/* SCORES are norms, and become scores: the operations of the portable code
 * in its order, so that they are the same doubles. */
static AVX2 void
scores_avx2(double weight, const uint32_t *counts, uint32_t count, double *scores)
{
	const __m256d weights = _mm256_set1_pd(weight), half = _mm256_set1_pd(0x1p31);

	for (uint32_t i = 0; i < count; i += 4) {
		__m128i number = _mm_loadu_si128((const __m128i *)(const void *)(counts + i));
		/* Conversion knows signed numbers only. */
		__m256d frequency = _mm256_cvtepi32_pd(_mm_xor_si128(number, _mm_set1_epi32(INT32_MIN)));
		__m256d score;

		frequency = _mm256_add_pd(frequency, half);
		score = _mm256_div_pd(frequency, _mm256_add_pd(_mm256_loadu_pd(scores + i), frequency));
		_mm256_storeu_pd(scores + i, _mm256_mul_pd(weights, score));
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

#endif

void
top_scores(const struct top_search *top, const struct top_run *run, const uint32_t *docs,
           const uint32_t *counts, uint32_t count, double *scores)
{
	const struct columns *columns = &top->segment->columns;
	double weight = run->leaf->weight;
	uint32_t i = 0;

	/* Look-ups first, so that the divisions are a plain loop. */
	for (uint32_t k = 0; k < count; k++)
		scores[k] = top_norm(top->norms, columns_length(columns, docs[k]));
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
