#include "corpus/json_article.h"

#include <inttypes.h>
#include <stdio.h>
#include <strings.h>

#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/html_text.h"

/* The member NAME, written as in any of the versions: "versioncreated" in the
 * first, "versionCreated" in the third. */
static struct json_value
member(struct json_value object, const char *name)
{
	struct json_walk walk = json_walk_start(object);
	struct json_value value;
	struct span key;

	while (walk.object && json_walk_next(&walk, &key, &value))
		if (key.len == strlen(name) && strncasecmp(key.ptr, name, key.len) == 0)
			return value;
	return (struct json_value){ NULL, 0 };
}

static struct span
text(struct json_value object, const char *name)
{
	return json_value_string(member(object, name));
}

/* A text in every version of ninjs; some write a number. */
static struct span
version_number(struct json_value object, struct arena *arena)
{
	struct json_value value = member(object, "version");
	uint64_t number;
	char digits[24];

	if (json_type(value) != JSON_NUMBER || !json_value_unsigned(value, &number))
		return json_value_string(value);
	return arena_copy(arena, span_from(digits, (size_t)snprintf(digits, sizeof(digits), "%" PRIu64, number)));
}

static bool
is_ninjs(struct json_value object)
{
	static const char *const marks[] = { "versioncreated", "pubstatus", "headlines", "bodies", "associations", "representationtype" };

	if (!member(object, "uri").tree && !member(object, "guid").tree)
		return false;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (member(object, marks[i]).tree)
			return true;
	return false;
}

/* The value in a list of {"role": ..., "value": ...}: the one with ROLE, or the first. */
static struct span
role_value(struct json_value list, const char *role)
{
	struct json_walk walk = json_walk_start(list);
	struct json_value item;
	struct span first = SPAN_NONE;

	while (!walk.object && json_walk_next(&walk, NULL, &item)) {
		struct span value = text(item, "value");

		if (span_equal(text(item, "role"), span_from_string(role)) && value.len)
			return value;
		if (!first.len)
			first = value;
	}
	return first;
}

/* Of several bodies the one with markup, which keeps the paragraphs. */
static struct span
body_value(struct json_value list)
{
	struct json_walk walk = json_walk_start(list);
	struct json_value item;
	struct span best = SPAN_NONE;

	while (!walk.object && json_walk_next(&walk, NULL, &item)) {
		struct span value = text(item, "value");

		if (!best.len || (html_text_marked(value) && !html_text_marked(best)))
			best = value;
	}
	return best;
}

static enum status
fill_names(struct json_value object, const char *name, struct arena *arena, struct article *article)
{
	struct json_value list = member(object, name), item;
	struct json_walk walk = json_walk_start(list);

	while (!walk.object && json_walk_next(&walk, NULL, &item)) {
		struct span term = json_type(item) == JSON_STRING ? json_value_string(item) : text(item, "name");

		if (term.len > 1 && fill_item(article, FIELD_TAG, term, arena, "ninjs subject") < 0)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

static void
fill_dates(struct json_value object, struct article *article)
{
	struct span first = text(object, "firstcreated"), version = text(object, "versioncreated");

	if (!first.len)
		first = text(object, "contentcreated");
	fill_date_text(article, FIELD_PUBLISHED, first.len ? first : version, NULL, first.len ? "firstcreated" : "versioncreated");
	if (first.len && !span_equal(first, version))
		fill_date_text(article, FIELD_MODIFIED, version, NULL, "versioncreated");
}

static enum status
fill_body(struct json_value object, struct arena *arena, struct article *article)
{
	static const char *const names[] = { "body_xhtml", "body_html", "body_nitf", "body_text" };
	struct span *body = &article->text[FIELD_BODY];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		fill_text(article, FIELD_BODY, text(object, names[i]), names[i]);
	fill_text(article, FIELD_BODY, body_value(member(object, "bodies")), "bodies");
	if (html_text_plain(arena, body) < 0)
		return STATUS_NOMEM;
	if (body->len)
		*body = fill_behind_title(*body, article->text[FIELD_TITLE]);
	return STATUS_OK;
}

static void
fill_texts(struct json_value object, struct article *article)
{
	fill_text(article, FIELD_ID, text(object, "uri"), "uri");
	fill_text(article, FIELD_ID, text(object, "guid"), "guid");
	fill_text(article, FIELD_TITLE, text(object, "headline"), "headline");
	fill_text(article, FIELD_TITLE, role_value(member(object, "headlines"), "main"), "headlines");
	fill_text(article, FIELD_TITLE, text(object, "title"), "title");
	fill_text(article, FIELD_NOTE, text(object, "ednote"), "ednote");
	fill_text(article, FIELD_LANGUAGE, text(object, "language"), "language");
	fill_text(article, FIELD_SOURCE, text(object, "source"), "source");
	fill_text(article, FIELD_SOURCE, role_value(member(object, "infosources"), "source"), "infosources");
	fill_text(article, FIELD_SOURCE, text(object, "copyrightholder"), "copyrightholder");
}

enum status
json_ninjs_fill(struct json_value object, struct arena *arena, struct article *article, const char **reason)
{
	static const char *const lists[] = { "subject", "subjects", "person", "people", "organisation", "organisations",
		"place", "places", "keywords" };
	struct span status, type;

	if (!is_ninjs(object))
		return STATUS_NOTFOUND;
	status = text(object, "pubstatus");
	type = text(object, "type");
	article->withdrawn = span_equal(status, SPAN("canceled")) || span_equal(status, SPAN("withheld"));
	fill_version(article, version_number(object, arena), text(object, "versioncreated"));
	fill_texts(object, article);
	if (fill_body(object, arena, article) < 0)
		return STATUS_NOMEM;
	if (!article->text[FIELD_BODY].len && type.len && !span_equal(type, SPAN("text"))) {
		*reason = "no article: a picture, film, event or package without a text";
		return STATUS_BADINPUT;
	}
	fill_text(article, FIELD_BODY, text(object, "description_text"), "description_text");
	fill_text(article, FIELD_BODY, role_value(member(object, "descriptions"), "main"), "descriptions");
	fill_dates(object, article);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if (fill_names(object, lists[i], arena, article) < 0)
			return STATUS_NOMEM;
	if (fill_byline(article, text(object, "byline"), arena, "byline") < 0)
		return STATUS_NOMEM;
	return article->author_count ? STATUS_OK : fill_byline(article, text(object, "by"), arena, "by");
}
