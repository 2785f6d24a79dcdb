#include "index/segment/bitpack.h"

#include "index/segment/segment_format.h"

/* Four lanes. */
typedef uint32_t v4 __attribute__((vector_size(16)));

static inline v4
v4_load(const unsigned char *at)
{
	v4 v;

	memcpy(&v, at, sizeof(v));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	for (int i = 0; i < 4; i++)
		v[i] = le32toh(v[i]);
#endif
	return v;
}

static inline v4
v4_load_numbers(const uint32_t *at)
{
	v4 v;

	memcpy(&v, at, sizeof(v));
	return v;
}

static inline void
v4_store(unsigned char *at, v4 v)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	for (int i = 0; i < 4; i++)
		v[i] = htole32(v[i]);
#endif
	memcpy(at, &v, sizeof(v));
}

unsigned
bitpack_width(const uint32_t *numbers)
{
	v4 any = { 0, 0, 0, 0 };
	uint32_t all;

	for (int i = 0; i < BITPACK_COUNT; i += 4)
		any |= v4_load_numbers(numbers + i);
	all = any[0] | any[1] | any[2] | any[3];
	return all ? 32 - (unsigned)__builtin_clz(all) : 0;
}

void
bitpack_put(const uint32_t *numbers, unsigned width, unsigned char *out)
{
	v4 word = { 0, 0, 0, 0 };
	unsigned filled = 0;

	if (width == 0)
		return;
	for (int i = 0; i < BITPACK_COUNT; i += 4) {
		v4 v = v4_load_numbers(numbers + i);

		word |= v << filled;
		filled += width;
		if (filled < 32)
			continue;
		v4_store(out, word);
		out += 16;
		filled -= 32;
		/* A shift by 32 would be undefined: nothing is left then. */
		word = filled ? v >> (width - filled) : (v4){ 0, 0, 0, 0 };
	}
}

/* What is done with four numbers as they come out; a constant in each use, so
 * that the compiler makes three loops of one. */
enum unpack_mode { UNPACK_PLUS, UNPACK_SUMS };

static inline __attribute__((always_inline)) v4
unpack_finish(v4 v, enum unpack_mode mode, v4 *carry)
{
	if (mode == UNPACK_PLUS)
		return v + *carry;
	/* Prefix sums in two steps of shifted adds. */
	v += 1;
	v += (v4){ 0, v[0], v[1], v[2] };
	v += (v4){ 0, 0, v[0], v[1] };
	v += *carry;
	*carry = (v4){ v[3], v[3], v[3], v[3] };
	return v;
}

static inline __attribute__((always_inline)) void
unpack_width(const unsigned char *in, const unsigned width, uint32_t *numbers, enum unpack_mode mode, uint32_t start)
{
	const uint32_t mask = width == 32 ? UINT32_MAX : (1u << width) - 1;
	v4 carry = { start, start, start, start };
	v4 word = { 0, 0, 0, 0 };
	unsigned at = 32;

	for (int i = 0; i < BITPACK_COUNT; i += 4) {
		v4 v;

		if (at == 32) {
			word = v4_load(in);
			in += 16;
			at = 0;
		}
		v = word >> at;
		at += width;
		if (at > 32) {
			word = v4_load(in);
			in += 16;
			at -= 32;
			v |= word << (width - at);
		}
		v = unpack_finish(v & mask, mode, &carry);
		memcpy(numbers + i, &v, sizeof(v));
	}
}

static inline __attribute__((always_inline)) void
unpack(const unsigned char *in, unsigned width, uint32_t *numbers, enum unpack_mode mode, uint32_t start)
{
	v4 carry = { start, start, start, start };

	switch (width) {
	case 0:
		for (int i = 0; i < BITPACK_COUNT; i += 4) {
			v4 v = unpack_finish((v4){ 0, 0, 0, 0 }, mode, &carry);

			memcpy(numbers + i, &v, sizeof(v));
		}
		break;
#define WIDTH(w) case w: unpack_width(in, w, numbers, mode, start); break;
	WIDTH(1) WIDTH(2) WIDTH(3) WIDTH(4) WIDTH(5) WIDTH(6) WIDTH(7) WIDTH(8)
	WIDTH(9) WIDTH(10) WIDTH(11) WIDTH(12) WIDTH(13) WIDTH(14) WIDTH(15) WIDTH(16)
	WIDTH(17) WIDTH(18) WIDTH(19) WIDTH(20) WIDTH(21) WIDTH(22) WIDTH(23) WIDTH(24)
#undef WIDTH
	default:
		/* Wide numbers are rare: one loop for all of them. */
		unpack_width(in, width > 32 ? 32 : width, numbers, mode, start);
	}
}

void
bitpack_get(const unsigned char *in, unsigned width, uint32_t *numbers)
{
	unpack(in, width, numbers, UNPACK_PLUS, 0);
}

void
bitpack_get_plus(const unsigned char *in, unsigned width, uint32_t add, uint32_t *numbers)
{
	unpack(in, width, numbers, UNPACK_PLUS, add);
}

void
bitpack_get_sums(const unsigned char *in, unsigned width, uint32_t base, uint32_t *numbers)
{
	unpack(in, width, numbers, UNPACK_SUMS, base);
}

void
bitpack_sums(uint32_t *numbers, uint32_t base)
{
	v4 carry = { base, base, base, base };

	for (int i = 0; i < BITPACK_COUNT; i += 4) {
		v4 v = unpack_finish(v4_load_numbers(numbers + i), UNPACK_SUMS, &carry);

		memcpy(numbers + i, &v, sizeof(v));
	}
}
