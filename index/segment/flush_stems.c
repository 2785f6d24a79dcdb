#include <stdlib.h>

#include "index/segment/flush_lists.h"
#include "index/terms.h"

/* One use of a word by a stem, before they are in order of stems. */
struct use {
	uint32_t stem;             /* from 0 */
	struct stem_word word;
};

/* The stem of WORD in LANGUAGE, from 0, or TERM_NONE. */
static enum status
stem_find(struct inversion *inversion, uint32_t language, uint32_t word, uint32_t *stem)
{
	struct vocabulary *vocabulary = &inversion->batch->vocabulary;
	char room[STEM_TERM_MAX];
	struct span stemmed;
	struct term_key key;

	*stem = TERM_NONE;
	if (!stem_set_term(inversion->stems, language, vocabulary_term(vocabulary, word), room, &stemmed))
		return STATUS_OK;
	vocabulary_key(vocabulary, stemmed, &key);
	*stem = vocabulary_put(vocabulary, &key, stemmed);
	if (*stem >= BATCH_TERMS_MAX)
		return STATUS_NOMEM;
	*stem -= inversion->words;
	return STATUS_OK;
}

static enum status
use_add(struct inversion *inversion, struct buf *uses, uint32_t language, uint32_t word, bool alone)
{
	struct use use = { .word = { word, alone ? LANGUAGE_ANY : language } };
	enum status status = stem_find(inversion, language, word, &use.stem);

	if (status == STATUS_OK && use.stem != TERM_NONE)
		buf_append(uses, &use, sizeof(use));
	if (alone && status == STATUS_OK)
		inversion->word_stems[word] = use.stem;
	return status < 0 ? status : buf_status(uses);
}

/* A word of articles in several languages may have several stems. */
static enum status
uses_add(struct inversion *inversion, struct buf *uses, uint32_t word)
{
	bool seen[STEM_SET_MAX] = { false };
	size_t count;
	const uint32_t *elements = inversion_elements(inversion, word, &count);
	uint32_t first = inversion_language(inversion, elements[0] & ~ELEMENT_DOC);
	bool alone = true;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count; i++)
		if (elements[i] & ELEMENT_DOC) {
			uint32_t language = inversion_language(inversion, elements[i] & ~ELEMENT_DOC);

			seen[language] = true;
			alone &= language == first;
		}
	for (uint32_t i = 0; i < inversion->stems->count && status == STATUS_OK; i++)
		if (seen[i])
			status = use_add(inversion, uses, i, word, alone);
	return status;
}

/* Puts the uses in order of stems. */
static bool
uses_sort(struct inversion *inversion, const struct buf *uses, uint32_t stems)
{
	const struct use *use = (const struct use *)(const void *)uses->data;
	size_t count = uses->len / sizeof(*use);
	uint32_t *begins = calloc((size_t)stems + 2, sizeof(*begins));

	inversion->stem_begins = begins;
	inversion->bases = calloc((size_t)stems + 1, sizeof(*inversion->bases));
	inversion->stem_words = malloc((count + 1) * sizeof(*inversion->stem_words));
	if (!begins || !inversion->bases || !inversion->stem_words)
		return false;
	for (size_t i = 0; i < count; i++)
		begins[use[i].stem + 2]++;
	for (uint32_t i = 2; i < stems + 2; i++)
		begins[i] += begins[i - 1];
	for (size_t i = 0; i < count; i++)
		inversion->stem_words[begins[use[i].stem + 1]++] = use[i].word;
	return true;
}

enum status
inversion_stem(struct inversion *inversion, struct error *err)
{
	struct batch *batch = inversion->batch;
	struct buf uses = BUF_INIT;
	enum status status = STATUS_OK;

	inversion->word_stems = malloc(((size_t)inversion->words + 1) * sizeof(*inversion->word_stems));
	if (!inversion->word_stems)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	memset(inversion->word_stems, 0xFF, inversion->words * sizeof(*inversion->word_stems));
	/* No word begins as stems do. */
	vocabulary_seal(&batch->vocabulary);
	for (uint32_t word = 0; word < inversion->words && status == STATUS_OK; word++) {
		const struct batch_term *term = (const struct batch_term *)batch->terms.data + word;

		if (!(term->flags & LIST_COUNTED) || inversion->states[word].next == inversion->begins[word]
		    || !term_has_stem(vocabulary_term(&batch->vocabulary, word)))
			continue;
		status = term->several ? uses_add(inversion, &uses, word)
		                       : use_add(inversion, &uses, term->language, word, true);
	}
	if (status == STATUS_OK && !uses_sort(inversion, &uses, batch->vocabulary.count - inversion->words))
		status = STATUS_NOMEM;
	if (status == STATUS_OK && inversion->passes && !vocabulary_close(&batch->vocabulary))
		status = STATUS_NOMEM;
	buf_release(&uses);
	return status < 0 ? error_set(err, status, NULL, "out of memory") : STATUS_OK;
}
