#include <jansson.h>

#include "common/utf8.h"
#include "index/version.h"
#include "indexer/dump_line.h"

/* The order of keys: what a reader looks for first, then the rest. */
static const enum article_field fields[] = {
	FIELD_ID, FIELD_URL, FIELD_TITLE, FIELD_BODY, FIELD_NOTE, FIELD_PUBLISHED, FIELD_MODIFIED,
	FIELD_SOURCE, FIELD_AUTHOR, FIELD_SECTION, FIELD_TAG, FIELD_LANGUAGE, FIELD_CRAWLED,
};

_Static_assert(sizeof(fields) / sizeof(fields[0]) == FIELD_COUNT, "a dump has every field");

static json_t *
json_text(struct span text)
{
	return json_stringn(text.ptr ? text.ptr : "", text.len);
}

static json_t *
json_hex(struct span bytes)
{
	struct buf hex = BUF_INIT;
	json_t *text;

	for (size_t i = 0; i < bytes.len; i++)
		buf_append_format(&hex, "%02x", (unsigned char)bytes.ptr[i]);
	text = buf_status(&hex) == STATUS_OK ? json_text(buf_span(&hex)) : NULL;
	buf_release(&hex);
	return text;
}

static json_t *
json_list(const struct span *items, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count && list; i++)
		if (json_array_append_new(list, json_text(items[i])) < 0) {
			json_decref(list);
			list = NULL;
		}
	return list;
}

/* Whether KEY was put into OBJECT; takes VALUE, and fails for NULL. */
static bool
put(json_t *object, const char *key, json_t *value)
{
	return json_object_set_new(object, key, value) == 0;
}

static bool
put_date(json_t *object, const char *key, const struct date *date)
{
	char text[DATE_TEXT_SIZE];

	if (date->precision == DATE_NONE)
		return true;
	date_format(date, text);
	return put(object, key, json_string(text));
}

static bool
put_number(json_t *object, const char *key, uint64_t number)
{
	return !number || (number <= INT64_MAX && put(object, key, json_integer((json_int_t)number)));
}

static bool
put_field(json_t *object, const struct article *article, enum article_field field)
{
	const char *key = article_field_name(field);

	switch (field) {
	case FIELD_PUBLISHED:
		return put_date(object, key, &article->published);
	case FIELD_MODIFIED:
		return put_date(object, key, &article->modified);
	case FIELD_CRAWLED:
		return put_date(object, key, &article->crawled);
	case FIELD_AUTHOR:
		return !article->author_count || put(object, key, json_list(article->authors, article->author_count));
	case FIELD_TAG:
		return !article->tag_count || put(object, key, json_list(article->tags, article->tag_count));
	default:
		return !article->text[field].len || put(object, key, json_text(article->text[field]));
	}
}

static bool
put_version(json_t *object, const struct article_version *version)
{
	char text[VERSION_TEXT_SIZE];

	if (!version_told(version))
		return true;
	version_format(version, text);
	return put(object, "version", json_string(text));
}

/* Prints OBJECT, which it takes; PUT: it is complete. */
static enum status
print_object(json_t *object, bool complete, FILE *out, struct error *err)
{
	if (complete) {
		json_dumpf(object, out, JSON_COMPACT);
		putc('\n', out);
	}
	json_decref(object);
	return complete ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

/* A file may be called anything, and JSON holds nothing but UTF-8. */
static bool
put_origin(json_t *object, struct span origin)
{
	if (!origin.len)
		return true;
	return utf8_valid(origin) ? put(object, "origin", json_text(origin)) : put(object, "origin_hex", json_hex(origin));
}

enum status
dump_article_print(const struct article *article, FILE *out, struct error *err)
{
	json_t *object = json_object();
	bool complete = object != NULL;

	for (size_t i = 0; complete && i < sizeof(fields) / sizeof(fields[0]); i++)
		complete = put_field(object, article, fields[i]);
	complete = complete && put_version(object, &article->version) && put_origin(object, article->origin)
		&& put_number(object, "offset", article->offset) && put_number(object, "number", article->number);
	return print_object(object, complete, out, err);
}

enum status
dump_meta_print(struct span key, struct span value, FILE *out, struct error *err)
{
	json_t *object = json_object();
	bool complete;

	if (utf8_valid(key) && utf8_valid(value))
		complete = object && put(object, "meta", json_text(key)) && put(object, "value", json_text(value));
	else
		complete = object && put(object, "meta_hex", json_hex(key)) && put(object, "value_hex", json_hex(value));
	return print_object(object, complete, out, err);
}

enum status
dump_head_print(const struct dump_head *head, FILE *out, struct error *err)
{
	json_t *object = json_pack("{s:i, s:I, s:I}", "newsdex_dump", 1, "articles", (json_int_t)head->articles,
		"meta", (json_int_t)head->meta);

	return print_object(object, object != NULL, out, err);
}
