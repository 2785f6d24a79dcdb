#include "corpus/html_meta.h"

#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/html_author.h"
#include "corpus/html_text.h"
#include "corpus/json_article.h"
#include "corpus/json_repair.h"

#define LEVELS 6
/* Each author of a page may cost a search of its graph. */
#define AUTHORS 20

/* The types of schema.org that are articles. */
static bool
is_article_type(struct span type)
{
	static const char *const types[] = {
		"NewsArticle", "Article", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle",
		"ReviewNewsArticle", "AskPublicNewsArticle", "AdvertiserContentArticle", "LiveBlogPosting", "BlogPosting", "Report",
		"SatiricalArticle", "SocialMediaPosting", "TechArticle", "ScholarlyArticle", "SpecialAnnouncement",
	};
	const char *slash = type.len ? memrchr(type.ptr, '/', type.len) : NULL;

	if (slash)
		type = span_from(slash + 1, (size_t)(type.ptr + type.len - slash - 1));
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (span_equal(type, span_from_string(types[i])))
			return true;
	return false;
}

static bool
is_article(struct json_value object)
{
	struct json_value type = json_member(object, "@type"), item;
	struct json_walk walk = json_walk_start(type);

	if (json_type(type) == JSON_STRING)
		return is_article_type(json_value_string(type));
	while (json_walk_next(&walk, NULL, &item))
		if (is_article_type(json_value_string(item)))
			return true;
	return false;
}

/* The first article in VALUE with a headline; lists and graphs are searched,
 * other objects are not: a list of teasers is made of articles too. */
static struct json_value
find_article(struct json_value value, int level)
{
	struct json_walk walk;
	struct json_value item, found = { NULL, 0 };

	if (json_type(value) == JSON_OBJECT) {
		if (is_article(value) && (json_member(value, "headline").tree || json_member(value, "datePublished").tree))
			return value;
		found = json_member(value, "@graph");
		if (found.tree && level < LEVELS)
			return find_article(found, level + 1);
		found = json_member(value, "mainEntity");
		return found.tree && level < LEVELS ? find_article(found, level + 1) : (struct json_value){ NULL, 0 };
	}
	if (json_type(value) != JSON_ARRAY || level >= LEVELS)
		return found;
	walk = json_walk_start(value);
	while (!found.tree && json_walk_next(&walk, NULL, &item))
		found = find_article(item, level + 1);
	return found;
}

/* The object in VALUE whose @id is ID: a graph names authors by reference. */
static struct json_value
find_id(struct json_value value, struct span id, int level)
{
	struct json_walk walk = json_walk_start(value);
	struct json_value item, found = { NULL, 0 };

	if (walk.object && span_equal(json_value_string(json_member(value, "@id")), id) && json_member(value, "name").tree)
		return value;
	while (level < LEVELS && !found.tree && json_walk_next(&walk, NULL, &item))
		if (json_type(item) == JSON_OBJECT || json_type(item) == JSON_ARRAY)
			found = find_id(item, id, level + 1);
	return found;
}

static struct span
copy_text(struct json_value value, struct arena *arena)
{
	struct span text = json_text(value, arena);

	text = clean_blank(text) ? SPAN_NONE : arena_copy(arena, text);
	return html_text_plain(arena, &text) < 0 ? SPAN_NONE : text;
}

static enum status
add_author(struct json_value root, struct json_value author, struct arena *arena, struct article *article)
{
	struct span id = json_value_string(json_member(author, "@id"));
	struct span name;

	if (!json_member(author, "name").tree && id.len)
		author = find_id(root, id, 0);
	if (html_author_is_system(id) || html_author_is_system(json_value_string(json_member(author, "url"))))
		return STATUS_OK;
	name = copy_text(json_type(author) == JSON_OBJECT ? json_member(author, "name") : author, arena);
	return html_author_add(article, name, arena, "JSON-LD author");
}

static enum status
fill_authors(struct json_value root, struct json_value authors, struct arena *arena, struct article *article)
{
	struct json_walk walk = json_walk_start(authors);
	struct json_value item;

	if (json_type(authors) != JSON_ARRAY)
		return add_author(root, authors, arena, article);
	for (int count = 0; count < AUTHORS && json_walk_next(&walk, NULL, &item); count++)
		if (add_author(root, item, arena, article) < 0)
			return STATUS_NOMEM;
	return STATUS_OK;
}

static enum status
fill_keywords(struct json_value keywords, struct arena *arena, struct article *article)
{
	struct json_walk walk = json_walk_start(keywords);
	struct json_value item;

	if (json_type(keywords) == JSON_STRING)
		return fill_separated(article, FIELD_TAG, copy_text(keywords, arena), arena, "JSON-LD keywords");
	while (json_walk_next(&walk, NULL, &item))
		if (fill_item(article, FIELD_TAG, copy_text(item, arena), arena, "JSON-LD keywords") < 0)
			return STATUS_NOMEM;
	return STATUS_OK;
}

static enum status
fill(struct json_value root, struct json_value object, struct arena *arena, struct article *article, struct html_meta *meta)
{
	struct json_value publisher = json_member(object, "publisher");
	struct span id = json_value_string(json_member(publisher, "@id"));

	meta->is_article = true;
	if (!json_member(publisher, "name").tree && id.len)
		publisher = find_id(root, id, 0);
	fill_text(article, FIELD_TITLE, copy_text(json_member(object, "headline"), arena), "JSON-LD headline");
	fill_text(article, FIELD_SOURCE, copy_text(json_member(publisher, "name"), arena), "JSON-LD publisher");
	fill_text(article, FIELD_SECTION, copy_text(json_member(object, "articleSection"), arena), "JSON-LD articleSection");
	fill_text(article, FIELD_LANGUAGE, copy_text(json_member(object, "inLanguage"), arena), "JSON-LD inLanguage");
	fill_date_text(article, FIELD_PUBLISHED, json_text(json_member(object, "datePublished"), arena), NULL, "JSON-LD datePublished");
	fill_date_text(article, FIELD_MODIFIED, json_text(json_member(object, "dateModified"), arena), NULL, "JSON-LD dateModified");
	if (!meta->body.len)
		meta->body = copy_text(json_member(object, "articleBody"), arena);
	if (!article->tag_count && fill_keywords(json_member(object, "keywords"), arena, article) < 0)
		return STATUS_NOMEM;
	if (!article->author_count && fill_authors(root, json_member(object, "author"), arena, article) < 0)
		return STATUS_NOMEM;
	return article->author_count ? STATUS_OK : fill_authors(root, json_member(object, "creator"), arena, article);
}

/* The JSON without what careless pages put around it: comments, CDATA marks. */
static struct span
strip_marks(struct span json)
{
	static const char *const marks[] = { "<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[" };
	const char *start;

	json = span_trim(json);
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (span_starts(json, span_from_string(marks[i])))
			json = span_trim(span_from(json.ptr + strlen(marks[i]), json.len - strlen(marks[i])));
	start = json.ptr;
	while (json.len && json.ptr[json.len - 1] != '}' && json.ptr[json.len - 1] != ']')
		json.len--;
	return span_from(start, json.len);
}

enum status
html_jsonld_fill(struct span json, struct json_parser *parser, struct arena *arena, struct article *article,
                 struct html_meta *meta)
{
	struct buf padded = BUF_INIT;
	struct json_value root, object;
	const char *reason;
	enum status status;

	json_repair(strip_marks(json), "", &padded);
	if (buf_reserve(&padded, JSON_PADDING))
		memset(padded.data + padded.len, 0, JSON_PADDING);
	status = buf_status(&padded);
	if (status == STATUS_OK)
		status = json_parse(parser, buf_span(&padded), &root, &reason);
	if (status == STATUS_OK) {
		object = find_article(root, 0);
		if (object.tree)
			status = fill(root, object, arena, article, meta);
	}
	buf_release(&padded);
	/* A block that is no JSON says nothing. */
	return status == STATUS_BADINPUT ? STATUS_OK : status;
}
