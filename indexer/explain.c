#include "indexer/explain.h"

#include <inttypes.h>
#include <string.h>

#include "common/terminal.h"
#include "common/utf8.h"
#include "index/version.h"

static void
field_line(const struct article *article, enum article_field field, struct span value, struct buf *out)
{
	const char *rule = article->found_by[field];

	buf_append_format(out, "  %-10s", article_field_name(field));
	terminal_append_safe(out, value);
	if (rule)
		buf_append_format(out, "  [%s]", rule);
	buf_append_byte(out, '\n');
}

/* A body is told by its size and how it begins and ends. */
static void
body_line(const struct article *article, struct buf *out)
{
	enum { SHOWN = 60 };
	struct span body = article->text[FIELD_BODY];
	size_t head = 0, tail = body.len, count = utf8_count(body);
	struct buf text = BUF_INIT;

	if (count <= 3 * SHOWN) {
		field_line(article, FIELD_BODY, body, out);
		return;
	}
	head = tail = 0;
	for (size_t i = 0, at = 0, len; at < body.len; i++, at += len) {
		utf8_decode(body.ptr + at, body.ptr + body.len, &len);
		if (i == SHOWN)
			head = at;
		if (i == count - SHOWN)
			tail = at;
	}
	buf_append(&text, body.ptr, head);
	buf_append_string(&text, " ... ");
	buf_append(&text, body.ptr + tail, body.len - tail);
	buf_append_format(&text, " (%zu characters)", count);
	field_line(article, FIELD_BODY, buf_span(&text), out);
	buf_release(&text);
}

static void
date_line(const struct article *article, enum article_field field, const struct date *date, struct buf *out)
{
	char text[DATE_TEXT_SIZE];

	if (date->precision == DATE_NONE)
		return;
	date_format(date, text);
	field_line(article, field, span_from_string(text), out);
}

static void
drop_lines(const struct site_drops *drops, struct buf *out)
{
	for (size_t i = 0; i < drops->count; i++) {
		const struct site_drop *drop = &drops->list[i];

		buf_append_format(out, "  %-10s", "dropped");
		terminal_append_safe(out, drop->text);
		buf_append_format(out, "  [on %u of %u pages of ", drop->pages, drop->of);
		terminal_append_safe(out, drops->site);
		buf_append_string(out, "]\n");
	}
}

void
explain_article(const struct article *article, const struct site_drops *drops, const char *outcome, struct buf *out)
{
	char version[VERSION_TEXT_SIZE];

	terminal_append_safe(out, article->origin);
	buf_append_format(out, "#%" PRIu64 " (byte %" PRIu64 "): %s\n", article->number, article->offset, outcome);
	for (unsigned i = 0; i < FIELD_TEXT_COUNT; i++) {
		if (i == FIELD_BODY && article->text[i].ptr)
			body_line(article, out);
		else if (article->text[i].ptr)
			field_line(article, (enum article_field)i, article->text[i], out);
	}
	for (size_t i = 0; i < article->author_count; i++)
		field_line(article, FIELD_AUTHOR, article->authors[i], out);
	for (size_t i = 0; i < article->tag_count; i++)
		field_line(article, FIELD_TAG, article->tags[i], out);
	date_line(article, FIELD_PUBLISHED, &article->published, out);
	date_line(article, FIELD_MODIFIED, &article->modified, out);
	date_line(article, FIELD_CRAWLED, &article->crawled, out);
	if (version_told(&article->version)) {
		version_format(&article->version, version);
		buf_append_format(out, "  %-10s%s\n", "version", version);
	}
	if (drops)
		drop_lines(drops, out);
	buf_append_byte(out, '\n');
}
