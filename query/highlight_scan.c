#include <stdlib.h>

#include "common/hash.h"
#include "common/utf8.h"
#include "index/terms.h"
#include "query/highlighter.h"
#include "query/spelling.h"

/* One run over one text. */
struct scan {
	struct highlighter *highlighter;
	struct stemmer *stemmer;
	bool title;
	bool begins;             /* the first letter of a word tells whether it can be the query's */
	struct span text;
	size_t starts[HIGHLIGHT_PHRASE_MAX];  /* where the last words begin, by position */
	struct highlights *found;
};

/* Forgets them all.  False when memory is short. */
static bool
kept_stems_reset(struct kept_stems *kept)
{
	free(kept->slots);
	kept->slots = calloc(STEMS_KEPT, sizeof(*kept->slots));
	buf_clear(&kept->pool);
	buf_append_byte(&kept->pool, 0);
	return kept->slots && buf_status(&kept->pool) == STATUS_OK;
}

/* Pages that were never touched are what a short run pays most for: stems lie close together. */
static struct span
stem_of(struct scan *scan, struct span word)
{
	struct kept_stems *kept = &scan->highlighter->kept;
	uint32_t *slot = &kept->slots[hash_bytes(word, 0) % STEMS_KEPT];
	const char *there = kept->pool.data + *slot;
	struct span stem;

	if (*slot && (unsigned char)there[0] == word.len && memcmp(there + 2, word.ptr, word.len) == 0)
		return span_from(there + 2 + word.len, (unsigned char)there[1]);
	stem = stemmer_stem(scan->stemmer, word);
	if (word.len == 0 || word.len > UINT8_MAX || stem.len > UINT8_MAX)
		return stem;
	if (kept->pool.len > STEMS_BYTES) {
		memset(kept->slots, 0, STEMS_KEPT * sizeof(*kept->slots));
		kept->pool.len = 1;
	}
	*slot = (uint32_t)kept->pool.len;
	buf_append_byte(&kept->pool, (int)word.len);
	buf_append_byte(&kept->pool, (int)stem.len);
	buf_append_span(&kept->pool, word);
	buf_append_span(&kept->pool, stem);
	/* Half a word is not looked at, and never the one behind it. */
	if (buf_status(&kept->pool) < 0)
		*slot = 0;
	return stem;
}

static bool
spelling_fits(struct scan *scan, const struct token *token, struct span spelt)
{
	struct buf *spelling = &scan->highlighter->spelling;

	if (!spelt.ptr)
		return true;
	buf_clear(spelling);
	spelling_append(spelling, span_from(scan->text.ptr + token->start, token->end - token->start));
	return span_equal(buf_span(spelling), spelt);
}

/* TOKEN is an element of a phrase: whether that ends here, and where it began. */
static bool
phrase_step(struct scan *scan, const struct token *token, const struct term_use *use, size_t *start)
{
	struct phrase_state *phrase = &scan->highlighter->phrases[use->phrase];

	if (phrase->position != token->position + 1) {
		phrase->before = phrase->position == token->position ? phrase->bits : 0;
		phrase->bits = 0;
		phrase->position = token->position + 1;
	}
	if (use->element == 0 || (phrase->before >> (use->element - 1) & 1))
		phrase->bits |= UINT64_C(1) << use->element;
	if (use->element + 1 != phrase->length || !(phrase->bits >> use->element & 1))
		return false;
	*start = scan->starts[(token->position + 1 - phrase->length) % HIGHLIGHT_PHRASE_MAX];
	return true;
}

/* *FOUND: whether TERM is one of the query's at all. */
static enum status
use_term(struct scan *scan, const struct token *token, struct span term, bool *found)
{
	struct highlighter *highlighter = scan->highlighter;
	uint32_t number = table_get(&highlighter->terms, term);
	enum status status = STATUS_OK;

	if (number == TABLE_NONE)
		return STATUS_OK;
	*found = true;
	for (uint32_t at = highlighter->first_use[number]; at != TABLE_NONE && status == STATUS_OK;
	     at = highlighter->uses[at].next) {
		const struct term_use *use = &highlighter->uses[at];
		struct highlight highlight = { .start = token->start, .end = token->end, .unit = use->unit };

		if (use->phrase == NO_PHRASE ? spelling_fits(scan, token, use->spelt)
		                             : phrase_step(scan, token, use, &highlight.start))
			status = highlights_add(scan->found, highlight);
	}
	return status;
}

/* The term of WORD under PREFIX. */
static enum status
use_prefixed(struct scan *scan, const struct token *token, const char *prefix, struct span word, bool *found)
{
	struct buf *key = &scan->highlighter->key;

	buf_clear(key);
	buf_append_string(key, prefix);
	buf_append_span(key, word);
	return buf_status(key) < 0 ? STATUS_NOMEM : use_term(scan, token, buf_span(key), found);
}

/* *FOUND stays false when no term of the word, here or there, is the query's. */
static enum status
use_terms(struct scan *scan, const struct token *token, bool *found)
{
	const struct highlighter *highlighter = scan->highlighter;
	enum status status = use_term(scan, token, token->term, found);

	if (status == STATUS_OK && scan->title && highlighter->titles)
		status = use_prefixed(scan, token, PREFIX_TITLE, token->term, found);
	if (status == STATUS_OK && highlighter->caps && token->flags & TOKEN_CAPS)
		status = use_prefixed(scan, token, PREFIX_CAPS, token->term, found);
	if (status == STATUS_OK && highlighter->stems) {
		struct span stem = stem_of(scan, token->term);

		status = use_prefixed(scan, token, PREFIX_STEM, stem, found);
		if (status == STATUS_OK && scan->title && highlighter->titles)
			status = use_prefixed(scan, token, PREFIX_STEM PREFIX_TITLE, stem, found);
	}
	return status;
}

static enum status
scan_word(struct scan *scan, const struct token *token)
{
	struct highlighter *highlighter = scan->highlighter;
	bool found = (highlighter->titles && !scan->title) || (highlighter->caps && !(token->flags & TOKEN_CAPS));
	struct other_word key = { { 0, 0 } }, *place;
	enum status status;

	scan->starts[token->position % HIGHLIGHT_PHRASE_MAX] = token->start;
	if (scan->begins && !highlighter->begins[(unsigned char)token->term.ptr[0]])
		return STATUS_OK;
	place = other_words_place(&highlighter->others, token->term, &key);
	if (place && other_word_is(place, &key))
		return STATUS_OK;
	/* A word that was not looked up in every way may be the query's elsewhere. */
	status = use_terms(scan, token, &found);
	if (place && !found)
		other_words_put(&highlighter->others, place, &key);
	return status;
}

/* By start, the longest first. */
static int
by_start(const void *left, const void *right)
{
	const struct highlight *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return (a->unit > b->unit) - (a->unit < b->unit);
}

/* Leaves out what lies in or runs into an earlier one; counts code points. */
static void
finish(struct scan *scan)
{
	struct highlights *found = scan->found;
	size_t kept = 0, at = 0, points = 0;

	if (found->count)
		qsort(found->items, found->count, sizeof(*found->items), by_start);
	for (size_t i = 0; i < found->count; i++) {
		struct highlight *highlight = &found->items[i];

		if (kept && highlight->start < found->items[kept - 1].end)
			continue;
		points += utf8_count(span_from(scan->text.ptr + at, highlight->start - at));
		highlight->first_point = points;
		points += utf8_count(span_from(scan->text.ptr + highlight->start, highlight->end - highlight->start));
		highlight->end_point = points;
		at = highlight->end;
		found->items[kept++] = *highlight;
	}
	found->count = kept;
}

enum status
highlighter_scan(struct highlighter *highlighter, struct span language, enum article_field field,
                 struct span text, size_t limit, struct highlights *found, struct error *err)
{
	struct scan scan = {
		.highlighter = highlighter, .stemmer = languages_stemmer(&highlighter->languages, language),
		.title = field == FIELD_TITLE, .text = text, .found = found,
	};
	struct tokenizer tokenizer;
	struct token token;
	enum status status = STATUS_OK;

	if (highlighter->kept_by != scan.stemmer) {
		highlighter->kept_by = kept_stems_reset(&highlighter->kept) && other_words_reset(&highlighter->others) ? scan.stemmer : NULL;
		if (!highlighter->kept_by)
			status = STATUS_NOMEM;
	}
	scan.begins = !highlighter->stems || stemmer_keeps_first(scan.stemmer);
	for (size_t i = 0; i < highlighter->phrase_count; i++) {
		highlighter->phrases[i].position = 0;
		highlighter->phrases[i].bits = 0;
	}
	tokenizer_start(&tokenizer, text);
	while (status == STATUS_OK && found->count < limit && token_next(&tokenizer, &token))
		status = scan_word(&scan, &token);
	if (status < 0)
		return error_set(err, status, NULL, "out of memory");
	finish(&scan);
	return STATUS_OK;
}

enum status
highlighter_find(struct highlighter *highlighter, const struct article *article, enum article_field field,
                 struct arena *arena, struct highlight **highlights, size_t *count, struct error *err)
{
	struct highlights found = { NULL, 0, 0 };
	enum status status = highlighter_scan(highlighter, article->text[FIELD_LANGUAGE], field, article->text[field],
	                                      SIZE_MAX, &found, err);

	*count = 0;
	if (status == STATUS_OK) {
		*highlights = arena_zalloc(arena, found.count + 1, sizeof(**highlights));
		if (!*highlights)
			status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
		else if (found.count)
			memcpy(*highlights, found.items, found.count * sizeof(**highlights));
		*count = status == STATUS_OK ? found.count : 0;
	}
	free(found.items);
	return status;
}
