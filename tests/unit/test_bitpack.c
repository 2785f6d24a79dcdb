/* Groups of 128 numbers: every width, with and without exceptions, read by
 * each way that this machine has and by a reader that takes bit for bit. */
#include <stdlib.h>

#include "common/simd.h"
#include "index/segment/bitpack.h"
#include "index/segment/pfor.h"
#include "tests/tap.h"

static uint64_t state = 1;

static uint32_t
number_random(void)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(state >> 32);
}

static uint32_t
bits_of(unsigned width)
{
	return width == 0 ? 0 : number_random() >> (32 - width);
}

/* As doc/index-format.md says it. */
static void
slow_get(const unsigned char *in, unsigned width, uint32_t *numbers)
{
	for (unsigned i = 0; i < BITPACK_COUNT; i++) {
		numbers[i] = 0;
		for (unsigned bit = 0; bit < width; bit++) {
			unsigned place = i / 4 * width + bit;
			unsigned byte = 16 * (place / 32) + 4 * (i % 4) + place % 32 / 8;

			numbers[i] |= (uint32_t)(in[byte] >> place % 8 & 1) << bit;
		}
	}
}

static void
slow_sums(uint32_t *numbers, uint32_t base)
{
	for (unsigned i = 0; i < BITPACK_COUNT; i++)
		numbers[i] = base += numbers[i] + 1;
}

static bool
width_reads(unsigned width, enum simd level)
{
	uint32_t numbers[BITPACK_COUNT], slow[BITPACK_COUNT], got[BITPACK_COUNT], more[BITPACK_COUNT], base = number_random();
	unsigned char *packed = malloc(bitpack_size(width) + 1);
	bool same;

	for (int i = 0; i < BITPACK_COUNT; i++)
		numbers[i] = bits_of(width);
	bitpack_put(numbers, width, packed);
	simd_limit(level);
	/* Bytes behind the group are not read: none are there. */
	packed = realloc(packed, bitpack_size(width) ? bitpack_size(width) : 1);
	slow_get(packed, width, slow);
	same = memcmp(slow, numbers, sizeof(slow)) == 0;
	bitpack_get(packed, width, base, got);
	for (int i = 0; i < BITPACK_COUNT; i++)
		same &= got[i] == slow[i] + base;
	for (int i = 0; i < BITPACK_COUNT; i++) {
		got[i] = more[i] = number_random();
		more[i] += slow[i];
	}
	bitpack_add_sums(packed, width, base, got);
	slow_sums(more, base);
	same &= memcmp(more, got, sizeof(got)) == 0;
	bitpack_get_sums(packed, width, base, got);
	slow_sums(slow, base);
	same &= memcmp(slow, got, sizeof(got)) == 0;
	free(packed);
	return same;
}

/* Most numbers of WIDTH bits and EXCEPTIONS others. */
static bool
group_reads(unsigned width, unsigned exceptions, enum simd level)
{
	uint32_t numbers[PFOR_COUNT], got[PFOR_COUNT], base = bits_of(27);
	unsigned char packed[PFOR_SIZE_MAX];
	const unsigned char *end;
	int sure;
	bool same;

	for (int i = 0; i < PFOR_COUNT; i++)
		numbers[i] = bits_of(width);
	for (unsigned i = 0; i < exceptions; i++)
		numbers[number_random() % PFOR_COUNT] = bits_of(1 + number_random() % 32);
	end = packed + pfor_put(numbers, packed);
	simd_limit(level);
	same = pfor_get(packed, end, 3, got) == end && pfor_skip(packed, end) == end;
	for (int i = 0; i < PFOR_COUNT; i++)
		same &= got[i] == numbers[i] + 3;
	same &= pfor_get_sums(packed, end, base, got, &sure) == end;
	slow_sums(numbers, base);
	return same && memcmp(got, numbers, sizeof(got)) == 0;
}

/* Bytes at random: every way says the same of them. */
static unsigned
damage_differs(void)
{
	unsigned differ = 0;

	for (int i = 0; i < 20000; i++) {
		uint32_t got[SIMD_MOST + 1][PFOR_COUNT];
		unsigned char packed[700];
		const unsigned char *end = packed + number_random() % sizeof(packed), *next[SIMD_MOST + 1];
		int sure[SIMD_MOST + 1] = { 0 };

		for (size_t k = 0; k < sizeof(packed); k++)
			packed[k] = (unsigned char)number_random();
		packed[0] = (unsigned char)(packed[0] % 36);
		packed[1] = (unsigned char)(packed[1] % (number_random() % 2 ? 6 : 140));
		for (unsigned level = 0; level <= SIMD_MOST; level++) {
			simd_limit((enum simd)level);
			next[level] = pfor_get_sums(packed, end, 17, got[level], &sure[level]);
			differ += next[level] != next[0]
				|| (next[0] && (sure[level] != sure[0] || memcmp(got[level], got[0], sizeof(got[0])) != 0));
		}
	}
	return differ;
}

int
main(void)
{
	static const char *const names[] = { "portable code", "AVX2", "AVX-512", "AVX-512 with intersections" };

	for (enum simd level = SIMD_NONE; level <= SIMD_MOST; level++) {
		unsigned wrong = 0;

		simd_limit(level);
		if (simd_level() != level) {
			tap_skip("this machine has no %s", names[level]);
			continue;
		}
		for (unsigned width = 0; width <= 32; width++)
			for (int i = 0; i < 20; i++)
				wrong += !width_reads(width, level);
		for (unsigned width = 0; width <= 32; width++)
			for (unsigned exceptions = 0; exceptions < 40; exceptions++)
				wrong += !group_reads(width, exceptions, level);
		ok(wrong == 0, "%s reads all groups", names[level]);
	}
	is_int(damage_differs(), 0, "damage is the same to all");
	return tap_done();
}
