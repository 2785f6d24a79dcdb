/* Groups of 128 numbers: every width, with and without exceptions, read by
 * each way that this machine has and by a reader that takes bit for bit.  What
 * is behind the last group of a list. */
#include <stdlib.h>

#include "common/simd.h"
#include "index/segment/bitpack.h"
#include "index/segment/pack.h"
#include "index/segment/pfor.h"
#include "index/segment/tail.h"
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
	unsigned char packed[PFOR_SIZE_MAX + PACK_SLACK];
	const unsigned char *end;
	int sure;
	bool same, small = number_random() % 2;

	/* Every other time large numbers are half as many as those half as large. */
	for (int i = 0; i < PFOR_COUNT; i++)
		numbers[i] = bits_of(width)
			+ (small && width < 20 ? (uint32_t)__builtin_ctz(number_random() | 1 << 8) << width : 0);
	for (unsigned i = 0; i < exceptions; i++)
		numbers[number_random() % PFOR_COUNT] = bits_of(1 + number_random() % 32);
	end = packed + pfor_put(numbers, small ? PACK_SMALL : PACK_FAST, packed);
	simd_limit(level);
	same = pfor_get(packed, end, 3, got) == end && pfor_skip(packed, end) == end;
	for (int i = 0; i < PFOR_COUNT; i++)
		same &= got[i] == numbers[i] + 3;
	same &= pfor_get_sums(packed, end, base, got, &sure) == end;
	slow_sums(numbers, base);
	return same && memcmp(got, numbers, sizeof(got)) == 0;
}

/* Postings of a list tail, gaps and counts as large as BITS say. */
static bool
tail_reads(unsigned size, unsigned bits, unsigned count_bits)
{
	uint32_t docs[LIST_BLOCK], counts[LIST_BLOCK], got[LIST_BLOCK], got_counts[LIST_BLOCK];
	unsigned char bytes[TAIL_SIZE_MAX + TAIL_SLACK] = { 0 };
	uint32_t base = number_random() % 2 ? UINT32_MAX : bits_of(10), before = base, len;
	bool same = true;

	for (unsigned i = 0; i < size; i++) {
		docs[i] = before + 1 + (number_random() % 20 ? bits_of(number_random() % (bits + 1)) : bits_of(19));
		counts[i] = 1 + bits_of(number_random() % (count_bits + 1));
		before = docs[i];
	}
	for (int counted = 0; counted < 2; counted++) {
		len = tail_put(docs, counted ? counts : NULL, size, base, bytes);
		same &= len <= TAIL_SIZE_MAX
			&& tail_get(bytes, bytes + len, size, base, before + 1, counted, got, got_counts) == bytes + len
			&& memcmp(docs, got, size * sizeof(*docs)) == 0
			&& !tail_get(bytes, bytes + len - 1, size, base, before + 1, counted, got, got_counts)
			&& !tail_get(bytes, bytes + len, size, base, before, counted, got, got_counts);
		for (unsigned i = 0; i < size; i++)
			same &= got_counts[i] == (counted ? counts[i] : 1);
	}
	return same;
}

static void
test_tails(void)
{
	bool same = true;

	for (unsigned size = 1; size < LIST_BLOCK; size++)
		for (unsigned bits = 0; bits <= 19; bits++)
			same = same && tail_reads(size, bits, bits % 4 ? bits % 4 : 30);
	ok(same, "list tails of every size are read, cut ones and documents that are too large refused");
	same = true;
	for (int i = 0; i < 20000; i++) {
		unsigned char *bytes;
		size_t len = number_random() % 40;
		uint32_t docs[LIST_BLOCK], counts[LIST_BLOCK];
		const unsigned char *end;

		bytes = malloc(len + TAIL_SLACK);
		for (size_t k = 0; bytes && k < len + TAIL_SLACK; k++)
			bytes[k] = (unsigned char)(number_random() >> 24 & (i % 2 ? 255 : number_random() >> 24));
		end = tail_get(bytes, bytes + len, LIST_BLOCK - 1, UINT32_MAX, 1000, i % 3, docs, counts);
		same &= !end || end <= bytes + len;
		free(bytes);
	}
	ok(same, "bytes that are no list tail do no harm");
}

/* Bytes at random: every way says the same of them. */
static unsigned
damage_differs(void)
{
	unsigned differ = 0;

	for (int i = 0; i < 20000; i++) {
		uint32_t got[SIMD_MOST + 1][PFOR_COUNT];
		unsigned char packed[700];
		const unsigned char *end = packed + number_random() % (sizeof(packed) - PACK_SLACK), *next[SIMD_MOST + 1];
		int sure[SIMD_MOST + 1] = { 0 };

		for (size_t k = 0; k < sizeof(packed); k++)
			packed[k] = (unsigned char)number_random();
		packed[0] = (unsigned char)(packed[0] % 64 % 36 | (packed[0] & 192));
		packed[1] = (unsigned char)(packed[1] & (number_random() % 2 ? 0xf9 : 0xff));
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
	test_tails();
	return tap_done();
}
