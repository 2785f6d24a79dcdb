#include "corpus/formats.h"

#include <stdlib.h>

#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/html_text.h"
#include "corpus/nitf.h"

struct newsml {
	xmlDocPtr doc;
	const xmlNode *root;
	const xmlNode *item;             /* the next one */
};

static void
newsml_release(void *data)
{
	struct newsml *newsml = data;

	if (newsml->doc)
		xmlFreeDoc(newsml->doc);
	free(newsml);
}

static const xmlNode *
find_item(const struct newsml *newsml, const xmlNode *node)
{
	while (node && !xml_is(node, "newsItem") && !xml_is(node, "packageItem") && !xml_is(node, "NewsItem"))
		node = xml_walk(newsml->root, node, true);
	return node;
}

static enum status
newsml_open(struct reader *reader, struct error *err)
{
	struct newsml *newsml = reader->state;
	struct span data = reader->chunk->data;
	enum status status;

	reader_take(reader, 0, data.len);
	if (!newsml) {
		newsml = calloc(1, sizeof(*newsml));
		if (!newsml)
			return STATUS_NOMEM;
		reader->state = newsml;
	}
	if (newsml->doc)
		xmlFreeDoc(newsml->doc);
	*newsml = (struct newsml){ 0 };
	status = xml_doc_parse(data, &newsml->doc);
	if (status == STATUS_BADINPUT)
		return reader_bad(reader, err, "not XML");
	if (status < 0)
		return status;
	newsml->root = xmlDocGetRootElement(newsml->doc);
	newsml->item = find_item(newsml, newsml->root);
	return newsml->item ? STATUS_OK : reader_bad(reader, err, "NewsML without a news item");
}

/* "stat:usable" without the name of its list. */
static struct span
code(const xmlNode *node, const char *attribute, struct arena *arena)
{
	struct span value = xml_attribute(node, attribute, arena);
	const char *colon = value.len ? memchr(value.ptr, ':', value.len) : NULL;

	return colon ? span_from(colon + 1, (size_t)(value.ptr + value.len - colon - 1)) : value;
}

/* Why an item of NewsML-G2 is no article; NULL when it is or was one. */
static const char *
not_article(const xmlNode *item, struct arena *arena)
{
	static const char *const kinds[] = { "picture", "video", "audio", "graphic", "animation" };
	struct span kind = code(xml_path(item, "itemMeta/itemClass"), "qcode", arena);

	if (xml_is(item, "packageItem"))
		return "a package of other items";
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (span_equal(kind, span_from_string(kinds[i])))
			return kinds[i];
	return NULL;
}

/* The text inside of inlineXML is NITF or XHTML; inlineData is plain. */
static enum status
fill_content(const xmlNode *set, struct arena *arena, struct article *article)
{
	for (const xmlNode *node = set ? set->children : NULL; node; node = node->next) {
		const xmlNode *nitf, *inner;

		if (xml_is(node, "inlineData")) {
			struct span text = xml_text(node, arena);

			if (html_text_plain(arena, &text) < 0)
				return STATUS_NOMEM;
			fill_text(article, FIELD_BODY, text, "inlineData");
			continue;
		}
		if (!xml_is(node, "inlineXML"))
			continue;
		nitf = xml_find(node, "nitf");
		inner = xml_find(node, "body.content");
		if (!inner)
			inner = xml_find(node, "body");
		fill_text(article, FIELD_BODY, fill_behind_title(nitf_flow(inner ? inner : node, arena), article->text[FIELD_TITLE]),
		          "inlineXML");
		if (nitf && nitf_fill(nitf, arena, article) < 0)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

static void
fill_source(const xmlNode *item, struct arena *arena, struct article *article)
{
	const xmlNode *provider = xml_path(item, "itemMeta/provider");
	struct span literal = xml_attribute(provider, "literal", arena);

	fill_text(article, FIELD_SOURCE, xml_text(xml_child_any(provider, "name"), arena), "provider");
	/* "STT", but not "reuters.com" where the credit is "Reuters". */
	if (literal.len && !memchr(literal.ptr, '.', literal.len))
		fill_text(article, FIELD_SOURCE, literal, "provider");
	fill_text(article, FIELD_SOURCE, xml_text(xml_path(item, "contentMeta/creditline"), arena), "creditline");
	fill_text(article, FIELD_SOURCE, literal, "provider");
	fill_text(article, FIELD_SOURCE, code(provider, "qcode", arena), "provider");
}

static enum status
fill_people(const xmlNode *meta, struct arena *arena, struct article *article)
{
	struct span name;

	if (fill_byline(article, xml_text(xml_child_any(meta, "by"), arena), arena, "by") < 0)
		return STATUS_NOMEM;
	for (const xmlNode *node = meta ? meta->children : NULL; node && !article->author_count; node = node->next) {
		name = xml_is(node, "creator") ? clean_trim(xml_text(xml_child_any(node, "name"), arena)) : SPAN_NONE;
		/* Agencies are creators too: a person has a name of two words. */
		if (name.len && memchr(name.ptr, ' ', name.len) && fill_is_name(name)
		    && fill_byline(article, name, arena, "creator") < 0)
			return STATUS_NOMEM;
	}
	for (const xmlNode *node = meta ? meta->children : NULL; node; node = node->next) {
		name = xml_is(node, "keyword") ? xml_text(node, arena)
			: xml_is(node, "subject") ? xml_text(xml_child_any(node, "name"), arena) : SPAN_NONE;
		/* A letter is a code: "f" for finance. */
		if (name.len > 1 && fill_item(article, FIELD_TAG, name, arena, "subject") < 0)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

static enum status
fill_g2(const xmlNode *item, struct arena *arena, struct article *article)
{
	const xmlNode *meta = xml_child_any(item, "contentMeta");
	struct span first = xml_text(xml_path(item, "itemMeta/firstCreated"), arena);
	struct span version = xml_text(xml_path(item, "itemMeta/versionCreated"), arena);

	struct span status = code(xml_path(item, "itemMeta/pubStatus"), "qcode", arena);

	article->withdrawn = span_equal(status, SPAN("canceled")) || span_equal(status, SPAN("withheld"));
	fill_version(article, xml_attribute(item, "version", arena), version);
	fill_text(article, FIELD_ID, xml_attribute(item, "guid", arena), "guid");
	fill_text(article, FIELD_TITLE, nitf_flow(xml_child_any(meta, "headline"), arena), "headline");
	fill_text(article, FIELD_TITLE, xml_text(xml_path(item, "itemMeta/title"), arena), "title");
	fill_text(article, FIELD_NOTE, nitf_flow(xml_path(item, "itemMeta/edNote"), arena), "edNote");
	fill_text(article, FIELD_LANGUAGE, xml_attribute(xml_child_any(meta, "language"), "tag", arena), "language");
	fill_text(article, FIELD_LANGUAGE, xml_attribute(item, "lang", arena), "xml:lang");
	fill_date_text(article, FIELD_PUBLISHED, first.len ? first : version, NULL, first.len ? "firstCreated" : "versionCreated");
	if (first.len && !span_equal(first, version))
		fill_date_text(article, FIELD_MODIFIED, version, NULL, "versionCreated");
	if (!first.len && !version.len) {
		fill_date_text(article, FIELD_PUBLISHED, xml_text(xml_child_any(meta, "contentCreated"), arena), NULL, "contentCreated");
		fill_date_text(article, FIELD_MODIFIED, xml_text(xml_child_any(meta, "contentModified"), arena), NULL, "contentModified");
	}
	fill_source(item, arena, article);
	if (fill_people(meta, arena, article) < 0)
		return STATUS_NOMEM;
	return fill_content(xml_child_any(item, "contentSet"), arena, article);
}

/* The texts of a NewsML 1 item: pictures have captions in theirs. */
static void
fill_data(const xmlNode *item, struct arena *arena, struct article *article)
{
	for (const xmlNode *node = item; node && !article->text[FIELD_BODY].len; node = xml_walk(item, node, true)) {
		const xmlNode *inner;

		if (!xml_is(node, "DataContent"))
			continue;
		inner = xml_find(node, "body.content");
		if (!inner)
			inner = xml_find(node, "body");
		fill_text(article, FIELD_BODY, nitf_flow(inner ? inner : node, arena), "DataContent");
	}
}

static enum status
fill_newsml1(const xmlNode *item, struct arena *arena, struct article *article)
{
	const xmlNode *identifier = xml_path(item, "Identification/NewsIdentifier");
	const xmlNode *management = xml_child_any(item, "NewsManagement");
	struct span first = xml_text(xml_child_any(management, "FirstCreated"), arena);
	struct span revision = xml_text(xml_child_any(management, "ThisRevisionCreated"), arena);
	struct span state = xml_attribute(xml_child_any(management, "Status"), "FormalName", arena);
	const xmlNode *provider = xml_find(item, "Provider");

	article->withdrawn = span_equal(state, SPAN("Canceled")) || span_equal(state, SPAN("Withheld"));
	fill_version(article, xml_text(xml_child_any(identifier, "RevisionId"), arena), revision);
	/* Without the number of the revision, so that the next one replaces it. */
	fill_text(article, FIELD_ID, xml_text(xml_child_any(identifier, "NewsItemId"), arena), "NewsItemId");
	fill_text(article, FIELD_TITLE, nitf_flow(xml_find(item, "HeadLine"), arena), "HeadLine");
	fill_text(article, FIELD_LANGUAGE, xml_attribute(xml_find(item, "Language"), "FormalName", arena), "Language");
	fill_text(article, FIELD_LANGUAGE, xml_attribute(item, "lang", arena), "xml:lang");
	fill_date_text(article, FIELD_PUBLISHED, first.len ? first : revision, NULL, "FirstCreated");
	if (!span_equal(first, revision))
		fill_date_text(article, FIELD_MODIFIED, revision, NULL, "ThisRevisionCreated");
	if (provider)
		fill_text(article, FIELD_SOURCE, xml_attribute(xml_child_any(provider, "Party"), "FormalName", arena), "Provider");
	fill_text(article, FIELD_SOURCE, xml_text(xml_child_any(identifier, "ProviderId"), arena), "ProviderId");
	fill_data(item, arena, article);
	return fill_byline(article, xml_text(xml_find(item, "ByLine"), arena), arena, "ByLine");
}

static enum status
newsml_next(struct reader *reader, struct article *article, struct error *err)
{
	struct newsml *newsml;
	const xmlNode *item;
	const char *reason;
	enum status status;

	if (reader->count == 0) {
		status = newsml_open(reader, err);
		if (status < 0)
			return status;
	}
	newsml = reader->state;
	item = newsml ? newsml->item : NULL;
	if (!item)
		return STATUS_END;
	newsml->item = find_item(newsml, xml_walk(newsml->root, item, false));
	reader->part++;
	if (xml_is(item, "NewsItem"))
		return fill_newsml1(item, &reader->arena, article);
	reason = not_article(item, &reader->arena);
	return reason ? reader_bad(reader, err, "no article: %s", reason) : fill_g2(item, &reader->arena, article);
}

static int
newsml_sniff(struct span head, struct span path)
{
	static const char *const roots[] = { "newsMessage", "newsItem", "packageItem", "NewsML" };
	struct span name, rest;

	(void)path;
	if (!xml_root(head, &name, &rest))
		return 0;
	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++)
		if (span_equal(name, span_from_string(roots[i])))
			return 95;
	return 0;
}

const struct format format_newsml = {
	.name = "newsml",
	.summary = "NewsML-G2 and NewsML 1",
	.sniff = newsml_sniff,
	.next = newsml_next,
	.release = newsml_release,
};
