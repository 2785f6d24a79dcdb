#include "index/segment/numbers_meet.h"

#include <string.h>

#include "common/simd.h"

/* All with all in vectors costs less than a merge, whose every step is a guess. */

typedef uint32_t v4 __attribute__((vector_size(16)));

static bool
meet_portable(const uint32_t *starts, uint32_t count, uint32_t shift, const uint32_t *spots, uint32_t spot_count)
{
	v4 found = { 0, 0, 0, 0 };

	for (uint32_t i = 0; i < count; i += 4) {
		v4 start, wanted;

		memcpy(&start, starts + i, sizeof(start));
		wanted = start + shift;
		/* Neither the zeros behind the last nor what would stand before the
		 * text must meet the zeros behind the others. */
		wanted |= (v4)(start == 0) | (v4)(wanted == 0);
		for (uint32_t k = 0; k < spot_count; k += 4) {
			v4 there;

			memcpy(&there, spots + k, sizeof(there));
			found |= (v4)(wanted == there);
			found |= (v4)(wanted == (v4){ there[1], there[2], there[3], there[0] });
			found |= (v4)(wanted == (v4){ there[2], there[3], there[0], there[1] });
			found |= (v4)(wanted == (v4){ there[3], there[0], there[1], there[2] });
		}
	}
	return (found[0] | found[1] | found[2] | found[3]) != 0;
}

#if defined(__x86_64__)

#include <immintrin.h>

/* FEW one by one, MANY sixteen at a time. */
static __attribute__((target("avx512f"))) bool
meet_avx512(const uint32_t *few, uint32_t few_count, uint32_t shift, const uint32_t *many, uint32_t many_count)
{
	for (uint32_t k = 0; k < many_count; k += 16) {
		uint32_t left = many_count - k;
		__m512i there = _mm512_maskz_loadu_epi32((__mmask16)(left < 16 ? (1u << left) - 1 : 0xFFFF), many + k);
		__m512i wanted = _mm512_sub_epi32(there, _mm512_set1_epi32((int)shift));
		/* Neither the zeros behind the last nor those behind the few. */
		__mmask16 mask = _mm512_mask_test_epi32_mask(_mm512_test_epi32_mask(there, there), wanted, wanted), found = 0;

		for (uint32_t i = 0; i < few_count; i += 4)
			for (uint32_t step = 0; step < 4; step++)
				found = (__mmask16)(found | _mm512_mask_cmpeq_epi32_mask(mask, wanted, _mm512_set1_epi32((int)few[i + step])));
		if (found)
			return true;
	}
	return false;
}

#endif

bool
numbers_meet(const uint32_t *starts, uint32_t count, uint32_t shift, const uint32_t *spots, uint32_t spot_count)
{
#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX512)
		return count < spot_count ? meet_avx512(starts, count, shift, spots, spot_count)
		                          : meet_avx512(spots, spot_count, 0 - shift, starts, count);
#endif
	return meet_portable(starts, count, shift, spots, spot_count);
}
