#include "index/segment/ranks.h"

#include "common/simd.h"
#include "index/segment/pfor.h"
#include "index/segment/tail.h"

#define BASE_SKIP SKIP_SIZE(LIST_COUNTED)

bool
ranks_open(struct ranks *ranks, struct span bytes, uint32_t df, uint32_t limit)
{
	uint32_t blocks = df / LIST_BLOCK + (df % LIST_BLOCK != 0);

	ranks->data = (const unsigned char *)bytes.ptr;
	ranks->end = ranks->data + bytes.len;
	ranks->df = df;
	ranks->limit = limit;
	ranks->block = UINT32_MAX;
	ranks->size = ranks->at = 0;
	return df <= limit && (df < LIST_BLOCK || bytes.len >= (size_t)BASE_SKIP * blocks + PROMISE_SIZE);
}

/* Where no sum can wrap around the last document vouches for all. */
static bool
full_read(struct ranks *ranks, const unsigned char *in, uint32_t before, uint32_t last)
{
	int sure;

	return pfor_get_sums(in, ranks->end, before, ranks->docs, &sure)
		&& (sure || docs_ascend(ranks->docs, LIST_BLOCK, before)) && ranks->docs[LIST_BLOCK - 1] == last;
}

static bool
block_read(struct ranks *ranks, uint32_t block)
{
	const unsigned char *skip = ranks->data + (size_t)BASE_SKIP * block, *in = ranks->data;
	uint32_t before = block ? load_u32(skip - BASE_SKIP) : UINT32_MAX, left = ranks->df - block * LIST_BLOCK;
	uint32_t counts[LIST_BLOCK];

	ranks->block = UINT32_MAX;
	if (before != UINT32_MAX && before >= ranks->limit)
		return false;
	if (ranks->df >= LIST_BLOCK) {
		if (load_u32(skip) >= ranks->limit || load_u32(skip + 4) > (size_t)(ranks->end - in))
			return false;
		in += load_u32(skip + 4);
	}
	ranks->size = left < LIST_BLOCK ? left : LIST_BLOCK;
	if (left >= LIST_BLOCK ? !full_read(ranks, in, before, load_u32(skip))
	                       : !tail_get(in, ranks->end, left, before, ranks->limit, true, ranks->docs, counts))
		return false;
	ranks->block = block;
	return true;
}

/* Puts documents in the place of those of COUNT ascending NUMBERS that are in the present block, the
 * first of them is: returns how many. */
static uint32_t
block_to_docs(const struct ranks *ranks, uint32_t *numbers, uint32_t count)
{
	uint32_t first = ranks->block * LIST_BLOCK, i = 0;

	for (; i < count && numbers[i] - first < ranks->size; i++)
		numbers[i] = ranks->docs[numbers[i] - first];
	return i;
}

#if defined(__x86_64__)

#include <immintrin.h>

/* The block is a table of eight registers. */
static __attribute__((target("avx512f"))) uint32_t
block_to_docs_avx512(const struct ranks *ranks, uint32_t *numbers, uint32_t count)
{
	const __m512i first = _mm512_set1_epi32((int)(ranks->block * LIST_BLOCK)), size = _mm512_set1_epi32((int)ranks->size);
	__m512i table[8];

	for (int i = 0; i < 8; i++)
		table[i] = _mm512_loadu_si512(ranks->docs + 16 * i);
	for (uint32_t i = 0; i < count; i += 16) {
		__mmask16 there = (__mmask16)(count - i < 16 ? (1u << (count - i)) - 1 : 0xFFFF);
		__m512i at = _mm512_sub_epi32(_mm512_maskz_loadu_epi32(there, numbers + i), first);
		__mmask16 own = _mm512_mask_cmplt_epu32_mask(there, at, size);
		__mmask16 odd = _mm512_test_epi32_mask(at, _mm512_set1_epi32(32)), upper = _mm512_test_epi32_mask(at, _mm512_set1_epi32(64));
		__m512i low, high;

		low = _mm512_mask_blend_epi32(odd, _mm512_permutex2var_epi32(table[0], at, table[1]),
		                              _mm512_permutex2var_epi32(table[2], at, table[3]));
		high = _mm512_mask_blend_epi32(odd, _mm512_permutex2var_epi32(table[4], at, table[5]),
		                               _mm512_permutex2var_epi32(table[6], at, table[7]));
		_mm512_mask_storeu_epi32(numbers + i, own, _mm512_mask_blend_epi32(upper, low, high));
		if (own != 0xFFFF)
			return i + (uint32_t)__builtin_popcount(own);
	}
	return count;
}

#endif

bool
ranks_to_docs(struct ranks *ranks, uint32_t *numbers, uint32_t count)
{
	uint32_t (*put)(const struct ranks *, uint32_t *, uint32_t) = block_to_docs;

#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX512)
		put = block_to_docs_avx512;
#endif
	for (uint32_t i = 0; i < count;) {
		uint32_t block = numbers[i] / LIST_BLOCK;

		if (numbers[i] >= ranks->df || (block != ranks->block && !block_read(ranks, block)))
			return false;
		i += put(ranks, numbers + i, count - i);
	}
	return true;
}

bool
ranks_of_docs(struct ranks *ranks, const uint32_t *docs, uint32_t count, uint32_t *numbers)
{
	for (uint32_t i = 0; i < count; i++) {
		uint32_t at = ranks->at % LIST_BLOCK;

		do {
			uint32_t block = ranks->at / LIST_BLOCK;

			if (ranks->at >= ranks->df || (block != ranks->block && !block_read(ranks, block)))
				return false;
			at = ranks->at % LIST_BLOCK;
			if (ranks->docs[ranks->size - 1] < docs[i]) {
				at = ranks->size;
			} else {
				while (ranks->docs[at] < docs[i])
					at++;
			}
			ranks->at = block * LIST_BLOCK + at;
		} while (at == ranks->size);
		if (ranks->docs[at] != docs[i])
			return false;
		numbers[i] = ranks->at++;
	}
	return true;
}
