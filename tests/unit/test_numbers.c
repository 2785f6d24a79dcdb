/* Rows of numbers: what is kept of them, in all kinds of vectors. */
#include <stdlib.h>
#include <string.h>

#include "common/simd.h"
#include "index/segment/numbers_keep.h"
#include "index/segment/position_block.h"
#include "index/segment/sieve.h"
#include "tests/tap.h"

#define MOST 300

static uint64_t seed = 88172645463325252u;

static uint32_t
draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 32) % below;
}

/* Ascending numbers from 1 on, with zeros behind them. */
static uint32_t
row_random(uint32_t *row, uint32_t most, uint32_t step)
{
	uint32_t count = 1 + draw(most), at = 0;

	for (uint32_t i = 0; i < count; i++)
		row[i] = at += 1 + draw(step);
	memset(row + count, 0, POSITION_ZEROS * sizeof(*row));
	return count;
}

static bool
keep_round(uint32_t most, uint32_t step, uint32_t shift)
{
	uint32_t starts[MOST + POSITION_ZEROS], spots[MOST + POSITION_ZEROS], wanted[MOST + POSITION_ZEROS];
	uint32_t start_count = row_random(starts, most, step), spot_count = row_random(spots, most, step), kept = 0;
	uint32_t copy[MOST + POSITION_ZEROS];

	for (uint32_t i = 0; i < start_count; i++)
		for (uint32_t k = 0; k < spot_count; k++)
			if ((int64_t)starts[i] + (int32_t)shift == (int64_t)spots[k])
				wanted[kept++] = starts[i];
	memset(wanted + kept, 0, POSITION_ZEROS * sizeof(*wanted));
	memcpy(copy, starts, sizeof(copy));
	if ((numbers_keep(copy, start_count, shift, spots, spot_count, true) != 0) != (kept != 0))
		return false;
	return numbers_keep(starts, start_count, shift, spots, spot_count, false) == kept
		&& memcmp(starts, wanted, (kept + POSITION_ZEROS) * sizeof(*starts)) == 0;
}

static bool
sieve_round(void)
{
	uint32_t numbers[SIEVE_ROW], out[SIEVE_ROW], places[SIEVE_ROW], count = 0, share = draw(100);
	double scores[SIEVE_ROW], best[SIEVE_ROW];
	struct sieve sieve;
	bool good = true;

	sieve_clear(&sieve);
	for (uint32_t i = 0; i < LIST_BLOCK; i++) {
		numbers[i] = draw(UINT32_MAX);
		scores[i] = draw(1000) / 7.0;
		sieve_set(&sieve, i, draw(100) < share);
	}
	good = good && sieve_numbers(&sieve, numbers, out) == sieve_places(&sieve, 1000, places)
		&& sieve_scores(&sieve, scores, best) == sieve_numbers(&sieve, numbers, numbers);
	for (uint32_t i = 0; i < LIST_BLOCK && good; i++) {
		if (!(sieve.bits[i / 64] >> i % 64 & 1))
			continue;
		/* NUMBERS were kept in place by now. */
		good = places[count] == 1000 + i && out[count] == numbers[count] && best[count] <= scores[i] && best[count] >= scores[i];
		count++;
	}
	return good && sieve_empty(&sieve) == (count == 0);
}

int
main(void)
{
	static const uint32_t shifts[] = { 1, 0, 2, 7, UINT32_MAX, UINT32_MAX - 4 };
	static const uint32_t sizes[] = { 1, 4, 16, 40, MOST };
	bool kept = true, sieved = true;

	for (unsigned round = 0; round < 12000; round++) {
		simd_limit((enum simd)(round % (SIMD_MOST + 1)));
		kept = kept && keep_round(sizes[draw(5)], 1 + draw(30), shifts[draw(6)]);
		sieved = sieved && sieve_round();
	}
	ok(kept, "starts that another word stands behind");
	ok(sieved, "numbers, places and scores that are left");
	return tap_done();
}
