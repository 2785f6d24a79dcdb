#include "corpus/sgml_article.h"

#include "corpus/clean.h"
#include "corpus/fill.h"

struct filling {
	const struct sgml_element *map;
	const struct date_hint *hint;
	struct arena *arena;
	struct article *article;
	struct buf text;                 /* of the current element */
	struct buf body;
	bool joined;                     /* the body goes on in the same line */
	const struct sgml_element *current;
};

static const struct sgml_element *
find(const struct filling *f, const struct sgml_token *token)
{
	for (const struct sgml_element *element = f->map; element->name; element++)
		if (sgml_is(token, element->name))
			return element;
	return NULL;
}

static bool
is_indented(struct span line)
{
	return line.len > 2 && (line.ptr[0] == '\t' || (line.ptr[0] == ' ' && line.ptr[1] == ' '));
}

/* Appends lines without what indents them.  Wire copy marks a new paragraph by
 * indenting its first line only. */
static void
append_lines(struct buf *out, struct span text)
{
	size_t at = 0;
	bool flush_left = false;

	while (at < text.len) {
		const char *newline = memchr(text.ptr + at, '\n', text.len - at);
		size_t end = newline ? (size_t)(newline - text.ptr) : text.len;
		struct span line = span_from(text.ptr + at, end - at), trimmed = span_trim(line);

		at = end + 1;
		if (!trimmed.len) {
			if (out->len && out->data[out->len - 1] != '\n')
				buf_append_string(out, "\n\n");
			flush_left = false;
			continue;
		}
		if (line.ptr != text.ptr && out->len && out->data[out->len - 1] != '\n')
			buf_append_string(out, flush_left && is_indented(line) ? "\n\n" : "\n");
		flush_left = !is_indented(line);
		buf_append_span(out, trimmed);
	}
}

static enum status
add_tags(struct filling *f, struct span text, const char *found_by)
{
	size_t start = 0;

	for (size_t at = 0; at <= text.len; at++) {
		if (at < text.len && text.ptr[at] != ';' && text.ptr[at] != '\n')
			continue;
		if (fill_item(f->article, FIELD_TAG, span_trim(span_from(text.ptr + start, at - start)), f->arena, found_by) < 0)
			return STATUS_NOMEM;
		start = at + 1;
	}
	return STATUS_OK;
}

/* A date with something behind it that is none: "31-MAR-1987 605:12:19.12". */
static void
add_date(struct filling *f, struct span text, const char *found_by)
{
	const char *space;

	text = span_trim(text);
	if (fill_date_text(f->article, FIELD_PUBLISHED, text, f->hint, found_by))
		return;
	space = memchr(text.ptr, ' ', text.len);
	if (space && space - text.ptr >= 6)
		fill_date_text(f->article, FIELD_PUBLISHED, span_from(text.ptr, (size_t)(space - text.ptr)), f->hint, found_by);
}

/* Takes the current element's text as what it is. */
static enum status
settle(struct filling *f)
{
	const struct sgml_element *element = f->current;
	struct span text = buf_span(&f->text);
	enum status status = buf_status(&f->text);

	f->current = NULL;
	if (status < 0 || clean_blank(text)) {
		buf_clear(&f->text);
		return status;
	}
	if (element->use == SGML_USE_BODY || element->use == SGML_USE_DATELINE) {
		if (f->body.len)
			buf_append_string(&f->body, f->joined ? " " : "\n\n");
		f->joined = element->use == SGML_USE_DATELINE;
		append_lines(&f->body, span_trim(text));
		buf_clear(&f->text);
		return buf_status(&f->body);
	}
	text = arena_copy(f->arena, text);
	buf_clear(&f->text);
	if (!text.ptr)
		return STATUS_NOMEM;
	switch (element->use) {
	case SGML_USE_ID:
		fill_text(f->article, FIELD_ID, text, element->name);
		break;
	case SGML_USE_TITLE:
		fill_text(f->article, FIELD_TITLE, text, element->name);
		break;
	case SGML_USE_SOURCE:
		fill_text(f->article, FIELD_SOURCE, text, element->name);
		break;
	case SGML_USE_SECTION:
		fill_text(f->article, FIELD_SECTION, text, element->name);
		break;
	case SGML_USE_DATE:
		add_date(f, text, element->name);
		break;
	case SGML_USE_AUTHOR:
		return fill_byline(f->article, text, f->arena, element->name);
	case SGML_USE_TAGS:
		return add_tags(f, text, element->name);
	case SGML_USE_TAG:
		return fill_item(f->article, FIELD_TAG, text, f->arena, element->name);
	case SGML_USE_NONE:
	case SGML_USE_BODY:
	case SGML_USE_DATELINE:
	case SGML_USE_BREAK:
		break;
	}
	return STATUS_OK;
}

static enum status
open_tag(struct filling *f, const struct sgml_token *token)
{
	const struct sgml_element *element = find(f, token);
	enum status status = STATUS_OK;

	if (!element) {
		buf_append_byte(&f->text, ' ');
	} else if (element->use == SGML_USE_BREAK) {
		buf_append_string(&f->text, "\n\n");
	} else {
		/* "<TEXT>words<TITLE>": the text so far is the outer element's. */
		if (f->current)
			status = settle(f);
		buf_clear(&f->text);
		f->current = element;
	}
	return status;
}

/* OUTER is the text element that a title or byline inside it goes back to. */
static enum status
close_tag(struct filling *f, const struct sgml_token *token, const struct sgml_element **outer)
{
	const struct sgml_element *element = find(f, token);
	enum status status = STATUS_OK;

	if (!element || element->use == SGML_USE_BREAK)
		return STATUS_OK;
	if (f->current)
		status = settle(f);
	if (element == *outer)
		*outer = NULL;
	f->current = *outer;
	return status;
}

bool
sgml_article_take(struct reader *reader, const char *name, struct span *record, struct sgml_token *open)
{
	struct sgml sgml = { 0 };
	size_t start, end;

	if (!sgml_record(reader->chunk->data, reader->at, name, &start, &end))
		return false;
	*record = sgml.text = reader_take(reader, start, end);
	return sgml_next(&sgml, open);
}

enum status
sgml_article_fill(struct span record, const struct sgml_element *map, const struct date_hint *hint,
                  struct arena *arena, struct article *article)
{
	struct filling f = { .map = map, .hint = hint, .arena = arena, .article = article };
	struct sgml sgml = { .text = record };
	struct sgml_token token;
	const struct sgml_element *outer = NULL;
	enum status status = STATUS_OK;

	while (status == STATUS_OK && sgml_next(&sgml, &token)) {
		if (token.kind == SGML_OPEN) {
			status = open_tag(&f, &token);
			if (f.current && f.current->use == SGML_USE_BODY)
				outer = f.current;
		} else if (token.kind == SGML_CLOSE) {
			status = close_tag(&f, &token, &outer);
		} else if (f.current) {
			sgml_append(&f.text, token.rest);
		}
	}
	if (status == STATUS_OK && f.current)
		status = settle(&f);
	if (status == STATUS_OK && f.body.len) {
		struct span body = arena_copy(arena, buf_span(&f.body));

		fill_text(article, FIELD_BODY, body, "text elements");
		status = body.ptr ? buf_status(&f.body) : STATUS_NOMEM;
	}
	buf_release(&f.text);
	buf_release(&f.body);
	return status;
}
