#include "index/segment/choose.h"

#include <stdbool.h>

#include "common/simd.h"

static uint32_t
choose_portable(const uint32_t *docs, uint32_t size, uint32_t base, const uint64_t *set, uint32_t *chosen, uint8_t *at)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < size; i++) {
		uint32_t doc = base + docs[i];

		chosen[count] = doc;
		at[count] = (uint8_t)i;
		count += (uint32_t)(set[doc / 64] >> doc % 64 & 1);
	}
	return count;
}

static inline __attribute__((always_inline)) void
ranks_of(const uint32_t *chosen, uint32_t count, const uint64_t *set, const uint32_t *before, uint32_t *ranks)
{
	for (uint32_t i = 0; i < count; i++) {
		uint32_t doc = chosen[i];

		ranks[i] = before[doc / 64] + (uint32_t)__builtin_popcountll(set[doc / 64] & ((UINT64_C(1) << doc % 64) - 1));
	}
}

#if defined(__x86_64__)

#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2")))
#define AVX512_INLINE static inline __attribute__((always_inline, target("avx512f,avx512bw,avx512vl,avx512vbmi2")))

AVX512_INLINE __m512i
bits_gather(__m512i word, __mmask16 there, const uint64_t *set)
{
	return _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), there, word, set, 4);
}

/* NEAR: the words of the set from number FIRST on are in LOW and HIGH. */
AVX512_INLINE uint32_t
choose_vectors(const uint32_t *docs, uint32_t size, uint32_t base, const uint64_t *set, bool near, uint32_t first, __m512i low,
               __m512i high, uint32_t *chosen, uint8_t *at)
{
	const __m512i one = _mm512_set1_epi32(1), five = _mm512_set1_epi32(31);
	__m128i number = _mm_set_epi8(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
	uint32_t count = 0;

	for (uint32_t i = 0; i < size; i += 16) {
		__mmask16 there = (__mmask16)(size - i < 16 ? (1u << (size - i)) - 1 : 0xFFFF), in;
		__m512i doc = _mm512_add_epi32(_mm512_maskz_loadu_epi32(there, docs + i), _mm512_set1_epi32((int)base));
		__m512i word = _mm512_srli_epi32(doc, 5), bits;

		bits = near ? _mm512_permutex2var_epi32(low, _mm512_sub_epi32(word, _mm512_set1_epi32((int)first)), high)
		            : bits_gather(word, there, set);
		in = _mm512_mask_test_epi32_mask(there, bits, _mm512_sllv_epi32(one, _mm512_and_si512(doc, five)));
		_mm512_storeu_si512(chosen + count, _mm512_maskz_compress_epi32(in, doc));
		_mm_storeu_si128((__m128i *)(void *)(at + count), _mm_maskz_compress_epi8(in, number));
		number = _mm_add_epi8(number, _mm_set1_epi8(16));
		count += (uint32_t)__builtin_popcount(in);
	}
	return count;
}

AVX512 static uint32_t
choose_avx512(const uint32_t *docs, uint32_t size, uint32_t base, const uint64_t *set, uint32_t *chosen, uint8_t *at)
{
	uint32_t first = (base + docs[0]) / 32, words = (base + docs[size - 1]) / 32 - first + 1;
	const uint32_t *in = (const uint32_t *)(const void *)set + first;
	__m512i low = _mm512_setzero_si512(), high = low;

	if (words > 32)
		return choose_vectors(docs, size, base, set, false, 0, low, high, chosen, at);
	low = _mm512_maskz_loadu_epi32((__mmask16)(words < 16 ? (1u << words) - 1 : 0xFFFF), in);
	if (words > 16)
		high = _mm512_maskz_loadu_epi32((__mmask16)((1u << (words - 16)) - 1), in + 16);
	return choose_vectors(docs, size, base, set, true, first, low, high, chosen, at);
}

__attribute__((target("popcnt"))) static void
ranks_popcnt(const uint32_t *chosen, uint32_t count, const uint64_t *set, const uint32_t *before, uint32_t *ranks)
{
	ranks_of(chosen, count, set, before, ranks);
}

#endif

uint32_t
choose_docs(const uint32_t *docs, uint32_t size, uint32_t base, const uint64_t *set, uint32_t *chosen, uint8_t *at)
{
#if defined(__x86_64__)
	if (size && simd_level() >= SIMD_AVX512)
		return choose_avx512(docs, size, base, set, chosen, at);
#endif
	return choose_portable(docs, size, base, set, chosen, at);
}

void
choose_ranks(const uint32_t *chosen, uint32_t count, const uint64_t *set, const uint32_t *before, uint32_t *ranks)
{
#if defined(__x86_64__)
	/* Older than AVX2. */
	if (simd_level() >= SIMD_AVX2) {
		ranks_popcnt(chosen, count, set, before, ranks);
		return;
	}
#endif
	ranks_of(chosen, count, set, before, ranks);
}
