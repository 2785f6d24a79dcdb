#include "index/segment/position_block.h"

/* Deltas of one posting, and postings of one block, that are read alone; where
 * there are more, whole packs are. */
#define SINGLE_DELTAS 3
#define SINGLE_FIRSTS 4

/* Numbers in pack PACK of the deltas. */
static inline unsigned
pack_count(const struct position_block *block, uint64_t pack)
{
	uint64_t left = block->starts[block->size] - PACK_COUNT * pack;

	return left < PACK_COUNT ? (unsigned)left : PACK_COUNT;
}

static inline uint64_t
packs_of(const struct position_block *block)
{
	return (block->starts[block->size] + PACK_COUNT - 1) / PACK_COUNT;
}

static inline const unsigned char *
head_of(const struct position_block *block, uint64_t pack)
{
	return block->heads + PACK_HEAD * (1 + pack);
}

bool
position_block_open(struct position_block *block, const unsigned char *at, const unsigned char *end,
                    const uint32_t *counts, uint32_t size)
{
	uint64_t sum = 0, left = (uint64_t)(end - at);
	uint32_t bytes;
	bool zero = false;

	for (uint32_t i = 0; i < size; i++) {
		block->starts[i] = sum;
		zero |= counts[i] == 0;
		sum += (uint64_t)counts[i] - 1;
	}
	block->starts[size] = sum;
	block->size = size;
	block->asked = 0;
	block->unpacked = false;
	block->pack = UINT64_MAX;
	block->heads = at;
	block->end = end;
	if (zero || sum > left * PACK_COUNT || packs_of(block) + 1 > left / PACK_HEAD)
		return false;
	block->data = at + PACK_HEAD * (1 + packs_of(block));
	bytes = pack_size(block->heads, size);
	if (bytes == PACK_BAD || bytes > (size_t)(end - block->data))
		return false;
	block->walked = 0;
	block->walked_data = block->data + bytes;
	return true;
}

/* Goes to PACK of the deltas, whose bytes are then known to be there. */
static bool
pack_walk(struct position_block *block, uint64_t pack)
{
	uint32_t bytes;

	if (pack < block->walked) {
		block->walked = 0;
		block->walked_data = block->data + pack_size(block->heads, block->size);
	}
	for (;;) {
		bytes = pack_size(head_of(block, block->walked), pack_count(block, block->walked));
		if (bytes == PACK_BAD || bytes > (size_t)(block->end - block->walked_data))
			return false;
		if (block->walked == pack)
			return true;
		block->walked_data += bytes;
		block->walked++;
	}
}

static bool
pack_unpack(struct position_block *block, uint64_t pack)
{
	if (block->pack == pack)
		return true;
	block->pack = UINT64_MAX;
	if (!pack_walk(block, pack)
	    || !pack_get(head_of(block, pack), block->walked_data, pack_count(block, pack), block->deltas))
		return false;
	block->pack = pack;
	return true;
}

static bool
first_get(struct position_block *block, uint32_t at, uint32_t *first)
{
	if (!block->unpacked && block->asked++ < SINGLE_FIRSTS) {
		*first = pack_get_one(block->heads, block->data, block->size, at);
		return true;
	}
	if (!block->unpacked && !pack_get(block->heads, block->data, block->size, block->firsts))
		return false;
	block->unpacked = true;
	*first = block->firsts[at];
	return true;
}

bool
position_block_get(struct position_block *block, uint32_t at, uint32_t *out)
{
	uint64_t number = block->starts[at], until = block->starts[at + 1];
	uint32_t position;

	if (!first_get(block, at, &position))
		return false;
	*out++ = position;
	while (number < until) {
		uint64_t pack = number / PACK_COUNT, stop = PACK_COUNT * (pack + 1);
		bool alone = until - number <= SINGLE_DELTAS && block->pack != pack;

		if (stop > until)
			stop = until;
		if (alone ? !pack_walk(block, pack) : !pack_unpack(block, pack))
			return false;
		for (unsigned i = (unsigned)(number % PACK_COUNT); number < stop; i++, number++) {
			position += alone ? pack_get_one(head_of(block, pack), block->walked_data, pack_count(block, pack), i)
			                  : block->deltas[i];
			*out++ = position;
		}
	}
	return true;
}

const unsigned char *
position_block_end(struct position_block *block)
{
	uint64_t packs = packs_of(block);

	if (!packs)
		return block->walked_data;
	return pack_walk(block, packs - 1)
		? block->walked_data + pack_size(head_of(block, packs - 1), pack_count(block, packs - 1))
		: NULL;
}

void
position_block_put(struct buf *out, const uint32_t *firsts, uint32_t size, const uint32_t *deltas, size_t delta_count)
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
		out->len += pack_put(numbers, left < PACK_COUNT ? (unsigned)left : PACK_COUNT,
		                     (unsigned char *)out->data + heads + PACK_HEAD * i, at);
	}
}
