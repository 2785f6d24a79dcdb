#include "corpus/formats.h"

#include <stdlib.h>

#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/html_text.h"
#include "corpus/wordpress.h"
#include "corpus/xml_doc.h"

#define NS_DC "http://purl.org/dc/elements/1.1/"
#define NS_DCTERMS "http://purl.org/dc/terms/"
#define NS_CONTENT "http://purl.org/rss/1.0/modules/content/"
#define NS_ATOM "http://www.w3.org/2005/Atom"

struct feed {
	xmlDocPtr doc;
	const xmlNode *root, *title, *language;
	const xmlNode *item;             /* the next one */
};

static void
feed_release(void *data)
{
	struct feed *feed = data;

	if (feed->doc)
		xmlFreeDoc(feed->doc);
	free(feed);
}

static bool
is_item(const xmlNode *node)
{
	return xml_is(node, "item") || xml_is(node, "entry");
}

/* The first item at or behind NODE; items do not stand inside of items. */
static const xmlNode *
find_item(const struct feed *feed, const xmlNode *node)
{
	while (node && !is_item(node))
		node = xml_walk(feed->root, node, true);
	return node;
}

/* The item's element NAME, or the one of Dublin Core. */
static const xmlNode *
own_or_dc(const xmlNode *item, const char *name)
{
	const xmlNode *node = xml_child(item, name);

	return node ? node : xml_child_ns(item, name, NS_DC);
}

static enum status
feed_open(struct reader *reader, struct error *err)
{
	struct span data = reader->chunk->data;
	struct feed *feed = reader->state;
	const xmlNode *channel;
	enum status status;

	reader_take(reader, 0, data.len);
	if (!feed) {
		feed = calloc(1, sizeof(*feed));
		if (!feed)
			return STATUS_NOMEM;
		reader->state = feed;
	}
	if (feed->doc)
		xmlFreeDoc(feed->doc);
	*feed = (struct feed){ 0 };
	status = xml_doc_parse(data, &feed->doc);
	if (status == STATUS_BADINPUT)
		return reader_bad(reader, err, "not XML");
	if (status < 0)
		return status;
	feed->root = xmlDocGetRootElement(feed->doc);
	channel = xml_is(feed->root, "feed") || xml_is(feed->root, "entry") ? feed->root : xml_child_any(feed->root, "channel");
	/* Looked for once: a feed may have very many items between them. */
	feed->title = channel ? own_or_dc(channel, "title") : NULL;
	feed->language = channel ? own_or_dc(channel, "language") : NULL;
	feed->item = find_item(feed, feed->root);
	return feed->item ? STATUS_OK : reader_bad(reader, err, "a feed without items");
}

/* A title, summary or content: text, escaped HTML, or XHTML in place. */
static struct span
markup_text(const xmlNode *node, struct arena *arena)
{
	struct buf out = BUF_INIT;
	struct span text;
	const xmlNode *child;

	if (!node)
		return SPAN_NONE;
	for (child = node->children; child && child->type != XML_ELEMENT_NODE;)
		child = child->next;
	if (child) {
		xml_append_flow(node, &out);
		return arena_take(arena, &out);
	}
	text = clean_trim(xml_text(node, arena));
	/* Twice escaped HTML is common: "&amp;lt;p&amp;gt;". */
	for (int times = 0; times < 2 && text.len && html_text_marked(text); times++)
		if (html_text_plain(arena, &text) < 0)
			return SPAN_NONE;
	return text;
}

/* The content of ITEM of a WordPress export. */
static struct span
post_text(const xmlNode *content, struct arena *arena)
{
	struct buf html = BUF_INIT, out = BUF_INIT;
	struct span text = clean_trim(xml_text(content, arena));
	enum status status = STATUS_NOMEM;

	wordpress_append_html(text, &html);
	if (buf_status(&html) == STATUS_OK)
		status = html_text_append(buf_span(&html), &out);
	buf_release(&html);
	/* Markup too deep to be parsed is kept as it is. */
	if (status == STATUS_OK)
		return arena_take(arena, &out);
	buf_release(&out);
	return text;
}

static void
fill_dates(const xmlNode *item, struct arena *arena, struct article *article)
{
	static const struct {
		const char *name, *uri;
		enum article_field field;
	} dates[] = {
		{ "pubDate", NULL, FIELD_PUBLISHED }, { "published", NULL, FIELD_PUBLISHED }, { "issued", NULL, FIELD_PUBLISHED },
		{ "date", NS_DC, FIELD_PUBLISHED }, { "issued", NS_DCTERMS, FIELD_PUBLISHED }, { "created", NS_DCTERMS, FIELD_PUBLISHED },
		{ "created", NULL, FIELD_PUBLISHED }, { "updated", NULL, FIELD_MODIFIED }, { "modified", NULL, FIELD_MODIFIED },
		{ "modified", NS_DCTERMS, FIELD_MODIFIED }, { "updated", NS_ATOM, FIELD_MODIFIED },
	};

	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		const xmlNode *node = dates[i].uri ? xml_child_ns(item, dates[i].name, dates[i].uri) : xml_child(item, dates[i].name);

		if (node)
			fill_date_text(article, dates[i].field, xml_text(node, arena), NULL, dates[i].name);
	}
}

/* RSS has "desk@example.org (Jane Doe)", Atom author/name, both dc:creator. */
static enum status
fill_authors(const xmlNode *item, struct arena *arena, struct article *article)
{
	for (const xmlNode *node = item->children; node; node = node->next) {
		struct span name;
		const char *open, *close;

		if (!xml_is(node, "author") && !xml_is(node, "creator"))
			continue;
		name = xml_child_any(node, "name") ? xml_text(xml_child_any(node, "name"), arena) : xml_text(node, arena);
		if (name.len && memchr(name.ptr, '@', name.len)) {
			open = memchr(name.ptr, '(', name.len);
			close = open ? memchr(open, ')', (size_t)(name.ptr + name.len - open)) : NULL;
			if (!close)
				continue;
			name = span_from(open + 1, (size_t)(close - open - 1));
		}
		if (fill_byline(article, name, arena, xml_is(node, "author") ? "author" : "dc:creator") < 0)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

static enum status
fill_tags(const xmlNode *item, struct arena *arena, struct article *article)
{
	for (const xmlNode *node = item->children; node; node = node->next) {
		struct span term;

		if (!xml_is(node, "category") && !xml_is(node, "subject"))
			continue;
		term = xml_attribute(node, "label", arena);
		if (!term.len)
			term = xml_attribute(node, "term", arena);
		if (!term.len)
			term = xml_text(node, arena);
		if (html_text_plain(arena, &term) < 0)
			return STATUS_NOMEM;
		if (fill_item(article, FIELD_TAG, term, arena, "category") < 0)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

static bool
is_web(struct span url)
{
	url = span_trim(url);
	return span_starts(url, SPAN("http://")) || span_starts(url, SPAN("https://"));
}

static void
fill_links(const xmlNode *item, struct arena *arena, struct article *article)
{
	const xmlNode *guid = xml_child(item, "guid"), *id = xml_child(item, "id");
	struct span text;

	for (const xmlNode *link = xml_child(item, "link"); link; link = xml_next(link, "link")) {
		struct span rel = xml_attribute(link, "rel", arena);

		text = xml_attribute(link, "href", arena);
		if (!rel.len || span_equal(rel, SPAN("alternate")))
			fill_text(article, FIELD_URL, text.len ? text : span_trim(xml_text(link, arena)), "link");
	}
	text = xml_text(guid ? guid : id, arena);
	fill_text(article, FIELD_ID, text, guid ? "guid" : "id");
	if (guid && is_web(text) && !span_equal(xml_attribute(guid, "isPermaLink", arena), SPAN("false")))
		fill_text(article, FIELD_URL, span_trim(text), "guid");
	fill_text(article, FIELD_URL, xml_attribute(item, "about", arena), "rdf:about");
}

static enum status
fill_article(const struct feed *feed, const xmlNode *item, struct arena *arena, struct article *article)
{
	const xmlNode *content = xml_child_ns(item, "encoded", NS_CONTENT);

	if (!content)
		content = xml_child(item, "content");
	if (!content)
		content = xml_child_any(item, "fullitem");
	fill_text(article, FIELD_TITLE, markup_text(own_or_dc(item, "title"), arena), "title");
	if (content && xml_child_any(item, "post_type"))
		fill_text(article, FIELD_BODY, post_text(content, arena), "content");
	fill_text(article, FIELD_BODY, markup_text(content, arena), "content");
	fill_text(article, FIELD_BODY, markup_text(own_or_dc(item, "description"), arena), "description");
	fill_text(article, FIELD_BODY, markup_text(xml_child(item, "summary"), arena), "summary");
	fill_links(item, arena, article);
	fill_dates(item, arena, article);
	fill_text(article, FIELD_SOURCE, xml_text(own_or_dc(item, "source"), arena), "source");
	fill_text(article, FIELD_SOURCE, markup_text(feed->title, arena), "title of the feed");
	fill_text(article, FIELD_LANGUAGE, xml_attribute(item, "lang", arena), "xml:lang");
	fill_text(article, FIELD_LANGUAGE, xml_text(own_or_dc(item, "language"), arena), "language");
	fill_text(article, FIELD_LANGUAGE, xml_text(feed->language, arena), "language of the feed");
	fill_text(article, FIELD_LANGUAGE, xml_attribute(feed->root, "lang", arena), "xml:lang of the feed");
	if (fill_tags(item, arena, article) < 0)
		return STATUS_NOMEM;
	return fill_authors(item, arena, article);
}

/* What a WordPress export holds besides published posts and pages; NULL for those. */
static const char *
wordpress_other(const xmlNode *item, struct arena *arena)
{
	static const char *const types[] = { "attachment", "nav_menu_item", "revision", "wp_navigation", "custom_css" };
	static const char *const states[] = { "draft", "auto-draft", "private", "trash", "pending", "future" };
	struct span type = xml_text(xml_child_any(item, "post_type"), arena);
	struct span state = xml_text(xml_child_any(item, "status"), arena);

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (span_equal(type, span_from_string(types[i])))
			return types[i];
	for (size_t i = 0; type.len && i < sizeof(states) / sizeof(*states); i++)
		if (span_equal(state, span_from_string(states[i])))
			return states[i];
	return NULL;
}

static enum status
feed_next(struct reader *reader, struct article *article, struct error *err)
{
	struct feed *feed;
	const xmlNode *item;
	const char *other;
	enum status status;

	if (reader->count == 0) {
		status = feed_open(reader, err);
		if (status < 0)
			return status;
	}
	feed = reader->state;
	item = feed ? feed->item : NULL;
	if (!item)
		return STATUS_END;
	feed->item = find_item(feed, xml_walk(feed->root, item, false));
	reader->part++;
	other = wordpress_other(item, &reader->arena);
	if (other)
		return reader_bad(reader, err, "not published in WordPress: %s", other);
	return fill_article(feed, item, &reader->arena, article);
}

static int
feed_sniff(struct span head, struct span path)
{
	struct span name, rest;

	(void)path;
	if (!xml_root(head, &name, &rest))
		return 0;
	if (span_equal(name, SPAN("rss")))
		return 95;
	if (span_equal(name, SPAN("feed")) || span_equal(name, SPAN("entry")))
		return memmem(rest.ptr, rest.len, "/Atom", 5) || memmem(rest.ptr, rest.len, "/atom/", 6) ? 95 : 60;
	if (span_equal(name, SPAN("RDF")))
		return memmem(head.ptr, head.len, "/rss/", 5) || memmem(head.ptr, head.len, "netscape.com/rdf", 16) ? 95 : 0;
	return 0;
}

const struct format format_feed = {
	.name = "feed",
	.summary = "RSS 0.9 to 2.0, Atom, and WordPress exports",
	.sniff = feed_sniff,
	.next = feed_next,
	.release = feed_release,
};
