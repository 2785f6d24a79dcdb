/* References as BibTeX and biblatex read them.
 */
#include <inttypes.h>

#include "common/hash.h"
#include "query/cite.h"

/* TeX's own signs.  Braces are named, for BibTeX counts even those behind a
 * backslash. */
static void
append_tex(struct buf *out, struct span text)
{
	static const char signs[] = "\\~^{}";
	static const char *const names[] = {
		"textbackslash", "textasciitilde", "textasciicircum", "textbraceleft", "textbraceright",
	};

	for (size_t i = 0; i < text.len; i++) {
		char byte = text.ptr[i];
		const char *sign = strchr(signs, byte);

		if (byte && sign)
			buf_append_format(out, "\\%s{}", names[sign - signs]);
		else if (byte && strchr("&%$#_", byte))
			buf_append_format(out, "\\%c", byte);
		else
			buf_append_byte(out, byte);
	}
}

/* In one piece and with its capitals.  A group that begins with a backslash
 * would be one accented letter to BibTeX. */
static void
append_whole(struct buf *out, struct span text)
{
	buf_append_string(out, text.len && strchr("\\~^{}&%$#_", text.ptr[0]) ? "{{}" : "{");
	append_tex(out, text);
	buf_append_byte(out, '}');
}

static void
tex_field(struct buf *out, const char *name, struct span value, bool whole)
{
	if (!value.len)
		return;
	buf_append_format(out, ",\n  %s = {", name);
	if (whole)
		append_whole(out, value);
	else
		append_tex(out, value);
	buf_append_byte(out, '}');
}

static void
tex_authors(struct buf *out, const struct article *article)
{
	for (size_t i = 0; i < article->author_count; i++) {
		struct cite_name name = cite_name(article->authors[i]);

		buf_append_string(out, i ? " and " : ",\n  author = {");
		if (name.literal.ptr) {
			append_whole(out, name.literal);
		} else {
			append_tex(out, name.family);
			buf_append_string(out, ", ");
			append_tex(out, name.given);
		}
	}
	if (article->author_count)
		buf_append_byte(out, '}');
}

/* The id.  One that has other signs than a key may have gets a hash, so that
 * no two are equal. */
static void
tex_key(struct buf *out, struct span id)
{
	bool changed = false;

	for (size_t i = 0; i < id.len; i++) {
		char byte = id.ptr[i];
		bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
			(byte && strchr("-_.:/+", byte));

		buf_append_byte(out, plain ? byte : '-');
		changed |= !plain;
	}
	if (changed)
		buf_append_format(out, "-%08x", (unsigned)(hash_content(id).low & 0xFFFFFFFF));
}

/* Read as it is, not as TeX: what would end it early is written as %XX. */
static void
tex_url(struct buf *out, struct span url)
{
	if (!url.len)
		return;
	buf_append_string(out, ",\n  url = {");
	for (size_t i = 0; i < url.len; i++) {
		unsigned char byte = (unsigned char)url.ptr[i];

		if (byte <= ' ' || byte >= 0x7F || strchr("\\{}^`|<>\"", byte))
			buf_append_format(out, "%%%02X", byte);
		else
			buf_append_byte(out, byte);
	}
	buf_append_byte(out, '}');
}

void
cite_bibtex(struct buf *out, const struct article *article)
{
	struct date date = article_date(article);
	struct civil day = cite_day(&date);
	char text[DATE_TEXT_SIZE];

	if (date.precision > DATE_DAY)
		date.precision = DATE_DAY;
	date.zone = DATE_ZONE_UNKNOWN;
	date_format(&date, text);
	buf_append_string(out, "@article{");
	tex_key(out, article->text[FIELD_ID]);
	tex_authors(out, article);
	tex_field(out, "title", article->text[FIELD_TITLE], true);
	tex_field(out, "journal", article->text[FIELD_SOURCE], false);
	tex_field(out, "date", span_from_string(text), false);
	if (day.year)
		buf_append_format(out, ",\n  year = {%" PRId64 "}", day.year);
	if (day.month)
		buf_append_format(out, ",\n  month = {%d}", day.month);
	tex_url(out, article->text[FIELD_URL]);
	buf_append_string(out, "\n}\n");
}
