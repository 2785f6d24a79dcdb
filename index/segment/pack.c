#include "index/segment/pack.h"

#include "index/segment/bitpack.h"
#include "index/segment/segment_format.h"

/* No step depends on the number: which ones are 0 cannot be foretold. */
static inline unsigned
width_of(uint32_t number)
{
	return 63 - (unsigned)__builtin_clzll(2 * (uint64_t)number + 1);
}

static inline uint32_t
bytes_of(uint32_t bits)
{
	return (bits + 7) / 8;
}

/* Bytes that say which of COUNT numbers are the EXCEPTIONS: their indexes, or a bit for each. */
static inline uint32_t
places_size(unsigned count, unsigned exceptions)
{
	return exceptions <= bytes_of(count) && exceptions < PACK_BITMAP ? exceptions : bytes_of(count);
}

/* Bytes that a reader's time for an exception is worth: without it packs are one
 * in a hundred smaller, and conjunctions a fifth slower. */
#define EXCEPTION_COST 1

/* The width with which the pack is smallest, time counted in, and how many numbers need more. */
static unsigned
width_choose(const uint32_t *numbers, unsigned count, unsigned exception_cost, unsigned *top, unsigned *exceptions,
             uint32_t *size)
{
	/* In two rows: the next number need not wait for the one before to be counted. */
	unsigned by_width[2][33] = { { 0 } }, best, above = 0, i = 0;
	uint32_t best_cost, any = 0;

	*exceptions = 0;
	for (; i + 1 < count; i += 2) {
		by_width[0][width_of(numbers[i])]++;
		by_width[1][width_of(numbers[i + 1])]++;
		any |= numbers[i] | numbers[i + 1];
	}
	if (i < count) {
		by_width[0][width_of(numbers[i])]++;
		any |= numbers[i];
	}
	*top = width_of(any);
	best = *top;
	best_cost = bytes_of(best * count);
	for (unsigned w = *top; w-- > 0;) {
		uint32_t cost;

		above += by_width[0][w + 1] + by_width[1][w + 1];
		cost = bytes_of(w * count) + places_size(count, above) + bytes_of((*top - w) * above) + exception_cost * above;
		/* No head tells of 32 bits more. */
		if (cost < best_cost && *top - w < 32) {
			best_cost = cost;
			best = w;
			*exceptions = above;
		}
	}
	*size = best_cost;
	return best;
}

/* The width with which the pack is smallest in unary, and its size; UINT32_MAX where it cannot be so. */
static unsigned
unary_choose(const uint32_t *numbers, unsigned count, uint32_t *size)
{
	uint64_t sum = 0;
	unsigned middle, best = 0;

	for (unsigned i = 0; i < count; i++)
		sum += numbers[i];
	*size = UINT32_MAX;
	/* Where numbers fall off evenly from 0 the best width is about that of their mean less a half. */
	middle = sum / count > UINT32_MAX ? 32 : width_of((uint32_t)(sum / count));
	for (unsigned width = middle > 2 ? middle - 2 : 0; width <= middle && width <= PACK_UNARY_WIDTH; width++) {
		uint64_t bits = count;
		uint32_t bytes;

		for (unsigned i = 0; i < count; i++)
			bits += numbers[i] >> width;
		if (bits > 8 * PACK_UNARY_MOST)
			continue;
		bytes = bytes_of(width * count) + bytes_of((uint32_t)bits);
		if (bytes < *size) {
			*size = bytes;
			best = width;
		}
	}
	return best;
}

/* The parts above WIDTH: so many zeros and a one. */
static unsigned char *
unary_put(const uint32_t *numbers, unsigned count, unsigned width, unsigned char *out)
{
	uint32_t at = 0;

	memset(out, 0, PACK_UNARY_MOST);
	for (unsigned i = 0; i < count; i++, at++) {
		at += numbers[i] >> width;
		out[at / 8] = (unsigned char)(out[at / 8] | 1u << at % 8);
	}
	return out + bytes_of(at);
}

/* The lowest WIDTH bits of each number, bit behind bit from the first byte's lowest on. */
static unsigned char *
bits_put(const uint32_t *numbers, unsigned count, unsigned width, unsigned char *out)
{
	uint64_t bits = 0;
	unsigned filled = 0;

	for (unsigned i = 0; i < count; i++) {
		bits |= (uint64_t)numbers[i] << filled;
		filled += width;
		if (filled >= 32) {
			store_u32(out, (uint32_t)bits);
			out += 4;
			bits >>= 32;
			filled -= 32;
		}
	}
	for (; filled; filled -= filled < 8 ? filled : 8) {
		*out++ = (unsigned char)bits;
		bits >>= 8;
	}
	return out;
}

static inline uint32_t
bits_get(const unsigned char *in, unsigned width, unsigned at)
{
	return (uint32_t)(load_u64(in + width * at / 8) >> width * at % 8 & ((UINT64_C(1) << width) - 1));
}

/* Which numbers are exceptions, and what they have besides. */
static unsigned char *
exceptions_put(const unsigned char *at, const uint32_t *high, unsigned exceptions, unsigned count, unsigned more,
               bool bitmap, unsigned char *out)
{
	if (bitmap) {
		memset(out, 0, bytes_of(count));
		for (unsigned i = 0; i < exceptions; i++)
			out[at[i] / 8] = (unsigned char)(out[at[i] / 8] | 1u << at[i] % 8);
		out += bytes_of(count);
	} else {
		memcpy(out, at, exceptions);
		out += exceptions;
	}
	return bits_put(high, exceptions, more, out);
}

/* What the exceptions of a pack of WIDTH are made of: their indexes in AT, and what they
 * have above; LOW gets what all numbers have below. */
static void
exceptions_part(const uint32_t *numbers, unsigned count, unsigned width, uint32_t *low, unsigned char *at, uint32_t *high)
{
	uint32_t mask = (UINT32_C(1) << width) - 1;
	unsigned exceptions = 0;

	for (unsigned i = 0; i < count; i++)
		low[i] = numbers[i] & mask;
	for (unsigned i = 0; i < count; i++) {
		at[exceptions] = (unsigned char)i;
		high[exceptions] = numbers[i] >> width;
		exceptions += numbers[i] > mask;
	}
}

/* The lowest WIDTH bits of each number, as they lie in a pack. */
static unsigned char *
lows_put(const uint32_t *numbers, unsigned count, unsigned width, unsigned char *out)
{
	if (count < PACK_COUNT)
		return bits_put(numbers, count, width, out);
	bitpack_put(numbers, width, out);
	return out + bitpack_size(width);
}

static uint32_t
unary_pack_put(const uint32_t *numbers, unsigned count, unsigned width, unsigned char head[PACK_HEAD], unsigned char *out)
{
	uint32_t low[PACK_COUNT], mask = (UINT32_C(1) << width) - 1;
	unsigned char *end;

	for (unsigned i = 0; i < count; i++)
		low[i] = numbers[i] & mask;
	head[0] = (unsigned char)width;
	head[1] = PACK_BITMAP << 3;
	end = unary_put(numbers, count, width, lows_put(low, count, width, out));
	return (uint32_t)(end - out);
}

uint32_t
pack_put(const uint32_t *numbers, unsigned count, enum pack_aim aim, unsigned char head[PACK_HEAD], unsigned char *out)
{
	uint32_t low[PACK_COUNT], high[PACK_COUNT], size, unary_size = UINT32_MAX;
	unsigned char at[PACK_COUNT], *end = out;
	unsigned top, exceptions, width, more, unary = aim == PACK_SMALL ? unary_choose(numbers, count, &unary_size) : 0;
	bool bitmap;

	width = width_choose(numbers, count, aim == PACK_SMALL ? 0 : EXCEPTION_COST, &top, &exceptions, &size);
	if (unary_size < size)
		return unary_pack_put(numbers, count, unary, head, out);
	more = exceptions ? top - width : 0;
	bitmap = places_size(count, exceptions) != exceptions;
	head[0] = (unsigned char)(width | more << 6);
	head[1] = (unsigned char)(more >> 2 | (bitmap ? PACK_BITMAP : exceptions) << 3);
	if (exceptions) {
		exceptions_part(numbers, count, width, low, at, high);
		numbers = low;
	}
	end = lows_put(numbers, count, width, out);
	if (exceptions)
		end = exceptions_put(at, high, exceptions, count, more, bitmap, end);
	return (uint32_t)(end - out);
}

/* 64 bits of the bitmap at IN, from number FROM on: those of COUNT numbers. */
static inline uint64_t
bitmap_get(const unsigned char *in, unsigned from, unsigned count)
{
	uint64_t bits = load_u64(in + from / 8);

	return count - from < 64 ? bits & ((UINT64_C(1) << (count - from)) - 1) : bits;
}

/* Without an instruction that not every machine has. */
static inline unsigned
bits_count(uint64_t bits)
{
	bits -= bits >> 1 & UINT64_C(0x5555555555555555);
	bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
	bits = (bits + (bits >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
	return (unsigned)(bits * UINT64_C(0x0101010101010101) >> 56);
}

static unsigned
bitmap_count(const unsigned char *in, unsigned count)
{
	unsigned set = 0;

	for (unsigned from = 0; from < count; from += 64)
		set += bits_count(bitmap_get(in, from, count));
	return set;
}

static inline bool
is_unary(const unsigned char head[PACK_HEAD])
{
	return pack_exceptions(head) == PACK_BITMAP && !pack_more(head);
}

/* Where the one with number ORDER, from 0, is among the bits at IN, of which LEFT bytes are there;
 * UINT32_MAX: it is not. */
static uint32_t
one_find(const unsigned char *in, size_t left, unsigned order)
{
	for (uint32_t byte = 0; byte <= left && byte < PACK_UNARY_MOST; byte += 8) {
		uint64_t bits = load_u64(in + byte);
		unsigned ones = bits_count(bits);
		uint32_t at = 8 * byte;

		if (order >= ones) {
			order -= ones;
			continue;
		}
		for (; order >= (ones = bits_count(bits & 255)); at += 8, bits >>= 8)
			order -= ones;
		while (order--)
			bits &= bits - 1;
		return at + (uint32_t)__builtin_ctzll(bits);
	}
	return UINT32_MAX;
}

uint32_t
pack_size_exceptions(const unsigned char head[PACK_HEAD], const unsigned char *in, size_t left, unsigned count)
{
	unsigned width = pack_width(head), more = pack_more(head), exceptions = pack_exceptions(head);
	uint32_t size = bytes_of(width * count), last;

	if (size > left)
		return PACK_BAD;
	if (is_unary(head)) {
		last = width <= PACK_UNARY_WIDTH ? one_find(in + size, left - size, count - 1) : UINT32_MAX;
		return last == UINT32_MAX || size + last / 8 + 1 > left ? PACK_BAD : size + last / 8 + 1;
	}
	if (width + more > 32 || (more != 0) != (exceptions != 0))
		return PACK_BAD;
	if (exceptions == PACK_BITMAP) {
		if (size + bytes_of(count) > left)
			return PACK_BAD;
		exceptions = bitmap_count(in + size, count);
		size += bytes_of(count);
	} else {
		size += exceptions;
	}
	size += bytes_of(more * exceptions);
	return size <= left ? size : PACK_BAD;
}

/* Adds what stands in unary at IN, whose pack has a size. */
static void
unary_add(const unsigned char *in, unsigned width, unsigned count, uint32_t *numbers)
{
	uint32_t next = 0;
	unsigned i = 0;

	for (uint32_t byte = 0; i < count && byte < PACK_UNARY_MOST; byte += 8)
		for (uint64_t bits = load_u64(in + byte); bits && i < count; bits &= bits - 1) {
			uint32_t at = 8 * byte + (uint32_t)__builtin_ctzll(bits);

			numbers[i++] += (at - next) << width;
			next = at + 1;
		}
}

bool
pack_add_exceptions(const unsigned char head[PACK_HEAD], const unsigned char *in, unsigned count, uint32_t *numbers)
{
	unsigned width = pack_width(head), more = pack_more(head), exceptions = pack_exceptions(head), i = 0;
	const unsigned char *high;

	if (is_unary(head)) {
		unary_add(in, width, count, numbers);
		return true;
	}
	if (exceptions != PACK_BITMAP) {
		high = in + exceptions;
		for (; i < exceptions; i++) {
			if (in[i] >= count)
				return false;
			numbers[in[i]] += bits_get(high, more, i) << width;
		}
		return true;
	}
	high = in + bytes_of(count);
	for (unsigned from = 0; from < count; from += 64)
		for (uint64_t bits = bitmap_get(in, from, count); bits; bits &= bits - 1)
			numbers[from + (unsigned)__builtin_ctzll(bits)] += bits_get(high, more, i++) << width;
	return true;
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
	unsigned width = pack_width(head);

	if (count == PACK_COUNT)
		bitpack_get(in, width, 0, numbers);
	else
		for (unsigned i = 0; i < count; i++)
			numbers[i] = bits_get(in, width, i);
	return !pack_exceptions(head) || pack_add_exceptions(head, in + bytes_of(width * count), count, numbers);
}

/* What the number at AT has besides. */
static uint32_t
exception_get(const unsigned char head[PACK_HEAD], const unsigned char *in, unsigned count, unsigned at)
{
	unsigned width = pack_width(head), more = pack_more(head), exceptions = pack_exceptions(head);

	if (is_unary(head)) {
		uint32_t before = at ? one_find(in, PACK_UNARY_MOST, at - 1) : UINT32_MAX;

		return (one_find(in, PACK_UNARY_MOST, at) - before - 1) << width;
	}
	if (exceptions == PACK_BITMAP)
		return in[at / 8] >> at % 8 & 1 ? bits_get(in + bytes_of(count), more, bitmap_count(in, at)) << width : 0;
	for (unsigned i = 0; i < exceptions; i++)
		if (in[i] == at)
			return bits_get(in + exceptions, more, i) << width;
	return 0;
}

uint32_t
pack_get_one(const unsigned char head[PACK_HEAD], const unsigned char *in, unsigned count, unsigned at)
{
	unsigned width = pack_width(head);
	uint32_t number = !width ? 0 : count == PACK_COUNT ? lane_get(in, width, at) : bits_get(in, width, at);

	return pack_exceptions(head) ? number + exception_get(head, in + bytes_of(width * count), count, at) : number;
}
