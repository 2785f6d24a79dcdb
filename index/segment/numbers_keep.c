#include "index/segment/numbers_keep.h"

#include <string.h>

#include "common/simd.h"
#include "index/segment/position_block.h"

/* All with all in vectors costs less than a merge, whose every step is a guess. */

/* Lists with more pairs than this are merged. */
#define VECTOR_PAIRS 4096

typedef uint32_t v4 __attribute__((vector_size(16)));

/* Starts up to this one stand before the text when SHIFT is added. */
static inline uint32_t
steps_back(uint32_t shift)
{
	return shift > UINT32_MAX / 2 ? -shift : 0;
}

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

static uint32_t
keep_portable(uint32_t *starts, uint32_t count, uint32_t shift, const uint32_t *spots, uint32_t spot_count)
{
	uint32_t kept = 0, next = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t start = starts[i], wanted = start + shift;

		if (start <= steps_back(shift))
			continue;
		while (next < spot_count && spots[next] < wanted)
			next++;
		if (next == spot_count)
			break;
		starts[kept] = start;
		kept += spots[next] == wanted;
	}
	return kept;
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

/* The first LEFT of sixteen, or all of them. */
static __attribute__((target("avx512f,bmi2"))) inline __mmask16
lanes(uint32_t left)
{
	return (__mmask16)_bzhi_u32(0xFFFF, left < 16 ? left : 16);
}

static __attribute__((target("avx512f,bmi2"))) inline __m512i
starts_load(const uint32_t *starts, uint32_t left, uint32_t shift, __mmask16 *in)
{
	__m512i start = _mm512_maskz_loadu_epi32(lanes(left), starts);
	__m512i wanted = _mm512_add_epi32(start, _mm512_set1_epi32((int)shift));

	/* Neither the zeros nor what would stand before the text. */
	*in = _mm512_cmpgt_epu32_mask(start, _mm512_set1_epi32((int)steps_back(shift)));
	return wanted;
}

/* Moves the STARTS of a vector that are KEPT to OUT, not behind them: returns how many. */
static __attribute__((target("avx512f,bmi2,popcnt"))) inline uint32_t
starts_keep(const uint32_t *starts, uint32_t left, __mmask16 kept, uint32_t *out)
{
	__mmask16 in = lanes(left);

	_mm512_mask_storeu_epi32(out, in, _mm512_maskz_compress_epi32(kept, _mm512_maskz_loadu_epi32(in, starts)));
	return (uint32_t)__builtin_popcount(kept);
}

/* Sixteen starts with one spot after the other. */
static __attribute__((target("avx512f,bmi2,popcnt"))) uint32_t
keep_avx512(uint32_t *starts, uint32_t count, uint32_t shift, const uint32_t *spots, uint32_t spot_count)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < count; i += 16) {
		__mmask16 in, found = 0;
		__m512i wanted = starts_load(starts + i, count - i, shift, &in);

		for (uint32_t k = 0; k < spot_count; k += 4)
			for (uint32_t step = 0; step < 4; step++)
				found = (__mmask16)(found | _mm512_mask_cmpeq_epi32_mask(in, wanted, _mm512_set1_epi32((int)spots[k + step])));
		kept += starts_keep(starts + i, count - i, found, starts + kept);
	}
	return kept;
}

/* Both in steps of sixteen, as in a merge. */
static __attribute__((target("avx512f,avx512vp2intersect,bmi2,popcnt"))) uint32_t
keep_intersect(uint32_t *starts, uint32_t count, uint32_t shift, const uint32_t *spots, uint32_t spot_count, bool any)
{
	uint32_t kept = 0, k = 0;

	for (uint32_t i = 0; i < count; i += 16) {
		uint32_t last = starts[(count - i < 16 ? count : i + 16) - 1];
		__mmask16 in, found = 0, mine, theirs;
		__m512i wanted = starts_load(starts + i, count - i, shift, &in);

		for (; in && k < spot_count; k += 16) {
			uint32_t left = spot_count - k;
			_mm512_2intersect_epi32(wanted, _mm512_maskz_loadu_epi32(lanes(left), spots + k), &mine, &theirs);
			found |= mine;
			if (spots[k + (left < 16 ? left : 16) - 1] > last + shift)
				break;
		}
		found &= in;
		if (any)
			kept |= found != 0;
		else
			kept += starts_keep(starts + i, count - i, found, starts + kept);
	}
	return kept;
}

/* The same where both are one vector, which most are. */
static inline __attribute__((target("avx512f,avx512vp2intersect,bmi2,popcnt"))) uint32_t
keep_few(uint32_t *starts, uint32_t count, uint32_t shift, const uint32_t *spots, uint32_t spot_count, bool any)
{
	__mmask16 in, mine, theirs;
	__m512i wanted = starts_load(starts, count, shift, &in);

	_mm512_2intersect_epi32(wanted, _mm512_maskz_loadu_epi32(lanes(spot_count), spots), &mine, &theirs);
	mine &= in;
	return any ? mine != 0 : starts_keep(starts, count, mine, starts);
}

#endif

/* Most articles that have the words do not have them where they should be. */
static uint32_t
keep(uint32_t *starts, uint32_t count, uint32_t shift, const uint32_t *spots, uint32_t spot_count, bool any)
{
	if ((uint64_t)count * spot_count > VECTOR_PAIRS)
		return keep_portable(starts, count, shift, spots, spot_count);
#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX512) {
		if (!(count < spot_count ? meet_avx512(starts, count, shift, spots, spot_count)
		                         : meet_avx512(spots, spot_count, 0 - shift, starts, count)))
			return 0;
		return any ? count : keep_avx512(starts, count, shift, spots, spot_count);
	}
#endif
	if (!meet_portable(starts, count, shift, spots, spot_count))
		return 0;
	return any ? count : keep_portable(starts, count, shift, spots, spot_count);
}

uint32_t
numbers_keep(uint32_t *starts, uint32_t count, uint32_t shift, const uint32_t *spots, uint32_t spot_count, bool any)
{
	uint32_t kept;

#if defined(__x86_64__)
	if (simd_level() >= SIMD_INTERSECT)
		kept = (count > spot_count ? count : spot_count) <= 16
			? keep_few(starts, count, shift, spots, spot_count, any)
			: keep_intersect(starts, count, shift, spots, spot_count, any);
	else
#endif
	kept = keep(starts, count, shift, spots, spot_count, any);
	if (!any)
		memset(starts + kept, 0, POSITION_ZEROS * sizeof(*starts));
	return kept;
}

/* A spot that is the next behind a start, or the next start behind a spot. */
static bool
near_portable(const uint32_t *starts, uint32_t count, const uint32_t *spots, uint32_t spot_count, uint32_t distance,
              bool either)
{
	uint32_t next = 0;
	bool near = false;

	for (uint32_t i = 0; i < count && !near; i++) {
		while (next < spot_count && spots[next] < starts[i])
			next++;
		near = either && next > 0 && starts[i] - spots[next - 1] <= distance;
		if (next < spot_count) {
			/* The spot at the start itself is none. */
			uint32_t behind = next + (spots[next] == starts[i]);

			near |= behind < spot_count && spots[behind] - starts[i] <= distance;
		}
	}
	return near;
}

#if defined(__x86_64__)

/* Sixteen spots with one start after the other. */
static __attribute__((target("avx512f,bmi2"))) bool
near_avx512(const uint32_t *starts, uint32_t count, const uint32_t *spots, uint32_t spot_count, uint32_t distance,
            bool either)
{
	/* A gap less one, below the distance; backwards it has wrapped around. */
	const __m512i most = _mm512_set1_epi32((int)distance);

	for (uint32_t k = 0; k < spot_count; k += 16) {
		__mmask16 in = lanes(spot_count - k), found = 0;
		__m512i there = _mm512_maskz_loadu_epi32(in, spots + k);

		for (uint32_t i = 0; i < count; i++) {
			__m512i start = _mm512_set1_epi32((int)starts[i]);
			__m512i gap = _mm512_sub_epi32(_mm512_sub_epi32(there, start), _mm512_set1_epi32(1));

			found |= _mm512_cmplt_epu32_mask(gap, most);
			if (either)
				found |= _mm512_cmplt_epu32_mask(_mm512_sub_epi32(_mm512_sub_epi32(start, there), _mm512_set1_epi32(1)), most);
		}
		if (found & in)
			return true;
	}
	return false;
}

#endif

bool
numbers_near(const uint32_t *starts, uint32_t count, const uint32_t *spots, uint32_t spot_count, uint32_t distance,
             bool either)
{
#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX512 && (uint64_t)count * spot_count <= VECTOR_PAIRS)
		return near_avx512(starts, count, spots, spot_count, distance, either);
#endif
	return near_portable(starts, count, spots, spot_count, distance, either);
}
