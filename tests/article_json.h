/* article_json.h - an article as one line of JSON, for comparing in tests.
 */
#ifndef NEWSDEX_TESTS_ARTICLE_JSON_H
#define NEWSDEX_TESTS_ARTICLE_JSON_H

#include <inttypes.h>

#include "common/buf.h"
#include "corpus/article.h"

static inline void __attribute__((unused))
json_put_string(struct buf *out, struct span text)
{
	buf_append_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c == '"' || c == '\\')
			buf_append_format(out, "\\%c", c);
		else if (c == '\n')
			buf_append_string(out, "\\n");
		else if (c < 0x20)
			buf_append_format(out, "\\u%04x", c);
		else
			buf_append_byte(out, c);
	}
	buf_append_byte(out, '"');
}

static inline void __attribute__((unused))
json_put_list(struct buf *out, const char *name, const struct span *items, size_t count)
{
	if (!count)
		return;
	buf_append_format(out, ", \"%s\": [", name);
	for (size_t i = 0; i < count; i++) {
		buf_append_string(out, i ? ", " : "");
		json_put_string(out, items[i]);
	}
	buf_append_byte(out, ']');
}

static inline void __attribute__((unused))
json_put_date(struct buf *out, const char *name, struct date date)
{
	char text[DATE_TEXT_SIZE];

	date_format(&date, text);
	if (text[0])
		buf_append_format(out, ", \"%s\": \"%s\"", name, text);
}

/* Appends {"id": ..., ...} with the fields that ARTICLE has. */
static inline void __attribute__((unused))
json_put_article(struct buf *out, const struct article *article)
{
	buf_append_string(out, "{\"id\": ");
	json_put_string(out, article->text[FIELD_ID]);
	for (int i = FIELD_ID + 1; i < FIELD_TEXT_COUNT; i++)
		if (article->text[i].len) {
			buf_append_format(out, ", \"%s\": ", article_field_name((enum article_field)i));
			json_put_string(out, article->text[i]);
		}
	json_put_list(out, "author", article->authors, article->author_count);
	json_put_list(out, "tags", article->tags, article->tag_count);
	json_put_date(out, "published", article->published);
	json_put_date(out, "modified", article->modified);
	json_put_date(out, "crawled", article->crawled);
	if (article->version.number || article->version.created)
		buf_append_format(out, ", \"version\": [%" PRIu64 ", %" PRId64 "]", article->version.number, article->version.created);
	buf_append_byte(out, '}');
}

#endif
