/* References as RIS, which reference managers exchange.
 */
#include <inttypes.h>

#include "query/cite.h"

static void
ris_field(struct buf *out, const char *tag, struct span value)
{
	if (!value.len)
		return;
	buf_append_format(out, "%s  - ", tag);
	buf_append_span(out, value);
	buf_append_byte(out, '\n');
}

static void
ris_author(struct buf *out, struct span author)
{
	struct cite_name name = cite_name(author);

	if (name.literal.ptr) {
		ris_field(out, "AU", name.literal);
		return;
	}
	buf_append_string(out, "AU  - ");
	buf_append_span(out, name.family);
	buf_append_string(out, ", ");
	buf_append_span(out, name.given);
	buf_append_byte(out, '\n');
}

void
cite_ris(struct buf *out, const struct article *article)
{
	struct date date = article_date(article);
	struct civil day = cite_day(&date);

	ris_field(out, "TY", SPAN("NEWS"));
	ris_field(out, "ID", article->text[FIELD_ID]);
	ris_field(out, "TI", article->text[FIELD_TITLE]);
	for (size_t i = 0; i < article->author_count; i++)
		ris_author(out, article->authors[i]);
	ris_field(out, "T2", article->text[FIELD_SOURCE]);
	if (day.year) {
		buf_append_format(out, "PY  - %04" PRId64 "\nDA  - %04" PRId64 "/", day.year, day.year);
		if (day.month)
			buf_append_format(out, "%02d", day.month);
		buf_append_byte(out, '/');
		if (day.day)
			buf_append_format(out, "%02d", day.day);
		buf_append_string(out, "/\n");
	}
	for (size_t i = 0; i < article->tag_count; i++)
		ris_field(out, "KW", article->tags[i]);
	ris_field(out, "LA", article->text[FIELD_LANGUAGE]);
	ris_field(out, "UR", article->text[FIELD_URL]);
	buf_append_string(out, "ER  - \n");
}
