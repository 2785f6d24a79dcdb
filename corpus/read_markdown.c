#include "corpus/formats.h"

#include <cmark.h>
#include <stdlib.h>

#include "corpus/charset.h"
#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/front_matter.h"
#include "corpus/html_text.h"
#include "corpus/json_c.h"

/* A shortcode is no longer than this. */
#define SHORTCODE_MAX 2000

/* The end of the shortcode at P, "}}" or "%}", before END; NULL when there is none.
 * *SEARCHED is how far an earlier call looked for the same mark in vain. */
static const char *
shortcode_end(const char *p, const char *end, const char *mark, const char **searched)
{
	const char *limit = end - p < SHORTCODE_MAX ? end : p + SHORTCODE_MAX;
	const char *from = *searched > p + 3 ? *searched - 1 : p + 2, *found;

	if (from >= limit)
		return NULL;
	found = memmem(from, (size_t)(limit - from), mark, 2);
	if (!found)
		*searched = limit;
	return found;
}

/* Appends TEXT without what a site generator would fill in: {{< figure ... >}},
 * {{% note %}}, {% include x %}, {{ page.title }}. */
static void
drop_shortcodes(struct span text, struct buf *out)
{
	const char *p = text.ptr, *end = text.ptr + text.len, *start = p, *braces = p, *percent = p;

	while (p < end && (p = memchr(p, '{', (size_t)(end - p))) != NULL) {
		const char *close = NULL;

		if (end - p >= 4 && p[1] == '{')
			close = shortcode_end(p, end, "}}", &braces);
		else if (end - p >= 4 && p[1] == '%')
			close = shortcode_end(p, end, "%}", &percent);
		if (!close) {
			p++;
			continue;
		}
		buf_append(out, start, (size_t)(p - start));
		/* Where a link leads to; without it there would be no link. */
		if (p > text.ptr && p[-1] == '(')
			buf_append_byte(out, '#');
		p = start = close + 2;
	}
	buf_append(out, start, (size_t)(end - start));
}

/* Takes the first heading as the title, when it stands before all else. */
static void
take_heading(struct span *text, struct article *article)
{
	struct span trimmed = clean_trim(*text);
	const char *newline;

	if (article->text[FIELD_TITLE].len || !span_starts(trimmed, SPAN("# ")))
		return;
	newline = memchr(trimmed.ptr, '\n', trimmed.len);
	if (!newline)
		newline = trimmed.ptr + trimmed.len;
	fill_text(article, FIELD_TITLE, span_from(trimmed.ptr + 2, (size_t)(newline - trimmed.ptr - 2)), "first heading");
	*text = span_from(newline, (size_t)(trimmed.ptr + trimmed.len - newline));
}

static enum status
fill_body(struct span text, struct arena *arena, struct article *article)
{
	struct buf plain = BUF_INIT;
	char *html;
	enum status status;
	struct span body;

	drop_shortcodes(text, &plain);
	status = buf_status(&plain);
	if (status == STATUS_OK) {
		html = cmark_markdown_to_html(plain.data ? plain.data : "", plain.len, CMARK_OPT_UNSAFE);
		buf_clear(&plain);
		status = html ? html_text_append(span_from_string(html), &plain) : STATUS_NOMEM;
		free(html);
	}
	if (status == STATUS_OK && !clean_blank(buf_span(&plain))) {
		body = arena_copy(arena, buf_span(&plain));
		status = body.ptr ? STATUS_OK : STATUS_NOMEM;
		/* The page itself, rather than the summary in its front matter. */
		article->text[FIELD_BODY] = body;
		article->found_by[FIELD_BODY] = "Markdown";
	}
	buf_release(&plain);
	return status == STATUS_LIMIT ? STATUS_BADINPUT : status;
}

/* Makes *TEXT UTF-8. */
static enum status
make_utf8(struct span *text, struct arena *arena)
{
	struct buf valid = BUF_INIT;
	enum status status;

	if (json_valid_utf8(*text))
		return STATUS_OK;
	charset_append_guess(&valid, *text, "");
	*text = arena_copy(arena, buf_span(&valid));
	status = text->ptr ? buf_status(&valid) : STATUS_NOMEM;
	buf_release(&valid);
	return status;
}

static enum status
markdown_next(struct reader *reader, struct article *article, struct error *err)
{
	struct span data = reader->chunk->data, matter, rest = data;
	bool toml, draft = false;
	enum status status = STATUS_OK;

	if (reader->count)
		return STATUS_END;
	reader_take(reader, 0, data.len);
	if (make_utf8(&data, &reader->arena) < 0)
		return STATUS_NOMEM;
	if (front_matter_find(data, &matter, &rest, &toml)) {
		status = front_matter_fill(matter, toml, &reader->arena, article, &draft);
		if (status == STATUS_BADINPUT)
			return reader_bad(reader, err, "front matter that is not YAML");
	} else {
		rest = data;
	}
	if (status < 0)
		return status;
	if (draft)
		return reader_bad(reader, err, "a draft, not published");
	take_heading(&rest, article);
	status = fill_body(rest, &reader->arena, article);
	if (status == STATUS_BADINPUT)
		return reader_bad(reader, err, "markup nested too deeply");
	return status;
}

static int
markdown_sniff(struct span head, struct span path)
{
	struct span matter, rest;
	bool toml;

	if (front_matter_find(head, &matter, &rest, &toml) && memchr(matter.ptr, toml ? '=' : ':', matter.len))
		return 85;
	return (path_has_ending(path, ".md") || path_has_ending(path, ".markdown")) && !memchr(head.ptr, '\0', head.len) ? 40 : 0;
}

const struct format format_markdown = {
	.name = "markdown",
	.summary = "a Markdown page, with front matter in YAML or TOML",
	.sniff = markdown_sniff,
	.next = markdown_next,
};
