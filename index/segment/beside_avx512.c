#include "index/segment/beside_private.h"

#if defined(__x86_64__)

#include <immintrin.h>

/* Sixteen postings at a time, their first positions, then their second ones and so
 * on; the rest of a long posting sixteen positions at a time.  Few positions are in a
 * part of their document that has a place: places are looked at for those alone. */

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2")))
#define AVX512_INLINE static inline __attribute__((always_inline, target("avx512f,avx512bw,avx512vl,avx512vbmi2")))
#define ROUNDS 3             /* positions of postings that are read side by side */

AVX512_INLINE __mmask16
lanes(uint32_t count)
{
	return (__mmask16)((1u << count) - 1);
}

/* Puts those POSITIONS of DOCUMENTS away that are in a part with a place. */
AVX512_INLINE void
take(struct beside *beside, __m512i positions, __m512i documents, __m512i parts, __mmask16 there)
{
	__m512i part = _mm512_and_si512(_mm512_srli_epi32(positions, 5), _mm512_set1_epi32(31));
	__mmask16 in = _mm512_mask_test_epi32_mask(there, _mm512_sllv_epi32(_mm512_set1_epi32(1), part), parts);

	if (beside->waiting >= BESIDE_QUEUE)
		beside_look(beside);
	_mm512_storeu_si512(beside->positions + beside->waiting, _mm512_maskz_compress_epi32(in, positions));
	_mm512_storeu_si512(beside->documents + beside->waiting, _mm512_maskz_compress_epi32(in, documents));
	beside->waiting += (uint32_t)__builtin_popcount(in);
}

AVX512_INLINE __m512i
sums_of(__m512i v)
{
	const __m512i zero = _mm512_setzero_si512();

	v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 15));
	v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 14));
	v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 12));
	return _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 8));
}

/* The LEFT positions of a posting behind POSITION, of which delta NUMBER is the first. */
AVX512_INLINE bool
rest_take(struct beside *beside, struct position_block *block, uint32_t document, uint32_t position, uint32_t number, uint32_t left)
{
	const __m512i documents = _mm512_set1_epi32((int)document);
	const __m512i parts = _mm512_set1_epi32((int)beside->places->documents[document].parts);
	__m512i v = _mm512_set1_epi32((int)position);
	uint32_t some;

	for (; left; left -= some, number += some) {
		uint32_t from = number % PACK_COUNT;

		some = left < 16 ? left : 16;
		some = some < PACK_COUNT - from ? some : PACK_COUNT - from;
		if (block->pack != number / PACK_COUNT && !pack_unpack(block, number / PACK_COUNT))
			return false;
		v = _mm512_add_epi32(sums_of(_mm512_maskz_loadu_epi32(lanes(some), block->deltas + from)), v);
		take(beside, v, documents, parts, lanes(some));
		v = _mm512_permutexvar_epi32(_mm512_set1_epi32((int)some - 1), v);
	}
	return true;
}

/* What is left of those postings that MORE says. */
AVX512_INLINE bool
rests_take(struct beside *beside, struct position_block *block, const uint32_t *documents, uint32_t more, __m512i position,
           __m512i number, __m512i left)
{
	uint32_t positions[16], numbers[16], lefts[16];

	_mm512_storeu_si512(positions, position);
	_mm512_storeu_si512(numbers, number);
	_mm512_storeu_si512(lefts, left);
	for (; more; more &= more - 1) {
		unsigned lane = (unsigned)__builtin_ctz(more);

		if (!rest_take(beside, block, documents[lane], positions[lane], numbers[lane], lefts[lane]))
			return false;
	}
	return true;
}

/* Up to sixteen postings, the first of which is FROM. */
AVX512_INLINE bool
some_take(struct beside *beside, struct position_block *block, uint32_t from)
{
	const __m512i zero = _mm512_setzero_si512(), one = _mm512_set1_epi32(1);
	const __mmask16 there = lanes(beside->count - from < 16 ? beside->count - from : 16);
	__m512i documents = _mm512_loadu_si512(beside->numbers + from);
	__m512i parts = _mm512_mask_i32gather_epi32(zero, there, documents, beside->places->documents, 8);
	__m512i at = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)(beside->at + from)));
	__m512i position = _mm512_mask_i32gather_epi32(zero, there, at, block->firsts, 4);
	__m512i begin = _mm512_mask_i32gather_epi32(zero, there, at, block->ends, 4);
	__m512i end = _mm512_mask_i32gather_epi32(zero, there, at, block->ends + 1, 4);
	__m512i number = _mm512_sub_epi32(begin, at), left = _mm512_sub_epi32(_mm512_sub_epi32(end, begin), one);
	__mmask16 more = _mm512_mask_test_epi32_mask(there, left, left);

	take(beside, position, documents, parts, there);
	/* With one pack of deltas all are at hand. */
	for (int round = 0; round < ROUNDS && more && delta_of(block, block->size) <= PACK_COUNT; round++) {
		if (block->pack != 0 && !pack_unpack(block, 0))
			return false;
		position = _mm512_add_epi32(position, _mm512_mask_i32gather_epi32(zero, more, number, block->deltas, 4));
		take(beside, position, documents, parts, more);
		number = _mm512_add_epi32(number, one);
		left = _mm512_sub_epi32(left, one);
		more = _mm512_mask_test_epi32_mask(more, left, left);
	}
	return !more || rests_take(beside, block, beside->numbers + from, more, position, number, left);
}

AVX512 bool
beside_avx512(struct beside *beside, struct position_block *block)
{
	if (!firsts_unpack(block))
		return false;
	for (uint32_t i = 0; i < beside->count; i += 16)
		if (!some_take(beside, block, i))
			return false;
	return true;
}

#endif
