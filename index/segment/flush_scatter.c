#include <stdlib.h>

#include "common/memory.h"
#include "index/segment/flush_lists.h"

/* How far ahead states, and then where they point to, are fetched. */
#define AHEAD_STATE 24
#define AHEAD_TARGET 8

/* So much of a stream is read at a time: what a longer document has is given back then, as its
 * words take as much memory once more. */
#define STREAM_STEP ((ptrdiff_t)512 << 10)

/* Gives each word the room it needs, and one element more: what is behind a
 * word's last element is written now and then, and ends the elements. */
static enum status
places_give(struct inversion *inversion, struct error *err)
{
	const struct batch_term *terms = inversion->batch->terms.data;
	uint64_t total = inversion->batch->units + inversion->words;
	uint32_t next = 0;

	if (total >= UINT32_MAX)
		return error_set(err, STATUS_LIMIT, NULL, "the articles of one batch are too long: give it less memory");
	/* Long documents fill it little by little, while their streams are given back. */
	inversion->elements.small = inversion->batch->stream_used / ((uint64_t)inversion->batch->doc_count + 1) > STREAM_STEP / 2;
	inversion->begins = malloc(((size_t)inversion->words + 1) * sizeof(*inversion->begins));
	inversion->states = calloc((size_t)inversion->words + 1, sizeof(*inversion->states));
	if (!inversion->begins || !inversion->states
	    || !pages_grow(&inversion->elements, ((size_t)total + 1) * sizeof(uint32_t)))
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (uint32_t i = 0; i < inversion->words; i++) {
		inversion->begins[i] = inversion->states[i].next = next;
		next += terms[i].units + 1;
	}
	return STATUS_OK;
}

/* The words from AT to before STOP of a document, whose last is before END; answers what is
 * behind them.  Whether a word has been seen in it already, and where the next one
 * stands, cannot be foretold: no branch asks. */
static const uint32_t *
part_scatter(struct inversion *inversion, uint32_t doc, uint32_t *last, const uint32_t *at, const uint32_t *stop, const uint32_t *end)
{
	struct scatter_state *states = inversion->states;
	uint32_t *elements = inversion->elements.data, position = *last;

	while (at < stop) {
		struct scatter_state *state;
		uint32_t place;

		/* What is fetched may be a position and no word. */
		if (end - at > AHEAD_STATE) {
			__builtin_prefetch(&states[at[AHEAD_STATE] >> BATCH_SHIFT], 1);
			if (at[AHEAD_TARGET] >> BATCH_SHIFT < inversion->words)
				__builtin_prefetch(&elements[states[at[AHEAD_TARGET] >> BATCH_SHIFT].next], 1);
		}
		place = *at & BATCH_PLACE;
		state = &states[*at++ >> BATCH_SHIFT];
		if (place == BATCH_AT)
			position = *at++;
		else
			position += place == BATCH_NEXT;
		elements[state->next] = doc | ELEMENT_DOC;
		state->next += state->doc != doc + 1;
		state->doc = doc + 1;
		elements[state->next] = position;
		state->next += place != BATCH_NOWHERE;
	}
	*last = position;
	return at;
}

static void
doc_scatter(struct inversion *inversion, uint32_t doc)
{
	const uint32_t *stream = inversion->batch->stream;
	const uint32_t *at = stream + inversion->batch->docs[inversion->order[doc]].stream;
	const uint32_t *end = stream + inversion_doc_end(inversion, doc);
	uint32_t position = 0;

	while (end - at > STREAM_STEP) {
		const uint32_t *from = at;

		at = part_scatter(inversion, doc, &position, at, at + STREAM_STEP, end);
		memory_give_back(span_from((const char *)from, (size_t)(at - from) * sizeof(*from)));
	}
	part_scatter(inversion, doc, &position, at, end, end);
}

enum status
inversion_scatter(struct inversion *inversion, const struct flush_options *options, struct error *err)
{
	enum status status = places_give(inversion, err);

	for (uint32_t doc = 0; doc < inversion->docs && status == STATUS_OK; doc++) {
		doc_scatter(inversion, doc);
		if (doc % 4096 == 4095 && options->stop && options->stop(options->context))
			status = error_set(err, STATUS_INTERRUPTED, NULL, "interrupted");
	}
	return status;
}
