/* An article so long that neither its stream nor its words' elements should be in memory: the stream
 * is in a file and is read again for each part of the words, in byte order, whose elements there is room for.
 * Stems need the words' counts alone. */
#include <inttypes.h>
#include <stdlib.h>

#include "index/segment/flush_lists.h"

/* Elements of a pass, where a word does not need more. */
#define PASS_ELEMENTS ((uint32_t)4 << 20)

#define AHEAD_STATE 24

/* The next element of a word that is not of this pass. */
#define PASS_OTHER UINT32_MAX

enum status
inversion_passes_init(struct inversion *inversion, struct error *err)
{
	if (inversion->batch->units + inversion->words >= UINT32_MAX)
		return error_set(err, STATUS_LIMIT, NULL, "an article of %" PRIu64 " words is too long", inversion->batch->units);
	inversion->begins = calloc((size_t)inversion->words + 1, sizeof(*inversion->begins));
	inversion->states = calloc((size_t)inversion->words + 1, sizeof(*inversion->states));
	if (!inversion->begins || !inversion->states)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (uint32_t i = 0; i < inversion->words; i++)
		inversion->states[i].next = PASS_OTHER;
	return STATUS_OK;
}

/* Chooses the words of the pass; false when memory is short. */
static bool
words_choose(struct inversion *inversion, uint32_t at)
{
	const struct batch_term *terms = inversion->batch->terms.data;
	uint32_t total = 0, end = at;

	for (uint32_t i = inversion->pass_begin; i < inversion->pass_end; i++)
		if (inversion->sorted[i] < inversion->words)
			inversion->states[inversion->sorted[i]].next = PASS_OTHER;
	for (; end < inversion->sorted_count; end++) {
		uint32_t term = inversion->sorted[end], room;

		if (term >= inversion->words)
			continue;
		room = terms[term].units + 1;
		if (total && (total > PASS_ELEMENTS || room > PASS_ELEMENTS - total))
			break;
		inversion->begins[term] = inversion->states[term].next = total;
		total += room;
	}
	inversion->pass_begin = at;
	inversion->pass_end = end;
	return pages_grow(&inversion->elements, ((size_t)total + 1) * sizeof(uint32_t));
}

static void
words_scatter(struct inversion *inversion)
{
	const uint32_t *at = inversion->batch->stream, *end = at + inversion->batch->stream_used;
	struct scatter_state *states = inversion->states;
	uint32_t *elements = inversion->elements.data, position = 0;

	while (at < end) {
		uint32_t place = *at & BATCH_PLACE;
		struct scatter_state *state = &states[*at >> BATCH_SHIFT];

		/* What is fetched may be a position and no word. */
		if (end - at > AHEAD_STATE)
			__builtin_prefetch(&states[at[AHEAD_STATE] >> BATCH_SHIFT], 1);
		at++;
		if (place == BATCH_AT)
			position = *at++;
		else
			position += place == BATCH_NEXT;
		if (state->next != PASS_OTHER && place != BATCH_NOWHERE)
			elements[state->next++] = position;
	}
}

enum status
inversion_pass(struct inversion *inversion, uint32_t at, struct error *err)
{
	if (!words_choose(inversion, at))
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	/* The only document is the first. */
	for (uint32_t i = at; i < inversion->pass_end; i++) {
		uint32_t term = inversion->sorted[i];

		if (term < inversion->words)
			((uint32_t *)inversion->elements.data)[inversion->states[term].next++] = ELEMENT_DOC;
	}
	words_scatter(inversion);
	return STATUS_OK;
}
