/* --cite: a reference to one article, for those who write papers.
 *
 * Names stay as the newspaper printed them: where a family name begins is not
 * guessed.
 */
#include <inttypes.h>

#include "common/terminal.h"
#include "common/utf8.h"
#include "query/complain.h"
#include "query/newsquery.h"

/* Where the article's date has them: year, month and day, else 0. */
static struct civil
day_of(const struct date *date)
{
	struct civil day = { 0 };

	if (date->precision == DATE_NONE)
		return day;
	day = date_civil(date->seconds);
	if (date->precision < DATE_MONTH)
		day.month = 0;
	if (date->precision < DATE_DAY)
		day.day = 0;
	return day;
}

/* ---- BibTeX ------------------------------------------------------------- */

static void
append_tex(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		char byte = text.ptr[i];

		if (byte == '\\')
			buf_append_string(out, "\\textbackslash{}");
		else if (byte == '~')
			buf_append_string(out, "\\textasciitilde{}");
		else if (byte == '^')
			buf_append_string(out, "\\textasciicircum{}");
		else if (byte && strchr("&%$#_{}", byte))
			buf_append_format(out, "\\%c", byte);
		else
			buf_append_byte(out, byte);
	}
}

/* Doubled braces keep capitals, and a name in one piece. */
static void
tex_field(struct buf *out, const char *name, struct span value, bool whole)
{
	if (!value.len)
		return;
	buf_append_format(out, ",\n  %s = %s", name, whole ? "{{" : "{");
	append_tex(out, value);
	buf_append_string(out, whole ? "}}" : "}");
}

static void
tex_authors(struct buf *out, const struct article *article)
{
	for (size_t i = 0; i < article->author_count; i++) {
		buf_append_string(out, i ? " and {" : ",\n  author = {{");
		append_tex(out, article->authors[i]);
		buf_append_byte(out, '}');
	}
	if (article->author_count)
		buf_append_byte(out, '}');
}

/* Letters, digits and a few others are what a key may have. */
static void
tex_key(struct buf *out, struct span id)
{
	for (size_t i = 0; i < id.len; i++) {
		char byte = id.ptr[i];
		bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
			(byte && strchr("-_.:/+", byte));

		buf_append_byte(out, plain ? byte : '-');
	}
}

static void
write_bibtex(struct buf *out, const struct article *article)
{
	struct date date = article_date(article);
	struct civil day = day_of(&date);
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
	if (article->text[FIELD_URL].len) {
		buf_append_string(out, ",\n  url = {");
		buf_append_span(out, article->text[FIELD_URL]);
		buf_append_byte(out, '}');
	}
	buf_append_string(out, "\n}\n");
}

/* ---- RIS ---------------------------------------------------------------- */

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
write_ris(struct buf *out, const struct article *article)
{
	struct date date = article_date(article);
	struct civil day = day_of(&date);

	ris_field(out, "TY", SPAN("NEWS"));
	ris_field(out, "ID", article->text[FIELD_ID]);
	ris_field(out, "TI", article->text[FIELD_TITLE]);
	for (size_t i = 0; i < article->author_count; i++)
		ris_field(out, "AU", article->authors[i]);
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

/* ---- CSL-JSON ----------------------------------------------------------- */

static void
append_json(struct buf *out, struct span text)
{
	struct buf valid = BUF_INIT;

	utf8_append_valid(&valid, text);
	buf_append_byte(out, '"');
	for (size_t i = 0; i < valid.len; i++) {
		unsigned char byte = (unsigned char)valid.data[i];

		if (byte == '"' || byte == '\\')
			buf_append_format(out, "\\%c", byte);
		else if (byte < 0x20)
			buf_append_format(out, "\\u%04x", byte);
		else
			buf_append_byte(out, byte);
	}
	buf_append_byte(out, '"');
	buf_release(&valid);
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
write_csl(struct buf *out, const struct article *article)
{
	struct date date = article_date(article);
	struct civil day = day_of(&date);

	buf_append_string(out, "[{\"type\": \"article-newspaper\"");
	csl_field(out, "id", article->text[FIELD_ID]);
	csl_field(out, "title", article->text[FIELD_TITLE]);
	for (size_t i = 0; i < article->author_count; i++) {
		buf_append_string(out, i ? ", {\"literal\": " : ", \"author\": [{\"literal\": ");
		append_json(out, article->authors[i]);
		buf_append_byte(out, '}');
	}
	if (article->author_count)
		buf_append_byte(out, ']');
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
	buf_append_string(out, "}]\n");
}

/* ---- The whole ---------------------------------------------------------- */

/* Control characters have no place in a reference; a field is one line. */
static enum status
clean_field(struct span *text, struct arena *arena, struct error *err)
{
	struct buf clean = BUF_INIT;

	if (!text->len)
		return STATUS_OK;
	terminal_append_safe(&clean, *text);
	*text = buf_status(&clean) == STATUS_OK ? arena_copy(arena, buf_span(&clean)) : SPAN_NONE;
	buf_release(&clean);
	return text->ptr ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "not enough memory");
}

static enum status
clean_list(const struct span **list, size_t count, struct arena *arena, struct error *err)
{
	struct span *copy = arena_zalloc(arena, count + 1, sizeof(*copy));
	enum status status = STATUS_OK;

	if (!copy)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		copy[i] = (*list)[i];
		status = clean_field(&copy[i], arena, err);
	}
	*list = copy;
	return status;
}

static enum status
clean_article(struct article *article, struct arena *arena, struct error *err)
{
	enum status status = STATUS_OK;

	for (int field = 0; status == STATUS_OK && field < FIELD_TEXT_COUNT; field++)
		if (field != FIELD_BODY)
			status = clean_field(&article->text[field], arena, err);
	if (status == STATUS_OK)
		status = clean_list(&article->authors, article->author_count, arena, err);
	return status == STATUS_OK ? clean_list(&article->tags, article->tag_count, arena, err) : status;
}

enum status
cmd_cite(struct session *session, struct error *err)
{
	struct buf *out = &session->out.buf;
	struct article article;
	docid_t doc;
	enum status status = index_find(session->reader, span_from_string(session->request->argument), &doc, err);

	if (status == STATUS_NOTFOUND) {
		complain(err);
		return STATUS_END;
	}
	if (status == STATUS_OK)
		status = index_article(session->reader, doc, &session->arena, &article, err);
	if (status == STATUS_OK)
		status = clean_article(&article, &session->arena, err);
	if (status < 0)
		return status;
	if (session->request->format == FORMAT_RIS)
		write_ris(out, &article);
	else if (session->request->format == FORMAT_CSL)
		write_csl(out, &article);
	else
		write_bibtex(out, &article);
	return STATUS_OK;
}
