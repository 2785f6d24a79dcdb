/* Positions beside places, and documents in a set, are counted as one would by hand,
 * whatever vectors the machine has; bytes that are not a block do no harm. */
#include <stdlib.h>

#include "common/simd.h"
#include "index/segment/beside.h"
#include "index/segment/choose.h"
#include "tests/tap.h"

#define DOCUMENTS 500
#define POSITIONS_MAX 4000

static uint64_t seed = 88172645463325252u;

static uint32_t
draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 32) % below;
}

struct trial {
	struct beside_places places;
	uint32_t *all;               /* places */
	struct buf bytes;            /* a block of postings */
	uint32_t size, counts[LIST_BLOCK], *positions[LIST_BLOCK];
};

static void
places_make(struct trial *trial, uint32_t most, uint32_t gap, uint32_t span)
{
	uint32_t count = 0;

	trial->places.documents = malloc((DOCUMENTS + 1) * sizeof(*trial->places.documents));
	trial->places.places = trial->all = malloc(DOCUMENTS * (size_t)most * sizeof(*trial->all));
	trial->places.span = span;
	for (uint32_t i = 0; i < DOCUMENTS; i++) {
		uint32_t first = count, place = 0;

		for (uint32_t left = 1 + draw(most); left; left--)
			trial->all[count++] = place += 1 + draw(gap);
		trial->places.documents[i] = (struct beside_document){ beside_parts(trial->all + first, count - first, span), first };
	}
	trial->places.documents[DOCUMENTS] = (struct beside_document){ 0, count };
}

static void
block_make(struct trial *trial, uint32_t count_below, uint32_t gap)
{
	uint32_t firsts[LIST_BLOCK], *deltas = malloc(sizeof(*deltas) * LIST_BLOCK * (size_t)count_below);
	size_t next = 0;

	trial->size = 1 + draw(LIST_BLOCK);
	for (uint32_t i = 0; i < trial->size; i++) {
		uint32_t position = firsts[i] = draw(gap);

		trial->counts[i] = 1 + draw(1 + draw(count_below));
		trial->positions[i] = malloc(sizeof(uint32_t) * trial->counts[i]);
		trial->positions[i][0] = position;
		for (uint32_t k = 1; k < trial->counts[i]; k++) {
			deltas[next] = 1 + draw(gap);
			trial->positions[i][k] = position += deltas[next++];
		}
	}
	position_block_put(&trial->bytes, firsts, trial->size, deltas, next, PACK_FAST);
	buf_append(&trial->bytes, "12345678", PACK_SLACK);
	free(deltas);
}

static void
trial_release(struct trial *trial)
{
	free(trial->places.documents);
	free(trial->all);
	buf_release(&trial->bytes);
	for (uint32_t i = 0; i < trial->size; i++)
		free(trial->positions[i]);
}

static bool
is_beside(const struct trial *trial, uint32_t number, uint32_t position)
{
	const struct beside_document *document = &trial->places.documents[number];
	bool near = false;

	for (uint32_t i = document[0].first; i < document[1].first; i++) {
		uint32_t place = trial->all[i];

		if (place == position)
			return false;
		near = near || (place > position ? place - position : position - place) <= trial->places.span;
	}
	return near;
}

/* Some of the postings, in documents of their own. */
static uint64_t
choose(const struct trial *trial, struct beside *beside)
{
	uint64_t sum = 0;

	beside->count = 0;
	for (uint32_t i = 0; i < trial->size; i++) {
		if (!draw(3))
			continue;
		beside->at[beside->count] = (uint8_t)i;
		beside->numbers[beside->count] = draw(DOCUMENTS);
		for (uint32_t k = 0; k < trial->counts[i]; k++)
			sum += is_beside(trial, beside->numbers[beside->count], trial->positions[i][k]);
		beside->count++;
	}
	return sum;
}

static bool
block_open(struct position_block *block, const struct trial *trial)
{
	const unsigned char *at = (const unsigned char *)trial->bytes.data;

	return position_block_count_up(block, trial->counts, trial->size)
		&& position_block_open(block, at, at + trial->bytes.len - PACK_SLACK, trial->size);
}

static bool
round_good(uint32_t most_places, uint32_t count_below, uint32_t span)
{
	struct trial trial = { .bytes = BUF_INIT };
	struct position_block *block = malloc(sizeof(*block));
	struct beside *beside = calloc(1, sizeof(*beside));
	uint32_t *room = malloc((POSITIONS_MAX + POSITION_ZEROS) * sizeof(*room)), gap = 1 + draw(400);
	uint64_t sum = 0;
	bool good = true;

	places_make(&trial, most_places, gap, span);
	block_make(&trial, count_below, gap);
	beside->places = &trial.places;
	for (unsigned i = 0; i < 20 && good; i++) {
		sum += choose(&trial, beside);
		good = block_open(block, &trial) && beside_block(beside, block, room);
		if (good && draw(2)) {
			good = beside_take(beside) == sum;
			sum = 0;
		}
	}
	good = good && beside_take(beside) == sum;
	trial_release(&trial);
	free(beside);
	free(block);
	free(room);
	return good;
}

static void
test_beside(void)
{
	bool few = true, many = true;

	for (unsigned round = 0; round < 150; round++) {
		simd_limit((enum simd)(round % (SIMD_MOST + 1)));
		few = few && round_good(1 + draw(3), 1 + draw(8), 1 + draw(20));
		many = many && round_good(1 + draw(60), 1 + draw(draw(8) ? 60 : POSITIONS_MAX), 1 + draw(draw(4) ? 99 : 1 << 30));
	}
	simd_limit(SIMD_MOST);
	ok(few, "few places and positions");
	ok(many, "many places and positions");
}

static void
test_damage(void)
{
	uint32_t *room = malloc(sizeof(*room) * 70000);
	struct position_block *block = malloc(sizeof(*block));
	struct beside *beside = calloc(1, sizeof(*beside));
	unsigned refused = 0;

	for (unsigned round = 0; round < 2000; round++) {
		struct trial trial = { .bytes = BUF_INIT };
		unsigned char *bytes;

		places_make(&trial, 3, 100, 5);
		block_make(&trial, 1 + draw(12), 100);
		beside->places = &trial.places;
		choose(&trial, beside);
		bytes = (unsigned char *)trial.bytes.data;
		for (unsigned hits = 1 + draw(4); hits; hits--)
			bytes[draw((uint32_t)(draw(2) ? trial.bytes.len : 8)) % trial.bytes.len] ^= (unsigned char)(1 + draw(255));
		if (draw(8) == 0)
			trial.counts[draw(trial.size)] = draw(3) ? draw(5000) : UINT32_MAX - draw(2);
		refused += !block_open(block, &trial) || !beside_block(beside, block, room);
		beside_take(beside);
		trial_release(&trial);
	}
	ok(refused > 100, "what is damaged is refused, or read without harm");
	free(room);
	free(block);
	free(beside);
}

static bool
choice_good(uint32_t gap, uint32_t often)
{
	uint32_t docs[LIST_BLOCK], chosen[BESIDE_ROOM], ranks[BESIDE_ROOM], size = 1 + draw(LIST_BLOCK), base = draw(300), doc = draw(gap);
	uint32_t end, *before, seen = 0, next = 0;
	uint8_t at[BESIDE_ROOM];
	uint64_t *set;
	bool good = true;

	for (uint32_t i = 0; i < size; i++, doc += 1 + draw(gap))
		docs[i] = doc;
	end = base + docs[size - 1];
	set = calloc(end / 64 + 1, sizeof(*set));
	before = malloc((end / 64 + 1) * sizeof(*before));
	for (doc = 0; doc <= end; doc++)
		set[doc / 64] |= (uint64_t)!draw(often) << doc % 64;
	for (doc = 0; doc <= end / 64; seen += (uint32_t)__builtin_popcountll(set[doc++]))
		before[doc] = seen;
	seen = choose_docs(docs, size, base, set, chosen, at);
	choose_ranks(chosen, seen, set, before, ranks);
	for (uint32_t i = 0; i < size && good; i++) {
		uint32_t rank = 0;

		if (!(set[(base + docs[i]) / 64] >> (base + docs[i]) % 64 & 1))
			continue;
		for (doc = 0; doc < base + docs[i]; doc++)
			rank += (set[doc / 64] >> doc % 64 & 1) != 0;
		good = next < seen && at[next] == i && chosen[next] == base + docs[i] && ranks[next] == rank;
		next++;
	}
	free(set);
	free(before);
	return good && next == seen;
}

static void
test_choice(void)
{
	bool good = true;

	for (unsigned round = 0; round < 600; round++) {
		simd_limit((enum simd)(round % (SIMD_MOST + 1)));
		good = good && choice_good(1 + draw(draw(2) ? 12 : 60), 1 + draw(20));
	}
	simd_limit(SIMD_MOST);
	ok(good, "the documents of a block that are in a set, and their numbers there");
}

int
main(void)
{
	test_beside();
	test_damage();
	test_choice();
	return tap_done();
}
