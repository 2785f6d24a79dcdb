#include <stdlib.h>

#include "index/segment/flush_lists.h"
#include "index/segment/term_sort.h"

/* How many terms ahead what is known of a term is fetched, and then what its list
 * is made of. */
#define AHEAD_TERM 24
#define AHEAD_LIST 8

/* ---- Order of terms --------------------------------------------------- */

static enum status
terms_sort(struct inversion *inversion, struct error *err)
{
	struct vocabulary *vocabulary = &inversion->batch->vocabulary;
	uint32_t count = 0;

	inversion->sorted = malloc(((size_t)vocabulary->count + 1) * sizeof(uint32_t));
	if (!inversion->sorted)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	/* Words of articles that are gone have no elements. */
	for (uint32_t i = 0; i < vocabulary->count; i++)
		if (i >= inversion->words || inversion->states[i].next != inversion->begins[i])
			inversion->sorted[count++] = i;
	inversion->sorted_count = count;
	return term_sort(vocabulary, inversion->sorted, count) ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

/* ---- Lists ------------------------------------------------------------ */

static enum status
word_write(struct inversion *inversion, struct lists_out *out, uint32_t word, struct span text, unsigned flags,
           const struct list_base *base, struct error *err)
{
	size_t count;
	const uint32_t *elements = inversion_elements(inversion, word, &count);
	enum status status;

	list_writer_begin(&out->list, flags);
	status = base ? lists_out_base(out, base, count, err) : STATUS_OK;
	if (status < 0)
		return status;
	list_writer_elements(&out->list, elements, count, err);
	return lists_out_term(out, text, err);
}

static void
word_add(struct inversion *inversion, const struct stem_word *word)
{
	size_t count;
	const uint32_t *at = inversion_elements(inversion, word->word, &count), *end = at + count;

	while (at < end) {
		uint32_t doc = *at++ & ~ELEMENT_DOC;
		const uint32_t *from = at;

		while (!(*at & ELEMENT_DOC))
			at++;
		if (word->language == LANGUAGE_ANY || inversion_language(inversion, doc) == word->language)
			doc_counts_add(&inversion->counts, doc, (uint32_t)(at - from));
	}
}

/* A stem of several words, or of a word in one of its languages. */
static enum status
merged_write(struct inversion *inversion, struct lists_out *out, const struct stem_word *words, uint32_t count,
             struct span text, struct error *err)
{
	const uint32_t *at;

	for (uint32_t i = 0; i < count; i++)
		word_add(inversion, &words[i]);
	buf_clear(&inversion->merged);
	doc_counts_take(&inversion->counts, &inversion->merged);
	if (buf_status(&inversion->merged) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	at = (const uint32_t *)(const void *)inversion->merged.data;
	list_writer_begin(&out->list, LIST_COUNTED);
	for (size_t i = 0; i < inversion->merged.len / sizeof(*at); i += 2)
		list_writer_add(&out->list, at[i], at[i + 1], NULL, err);
	return lists_out_term(out, text, err);
}

/* The stem of words of one article, whose elements may not be there. */
static enum status
summed_write(struct inversion *inversion, struct lists_out *out, const struct stem_word *words, uint32_t count,
             struct span text, struct error *err)
{
	const struct batch_term *terms = inversion->batch->terms.data;
	uint32_t sum = 0;

	for (uint32_t i = 0; i < count; i++)
		sum += terms[words[i].word].units - 1;
	list_writer_begin(&out->list, LIST_COUNTED);
	list_writer_add(&out->list, 0, sum, NULL, err);
	return lists_out_term(out, text, err);
}

static enum status
stem_write(struct inversion *inversion, struct lists_out *out, uint32_t stem, struct span text, struct error *err)
{
	uint32_t begin = inversion->stem_begins[stem], count = inversion->stem_begins[stem + 1] - begin;
	const struct stem_word *words = &inversion->stem_words[begin];
	struct span word = vocabulary_term(&inversion->batch->vocabulary, words->word);
	enum status status;

	if (count == 1 && words->language == LANGUAGE_ANY && span_equal(word, span_from(text.ptr + 1, text.len - 1))) {
		/* A stem that is spelt like its only word has the word's list. */
		lists_out_shared(out, text, err);
		return out->dict_file.status;
	}
	if (inversion->passes)
		status = summed_write(inversion, out, words, count, text, err);
	else if (count > 1 || words->language != LANGUAGE_ANY)
		status = merged_write(inversion, out, words, count, text, err);
	else
		status = word_write(inversion, out, words->word, text, LIST_COUNTED, NULL, err);
	inversion->bases[stem] = lists_out_last_base(out);
	return status;
}

/* The list that the one of WORD may be ranks in, or NULL. */
static const struct list_base *
word_base(const struct inversion *inversion, uint32_t word)
{
	uint32_t stem = inversion->word_stems[word];

	return stem == TERM_NONE ? NULL : &inversion->bases[stem];
}

static void
term_fetch(const struct inversion *inversion, uint32_t at)
{
	uint32_t term;

	if (at >= inversion->sorted_count)
		return;
	term = inversion->sorted[at];
	vocabulary_term_prefetch(&inversion->batch->vocabulary, term);
	if (term < inversion->words) {
		__builtin_prefetch(&inversion->begins[term]);
		__builtin_prefetch(&inversion->states[term]);
		__builtin_prefetch((const struct batch_term *)inversion->batch->terms.data + term);
	} else {
		__builtin_prefetch(&inversion->stem_begins[term - inversion->words]);
	}
}

static void
list_fetch(const struct inversion *inversion, uint32_t at)
{
	uint32_t term;

	if (at >= inversion->sorted_count)
		return;
	term = inversion->sorted[at];
	__builtin_prefetch(vocabulary_term_at(&inversion->batch->vocabulary, term));
	if (term >= inversion->words)
		term = inversion->stem_words[inversion->stem_begins[term - inversion->words]].word;
	__builtin_prefetch((const uint32_t *)inversion->elements.data + inversion->begins[term]);
}

static enum status
terms_write(struct inversion *inversion, struct lists_out *out, const struct flush_options *options, struct error *err)
{
	const struct batch_term *terms = inversion->batch->terms.data;
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < inversion->sorted_count && status == STATUS_OK; i++) {
		uint32_t term = inversion->sorted[i];
		struct span text = vocabulary_term(&inversion->batch->vocabulary, term);

		term_fetch(inversion, i + AHEAD_TERM);
		list_fetch(inversion, i + AHEAD_LIST);
		if (inversion->passes && i == inversion->pass_end)
			status = inversion_pass(inversion, i, err);
		if (status < 0)
			break;
		if (term < inversion->words)
			status = word_write(inversion, out, term, text, terms[term].flags, word_base(inversion, term), err);
		else
			status = stem_write(inversion, out, term - inversion->words, text, err);
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
	enum status status = terms_sort(inversion, err);

	if (status < 0)
		return status;
	status = lists_out_open(&out, options->folder, name, inversion->lengths, inversion->docs, mean, err);
	if (status == STATUS_OK)
		status = terms_write(inversion, &out, options, err);
	if (status == STATUS_OK)
		status = lists_out_finish(&out, size, err);
	lists_out_release(&out);
	return status;
}
