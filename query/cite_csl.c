/* References as CSL-JSON, for citeproc and pandoc.
 */
#include <jansson.h>

#include "query/cite.h"

static json_t *
csl_text(struct span text)
{
	return json_stringn(text.ptr, text.len);
}

/* Puts VALUE under NAME where there is one. */
static void
csl_field(json_t *object, const char *name, struct span value)
{
	if (value.len)
		json_object_set_new(object, name, csl_text(value));
}

static json_t *
csl_authors(const struct article *article)
{
	json_t *authors = json_array();

	for (size_t i = 0; i < article->author_count; i++) {
		struct cite_name name = cite_name(article->authors[i]);
		json_t *author = json_object();

		csl_field(author, "literal", name.literal);
		csl_field(author, "family", name.family);
		csl_field(author, "given", name.given);
		json_array_append_new(authors, author);
	}
	return authors;
}

static json_t *
csl_date(const struct civil *day)
{
	json_t *parts = json_array();

	json_array_append_new(parts, json_integer(day->year));
	if (day->month)
		json_array_append_new(parts, json_integer(day->month));
	if (day->day)
		json_array_append_new(parts, json_integer(day->day));
	return json_pack("{s:[o]}", "date-parts", parts);
}

static int
csl_append(const char *text, size_t len, void *out)
{
	buf_append(out, text, len);
	return buf_status(out) < 0 ? -1 : 0;
}

void
cite_csl(struct buf *out, const struct article *article)
{
	struct date date = article_date(article);
	struct civil day = cite_day(&date);
	json_t *item = json_object();

	json_object_set_new(item, "type", json_string("article-newspaper"));
	csl_field(item, "id", article->text[FIELD_ID]);
	csl_field(item, "title", article->text[FIELD_TITLE]);
	if (article->author_count)
		json_object_set_new(item, "author", csl_authors(article));
	csl_field(item, "container-title", article->text[FIELD_SOURCE]);
	csl_field(item, "section", article->text[FIELD_SECTION]);
	if (day.year)
		json_object_set_new(item, "issued", csl_date(&day));
	csl_field(item, "URL", article->text[FIELD_URL]);
	csl_field(item, "language", article->text[FIELD_LANGUAGE]);
	/* Functions of jansson answer NULL to NULL when memory is short. */
	if (json_dump_callback(item, csl_append, out, 0) < 0)
		out->failed = true;
	json_decref(item);
}
