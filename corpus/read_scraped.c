#include "corpus/formats.h"

#include <stdlib.h>
#include <strings.h>

#include "common/table.h"
#include "common/utf8.h"
#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/json_c.h"

/* The header is looked for in the first lines only. */
#define HEADER_LINES 10
/* Longer than this is no header line but prose. */
#define TITLE_MAX 300
#define DATE_LINE 80

enum shape {
	SHAPE_BLANK,
	SHAPE_DATE,
	SHAPE_TAGS,
	SHAPE_NOTE,
	SHAPE_BYLINE,   /* "By Jane Doe" */
	SHAPE_URL,
	SHAPE_NAME,     /* could be an author, or a title of a few words */
	SHAPE_TITLE,    /* could be a title, or a short paragraph */
	SHAPE_PROSE,
};

struct scraped_state {
	struct json_parser *parser;
	struct table seen;          /* paragraphs of this article */
	struct buf body;
};

static void
state_release(void *data)
{
	struct scraped_state *state = data;

	json_parser_free(state->parser);
	table_release(&state->seen);
	buf_release(&state->body);
	free(state);
}

static struct scraped_state *
state_get(struct reader *reader)
{
	struct scraped_state *state = reader->state;

	if (!state) {
		state = calloc(1, sizeof(*state));
		if (!state)
			return NULL;
		state->parser = json_parser_new();
		table_init(&state->seen);
		reader->state = state;
	}
	table_clear(&state->seen);
	buf_clear(&state->body);
	return state->parser ? state : NULL;
}

/* The line at *AT of TEXT without its end, and *AT behind it. */
static struct span
take_line(struct span text, size_t *at)
{
	const char *start = text.ptr + *at;
	const char *newline = memchr(start, '\n', text.len - *at);
	size_t len = newline ? (size_t)(newline - start) : text.len - *at;

	*at += len + (newline != NULL);
	if (len && start[len - 1] == '\r')
		len--;
	return span_from(start, len);
}

static size_t
note_label(struct span line)
{
	static const char *const labels[] = {
		"Editor's note:", "Editor’s note:", "Editors' note:", "Editors’ note:", "Editor's Note -", "Ed. note:", "Ednote:",
	};

	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		size_t len = strlen(labels[i]);

		if (line.len > len && strncasecmp(line.ptr, labels[i], len) == 0)
			return len;
	}
	return 0;
}

static bool
is_url(struct span line)
{
	return (span_starts(line, SPAN("http://")) || span_starts(line, SPAN("https://")))
		&& !memchr(line.ptr, ' ', line.len);
}

/* Does LINE end as a sentence does? */
static bool
ends_sentence(struct span line)
{
	static const char *const ends[] = { ".", ".\"", ".”", ".'", ".’", ".)", "。", "।", ":" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t len = strlen(ends[i]);

		if (line.len >= len && memcmp(line.ptr + line.len - len, ends[i], len) == 0)
			return true;
	}
	return false;
}

static enum shape
line_shape(struct span line, const struct date_hint *hint)
{
	struct date date;

	line = clean_trim(line);
	if (!line.len)
		return SHAPE_BLANK;
	if (line.ptr[0] == '[' && line.ptr[line.len - 1] == ']' && line.len > 2)
		return SHAPE_TAGS;
	if (note_label(line))
		return SHAPE_NOTE;
	if (line.len <= DATE_LINE && date_parse_hint(line, hint, &date, NULL, NULL) == STATUS_OK && date.precision >= DATE_MONTH)
		return SHAPE_DATE;
	if (is_url(line))
		return SHAPE_URL;
	if (fill_is_byline(line))
		return SHAPE_BYLINE;
	if (fill_is_name(line))
		return SHAPE_NAME;
	return line.len <= TITLE_MAX && !ends_sentence(line) ? SHAPE_TITLE : SHAPE_PROSE;
}

/* ["china", "uk"], as JSON. */
static bool
take_tags(struct reader *reader, struct scraped_state *state, struct span line, struct article *article)
{
	struct json_value root, item;
	struct json_walk walk;
	const char *reason;
	char *padded = arena_zalloc(&reader->arena, line.len + JSON_PADDING, 1);

	if (!padded)
		return false;
	memcpy(padded, line.ptr, line.len);
	if (json_parse(state->parser, span_from(padded, line.len), &root, &reason) != STATUS_OK
	    || json_type(root) != JSON_ARRAY)
		return false;
	walk = json_walk_start(root);
	while (json_walk_next(&walk, NULL, &item))
		if (json_type(item) != JSON_STRING)
			return false;
	walk = json_walk_start(root);
	while (json_walk_next(&walk, NULL, &item)) {
		struct span tag = arena_copy(&reader->arena, json_value_string(item));

		if (!tag.ptr || fill_item(article, FIELD_TAG, tag, &reader->arena, "line of tags") < 0)
			return false;
	}
	return true;
}

/* A header line of SHAPE that says what it is: true when it was taken. */
static bool
take_marked(struct reader *reader, struct scraped_state *state, enum shape shape, struct span line,
            struct article *article)
{
	line = clean_trim(line);
	switch (shape) {
	case SHAPE_BLANK:
		return true;
	case SHAPE_DATE:
		if (article->published.precision != DATE_NONE && article->modified.precision != DATE_NONE)
			return false;
		return fill_date_text(article, FIELD_PUBLISHED, line, &reader->hint, "date line");
	case SHAPE_TAGS:
		return !article->tag_count && take_tags(reader, state, line, article);
	case SHAPE_NOTE:
		if (article->text[FIELD_NOTE].len)
			return false;
		line = span_from(line.ptr + note_label(line), line.len - note_label(line));
		fill_text(article, FIELD_NOTE, line, "editor's note");
		return true;
	case SHAPE_BYLINE:
		if (article->author_count)
			return false;
		return fill_byline(article, line, &reader->arena, "byline") == STATUS_OK;
	case SHAPE_URL:
		if (article->text[FIELD_URL].len)
			return false;
		fill_text(article, FIELD_URL, line, "line of a URL");
		return true;
	case SHAPE_NAME:
	case SHAPE_TITLE:
	case SHAPE_PROSE:
		break;
	}
	return false;
}

/* A line that could be a name stands first.  Is it the author, and the title
 * below it?  Only when no other line of that shape follows before a title does. */
static bool
title_follows(struct span text, size_t at, const struct date_hint *hint)
{
	for (int lines = 0; lines < HEADER_LINES && at < text.len; lines++) {
		enum shape shape = line_shape(take_line(text, &at), hint);

		if (shape == SHAPE_NAME || shape == SHAPE_BYLINE || shape == SHAPE_PROSE)
			return false;
		if (shape == SHAPE_TITLE)
			return !clean_blank(span_from(text.ptr + at, text.len - at));
	}
	return false;
}

/* Takes the header's lines, whatever their order; returns where the text starts. */
static size_t
take_header(struct reader *reader, struct scraped_state *state, struct span text, struct article *article)
{
	size_t at = 0;
	bool named = false;

	for (int lines = 0; lines < HEADER_LINES && at < text.len;) {
		size_t behind = at;
		struct span line = take_line(text, &behind);
		enum shape shape = line_shape(line, &reader->hint);
		bool titled = article->text[FIELD_TITLE].len > 0;

		line = clean_trim(line);
		lines += shape != SHAPE_BLANK;
		if (take_marked(reader, state, shape, line, article)) {
			at = behind;
			continue;
		}
		if (shape == SHAPE_NAME && !named && !article->author_count
		    && (titled || title_follows(text, behind, &reader->hint))) {
			if (fill_byline(article, line, &reader->arena, "line of a name") < 0)
				return at;
			named = true;
		} else if (!titled && line.len <= TITLE_MAX) {
			fill_text(article, FIELD_TITLE, line, "first line");
		} else {
			break;
		}
		at = behind;
	}
	return at;
}

/* Does PARAGRAPH read like the line under a picture? */
static bool
is_caption(struct span paragraph)
{
	static const char *const ends[] = { "Photo", "Photo.", "photo", "Photos", "/CFP", "/AP", "/Reuters", "/AFP", "/Xinhua" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t len = strlen(ends[i]);

		if (paragraph.len > len && memcmp(paragraph.ptr + paragraph.len - len, ends[i], len) == 0)
			return true;
	}
	return false;
}

/* Scrapers keep a caption twice, and whole paragraphs of some pages; a short
 * line ("No.") may well be said again. */
static enum status
add_paragraph(struct scraped_state *state, struct span paragraph, struct span *last)
{
	bool added = true;

	paragraph = span_trim(paragraph);
	if (clean_blank(paragraph))
		return STATUS_OK;
	if (table_put(&state->seen, paragraph, &added) == TABLE_NONE)
		return STATUS_NOMEM;
	if (!added && (span_equal(paragraph, *last) || paragraph.len >= 80 || is_caption(paragraph)))
		return STATUS_OK;
	*last = paragraph;
	if (state->body.len)
		buf_append_string(&state->body, "\n\n");
	buf_append_span(&state->body, paragraph);
	return buf_status(&state->body);
}

/* Is TEXT wrapped at a column, with empty lines between its paragraphs?  Then
 * most lines that another follows are of some length and end amid a sentence. */
static bool
is_wrapped(struct span text)
{
	size_t at = 0, blank = 0, followed = 0, bytes = 0, ended = 0;
	struct span last = SPAN_NONE;

	while (at < text.len) {
		struct span line = take_line(text, &at);

		if (line.len > 100)
			return false;
		line = clean_trim(line);
		if (line.len && last.len) {
			followed++;
			bytes += last.len;
			ended += ends_sentence(last);
		}
		blank += !line.len && last.len;
		last = line;
	}
	return blank > 0 && followed > blank && bytes / followed >= 45 && ended < followed / 2;
}

static enum status
take_body(struct scraped_state *state, struct span text)
{
	struct span last = SPAN_NONE;
	bool wrapped = is_wrapped(text);
	size_t at = 0;

	while (at < text.len) {
		struct span paragraph = take_line(text, &at);

		while (wrapped && at < text.len) {
			size_t behind = at;
			struct span line = take_line(text, &behind);

			if (clean_blank(line) || clean_blank(paragraph))
				break;
			paragraph.len = (size_t)(line.ptr + line.len - paragraph.ptr);
			at = behind;
		}
		if (add_paragraph(state, paragraph, &last) < 0)
			return STATUS_NOMEM;
	}
	return buf_status(&state->body);
}

static enum status
scraped_next(struct reader *reader, struct article *article, struct error *err)
{
	struct span text = reader->chunk->data;
	struct scraped_state *state;
	size_t body;

	(void)err;
	if (reader->at == text.len && (reader->count || clean_blank(text)))
		return STATUS_END;
	text = reader_take(reader, 0, text.len);
	state = state_get(reader);
	if (!state || reader_utf8(reader, &text) < 0)
		return STATUS_NOMEM;
	if (span_starts(text, SPAN("\xEF\xBB\xBF")))
		text.ptr += 3, text.len -= 3;
	body = take_header(reader, state, text, article);
	if (take_body(state, span_from(text.ptr + body, text.len - body)) < 0)
		return STATUS_NOMEM;
	fill_text(article, FIELD_BODY, buf_span(&state->body), "text");
	return STATUS_OK;
}

/* Is HEAD, which is not UTF-8, in some encoding of text?  Most of what is packed or a
 * picture has control characters; of the rest few can be read in the encoding that it looks most like. */
static bool
is_encoded(struct span head, size_t plain, size_t high)
{
	char name[CHARSET_NAME];
	struct buf text = BUF_INIT;
	bool read;

	if (high < plain && plain + high >= head.len * 9 / 10)
		return true;
	charset_guess(head, name);
	charset_append_guess(&text, head, name);
	read = strcmp(name, "WINDOWS-1252") != 0 && *name && buf_status(&text) == STATUS_OK
		&& !memmem(text.data, text.len, "\xEF\xBF\xBD", 3);
	buf_release(&text);
	return read;
}

/* Is HEAD text, UTF-8 or in an encoding without zeros and control characters, of
 * which texts of any language have enough spaces or letters of more than a byte? */
static bool
is_text(struct span head)
{
	size_t bad = 0, plain = 0, high = 0;

	for (size_t i = 0; i < head.len; i++) {
		unsigned char c = (unsigned char)head.ptr[i];

		if (c == '\0')
			return false;
		plain += c >= 0x20 && c < 0x7F;
		high += c >= 0x80;
		bad += (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f') || c == 0x7F;
	}
	if (bad > head.len / 1000)
		return false;
	for (struct span whole = head; whole.len && head.len - whole.len < 4; whole.len--)
		if (utf8_valid(whole))
			return true;
	return bad == 0 && is_encoded(head, plain, high);
}

static int
scraped_sniff(struct span head, struct span path)
{
	size_t at = 0;
	int marks = 0;

	(void)path;
	/* Markup that no other format knows is no text to be read. */
	if (clean_blank(head) || span_trim(head).ptr[0] == '<' || !is_text(head))
		return 0;
	for (int lines = 0; lines < HEADER_LINES && at < head.len; lines++) {
		enum shape shape = line_shape(take_line(head, &at), NULL);

		marks += shape == SHAPE_DATE || shape == SHAPE_NOTE || shape == SHAPE_BYLINE || shape == SHAPE_TAGS;
		if (shape == SHAPE_PROSE)
			break;
	}
	return marks ? 30 : 5;
}

const struct format format_scraped = {
	.name = "text",
	.summary = "plain text: title, date, author, tags, then paragraphs",
	.unlabelled = true,
	.sniff = scraped_sniff,
	.next = scraped_next,
	.release = state_release,
};
