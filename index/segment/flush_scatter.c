#include "index/segment/flush_lists.h"
#include "index/segment/varints.h"

/* Counting and scattering go the same way through the stream: document by
 * document, first all its words, then once for each different word and stem.
 * What one writes the other has measured, so both are made of one function. */
enum pass { PASS_COUNT, PASS_SCATTER };

/* How far ahead states, and then where they point to, are fetched. */
#define AHEAD_STATE 24
#define AHEAD_TARGET 8

/* Which way numbers branch cannot be foretold, so the usual sizes are written
 * without branches, up to PLACE_SLACK bytes too many. */
static inline __attribute__((always_inline)) uint32_t
value_put(unsigned char *out, uint32_t value, enum pass pass)
{
	uint32_t two = value >= 128;

	if (value >= 1u << 14)
		return pass == PASS_COUNT ? varint_size(value) : (uint32_t)varint_put(out, value);
	if (pass == PASS_SCATTER)
		store_u32(out, (value & 127) | two << 7 | (value >> 7) << 8);
	return 1 + two;
}

/* What a posting with stored counts is in a list tail. */
static inline __attribute__((always_inline)) uint32_t
counted_put(unsigned char *out, uint32_t delta, uint32_t count, enum pass pass)
{
	uint32_t one = count == 1, code = 2 * delta + one, two = code >= 128, len;

	if (code < 1u << 14 && count < 130) {
		/* The count's byte lies behind; a count of 1 has none. */
		if (pass == PASS_SCATTER)
			store_u32(out, (code & 127) | two << 7 | (code >> 7) << 8 | (count - 2) << (8 + 8 * two));
		return 2 + two - one;
	}
	len = value_put(out, code, pass);
	return one ? len : len + value_put(out + len, count - 2, pass);
}

/* One word in its place. */
static inline __attribute__((always_inline)) void
word_take(struct inversion *inversion, uint32_t word, uint32_t element, uint32_t position, uint32_t doc,
          uint32_t *touched, uint32_t *touched_count, enum pass pass)
{
	struct term_state *state = (struct term_state *)inversion->terms.data + word;
	uint32_t first = state->doc != doc + 1, before = first ? 0 : state->position;
	uint32_t placed = (element & BATCH_PLACE) != 0, counted = (element & BATCH_COUNTED) != 0;

	touched[*touched_count] = word;
	*touched_count += first;
	state->doc = doc + 1;
	state->count = first ? 1 : state->count + 1;
	if (pass == PASS_COUNT)
		state->df_flags |= counted * ((uint32_t)LIST_COUNTED << 30) | placed * ((uint32_t)LIST_POSITIONS << 30);
	if (placed) {
		/* Positions ascend as article_terms() makes them. */
		state->pos += value_put((unsigned char *)inversion->pos.data + state->pos, position - before, pass);
		state->position = position;
	}
}

/* The posting of a term whose document is at its end. */
static inline __attribute__((always_inline)) void
posting_end(struct inversion *inversion, struct term_state *state, uint32_t doc, enum pass pass)
{
	unsigned char *out = (unsigned char *)inversion->post.data + state->post;
	uint32_t delta = doc - state->before;

	state->post += LIST_HAS_COUNTS(STATE_FLAGS(state)) ? counted_put(out, delta, state->count, pass)
	                                                   : value_put(out, delta, pass);
	state->before = doc + 1;
	if (pass == PASS_COUNT) {
		state->df_flags++;
		state->tokens += state->count;
	}
}

/* All words of a document; returns how many different ones there are. */
static inline __attribute__((always_inline)) uint32_t
words_take(struct inversion *inversion, uint32_t doc, enum pass pass)
{
	const struct batch *batch = inversion->batch;
	const uint32_t *stream = batch->stream.data, *at = stream + batch->docs[inversion->order[doc]].stream;
	const uint32_t *end = stream + inversion_doc_end(inversion, doc);
	const struct term_state *states = inversion->terms.data;
	uint32_t *touched = inversion->touched.data, touched_count = 0, position = 0;

	while (at < end) {
		uint32_t element, place;

		/* Elements that are positions are fetched too: that does no harm. */
		if (end - at > AHEAD_STATE) {
			__builtin_prefetch(&states[at[AHEAD_STATE] >> BATCH_SHIFT], 1);
			if (pass == PASS_SCATTER && (at[AHEAD_TARGET] >> BATCH_SHIFT) < batch->vocabulary.count)
				__builtin_prefetch((const char *)inversion->pos.data + states[at[AHEAD_TARGET] >> BATCH_SHIFT].pos, 1);
		}
		element = *at++;
		place = element & BATCH_PLACE;
		if (place == BATCH_AT)
			position = *at++;
		else if (place == BATCH_NEXT)
			position++;
		word_take(inversion, element >> BATCH_SHIFT, element, position, doc, touched, &touched_count, pass);
	}
	return touched_count;
}

/* The stem of WORD gets its occurrences. */
static inline __attribute__((always_inline)) enum status
stem_take(struct inversion *inversion, uint32_t language, uint32_t word, uint32_t doc, uint32_t *touched,
          uint32_t *touched_count, enum pass pass)
{
	uint32_t stem = ((const uint32_t *)inversion->stem_of[language].data)[word] - 2;
	struct term_state *state;

	if (pass == PASS_COUNT) {
		enum status status = inversion_stem(inversion, language, word, &stem);

		if (status < 0)
			return status;
	}
	if (stem >= BATCH_TERMS_MAX)
		return STATUS_OK;
	state = (struct term_state *)inversion->terms.data + stem;
	if (state->doc != doc + 1) {
		state->doc = doc + 1;
		state->count = 0;
		touched[(*touched_count)++] = stem;
		if (pass == PASS_COUNT)
			state->df_flags |= (uint32_t)LIST_COUNTED << 30;
	}
	state->count += ((const struct term_state *)inversion->terms.data)[word].count;
	return STATUS_OK;
}

static inline __attribute__((always_inline)) enum status
doc_take(struct inversion *inversion, uint32_t doc, enum pass pass, uint64_t *length)
{
	uint32_t language = inversion->batch->docs[inversion->order[doc]].language;
	uint32_t words = words_take(inversion, doc, pass), count = words;
	uint32_t *touched = inversion->touched.data;

	*length = 0;
	for (uint32_t i = 0; i < words; i++) {
		struct term_state *state = (struct term_state *)inversion->terms.data + touched[i];
		enum status status;

		posting_end(inversion, state, doc, pass);
		if (!(STATE_FLAGS(state) & LIST_COUNTED))
			continue;
		*length += state->count;
		status = stem_take(inversion, language, touched[i], doc, touched, &count, pass);
		if (status < 0)
			return status;
	}
	for (uint32_t i = words; i < count; i++) {
		struct term_state *state = (struct term_state *)inversion->terms.data + touched[i];

		posting_end(inversion, state, doc, pass);
		*length += state->count;
	}
	return STATUS_OK;
}

/* Room for the terms of the longest document, and as many stems. */
static bool
touched_room(struct inversion *inversion)
{
	uint64_t longest = 0;

	for (uint32_t doc = 0; doc < inversion->docs; doc++) {
		uint64_t own = inversion_doc_end(inversion, doc) - inversion->batch->docs[inversion->order[doc]].stream;

		if (own > longest)
			longest = own;
	}
	return pages_grow(&inversion->touched, (2 * (size_t)longest + 2) * sizeof(uint32_t));
}

static enum status
interrupted(const struct flush_options *options, uint32_t doc, struct error *err)
{
	return doc % 4096 == 4095 && options->stop && options->stop(options->context)
		? error_set(err, STATUS_INTERRUPTED, NULL, "interrupted")
		: STATUS_OK;
}

enum status
inversion_count(struct inversion *inversion, const struct flush_options *options, struct error *err)
{
	struct batch *batch = inversion->batch;
	/* Only words of the stream have stems: no more are asked for. */
	size_t words = batch->vocabulary.count;
	enum status status = STATUS_OK;

	/* Each word may have a stem of its own. */
	if (!touched_room(inversion) || !pages_grow(&inversion->terms, (2 * words + 1) * sizeof(struct term_state)))
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (uint32_t doc = 0; doc < inversion->docs && status == STATUS_OK; doc++) {
		struct batch_doc *from = &batch->docs[inversion->order[doc]];
		struct pages *stem_of = &inversion->stem_of[from->language];
		uint64_t length;

		if (!stem_of->data && !pages_grow(stem_of, words * sizeof(uint32_t)))
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		if (doc_take(inversion, doc, PASS_COUNT, &length) < 0)
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		from->values.length = length < UINT32_MAX ? (uint32_t)length : UINT32_MAX;
		inversion->lengths[doc] = from->values.length;
		inversion->length_sum += from->values.length;
		status = interrupted(options, doc, err);
	}
	return status;
}

/* Gives each term the place that it needs, in order. */
static enum status
places_give(struct inversion *inversion, struct error *err)
{
	struct term_state *states = inversion->terms.data;
	uint64_t post = 0, pos = 0;

	for (uint32_t i = 0; i < inversion->sorted_count; i++) {
		struct term_state *state = &states[inversion->sorted[i]];
		uint32_t own_post = state->post, own_pos = state->pos;

		if (post > UINT32_MAX - PLACE_SLACK - own_post || pos > UINT32_MAX - PLACE_SLACK - own_pos)
			return error_set(err, STATUS_LIMIT, NULL, "the articles of one batch are too long: give it less memory");
		state->post = (uint32_t)post;
		state->pos = (uint32_t)pos;
		state->doc = state->before = 0;
		post += own_post + PLACE_SLACK;
		pos += own_pos + PLACE_SLACK;
	}
	return pages_grow(&inversion->post, (size_t)post + 1) && pages_grow(&inversion->pos, (size_t)pos + 1)
		? STATUS_OK
		: error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

enum status
inversion_scatter(struct inversion *inversion, const struct flush_options *options, struct error *err)
{
	enum status status = places_give(inversion, err);
	uint64_t length;

	for (uint32_t doc = 0; doc < inversion->docs && status == STATUS_OK; doc++) {
		status = doc_take(inversion, doc, PASS_SCATTER, &length);
		if (status == STATUS_OK)
			status = interrupted(options, doc, err);
	}
	return status;
}
