#include "index/segment/pfor.h"

#include "common/varint.h"
#include "index/segment/bitpack.h"

static inline unsigned
width_of(uint32_t number)
{
	return number ? 32 - (unsigned)__builtin_clz(number) : 0;
}

/* The width that takes the fewest bytes, exceptions included. */
static unsigned
width_choose(const uint32_t *numbers)
{
	unsigned by_width[33] = { 0 }, top = 0, best, exceptions = 0, best_cost;

	for (int i = 0; i < PFOR_COUNT; i++)
		by_width[width_of(numbers[i])]++;
	for (unsigned w = 0; w <= 32; w++)
		if (by_width[w])
			top = w;
	best = top;
	best_cost = bitpack_size(top);
	for (unsigned w = top; w-- > 0;) {
		unsigned cost;

		exceptions += by_width[w + 1];
		/* An index, and the high bits of the largest. */
		cost = bitpack_size(w) + exceptions * (1 + (top - w + 6) / 7);
		if (cost < best_cost) {
			best = w;
			best_cost = cost;
		}
	}
	return best;
}

uint32_t
pfor_put(const uint32_t *numbers, unsigned char *out)
{
	unsigned width = width_choose(numbers), exceptions = 0;
	uint32_t low[PFOR_COUNT], high[PFOR_COUNT];
	unsigned char at[PFOR_COUNT], *next;
	/* With 32 bits there are no exceptions: no shift by 32 is used. */
	uint32_t mask = width == 32 ? UINT32_MAX : (UINT32_C(1) << width) - 1;

	for (unsigned i = 0; i < PFOR_COUNT; i++) {
		low[i] = numbers[i] & mask;
		at[exceptions] = (unsigned char)i;
		high[exceptions] = width == 32 ? 0 : numbers[i] >> width;
		exceptions += numbers[i] > mask;
	}
	out[0] = (unsigned char)width;
	out[1] = (unsigned char)exceptions;
	bitpack_put(low, width, out + 2);
	next = out + 2 + bitpack_size(width);
	for (unsigned i = 0; i < exceptions; i++)
		*next++ = at[i];
	for (unsigned i = 0; i < exceptions; i++)
		next += varint_put(next, high[i]);
	return (uint32_t)(next - out);
}

/* Whether the head is possible and what it promises is there. */
static inline int
head_fits(const unsigned char *in, const unsigned char *end)
{
	return end - in >= 2 && in[0] <= 32 && in[1] <= PFOR_COUNT
		&& (uint32_t)(end - in) - 2 >= bitpack_size(in[0]) + in[1] && !(in[1] && in[0] == 32);
}

/* Adds the high bits of the exceptions; *LARGE collects all numbers. */
static const unsigned char *
exceptions_get(const unsigned char *in, const unsigned char *end, uint32_t *numbers, uint32_t *large)
{
	unsigned width = in[0], exceptions = in[1];
	const unsigned char *at = in + 2 + bitpack_size(width), *next = at + exceptions;

	for (unsigned i = 0; i < exceptions; i++) {
		uint64_t high;
		size_t len;

		if (next < end && *next < 0x80) {
			high = *next++;
		} else {
			len = varint_get(next, end, &high);
			if (!len)
				return NULL;
			next += len;
		}
		if (high > UINT32_MAX >> width || at[i] >= PFOR_COUNT)
			return NULL;
		numbers[at[i]] += (uint32_t)high << width;
		*large |= (uint32_t)high << width;
	}
	return next;
}

const unsigned char *
pfor_get(const unsigned char *in, const unsigned char *end, uint32_t add, uint32_t *numbers)
{
	uint32_t large = 0;

	if (!head_fits(in, end))
		return NULL;
	bitpack_get(in + 2, in[0], add, numbers);
	return exceptions_get(in, end, numbers, &large);
}

const unsigned char *
pfor_get_sums(const unsigned char *in, const unsigned char *end, uint32_t base, uint32_t *numbers, int *sure)
{
	const unsigned char *next;
	uint32_t large = 0;

	if (!head_fits(in, end))
		return NULL;
	*sure = in[0] <= 24;
	if (!in[1]) {
		bitpack_get_sums(in + 2, in[0], base, numbers);
		return in + 2 + bitpack_size(in[0]);
	}
	/* Numbers of no bits: zeros, stored by vectors. */
	bitpack_get(in + 2, 0, 0, numbers);
	next = exceptions_get(in, end, numbers, &large);
	if (!next)
		return NULL;
	*sure &= large < UINT32_C(1) << 24;
	bitpack_add_sums(in + 2, in[0], base, numbers);
	return next;
}

const unsigned char *
pfor_skip(const unsigned char *in, const unsigned char *end)
{
	const unsigned char *next;

	if (!head_fits(in, end))
		return NULL;
	next = in + 2 + bitpack_size(in[0]) + in[1];
	for (unsigned left = in[1]; left; left--) {
		do
			if (next == end)
				return NULL;
		while (*next++ >= 0x80);
	}
	return next;
}
