#include "corpus/nitf.h"

#include <stdlib.h>

#include "corpus/fill.h"
#include "corpus/html_text.h"

struct span
nitf_flow(const xmlNode *node, struct arena *arena)
{
	struct buf out = BUF_INIT;
	struct span text;

	if (node)
		xml_append_flow(node, &out);
	text = arena_take(arena, &out);
	/* Some agencies send HTML in disguise: "&lt;p&gt;". */
	return html_text_plain(arena, &text) < 0 ? SPAN_NONE : text;
}

static bool
has_class(const xmlNode *node, const char *name, struct arena *arena)
{
	return span_equal(xml_attribute(node, "class", arena), span_from_string(name));
}

/* The child of PARENT called NAME whose class is CLASS. */
static const xmlNode *
child_of_class(const xmlNode *parent, const char *name, const char *class, struct arena *arena)
{
	for (const xmlNode *node = parent ? parent->children : NULL; node; node = node->next)
		if (xml_is(node, name) && has_class(node, class, arena))
			return node;
	return NULL;
}

/* A byline without the title of its author: <byline>By A B<byttl>Staff Writer</byttl></byline>. */
static struct span
byline_text(const xmlNode *byline, struct arena *arena)
{
	struct buf out = BUF_INIT;

	for (const xmlNode *node = byline->children; node; node = node->next) {
		struct span part = xml_is(node, "byttl") ? SPAN_NONE
			: node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE
			? span_from_string((const char *)node->content) : xml_text(node, arena);

		buf_append_span(&out, part);
	}
	return arena_take(arena, &out);
}

static enum status
fill_author(const xmlNode *head, struct arena *arena, struct article *article)
{
	const xmlNode *byline = child_of_class(head, "byline", "print_byline", arena);

	if (!byline)
		byline = xml_child_any(head, "byline");
	return byline && !article->author_count ? fill_byline(article, byline_text(byline, arena), arena, "byline") : STATUS_OK;
}

static struct span
meta(const xmlNode *head, const char *name, struct arena *arena)
{
	for (const xmlNode *node = head ? head->children : NULL; node; node = node->next)
		if (xml_is(node, "meta") && span_equal(xml_attribute(node, "name", arena), span_from_string(name)))
			return xml_attribute(node, "content", arena);
	return SPAN_NONE;
}

static int
meta_number(const xmlNode *head, const char *name, struct arena *arena)
{
	struct span text = meta(head, name, arena);

	return text.len && text.len < 5 ? atoi(text.ptr) : 0;
}

static void
fill_dates(const xmlNode *head, struct arena *arena, struct article *article)
{
	static const struct {
		const char *path, *attribute;
	} dates[] = {
		{ "pubdata", "date.publication" }, { "docdata/date.issue", "norm" }, { "docdata/date.release", "norm" },
	};
	struct civil civil = { 0 };
	struct date date;

	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++)
		fill_date_text(article, FIELD_PUBLISHED, xml_attribute(xml_path(head, dates[i].path), dates[i].attribute, arena),
		               NULL, dates[i].attribute);
	/* Midnight without a zone says that the hour is not known. */
	if (article->published.precision == DATE_SECOND && article->published.zone == DATE_ZONE_UNKNOWN
	    && article->published.seconds % 86400 == 0)
		article->published.precision = DATE_DAY;
	civil.year = meta_number(head, "publication_year", arena);
	civil.month = meta_number(head, "publication_month", arena);
	civil.day = meta_number(head, "publication_day_of_month", arena);
	if (date_from_civil(&civil, DATE_DAY, DATE_ZONE_UNKNOWN, &date) == STATUS_OK)
		fill_date(article, FIELD_PUBLISHED, date, "publication_year");
}

/* What the indexers said it is about. */
static enum status
fill_tags(const xmlNode *docdata, struct arena *arena, struct article *article)
{
	const xmlNode *content = xml_child_any(docdata, "identified-content");
	const xmlNode *keys = xml_child_any(docdata, "key-list");

	for (const xmlNode *node = content ? content->children : NULL; node; node = node->next) {
		struct span type = xml_attribute(node, "type", arena);
		bool take = xml_is(node, "person") || xml_is(node, "org") || xml_is(node, "location") || xml_is(node, "object.title")
			|| (xml_is(node, "classifier") && (span_equal(type, SPAN("descriptor"))
			                                   || span_equal(type, SPAN("general_descriptor"))));

		if (take && fill_item(article, FIELD_TAG, xml_text(node, arena), arena, "identified-content") < 0)
			return STATUS_NOMEM;
	}
	for (const xmlNode *node = keys ? keys->children : NULL; node; node = node->next)
		if (xml_is(node, "keyword")
		    && fill_item(article, FIELD_TAG, xml_attribute(node, "key", arena), arena, "key-list") < 0)
			return STATUS_NOMEM;
	return STATUS_OK;
}

static void
fill_source(const xmlNode *head, const xmlNode *body_head, struct arena *arena, struct article *article)
{
	struct span section = meta(head, "online_sections", arena);
	const char *end = section.len ? memchr(section.ptr, ';', section.len) : NULL;

	fill_text(article, FIELD_SOURCE, xml_attribute(xml_child_any(head, "pubdata"), "name", arena), "pubdata");
	fill_text(article, FIELD_SOURCE, xml_text(xml_child_any(body_head, "distributor"), arena), "distributor");
	fill_text(article, FIELD_SOURCE, xml_attribute(xml_path(head, "docdata/doc.copyright"), "holder", arena), "doc.copyright");
	if (end)
		section.len = (size_t)(end - section.ptr);
	fill_text(article, FIELD_SECTION, section, "online_sections");
	fill_text(article, FIELD_SECTION, meta(head, "dsk", arena), "dsk");
	fill_text(article, FIELD_SECTION, xml_attribute(xml_child_any(head, "tobject"), "tobject.type", arena), "tobject.type");
	fill_text(article, FIELD_URL, meta(head, "alternate_url", arena), "alternate_url");
	fill_text(article, FIELD_URL, xml_attribute(xml_child_any(head, "pubdata"), "ex-ref", arena), "ex-ref");
}

/* Old articles say their lead twice: "LEAD: The board ..." and then "The board ...". */
static struct span
drop_lead(struct span body)
{
	const char *end = span_starts(body, SPAN("LEAD: ")) ? memmem(body.ptr, body.len, "\n\n", 2) : NULL;
	struct span lead, rest;

	if (!end)
		return body;
	lead = span_from(body.ptr + 6, (size_t)(end - body.ptr - 6));
	rest = span_from(end + 2, (size_t)(body.ptr + body.len - end - 2));
	return span_starts(rest, lead) ? rest : body;
}

static void
fill_body(const xmlNode *content, struct arena *arena, struct article *article)
{
	const xmlNode *full = child_of_class(content, "block", "full_text", arena);
	const xmlNode *correction = child_of_class(content, "block", "correction_text", arena);

	fill_text(article, FIELD_NOTE, nitf_flow(correction, arena), "correction_text");
	fill_text(article, FIELD_BODY, drop_lead(nitf_flow(full, arena)), "full_text");
	fill_text(article, FIELD_BODY, fill_behind_title(nitf_flow(content, arena), article->text[FIELD_TITLE]), "body.content");
}

enum status
nitf_fill(const xmlNode *root, struct arena *arena, struct article *article)
{
	const xmlNode *head = xml_child_any(root, "head"), *body = xml_child_any(root, "body");
	const xmlNode *body_head = xml_child_any(body, "body.head"), *docdata = xml_child_any(head, "docdata");
	const xmlNode *hedline = xml_child_any(body_head, "hedline");

	fill_text(article, FIELD_ID, xml_attribute(xml_child_any(docdata, "doc-id"), "id-string", arena), "doc-id");
	fill_text(article, FIELD_TITLE, nitf_flow(xml_child_any(hedline, "hl1"), arena), "hl1");
	fill_text(article, FIELD_TITLE, nitf_flow(child_of_class(hedline, "hl2", "online_headline", arena), arena), "hl2");
	fill_text(article, FIELD_TITLE, xml_text(xml_child_any(head, "title"), arena), "title");
	fill_text(article, FIELD_LANGUAGE, xml_attribute(root, "baselang", arena), "baselang");
	fill_text(article, FIELD_LANGUAGE, xml_attribute(body, "lang", arena), "xml:lang");
	fill_dates(head, arena, article);
	fill_source(head, body_head, arena, article);
	fill_body(xml_child_any(body, "body.content"), arena, article);
	fill_text(article, FIELD_BODY, nitf_flow(xml_child_any(body_head, "abstract"), arena), "abstract");
	if (fill_tags(docdata, arena, article) < 0)
		return STATUS_NOMEM;
	return fill_author(body_head, arena, article);
}
