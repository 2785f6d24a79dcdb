#include <jansson.h>
#include <string.h>

#include "index/record.h"
#include "index/version.h"
#include "indexer/dump_line.h"

static enum status
bad(struct error *err, const char *key, const char *what)
{
	return error_set(err, STATUS_BADINPUT, NULL, "%s: %s", key, what);
}

/* Every value of a dump that is text; ARENA keeps it when JSON is gone. */
static enum status
get_text(const char *key, const json_t *value, struct arena *arena, struct span *text, struct error *err)
{
	if (!json_is_string(value))
		return bad(err, key, "is not a string");
	if (!json_string_length(value))
		return bad(err, key, "is empty");
	*text = arena_copy(arena, span_from(json_string_value(value), json_string_length(value)));
	return text->ptr ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static enum status
get_hex(const char *key, const json_t *value, struct arena *arena, struct span *bytes, struct error *err)
{
	char *out;
	enum status status = get_text(key, value, arena, bytes, err);

	if (status < 0)
		return status;
	out = arena_alloc(arena, bytes->len / 2 + 1);
	if (!out)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i + 1 < bytes->len; i += 2) {
		int high = hex_digit(bytes->ptr[i]), low = hex_digit(bytes->ptr[i + 1]);

		if (high < 0 || low < 0)
			return bad(err, key, "is not in hex");
		out[i / 2] = (char)(high << 4 | low);
	}
	if (bytes->len % 2)
		return bad(err, key, "is not in hex");
	*bytes = span_from(out, bytes->len / 2);
	return STATUS_OK;
}

static enum status
get_list(const char *key, const json_t *value, struct arena *arena, const struct span **items, size_t *count,
         struct error *err)
{
	struct span *list;
	enum status status = STATUS_OK;

	if (!json_is_array(value) || !json_array_size(value))
		return bad(err, key, "is not a list with something in it");
	list = arena_zalloc(arena, json_array_size(value), sizeof(*list));
	if (!list)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	*items = list;
	for (*count = 0; *count < json_array_size(value) && status == STATUS_OK; ++*count)
		status = get_text(key, json_array_get(value, *count), arena, &list[*count], err);
	return status;
}

static enum status
get_date(const char *key, const json_t *value, struct date *date, struct error *err)
{
	if (!json_is_string(value)
	    || !record_date(span_from(json_string_value(value), json_string_length(value)), date))
		return bad(err, key, "is not a date as newsdex writes it");
	return STATUS_OK;
}

static enum status
get_number(const char *key, const json_t *value, json_int_t lowest, uint64_t *number, struct error *err)
{
	if (!json_is_integer(value) || json_integer_value(value) < lowest)
		return bad(err, key, "is not a number that can be");
	*number = (uint64_t)json_integer_value(value);
	return STATUS_OK;
}

static enum status
get_field(struct article *article, const char *key, const json_t *value, struct arena *arena, struct error *err)
{
	int field = 0;

	while (field < FIELD_COUNT && strcmp(article_field_name((enum article_field)field), key) != 0)
		field++;
	switch (field) {
	case FIELD_AUTHOR:
		return get_list(key, value, arena, &article->authors, &article->author_count, err);
	case FIELD_TAG:
		return get_list(key, value, arena, &article->tags, &article->tag_count, err);
	case FIELD_PUBLISHED:
		return get_date(key, value, &article->published, err);
	case FIELD_MODIFIED:
		return get_date(key, value, &article->modified, err);
	case FIELD_CRAWLED:
		return get_date(key, value, &article->crawled, err);
	}
	if (field < FIELD_TEXT_COUNT)
		return get_text(key, value, arena, &article->text[field], err);
	if (strcmp(key, "version") == 0)
		return json_is_string(value) && version_parse(span_from_string(json_string_value(value)), &article->version)
			? STATUS_OK : bad(err, key, "is not a version as newsdex writes it");
	if (strcmp(key, "origin") == 0)
		return get_text(key, value, arena, &article->origin, err);
	if (strcmp(key, "origin_hex") == 0)
		return get_hex(key, value, arena, &article->origin, err);
	if (strcmp(key, "offset") == 0)
		return get_number(key, value, 1, &article->offset, err);
	if (strcmp(key, "number") == 0)
		return get_number(key, value, 1, &article->number, err);
	return bad(err, key, "is not a key of a dump");
}

static enum status
get_article(json_t *object, struct arena *arena, struct article *article, struct error *err)
{
	const char *key;
	json_t *value;

	json_object_foreach(object, key, value) {
		enum status status = get_field(article, key, value, arena, err);

		if (status < 0)
			return status;
	}
	return article->text[FIELD_ID].len ? STATUS_OK : bad(err, "id", "is missing");
}

static enum status
get_meta(const json_t *object, bool hex, struct arena *arena, struct dump_line *line, struct error *err)
{
	const char *key = hex ? "meta_hex" : "meta", *value = hex ? "value_hex" : "value";
	enum status (*get)(const char *, const json_t *, struct arena *, struct span *, struct error *) = hex ? get_hex : get_text;
	enum status status;

	if (json_object_size(object) != 2)
		return bad(err, key, "stands beside its value alone");
	status = get(key, json_object_get(object, key), arena, &line->key, err);
	return status < 0 ? status : get(value, json_object_get(object, value), arena, &line->value, err);
}

static enum status
get_head(const json_t *object, struct dump_head *head, struct error *err)
{
	enum status status;

	if (!json_is_integer(json_object_get(object, "newsdex_dump"))
	    || json_integer_value(json_object_get(object, "newsdex_dump")) != 1 || json_object_size(object) != 3)
		return bad(err, "newsdex_dump", "is of a version that is not known");
	status = get_number("articles", json_object_get(object, "articles"), 0, &head->articles, err);
	return status < 0 ? status : get_number("meta", json_object_get(object, "meta"), 0, &head->meta, err);
}

enum status
dump_line_parse(struct span text, struct arena *arena, struct dump_line *line, struct error *err)
{
	json_error_t why;
	json_t *object = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &why);
	enum status status;

	memset(line, 0, sizeof(*line));
	if (!object)
		return error_set(err, STATUS_BADINPUT, NULL, "not JSON: %s", why.text);
	if (!json_is_object(object)) {
		status = error_set(err, STATUS_BADINPUT, NULL, "not an object of JSON");
	} else if (json_object_get(object, "newsdex_dump")) {
		line->kind = DUMP_HEAD;
		status = get_head(object, &line->head, err);
	} else if (json_object_get(object, "meta") || json_object_get(object, "meta_hex")) {
		line->kind = DUMP_META;
		status = get_meta(object, json_object_get(object, "meta_hex") != NULL, arena, line, err);
	} else {
		line->kind = DUMP_ARTICLE;
		status = get_article(object, arena, &line->article, err);
	}
	json_decref(object);
	return status;
}
