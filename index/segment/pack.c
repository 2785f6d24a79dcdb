#include "index/segment/pack.h"

#include "index/segment/bitpack.h"
#include "index/segment/segment_format.h"

static inline unsigned
width_of(uint32_t number)
{
	return number ? 32 - (unsigned)__builtin_clz(number) : 0;
}

/* The head with which the pack is smallest. */
static void
head_choose(const uint32_t *numbers, unsigned count, unsigned char head[PACK_HEAD])
{
	unsigned by_width[33] = { 0 }, top = 0, exceptions = 0;
	uint32_t best;

	for (unsigned i = 0; i < count; i++)
		by_width[width_of(numbers[i])]++;
	for (unsigned w = 0; w <= 32; w++)
		if (by_width[w])
			top = w;
	head[0] = (unsigned char)top;
	head[1] = 0;
	best = pack_size(head, count);
	for (unsigned w = top; w-- > 0;) {
		unsigned char other[PACK_HEAD];

		exceptions += by_width[w + 1];
		other[0] = (unsigned char)(w | (top - w - 1) / 8 << 6);
		other[1] = (unsigned char)exceptions;
		if (pack_size(other, count) < best) {
			best = pack_size(other, count);
			memcpy(head, other, PACK_HEAD);
		}
	}
}

/* Fewer than 128 numbers lie bit behind bit. */
static void
few_put(const uint32_t *numbers, unsigned count, unsigned width, unsigned char *out)
{
	uint64_t bits = 0;
	unsigned filled = 0;

	for (unsigned i = 0; i < count; i++) {
		bits |= (uint64_t)numbers[i] << filled;
		for (filled += width; filled >= 8; filled -= 8) {
			*out++ = (unsigned char)bits;
			bits >>= 8;
		}
	}
	if (filled)
		*out = (unsigned char)bits;
}

uint32_t
pack_put(const uint32_t *numbers, unsigned count, unsigned char head[PACK_HEAD], unsigned char *out)
{
	uint32_t low[PACK_COUNT], mask;
	unsigned width, bytes, exceptions = 0;
	unsigned char *at, *high;

	head_choose(numbers, count, head);
	width = head[0] & 63;
	bytes = 1 + (head[0] >> 6);
	mask = width == 32 ? UINT32_MAX : (UINT32_C(1) << width) - 1;
	at = out + (width * count + 7) / 8;
	high = at + head[1];
	for (unsigned i = 0; i < count; i++) {
		low[i] = numbers[i] & mask;
		if (numbers[i] <= mask)
			continue;
		at[exceptions++] = (unsigned char)i;
		for (unsigned k = 0; k < bytes; k++)
			*high++ = (unsigned char)(numbers[i] >> width >> 8 * k);
	}
	if (count == PACK_COUNT)
		bitpack_put(low, width, out);
	else
		few_put(low, count, width, out);
	return pack_size(head, count);
}

static uint32_t
high_get(const unsigned char *at, unsigned bytes)
{
	uint32_t high = 0;

	for (unsigned k = 0; k < bytes; k++)
		high |= (uint32_t)at[k] << 8 * k;
	return high;
}

static inline uint32_t
few_get(const unsigned char *in, unsigned width, unsigned at)
{
	return (uint32_t)(load_u64(in + width * at / 8) >> width * at % 8 & ((UINT64_C(1) << width) - 1));
}

/* Number AT / 4 of lane AT % 4. */
static inline uint32_t
lane_get(const unsigned char *in, unsigned width, unsigned at)
{
	unsigned bit = at / 4 * width;
	const unsigned char *word = in + 16 * (bit / 32) + 4 * (at % 4);
	uint64_t both = load_u32(word);

	if (bit % 32 + width > 32)
		both |= (uint64_t)load_u32(word + 16) << 32;
	return (uint32_t)(both >> bit % 32 & ((UINT64_C(1) << width) - 1));
}

bool
pack_get(const unsigned char head[PACK_HEAD], const unsigned char *in, unsigned count, uint32_t *numbers)
{
	unsigned width = head[0] & 63, exceptions = head[1], bytes = 1 + (head[0] >> 6);
	const unsigned char *at = in + (width * count + 7) / 8, *high = at + exceptions;

	if (count == PACK_COUNT)
		bitpack_get(in, width, 0, numbers);
	else
		for (unsigned i = 0; i < count; i++)
			numbers[i] = few_get(in, width, i);
	for (unsigned i = 0; i < exceptions; i++) {
		uint64_t more = bytes == 1 ? high[i] : high_get(high + i * bytes, bytes);

		if (at[i] >= count || more << width > UINT32_MAX)
			return false;
		numbers[at[i]] |= (uint32_t)more << width;
	}
	return true;
}

uint32_t
pack_get_one(const unsigned char head[PACK_HEAD], const unsigned char *in, unsigned count, unsigned at)
{
	unsigned width = head[0] & 63, exceptions = head[1], bytes = 1 + (head[0] >> 6);
	const unsigned char *indexes = in + (width * count + 7) / 8;
	uint32_t number = !width ? 0 : count == PACK_COUNT ? lane_get(in, width, at) : few_get(in, width, at);

	for (unsigned i = 0; i < exceptions; i++)
		if (indexes[i] == at)
			return number | (uint32_t)((uint64_t)high_get(indexes + exceptions + i * bytes, bytes) << width);
	return number;
}
