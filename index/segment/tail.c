#include "index/segment/tail.h"

/* From so many units on a number is written whole. */
#define UNITS_MAX 20
#define WIDTH_MAX 31           /* of the units of documents; of counts 7 */
#define COUNT_WIDTH_MAX 7

static inline unsigned
number_bits(uint32_t number, unsigned width)
{
	uint32_t units = number >> width;

	return units < UNITS_MAX ? units + 1 + width : UNITS_MAX + 32;
}

/* The smallest of the best widths up to MOST. */
static unsigned
width_choose(const uint32_t *numbers, unsigned count, unsigned most)
{
	unsigned best = 0, best_bits = UINT32_MAX;
	uint64_t sum = 0;

	for (unsigned i = 0; i < count; i++)
		sum += numbers[i];
	for (unsigned width = 0; width <= most; width++) {
		unsigned bits = 0;

		for (unsigned i = 0; i < count; i++)
			bits += number_bits(numbers[i], width);
		if (bits < best_bits) {
			best_bits = bits;
			best = width;
		}
		/* Wider units than the mean only add bits. */
		if (sum >> width < count)
			break;
	}
	return best;
}

struct bit_writer {
	unsigned char *out;
	uint64_t bits;
	unsigned filled;
};

/* COUNT is at most 32. */
static inline void
bits_add(struct bit_writer *writer, uint64_t bits, unsigned count)
{
	writer->bits |= bits << writer->filled;
	writer->filled += count;
	if (writer->filled >= 32) {
		store_u32(writer->out, (uint32_t)writer->bits);
		writer->out += 4;
		writer->bits >>= 32;
		writer->filled -= 32;
	}
}

static unsigned char *
bits_end(struct bit_writer *writer)
{
	for (; writer->filled; writer->filled -= writer->filled < 8 ? writer->filled : 8) {
		*writer->out++ = (unsigned char)writer->bits;
		writer->bits >>= 8;
	}
	return writer->out;
}

static inline void
number_add(struct bit_writer *writer, uint32_t number, unsigned width)
{
	uint32_t units = number >> width;

	bits_add(writer, units < UNITS_MAX ? UINT64_C(1) << units : 0, units < UNITS_MAX ? units + 1 : UNITS_MAX);
	if (units < UNITS_MAX)
		bits_add(writer, number - (units << width), width);
	else
		bits_add(writer, number, 32);
}

uint32_t
tail_put(const uint32_t *docs, const uint32_t *counts, unsigned count, uint32_t base, unsigned char *out)
{
	uint32_t deltas[LIST_BLOCK] = { 0 }, more[LIST_BLOCK] = { 0 };
	struct bit_writer writer = { .out = out + 1 };
	unsigned width, count_width = 0;

	for (unsigned i = 0; i < count; i++) {
		deltas[i] = docs[i] - base - 1;
		base = docs[i];
		/* A damaged list that is merged may have a count of 0. */
		more[i] = counts && counts[i] ? counts[i] - 1 : 0;
	}
	width = width_choose(deltas, count, WIDTH_MAX);
	if (counts)
		count_width = width_choose(more, count, COUNT_WIDTH_MAX);
	out[0] = (unsigned char)(width | count_width << 5);
	for (unsigned i = 0; i < count; i++) {
		number_add(&writer, deltas[i], width);
		if (counts)
			number_add(&writer, more[i], count_width);
	}
	return (uint32_t)(bits_end(&writer) - out);
}

/* The number at bit *AT of IN. */
static inline uint32_t
number_take(const unsigned char *in, uint32_t *at, unsigned width)
{
	uint64_t bits = load_u64(in + *at / 8) >> *at % 8;
	unsigned units = (unsigned)__builtin_ctzll(bits | UINT64_C(1) << UNITS_MAX);

	if (units == UNITS_MAX) {
		*at += UNITS_MAX + 32;
		return (uint32_t)(bits >> UNITS_MAX);
	}
	*at += units + 1 + width;
	return (uint32_t)(bits >> (units + 1) & ((UINT64_C(1) << width) - 1)) + (units << width);
}

const unsigned char *
tail_get(const unsigned char *in, const unsigned char *end, unsigned count, uint32_t base, uint32_t limit,
         bool counted, uint32_t *docs, uint32_t *counts)
{
	uint64_t doc = base == UINT32_MAX ? 0 : (uint64_t)base + 1;
	uint32_t at = 0, size, width;

	if (in >= end)
		return NULL;
	width = *in & 31;
	size = 8 * (uint32_t)(end - in - 1 < TAIL_SIZE_MAX ? end - in - 1 : TAIL_SIZE_MAX);
	for (unsigned i = 0; i < count; i++) {
		/* A number is at most 52 bits: where the last one ended well this one can be looked at. */
		if (at > size)
			return NULL;
		doc += number_take(in + 1, &at, width);
		if (doc >= limit || at > size)
			return NULL;
		docs[i] = (uint32_t)doc++;
		counts[i] = 1;
		if (counted) {
			uint32_t more = number_take(in + 1, &at, *in >> 5);

			if (more == UINT32_MAX)
				return NULL;
			counts[i] = more + 1;
		}
	}
	return at <= size ? in + 1 + (at + 7) / 8 : NULL;
}
