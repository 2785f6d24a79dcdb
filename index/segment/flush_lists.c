#include "index/segment/flush_lists.h"

#include <stdlib.h>

#include "index/segment/lists_out.h"

/* ---- Order of terms --------------------------------------------------- */

struct sort_term {
	uint64_t key;                  /* the first 8 bytes, big-endian */
	uint32_t term;
};

static int
sort_term_compare(const void *a, const void *b, void *context)
{
	const struct sort_term *first = a, *second = b;

	if (first->key != second->key)
		return first->key < second->key ? -1 : 1;
	return span_compare(vocabulary_term(context, first->term), vocabulary_term(context, second->term));
}

static uint64_t
big_key(struct span term)
{
	unsigned char bytes[8] = { 0 };
	uint64_t key = 0;

	memcpy(bytes, term.ptr, term.len < 8 ? term.len : 8);
	for (int i = 0; i < 8; i++)
		key = key << 8 | bytes[i];
	return key;
}

enum status
inversion_sort(struct inversion *inversion, struct error *err)
{
	struct vocabulary *vocabulary = &inversion->batch->vocabulary;
	const struct term_state *states = inversion->terms.data;
	struct sort_term *sort = malloc(((size_t)vocabulary->count + 1) * sizeof(*sort));

	inversion->sorted = malloc(((size_t)vocabulary->count + 1) * sizeof(uint32_t));
	if (!sort || !inversion->sorted) {
		free(sort);
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	}
	/* Terms of articles that are gone have no documents. */
	for (uint32_t i = 0; i < vocabulary->count; i++)
		if (STATE_DF(&states[i]))
			sort[inversion->sorted_count++] = (struct sort_term){ big_key(vocabulary_term(vocabulary, i)), i };
	qsort_r(sort, inversion->sorted_count, sizeof(*sort), sort_term_compare, vocabulary);
	for (uint32_t i = 0; i < inversion->sorted_count; i++)
		inversion->sorted[i] = sort[i].term;
	free(sort);
	return STATUS_OK;
}

/* ---- Lists ------------------------------------------------------------ */

/* Whether the list of STEM is that of the word it is spelt like: each
 * occurrence of the word counts for it, and no other does. */
static bool
stem_is_shared(const struct inversion *inversion, uint32_t stem)
{
	const struct vocabulary *vocabulary = &inversion->batch->vocabulary;
	struct span text = vocabulary_term(vocabulary, stem);
	const struct term_state *states = inversion->terms.data;
	uint32_t word;

	if (text.ptr[0] != 'Z' || text.len < 2)
		return false;
	word = vocabulary_get(vocabulary, span_from(text.ptr + 1, text.len - 1));
	if (word == TERM_NONE || STATE_DF(&states[word]) != STATE_DF(&states[stem])
	    || states[word].tokens != states[stem].tokens)
		return false;
	for (int i = 0; i < STEM_SET_MAX; i++) {
		const uint32_t *known = inversion->stem_of[i].data;

		/* A stem that is no word of the batch has no place in these tables. */
		if (known && (size_t)word * sizeof(uint32_t) < inversion->stem_of[i].size && known[word] > 0
		    && known[word] != stem + 2)
			return false;
	}
	return true;
}

/* After the scattering a state says where its term's bytes end; they begin
 * behind those of the term before. */
static enum status
terms_write(struct inversion *inversion, struct lists_out *out, const struct flush_options *options, struct error *err)
{
	const struct term_state *states = inversion->terms.data;
	const char *post = inversion->post.data, *pos = inversion->pos.data;
	uint32_t post_at = 0, pos_at = 0;
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < inversion->sorted_count && status == STATUS_OK; i++) {
		uint32_t term = inversion->sorted[i];
		const struct term_state *state = &states[term];
		struct span text = vocabulary_term(&inversion->batch->vocabulary, term);

		if (stem_is_shared(inversion, term)) {
			lists_out_shared(out, text, STATE_DF(state), state->tokens, err);
			status = out->dict_file.status;
		} else {
			status = lists_out_coded(out, text, STATE_FLAGS(state), STATE_DF(state),
			                         span_from(post + post_at, state->post - post_at),
			                         span_from(pos + pos_at, state->pos - pos_at), err);
		}
		post_at = state->post + PLACE_SLACK;
		pos_at = state->pos + PLACE_SLACK;
		if (status == STATUS_OK && i % 65536 == 65535 && options->stop && options->stop(options->context))
			status = error_set(err, STATUS_INTERRUPTED, NULL, "interrupted");
	}
	return status;
}

enum status
inversion_write_lists(struct inversion *inversion, const struct segment_name *name,
                      const struct flush_options *options, uint64_t *size, struct error *err)
{
	struct lists_out out;
	double mean = (double)inversion->length_sum / (double)inversion->docs;
	enum status status = lists_out_open(&out, options->folder, name, inversion->lengths, mean, err);

	if (status == STATUS_OK)
		status = terms_write(inversion, &out, options, err);
	if (status == STATUS_OK)
		status = lists_out_finish(&out, size, err);
	lists_out_release(&out);
	return status;
}
