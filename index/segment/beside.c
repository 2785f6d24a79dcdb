#include "index/segment/beside.h"

#include "common/simd.h"
#include "index/segment/beside_private.h"

#define PLACES_FEW 4

uint32_t
beside_parts(const uint32_t *places, uint32_t count, uint32_t span)
{
	uint32_t parts = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t from = places[i] < span ? 0 : places[i] - span, until = places[i] + span;

		if (until - from >= 32 * 32)
			return UINT32_MAX;
		for (from /= 32; from <= until / 32; from++)
			parts |= UINT32_C(1) << from % 32;
	}
	return parts;
}

/* Most documents have few places: no step depends on what is found. */
static inline uint32_t
count_few(const uint32_t *positions, uint32_t count, const uint32_t *places, uint32_t place_count, uint32_t span)
{
	uint32_t beside = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t near = 0, on = 0;

		for (uint32_t k = 0; k < place_count; k++) {
			near |= positions[i] - places[k] + span <= 2 * span;
			on |= positions[i] == places[k];
		}
		beside += near & ~on;
	}
	return beside;
}

void
beside_add(struct beside *beside, uint32_t number, const uint32_t *positions, uint32_t count)
{
	const struct beside_document *document = &beside->places->documents[number];
	const uint32_t *places = beside->places->places + document->first;
	uint32_t place_count = document[1].first - document->first, span = beside->places->span;
	uint32_t from = 0, until;

	if (place_count <= PLACES_FEW) {
		beside->sum += count_few(positions, count, places, place_count, span);
		return;
	}
	for (uint32_t i = 0; i < count; i++) {
		while (from < place_count && (uint64_t)places[from] + span < positions[i])
			from++;
		for (until = from; until < place_count && places[until] <= (uint64_t)positions[i] + span;)
			until++;
		if (until > from)
			beside->sum += count_few(positions + i, 1, places + from, until - from, span);
	}
}

bool
beside_block(struct beside *beside, struct position_block *block, uint32_t *room)
{
#if defined(__x86_64__)
	if (beside->count >= SINGLE_FIRSTS && simd_level() >= SIMD_AVX512)
		return beside_avx512(beside, block);
#endif
	for (uint32_t i = 0; i < beside->count; i++) {
		if (!position_block_get(block, beside->at[i], room))
			return false;
		beside_add(beside, beside->numbers[i], room, position_block_count(block, beside->at[i]));
	}
	return true;
}

void
beside_look(struct beside *beside)
{
	const struct beside_places *places = beside->places;

	/* First what has to be waited for. */
	for (uint32_t i = 0; i < beside->waiting; i++)
		__builtin_prefetch(&places->places[places->documents[beside->documents[i]].first]);
	for (uint32_t i = 0; i < beside->waiting; i++)
		beside_add(beside, beside->documents[i], &beside->positions[i], 1);
	beside->waiting = 0;
}

uint64_t
beside_take(struct beside *beside)
{
	uint64_t sum;

	beside_look(beside);
	sum = beside->sum;
	beside->sum = 0;
	return sum;
}
