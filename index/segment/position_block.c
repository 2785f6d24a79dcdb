#include "index/segment/position_block_private.h"

#include "common/simd.h"

/* Deltas of one posting that are read alone; where there are more, whole packs are. */
#define SINGLE_DELTAS 3

typedef uint32_t v4 __attribute__((vector_size(16)));

/* Numbers in pack PACK of the deltas. */
static inline unsigned
pack_count(const struct position_block *block, uint32_t pack)
{
	uint32_t left = delta_of(block, block->size) - PACK_COUNT * pack;

	return left < PACK_COUNT ? left : PACK_COUNT;
}

static inline uint32_t
packs_of(const struct position_block *block)
{
	uint32_t deltas = delta_of(block, block->size);

	return deltas / PACK_COUNT + (deltas % PACK_COUNT != 0);
}

static inline const unsigned char *
head_of(const struct position_block *block, uint32_t pack)
{
	return block->heads + PACK_HEAD * (1 + (size_t)pack);
}

bool
position_block_count_up(struct position_block *block, const uint32_t *counts, uint32_t size)
{
	uint64_t sum = 0;
	bool zero = false;

	for (uint32_t i = 0; i < size; i++) {
		zero |= counts[i] == 0;
		block->ends[i + 1] = (uint32_t)(sum += counts[i]);
	}
	return !zero && sum <= UINT32_MAX;
}

bool
position_block_open(struct position_block *block, const unsigned char *at, const unsigned char *end, uint32_t size)
{
	uint32_t bytes;

	block->ends[0] = 0;
	block->size = size;
	block->asked = 0;
	block->unpacked = false;
	block->pack = UINT32_MAX;
	block->heads = at;
	block->end = end;
	if ((uint64_t)packs_of(block) + 1 > (uint64_t)(end - at) / PACK_HEAD)
		return false;
	block->data = at + PACK_HEAD * (1 + (size_t)packs_of(block));
	bytes = pack_size(block->heads, block->data, (size_t)(end - block->data), size);
	if (bytes == PACK_BAD)
		return false;
	block->walked = 0;
	block->packs = block->walked_data = block->data + bytes;
	return true;
}

/* Goes to PACK of the deltas, whose bytes are then known to be there. */
static bool
pack_walk(struct position_block *block, uint32_t pack)
{
	uint32_t bytes;

	if (pack < block->walked) {
		block->walked = 0;
		block->walked_data = block->packs;
	}
	for (;;) {
		bytes = pack_size(head_of(block, block->walked), block->walked_data,
		                  (size_t)(block->end - block->walked_data), pack_count(block, block->walked));
		if (bytes == PACK_BAD)
			return false;
		if (block->walked == pack)
			return true;
		block->walked_data += bytes;
		block->walked++;
	}
}

bool
pack_unpack(struct position_block *block, uint32_t pack)
{
	if (block->pack == pack)
		return true;
	block->pack = UINT32_MAX;
	if (!pack_walk(block, pack)
	    || !pack_get(head_of(block, pack), block->walked_data, pack_count(block, pack), block->deltas))
		return false;
	block->pack = pack;
	return true;
}

bool
firsts_unpack(struct position_block *block)
{
	block->unpacked = block->unpacked || pack_get(block->heads, block->data, block->size, block->firsts);
	return block->unpacked;
}

static inline bool
first_get(struct position_block *block, uint32_t at, uint32_t *first)
{
	if (!block->unpacked && block->asked < SINGLE_FIRSTS) {
		block->asked++;
		*first = pack_get_one(block->heads, block->data, block->size, at);
		return true;
	}
	if (!firsts_unpack(block))
		return false;
	*first = block->firsts[at];
	return true;
}

/* Adds up COUNT deltas from IN on, four at a time: as few steps as can be
 * guessed right.  Returns the last position. */
static inline uint32_t
deltas_sum(const uint32_t *in, uint32_t count, uint32_t position, uint32_t *out)
{
	for (uint32_t i = 0; i < count; i += 4) {
		v4 v;

		memcpy(&v, in + i, sizeof(v));
		v += (v4){ 0, v[0], v[1], v[2] };
		v += (v4){ 0, 0, v[0], v[1] };
		v += position;
		memcpy(out + i, &v, sizeof(v));
		position = v[3];
	}
	return count ? out[count - 1] : position;
}

/* Few deltas of a pack that is not unpacked. */
static bool
deltas_single(struct position_block *block, uint32_t number, uint32_t count, uint32_t position, uint32_t *out)
{
	for (; count; count--, number++) {
		uint32_t pack = number / PACK_COUNT;

		if (!pack_walk(block, pack))
			return false;
		position += pack_get_one(head_of(block, pack), block->walked_data, pack_count(block, pack), number % PACK_COUNT);
		*out++ = position;
	}
	return true;
}

static inline bool
posting_get(struct position_block *block, uint32_t at, bool many, uint32_t *out)
{
	uint32_t number = delta_of(block, at), count = position_block_count(block, at) - 1, position;

	if (!first_get(block, at, &position))
		return false;
	*out++ = position;
	if (!many && count <= SINGLE_DELTAS && block->pack != number / PACK_COUNT) {
		if (!deltas_single(block, number, count, position, out))
			return false;
		out += count;
		count = 0;
	}
	while (count) {
		uint32_t from = number % PACK_COUNT, some = PACK_COUNT - from < count ? PACK_COUNT - from : count;

		if (!pack_unpack(block, number / PACK_COUNT))
			return false;
		position = deltas_sum(block->deltas + from, some, position, out);
		out += some;
		number += some;
		count -= some;
	}
	memset(out, 0, POSITION_ZEROS * sizeof(*out));
	return true;
}

bool
position_block_get(struct position_block *block, uint32_t at, uint32_t *out)
{
	return posting_get(block, at, false, out);
}

#if defined(__x86_64__)

#include <immintrin.h>

/* Once the firsts are unpacked; most postings are one vector. */
static __attribute__((target("avx512f,bmi2"))) bool
gather_avx512(struct position_block *block, const uint8_t *at, uint32_t count, uint32_t *out)
{
	const __m512i zero = _mm512_setzero_si512();

	for (uint32_t i = 0; i < count; i++) {
		uint32_t number = delta_of(block, at[i]), positions = position_block_count(block, at[i]);
		uint32_t pack = number / PACK_COUNT, from = number % PACK_COUNT;
		__m512i v;

		if (positions > 16 - POSITION_ZEROS || from + positions - 1 > PACK_COUNT) {
			if (!posting_get(block, at[i], true, out))
				return false;
			out += positions + POSITION_ZEROS;
			continue;
		}
		if (positions > 1 && block->pack != pack && !pack_unpack(block, pack))
			return false;
		v = _mm512_maskz_loadu_epi32((__mmask16)_bzhi_u32(UINT32_MAX, positions - 1), block->deltas + from);
		v = _mm512_alignr_epi32(v, _mm512_set1_epi32((int)block->firsts[at[i]]), 15);
		v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 15));
		v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 14));
		v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 12));
		v = _mm512_add_epi32(v, _mm512_alignr_epi32(v, zero, 8));
		_mm512_storeu_si512(out, _mm512_maskz_mov_epi32((__mmask16)_bzhi_u32(UINT32_MAX, positions), v));
		out += positions + POSITION_ZEROS;
	}
	return true;
}

#endif

bool
position_block_gather(struct position_block *block, const uint8_t *at, uint32_t count, uint32_t *out)
{
	bool many = count >= SINGLE_FIRSTS;

	if (many && !firsts_unpack(block))
		return false;
#if defined(__x86_64__)
	if (many && simd_level() >= SIMD_AVX512)
		return gather_avx512(block, at, count, out);
#endif
	for (uint32_t i = 0; i < count; i++) {
		if (!posting_get(block, at[i], many, out))
			return false;
		out += position_block_count(block, at[i]) + POSITION_ZEROS;
	}
	return true;
}

const unsigned char *
position_block_end(struct position_block *block)
{
	uint32_t packs = packs_of(block);

	if (!packs)
		return block->walked_data;
	return pack_walk(block, packs - 1)
		? block->walked_data + pack_size(head_of(block, packs - 1), block->walked_data,
		                                 (size_t)(block->end - block->walked_data), pack_count(block, packs - 1))
		: NULL;
}

void
position_block_put(struct buf *out, const uint32_t *firsts, uint32_t size, const uint32_t *deltas, size_t delta_count,
                   enum pack_aim aim)
{
	size_t packs = 1 + (delta_count + PACK_COUNT - 1) / PACK_COUNT, heads = out->len;

	if (!buf_reserve(out, packs * PACK_HEAD))
		return;
	out->len += packs * PACK_HEAD;
	for (size_t i = 0; i < packs; i++) {
		const uint32_t *numbers = i ? deltas + PACK_COUNT * (i - 1) : firsts;
		size_t left = i ? delta_count - PACK_COUNT * (i - 1) : size;
		unsigned char *at = (unsigned char *)buf_reserve(out, PACK_SIZE_MAX);

		if (!at)
			return;
		out->len += pack_put(numbers, left < PACK_COUNT ? (unsigned)left : PACK_COUNT, aim,
		                     (unsigned char *)out->data + heads + PACK_HEAD * i, at);
	}
}
