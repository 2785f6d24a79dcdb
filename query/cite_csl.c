/* References as CSL-JSON, for citeproc and pandoc.
 */
#include <inttypes.h>

#include "query/cite.h"

static void
append_json(struct buf *out, struct span text)
{
	buf_append_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char byte = (unsigned char)text.ptr[i];

		if (byte == '"' || byte == '\\')
			buf_append_format(out, "\\%c", byte);
		else if (byte < 0x20)
			buf_append_format(out, "\\u%04x", byte);
		else
			buf_append_byte(out, byte);
	}
	buf_append_byte(out, '"');
}

static void
csl_field(struct buf *out, const char *name, struct span value)
{
	if (!value.len)
		return;
	buf_append_format(out, ", \"%s\": ", name);
	append_json(out, value);
}

static void
csl_authors(struct buf *out, const struct article *article)
{
	for (size_t i = 0; i < article->author_count; i++) {
		struct cite_name name = cite_name(article->authors[i]);

		buf_append_string(out, i ? ", {" : ", \"author\": [{");
		buf_append_string(out, name.literal.ptr ? "\"literal\": " : "\"family\": ");
		append_json(out, name.literal.ptr ? name.literal : name.family);
		csl_field(out, "given", name.given);
		buf_append_byte(out, '}');
	}
	if (article->author_count)
		buf_append_byte(out, ']');
}

void
cite_csl(struct buf *out, const struct article *article)
{
	struct date date = article_date(article);
	struct civil day = cite_day(&date);

	buf_append_string(out, "{\"type\": \"article-newspaper\"");
	csl_field(out, "id", article->text[FIELD_ID]);
	csl_field(out, "title", article->text[FIELD_TITLE]);
	csl_authors(out, article);
	csl_field(out, "container-title", article->text[FIELD_SOURCE]);
	csl_field(out, "section", article->text[FIELD_SECTION]);
	if (day.year) {
		buf_append_format(out, ", \"issued\": {\"date-parts\": [[%" PRId64, day.year);
		if (day.month)
			buf_append_format(out, ", %d", day.month);
		if (day.day)
			buf_append_format(out, ", %d", day.day);
		buf_append_string(out, "]]}");
	}
	csl_field(out, "URL", article->text[FIELD_URL]);
	csl_field(out, "language", article->text[FIELD_LANGUAGE]);
	buf_append_string(out, "}");
}
