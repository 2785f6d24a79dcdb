#include "index/segment/bitpack_private.h"

#include "common/simd.h"
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

static inline __attribute__((always_inline)) v4
unpack_finish(v4 v, enum unpack_mode mode, const uint32_t *more, v4 *carry)
{
	if (mode == UNPACK_PLUS)
		return v + *carry;
	if (mode == UNPACK_MORE_SUMS)
		v += v4_load_numbers(more);
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
		v4 v = { 0, 0, 0, 0 };

		if (width) {
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
		}
		v = unpack_finish(v & mask, mode, numbers + i, &carry);
		memcpy(numbers + i, &v, sizeof(v));
	}
}

static inline __attribute__((always_inline)) void
unpack_portable(const unsigned char *in, unsigned width, uint32_t *numbers, enum unpack_mode mode, uint32_t start)
{
	switch (width) {
#define CASE(w) case w: unpack_width(in, w, numbers, mode, start); break;
	BITPACK_WIDTHS(CASE)
#undef CASE
	default:
		unpack_width(in, width > 32 ? 32 : width, numbers, mode, start);
	}
}

static inline __attribute__((always_inline)) void
unpack(const unsigned char *in, unsigned width, uint32_t *numbers, enum unpack_mode mode, uint32_t start)
{
#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX512) {
		bitpack_avx512(in, width, numbers, mode, start);
		return;
	}
	if (simd_level() >= SIMD_AVX2) {
		bitpack_avx2(in, width, numbers, mode, start);
		return;
	}
#endif
	unpack_portable(in, width, numbers, mode, start);
}

void
bitpack_get(const unsigned char *in, unsigned width, uint32_t add, uint32_t *numbers)
{
	unpack(in, width, numbers, UNPACK_PLUS, add);
}

void
bitpack_get_sums(const unsigned char *in, unsigned width, uint32_t base, uint32_t *numbers)
{
	unpack(in, width, numbers, UNPACK_SUMS, base);
}

void
bitpack_add_sums(const unsigned char *in, unsigned width, uint32_t base, uint32_t *numbers)
{
	unpack(in, width, numbers, UNPACK_MORE_SUMS, base);
}
