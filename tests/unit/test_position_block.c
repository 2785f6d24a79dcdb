/* Positions come out of a block as they went in, in any order of asking; bytes
 * that are not a block do no harm. */
#include <stdlib.h>

#include "common/simd.h"
#include "index/segment/position_block.h"
#include "tests/tap.h"

static uint64_t seed = 88172645463325252u;

static uint32_t
draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 32) % below;
}

static bool
pack_round(unsigned count, unsigned width, unsigned wild)
{
	uint32_t numbers[PACK_COUNT], out[PACK_COUNT];
	unsigned char head[PACK_HEAD], bytes[PACK_SIZE_MAX + PACK_SLACK] = { 0 };
	uint32_t size;
	bool good;

	for (unsigned i = 0; i < count; i++) {
		numbers[i] = width == 32 ? (uint32_t)(seed + draw(UINT32_MAX)) : draw(1u << width);
		if (wild && draw(wild) == 0)
			numbers[i] |= 1u << draw(32);
	}
	size = pack_put(numbers, count, draw(2) ? PACK_SMALL : PACK_FAST, head, bytes);
	good = size <= PACK_SIZE_MAX && pack_size(head, bytes, size, count) == size
		&& (!size || pack_size(head, bytes, size - 1, count) == PACK_BAD)
		&& pack_get(head, bytes, count, out) && memcmp(numbers, out, count * sizeof(*out)) == 0;
	for (unsigned i = 0; i < count && good; i++)
		good = pack_get_one(head, bytes, count, i) == numbers[i];
	return good;
}

static void
test_packs(void)
{
	bool good = true;

	for (unsigned width = 0; width <= 32; width++)
		for (unsigned count = 1; count <= PACK_COUNT; count += count > 120 ? 1 : 1 + draw(9))
			good = good && pack_round(count, width, 0) && pack_round(count, width, 1 + draw(40));
	ok(good, "packs of every width and many counts come out as they went in");
}

struct written {
	struct buf bytes;
	uint32_t size, counts[LIST_BLOCK], *positions[LIST_BLOCK];
};

static void
block_write(struct written *block, uint32_t size, uint32_t count_below, uint32_t gap)
{
	uint32_t firsts[LIST_BLOCK], *deltas = malloc(sizeof(*deltas) * (size_t)size * count_below);
	size_t next = 0;

	memset(block, 0, sizeof(*block));
	block->size = size;
	for (uint32_t i = 0; i < size; i++) {
		uint32_t position = block->counts[i] = 1 + draw(count_below);

		block->positions[i] = malloc(sizeof(uint32_t) * block->counts[i]);
		for (uint32_t k = 0; k < block->counts[i]; k++) {
			uint32_t delta = 1 + draw(draw(30) ? gap : 100 * gap);

			block->positions[i][k] = position = k ? position + delta : delta;
			if (k)
				deltas[next++] = delta;
		}
		firsts[i] = block->positions[i][0];
	}
	position_block_put(&block->bytes, firsts, size, deltas, next, draw(2) ? PACK_SMALL : PACK_FAST);
	free(deltas);
}

static void
block_free(struct written *block)
{
	for (uint32_t i = 0; i < block->size; i++)
		free(block->positions[i]);
	buf_release(&block->bytes);
}

static bool
posting_same(struct position_block *block, const struct written *from, uint32_t at)
{
	uint32_t *out = malloc(sizeof(*out) * (from->counts[at] + POSITION_ZEROS)), zeros[POSITION_ZEROS] = { 0 };
	bool same = position_block_count(block, at) == from->counts[at] && position_block_get(block, at, out)
		&& memcmp(out, from->positions[at], sizeof(*out) * from->counts[at]) == 0
		&& memcmp(out + from->counts[at], zeros, sizeof(zeros)) == 0;

	free(out);
	return same;
}

/* Some of the postings at once. */
static bool
all_same(struct position_block *block, const struct written *from)
{
	uint8_t at[LIST_BLOCK];
	uint32_t count = 0, *out, *next, zeros[POSITION_ZEROS] = { 0 };
	size_t room = 0;
	bool same;

	for (uint32_t i = 0; i < from->size; i++)
		if (draw(3))
			at[count++] = (uint8_t)i, room += from->counts[i] + POSITION_ZEROS;
	next = out = malloc(sizeof(*out) * (room + POSITION_SPARE));
	same = position_block_gather(block, at, count, out);
	for (uint32_t i = 0; i < count && same; i++) {
		same = memcmp(next, from->positions[at[i]], sizeof(*out) * from->counts[at[i]]) == 0
			&& memcmp(next + from->counts[at[i]], zeros, sizeof(zeros)) == 0;
		next += from->counts[at[i]] + POSITION_ZEROS;
	}
	free(out);
	return same;
}

static bool
block_round(uint32_t size, uint32_t count_below, uint32_t gap)
{
	struct position_block *block = malloc(sizeof(*block));
	struct written from;
	const unsigned char *at, *end;
	bool good;

	block_write(&from, size, count_below, gap);
	end = (const unsigned char *)from.bytes.data + from.bytes.len;
	buf_append(&from.bytes, "12345678", PACK_SLACK);
	at = (const unsigned char *)from.bytes.data;
	end = at + from.bytes.len - PACK_SLACK;
	good = position_block_count_up(block, from.counts, size) && position_block_open(block, at, end, size) && position_block_end(block) == end;
	for (uint32_t i = 0; i < size && good; i++)
		good = posting_same(block, &from, i);
	good = good && position_block_open(block, at, end, size) && all_same(block, &from);
	good = good && position_block_open(block, at, end, size);
	for (uint32_t i = 0; i < 2 * size && good; i++)
		good = posting_same(block, &from, draw(size));
	/* A byte less is too few. */
	good = good && !(position_block_open(block, at, end - 1, size) && position_block_end(block));
	block_free(&from);
	free(block);
	return good;
}

static void
test_blocks(void)
{
	bool good = true;

	for (unsigned round = 0; round < 120; round++) {
		simd_limit((enum simd)(round % (SIMD_MOST + 1)));
		good = good && block_round(1 + draw(LIST_BLOCK), 1 + draw(40), 1 + draw(500));
	}
	simd_limit(SIMD_MOST);
	ok(good, "blocks of any size");
	ok(block_round(LIST_BLOCK, 1, 300), "a block with one position for each posting");
	ok(block_round(LIST_BLOCK, 2, 1), "a block with the smallest deltas");
	ok(block_round(3, 20000, 40), "huge articles");
}

static void
test_hostile(void)
{
	struct position_block *block = malloc(sizeof(*block));
	uint32_t *out = malloc(sizeof(*out) * 70000);
	struct written from;
	unsigned refused = 0;

	for (unsigned round = 0; round < 3000; round++) {
		unsigned char *bytes;
		size_t len;

		block_write(&from, 1 + draw(LIST_BLOCK), 1 + draw(12), 100);
		len = from.bytes.len;
		bytes = calloc(len + PACK_SLACK, 1);
		memcpy(bytes, from.bytes.data, len);
		for (unsigned hits = 1 + draw(4); hits; hits--)
			bytes[draw(draw(2) ? (uint32_t)len : 8) % len] ^= (unsigned char)(1 + draw(255));
		if (draw(8) == 0)
			from.counts[draw(from.size)] = draw(3) ? draw(5000) : UINT32_MAX - draw(2);
		if (!position_block_count_up(block, from.counts, from.size)
		    || !position_block_open(block, bytes, bytes + len, from.size))
			refused++;
		else
			for (uint32_t i = 0; i < from.size; i++)
				if (position_block_count(block, i) < 70000)
					position_block_get(block, from.size - 1 - i, out);
		free(bytes);
		block_free(&from);
	}
	ok(refused > 100, "what is damaged is refused, or read without harm");
	free(out);
	free(block);
}

int
main(void)
{
	test_packs();
	test_blocks();
	test_hostile();
	return tap_done();
}
