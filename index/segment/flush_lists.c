#include "index/segment/flush_lists.h"

#include <stdlib.h>

#include "index/segment/lists_out.h"

/* The document of a posting that is not there yet. */
#define DOC_NONE_YET UINT32_MAX

/* The terms of one pass over the stream, and where their postings go. */
struct scatter {
	struct inversion *inversion;
	struct scatter_term {
		uint64_t posting;      /* the present one */
		uint64_t position;     /* where the next position goes */
	} *terms;                      /* by rank, from first */
	uint32_t first, until;         /* ranks of this pass */
	struct posting {
		uint32_t doc, count;
	} *postings;
	uint32_t *positions;
	struct pages term_pages, posting_pages, position_pages;
	uint32_t *rank;                /* by term */
	uint32_t *sorted;              /* terms by rank */
	uint32_t count;                /* of terms in use */
};

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

	memcpy(bytes, term.ptr, term.len < 8 ? term.len : 8);
	return __builtin_bswap64(load_u64(bytes));
}

static enum status
terms_sort(struct scatter *scatter, struct error *err)
{
	struct vocabulary *vocabulary = &scatter->inversion->batch->vocabulary;
	const struct term_state *states = scatter->inversion->terms.data;
	struct sort_term *sort = malloc(((size_t)vocabulary->count + 1) * sizeof(*sort));

	scatter->rank = malloc(((size_t)vocabulary->count + 1) * sizeof(uint32_t));
	if (!sort || !scatter->rank) {
		free(sort);
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	}
	/* Terms of articles that are gone have no documents. */
	for (uint32_t i = 0; i < vocabulary->count; i++)
		if (states[i].df)
			sort[scatter->count++] = (struct sort_term){ big_key(vocabulary_term(vocabulary, i)), i };
	qsort_r(sort, scatter->count, sizeof(*sort), sort_term_compare, vocabulary);
	/* In place: the numbers are smaller than what they are taken from. */
	scatter->sorted = (uint32_t *)sort;
	for (uint32_t i = 0; i < scatter->count; i++) {
		uint32_t term = sort[i].term;

		scatter->sorted[i] = term;
		scatter->rank[term] = i;
	}
	return STATUS_OK;
}

/* ---- One pass --------------------------------------------------------- */

static inline const struct term_state *
state_of(const struct scatter *scatter, uint32_t rank)
{
	return (const struct term_state *)scatter->inversion->terms.data + scatter->sorted[rank];
}

/* Takes as many terms as MEMORY allows, at least one, and gives them room. */
static enum status
pass_begin(struct scatter *scatter, size_t memory, struct error *err)
{
	uint64_t postings = 0, positions = 0;
	uint32_t until = scatter->first;

	while (until < scatter->count) {
		const struct term_state *state = state_of(scatter, until);
		uint64_t own = state->flags & LIST_POSITIONS ? state->tokens : 0;

		if (until > scatter->first && (postings + state->df) * sizeof(struct posting)
		    + (positions + own) * sizeof(uint32_t) > memory)
			break;
		postings += state->df;
		positions += own;
		until++;
	}
	scatter->until = until;
	if (!pages_grow(&scatter->term_pages, ((size_t)until - scatter->first) * sizeof(struct scatter_term))
	    || !pages_grow(&scatter->posting_pages, ((size_t)postings + 1) * sizeof(struct posting))
	    || !pages_grow(&scatter->position_pages, ((size_t)positions + 1) * sizeof(uint32_t)))
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	scatter->terms = scatter->term_pages.data;
	scatter->postings = scatter->posting_pages.data;
	scatter->positions = scatter->position_pages.data;
	postings = positions = 0;
	for (uint32_t rank = scatter->first; rank < until; rank++) {
		const struct term_state *state = state_of(scatter, rank);

		scatter->terms[rank - scatter->first] = (struct scatter_term){ postings, positions };
		scatter->postings[postings] = (struct posting){ DOC_NONE_YET, 0 };
		postings += state->df;
		positions += state->flags & LIST_POSITIONS ? state->tokens : 0;
	}
	return STATUS_OK;
}

static inline void
posting_put(struct scatter *scatter, uint32_t rank, uint32_t doc, uint32_t position)
{
	struct scatter_term *term = &scatter->terms[rank - scatter->first];
	struct posting *posting = &scatter->postings[term->posting];

	if (posting->doc != doc) {
		if (posting->doc != DOC_NONE_YET)
			posting = &scatter->postings[++term->posting];
		*posting = (struct posting){ doc, 0 };
	}
	posting->count++;
	if (position)
		scatter->positions[term->position++] = position;
}

static void
doc_scatter(struct scatter *scatter, uint32_t doc)
{
	struct inversion *inversion = scatter->inversion;
	const struct batch_doc *from = &inversion->batch->docs[inversion->order[doc]];
	const uint32_t *stream = inversion->batch->stream.data, *at = stream + from->stream;
	const uint32_t *end = stream + inversion_doc_end(inversion, doc);
	const uint32_t *stem_of = inversion->stem_of[from->language].data, *rank = scatter->rank;
	uint32_t position = 0, first = scatter->first, width = scatter->until - first;

	while (at < end) {
		uint32_t element = *at++, word = element >> BATCH_SHIFT, place = element & BATCH_PLACE, mine;

		if (place == BATCH_AT)
			position = *at++;
		else if (place == BATCH_NEXT)
			position++;
		mine = rank[word];
		if (mine - first < width)
			posting_put(scatter, mine, doc, place ? position : 0);
		if (!(element & BATCH_COUNTED) || stem_of[word] < 2)
			continue;
		mine = rank[stem_of[word] - 2];
		if (mine - first < width)
			posting_put(scatter, mine, doc, 0);
	}
}

/* ---- Lists ------------------------------------------------------------ */

/* Whether the list of STEM (rank) is that of the word it is spelt like: each
 * occurrence of the word counts for it, and no other does. */
static bool
stem_is_shared(const struct scatter *scatter, uint32_t rank)
{
	const struct inversion *inversion = scatter->inversion;
	const struct vocabulary *vocabulary = &inversion->batch->vocabulary;
	uint32_t stem = scatter->sorted[rank], word;
	struct span text = vocabulary_term(vocabulary, stem);
	const struct term_state *states = inversion->terms.data;

	if (text.ptr[0] != 'Z' || text.len < 2)
		return false;
	word = vocabulary_get(vocabulary, span_from(text.ptr + 1, text.len - 1));
	if (word == TERM_NONE || states[word].df != states[stem].df || states[word].tokens != states[stem].tokens)
		return false;
	for (int i = 0; i < STEMS_MAX; i++) {
		const uint32_t *known = inversion->stem_of[i].data;

		/* A stem that is no word of the batch has no place in these tables. */
		if (known && (size_t)word * sizeof(uint32_t) < inversion->stem_of[i].size && known[word] > 0
		    && known[word] != stem + 2)
			return false;
	}
	return true;
}

static void
positions_put(struct list_writer *list, const uint32_t *positions, uint32_t count, struct error *err)
{
	unsigned char bytes[64 * VARINT_MAX];
	uint32_t before = 0;

	while (count) {
		uint32_t some = count < 64 ? count : 64;
		size_t len = 0;

		for (uint32_t i = 0; i < some; i++) {
			len += varint_put(bytes + len, positions[i] - before);
			before = positions[i];
		}
		list_writer_positions(list, bytes, len, err);
		positions += some;
		count -= some;
	}
}

static int
position_compare(const void *a, const void *b)
{
	uint32_t first = *(const uint32_t *)a, second = *(const uint32_t *)b;

	return (first > second) - (first < second);
}

/* Positions ascend as article_terms() makes them; should that change, order is kept here. */
static void
positions_sort(uint32_t *positions, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++)
		if (positions[i] < positions[i - 1]) {
			qsort(positions, count, sizeof(*positions), position_compare);
			return;
		}
}

static enum status
term_write(struct scatter *scatter, uint32_t rank, const struct posting *postings, uint32_t *positions,
           struct lists_out *out, struct error *err)
{
	const struct term_state *state = state_of(scatter, rank);
	struct span text = vocabulary_term(&scatter->inversion->batch->vocabulary, scatter->sorted[rank]);

	if (stem_is_shared(scatter, rank)) {
		lists_out_shared(out, text, state->df, state->tokens, err);
		return out->dict_file.status;
	}
	list_writer_begin(&out->list, state->flags);
	for (uint32_t i = 0; i < state->df; i++) {
		list_writer_add(&out->list, postings[i].doc, LIST_HAS_COUNTS(state->flags) ? postings[i].count : 1, err);
		if (!(state->flags & LIST_POSITIONS))
			continue;
		positions_sort(positions, postings[i].count);
		positions_put(&out->list, positions, postings[i].count, err);
		positions += postings[i].count;
	}
	return lists_out_term(out, text, err);
}

static enum status
pass_write(struct scatter *scatter, struct lists_out *out, struct error *err)
{
	uint64_t posting = 0, position = 0;

	for (uint32_t rank = scatter->first; rank < scatter->until; rank++) {
		const struct term_state *state = state_of(scatter, rank);
		enum status status = term_write(scatter, rank, scatter->postings + posting,
		                                scatter->positions + position, out, err);

		if (status < 0)
			return status;
		posting += state->df;
		position += state->flags & LIST_POSITIONS ? state->tokens : 0;
	}
	return STATUS_OK;
}

/* ---- All passes ------------------------------------------------------- */

static void
scatter_release(struct scatter *scatter)
{
	pages_release(&scatter->term_pages);
	pages_release(&scatter->posting_pages);
	pages_release(&scatter->position_pages);
	free(scatter->rank);
	free(scatter->sorted);
}

enum status
inversion_write_lists(struct inversion *inversion, const struct segment_name *name,
                      const struct flush_options *options, uint64_t *size, struct error *err)
{
	struct scatter scatter = { .inversion = inversion };
	struct lists_out out;
	double mean = (double)inversion->length_sum / (double)inversion->docs;
	enum status status = lists_out_open(&out, options->folder, name, inversion->lengths, mean, err);

	if (status == STATUS_OK)
		status = terms_sort(&scatter, err);
	while (status == STATUS_OK && scatter.first < scatter.count) {
		status = pass_begin(&scatter, options->memory, err);
		for (uint32_t doc = 0; doc < inversion->docs && status == STATUS_OK; doc++)
			doc_scatter(&scatter, doc);
		if (status == STATUS_OK)
			status = pass_write(&scatter, &out, err);
		if (status == STATUS_OK && options->stop && options->stop(options->context))
			status = error_set(err, STATUS_INTERRUPTED, NULL, "interrupted");
		scatter.first = scatter.until;
	}
	if (status == STATUS_OK)
		status = lists_out_finish(&out, size, err);
	lists_out_release(&out);
	scatter_release(&scatter);
	return status;
}
