#include "index/terms.h"

#include <inttypes.h>

#include "common/hash.h"
#include "common/memory.h"
#include "common/utf8.h"
#include "text/token.h"

_Static_assert(sizeof(((struct tokenizer *)0)->term) >= TOKEN_TERM_MAX + TERM_SLACK, "a token's term has its slack");

/* '#' and 16 hex digits. */
#define HASH_TAIL 17

/* Length of the longest prefix of VALUE that has at most LIMIT bytes as they
 * are stored (libxapian stores a NUL as two) and ends at a character's end. */
static size_t
fitting(struct span value, size_t limit)
{
	size_t at = 0, len;

	for (size_t cost = 0; at < value.len; at += len) {
		utf8_decode(value.ptr + at, value.ptr + value.len, &len);
		cost += value.ptr[at] ? len : 2;
		if (cost > limit)
			break;
	}
	return at;
}

void
term_boolean(struct buf *out, const char *prefix, struct span value, bool fold)
{
	struct buf folded = BUF_INIT;
	size_t room = TERM_MAX - strlen(prefix);

	if (fold) {
		fold_append(&folded, value);
		value = buf_span(&folded);
		if (folded.failed)
			out->failed = true;
	}
	buf_append_string(out, prefix);
	if (value.len && ((value.ptr[0] >= 'A' && value.ptr[0] <= 'Z') || value.ptr[0] == ':')) {
		buf_append_byte(out, ':');
		room--;
	}
	if (fitting(value, room) == value.len) {
		buf_append_span(out, value);
	} else {
		buf_append(out, value.ptr, fitting(value, room - HASH_TAIL));
		buf_append_format(out, "#%016" PRIx64, hash_content(value).low);
	}
	buf_release(&folded);
}

/* Memory that was read is given back so much at a time, and so much behind what is read now. */
#define SPARE_STEP ((size_t)1 << 20)
#define SPARE_KEEP ((size_t)64 << 10)

/* What one run over a field's words needs. */
struct field {
	const char *prefix;       /* of its second terms: S, A; "" when there are none */
	bool plain;               /* words without prefix too, and what goes with them */
	struct stemmer *stemmer;
	const struct term_sink *sink;
	struct sketch_maker *maker;  /* that takes its words too, or NULL */
	struct span spare;        /* of its text, what may be given back once it was read */
	uint32_t position;        /* of its first word; moved on to where the next text begins */
	uint32_t words;           /* out */
};

static enum status
add(const struct field *field, const char *prefix, struct span word, uint32_t position, uint32_t frequency)
{
	char term[TERM_MAX + TERM_SLACK];
	size_t len = strlen(prefix);

	if (len + word.len > TERM_MAX)
		return STATUS_OK;
	/* Most terms are plain words: they need no copy. */
	if (len == 0)
		return field->sink->add(field->sink->context, word, position, frequency);
	memcpy(term, prefix, len);
	memcpy(term + len, word.ptr, word.len);
	return field->sink->add(field->sink->context, span_from(term, len + word.len), position, frequency);
}

static enum status
add_stems(const struct field *field, struct span word)
{
	struct span stem = stemmer_stem(field->stemmer, word);
	enum status status = add(field, PREFIX_STEM, stem, 0, 1);

	if (status == STATUS_OK && field->prefix[0])
		status = add(field, PREFIX_STEM PREFIX_TITLE, stem, 0, 1);
	return status;
}

static enum status
add_marks(const struct field *field, const struct token *token, uint32_t position)
{
	enum status status = STATUS_OK;

	if (token->flags & TOKEN_CAPS)
		status = add(field, PREFIX_CAPS, token->term, position, 0);
	if (status == STATUS_OK && token->flags & TOKEN_SENTENCE)
		status = add(field, TERM_SENTENCE, SPAN(""), position, 0);
	if (status == STATUS_OK && token->flags & TOKEN_PARAGRAPH)
		status = add(field, TERM_PARAGRAPH, SPAN(""), position, 0);
	return status;
}

static enum status
add_word(const struct field *field, const struct token *token, uint32_t position)
{
	enum status status = STATUS_OK;

	if (field->prefix[0])
		status = add(field, field->prefix, token->term, position, 1);
	if (status != STATUS_OK || !field->plain)
		return status;
	status = add(field, "", token->term, position, 1);
	if (status == STATUS_OK && field->stemmer)
		status = add_stems(field, token->term);
	if (status == STATUS_OK)
		status = add_marks(field, token, position);
	return status;
}

/* Gives back what is spare of what lies before AT, in large parts. */
static void
spare_give_back(struct span *spare, const char *at)
{
	/* The tokenizer looks back at the word before. */
	if (at < spare->ptr + SPARE_STEP + SPARE_KEEP)
		return;
	memory_give_back(span_from(spare->ptr, SPARE_STEP));
	spare->ptr += SPARE_STEP;
	spare->len -= SPARE_STEP;
}

static enum status
add_text(struct field *field, struct span text)
{
	struct tokenizer tokenizer;
	struct token token;
	enum status status = STATUS_OK;

	field->words = 0;
	tokenizer_start(&tokenizer, text);
	while (status == STATUS_OK && token_next(&tokenizer, &token)) {
		field->words++;
		/* The tokenizer's room for a term is wide enough for a short one. */
		if (field->maker)
			sketch_word(field->maker, token.term);
		status = add_word(field, &token, field->position + token.position);
		if (field->spare.len)
			spare_give_back(&field->spare, text.ptr + token.start);
	}
	if (field->words)
		field->position += field->words - 1 + POSITION_GAP;
	return status;
}

/* Title, body, note: plain words, one behind the other. */
static enum status
add_texts(const struct article *article, struct stemmer *stemmer, const struct term_sink *sink, uint32_t *words,
          struct sketch *sketch)
{
	static const enum article_field fields[] = { FIELD_TITLE, FIELD_BODY, FIELD_NOTE };
	const enum article_field sketched = article->text[FIELD_BODY].len ? FIELD_BODY : FIELD_TITLE;
	struct field field = { .plain = true, .stemmer = stemmer, .sink = sink, .position = 1 };
	struct sketch_maker maker;
	enum status status = STATUS_OK;

	*words = 0;
	sketch_begin(&maker);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields) && status == STATUS_OK; i++) {
		field.prefix = fields[i] == FIELD_TITLE ? PREFIX_TITLE : "";
		field.maker = fields[i] == sketched ? &maker : NULL;
		field.spare = fields[i] == FIELD_BODY && sink->last ? article->spare : SPAN_NONE;
		status = add_text(&field, article->text[fields[i]]);
		*words += field.words;
		/* No word of a body stands below POSITION_GAP: so a title is known by its place. */
		if (field.position < POSITION_GAP)
			field.position = POSITION_GAP;
	}
	sketch_end(&maker, sketch);
	return status;
}

static enum status
add_authors(const struct article *article, const struct term_sink *sink)
{
	struct field field = { .prefix = PREFIX_AUTHOR, .sink = sink, .position = 1 };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < article->author_count && status == STATUS_OK; i++)
		status = add_text(&field, article->authors[i]);
	return status;
}

static enum status
add_boolean(const struct term_sink *sink, struct buf *term, const char *prefix, struct span value, bool fold)
{
	if (!value.ptr)
		return STATUS_OK;
	buf_clear(term);
	term_boolean(term, prefix, value, fold);
	buf_reserve(term, TERM_SLACK);
	if (buf_status(term) != STATUS_OK)
		return STATUS_NOMEM;
	if (term->len == strlen(prefix))
		return STATUS_OK;
	return sink->add(sink->context, buf_span(term), 0, 0);
}

/* The file on disk, where that is not the origin itself. */
static struct span
article_file(const struct article *article)
{
	return article->file_len && article->file_len < article->origin.len
		? span_from(article->origin.ptr, article->file_len) : SPAN_NONE;
}

static enum status
add_booleans(const struct article *article, const struct term_sink *sink)
{
	const struct {
		const char *prefix;
		struct span value;
		bool fold;
	} values[] = {
		{ PREFIX_ID, article->text[FIELD_ID], false },
		{ PREFIX_URL, article->text[FIELD_URL], false },
		{ PREFIX_SOURCE, article->text[FIELD_SOURCE], true },
		{ PREFIX_SECTION, article->text[FIELD_SECTION], true },
		{ PREFIX_LANGUAGE, article->text[FIELD_LANGUAGE], true },
		{ PREFIX_ORIGIN, article->origin, false },
		{ PREFIX_ORIGIN, article_file(article), false },
	};
	struct buf term = BUF_INIT;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < sizeof(values) / sizeof(*values) && status == STATUS_OK; i++)
		status = add_boolean(sink, &term, values[i].prefix, values[i].value, values[i].fold);
	for (size_t i = 0; i < article->tag_count && status == STATUS_OK; i++)
		status = add_boolean(sink, &term, PREFIX_TAG, article->tags[i], true);
	buf_release(&term);
	return status;
}

enum status
article_terms(const struct article *article, struct stemmer *stemmer, const struct term_sink *sink, uint32_t *words,
              struct sketch *sketch)
{
	enum status status = add_texts(article, stemmer, sink, words, sketch);

	if (status == STATUS_OK)
		status = add_authors(article, sink);
	if (status == STATUS_OK)
		status = add_booleans(article, sink);
	return status;
}
