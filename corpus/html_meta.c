#include "corpus/html_meta.h"

#include <strings.h>

#include "corpus/clean.h"
#include "corpus/date_order.h"
#include "corpus/fill.h"
#include "corpus/html_author.h"
#include "corpus/html_byline.h"
#include "corpus/html_date.h"
#include "corpus/html_dom.h"
#include "corpus/html_title.h"

/* A meta element's name or property, and the field it is; in order of trust. */
static const struct meta_name {
	const char *name;
	enum article_field field;
} names[] = {
	{ "article:published_time", FIELD_PUBLISHED }, { "og:article:published_time", FIELD_PUBLISHED },
	{ "article:published:time", FIELD_PUBLISHED }, { "datepublished", FIELD_PUBLISHED }, { "parsely-pub-date", FIELD_PUBLISHED }, { "sailthru.date", FIELD_PUBLISHED },
	{ "cxenseparse:recs:publishtime", FIELD_PUBLISHED }, { "pubdate", FIELD_PUBLISHED }, { "publishdate", FIELD_PUBLISHED },
	{ "publish-date", FIELD_PUBLISHED }, { "publication_date", FIELD_PUBLISHED }, { "article.published", FIELD_PUBLISHED },
	{ "dc.date.issued", FIELD_PUBLISHED }, { "dcterms.created", FIELD_PUBLISHED }, { "dc.date", FIELD_PUBLISHED },
	{ "date", FIELD_PUBLISHED }, { "og:pubdate", FIELD_PUBLISHED }, { "bt:pubdate", FIELD_PUBLISHED },
	{ "article:modified_time", FIELD_MODIFIED }, { "article:modified:time", FIELD_MODIFIED }, { "og:updated_time", FIELD_MODIFIED }, { "datemodified", FIELD_MODIFIED },
	{ "dcterms.modified", FIELD_MODIFIED }, { "last-modified", FIELD_MODIFIED }, { "article.updated", FIELD_MODIFIED },
	{ "og:title", FIELD_TITLE }, { "twitter:title", FIELD_TITLE }, { "dc.title", FIELD_TITLE },
	{ "parsely-title", FIELD_TITLE }, { "sailthru.title", FIELD_TITLE },
	{ "og:site_name", FIELD_SOURCE }, { "application-name", FIELD_SOURCE }, { "dc.publisher", FIELD_SOURCE },
	{ "article:section", FIELD_SECTION }, { "parsely-section", FIELD_SECTION },
	{ "content-language", FIELD_LANGUAGE }, { "og:locale", FIELD_LANGUAGE }, { "dc.language", FIELD_LANGUAGE },
	{ "author", FIELD_AUTHOR }, { "parsely-author", FIELD_AUTHOR }, { "article:author", FIELD_AUTHOR },
	{ "og:article:author", FIELD_AUTHOR }, { "dc.creator", FIELD_AUTHOR }, { "sailthru.author", FIELD_AUTHOR },
	{ "byl", FIELD_AUTHOR }, { "article:byline", FIELD_AUTHOR }, { "articleauthor", FIELD_AUTHOR },
	{ "cxenseparse:author", FIELD_AUTHOR }, { "mediator_author", FIELD_AUTHOR },
	{ "article:tag", FIELD_TAG }, { "og:article:tag", FIELD_TAG }, { "news_keywords", FIELD_TAG }, { "keywords", FIELD_TAG },
	{ "parsely-tags", FIELD_TAG }, { "sailthru.tags", FIELD_TAG },
	{ "og:url", FIELD_URL },
};

#define NAME_COUNT (sizeof(names) / sizeof(*names))

/* Elements of a page that say something of it, gathered in one walk. */
struct found {
	struct span values[NAME_COUNT];
	struct span canonical, language, page_title, first_time;
	struct span label, labelled;                /* of a card: "Written by", and who */
	const GumboNode *heading, *last_heading;    /* the first <h1>, the last so far */
	struct html_byline byline;
	struct html_dates dates;
	bool og_article;
};

static bool
same(struct span text, const char *name)
{
	return text.len == strlen(name) && strncasecmp(text.ptr, name, text.len) == 0;
}

/* How cards call the author in the languages of WordPress. */
static bool
is_written_by(struct span label)
{
	static const char *const labels[] = {
		"Written by", "Verfasst von", "Geschrieben von", "Écrit par", "Escrito por", "Scritto da", "Geschreven door",
		"Skrevet af", "Skrevet av", "Skriven av", "Kirjoittaja", "Napisane przez", "Napsal(a)", "Yazan", "Penulis", "Ditulis oleh",
		"Автор", "Написано автором", "Συντάχθηκε από", "Scris de", "Szerző", "執筆者", "글쓴이", "作者", "Được viết bởi",
	};

	label = clean_trim(label);
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
		if (same(label, labels[i]))
			return true;
	return false;
}

static enum status
take_meta(struct found *found, const GumboNode *node, struct arena *arena, struct article *article)
{
	static const char *const attributes[] = { "property", "name", "itemprop", "http-equiv" };
	struct span content = html_attribute(node, "content");

	if (clean_blank(content))
		return STATUS_OK;
	for (size_t a = 0; a < sizeof(attributes) / sizeof(*attributes); a++) {
		struct span name = html_attribute(node, attributes[a]);

		if (same(name, "twitter:label1") || same(name, "twitter:label2"))
			found->label = content;
		else if ((same(name, "twitter:data1") || same(name, "twitter:data2")) && is_written_by(found->label))
			found->labelled = content;
		if (same(name, "og:type"))
			found->og_article |= same(content, "article");
		for (size_t i = 0; name.len && i < NAME_COUNT; i++) {
			if (!same(name, names[i].name))
				continue;
			/* Tags may have an element each. */
			if (strstr(names[i].name, "article:tag")) {
				if (fill_item(article, FIELD_TAG, content, arena, names[i].name) < 0)
					return STATUS_NOMEM;
			} else if (!found->values[i].len) {
				found->values[i] = content;
			}
		}
	}
	return STATUS_OK;
}

static void
take_language(struct found *found, struct span language)
{
	found->language = language;
	found->dates.hint.order = date_order_of_language(language);
}

static void
take_element(struct found *found, const GumboNode *node, struct arena *arena)
{
	if (html_is(node, GUMBO_TAG_HTML))
		take_language(found, html_attribute(node, "lang"));
	else if (html_is(node, GUMBO_TAG_LINK) && same(html_attribute(node, "rel"), "canonical") && !found->canonical.len)
		found->canonical = html_attribute(node, "href");
	else if (html_is(node, GUMBO_TAG_TITLE) && !found->page_title.len)
		found->page_title = html_node_text(node, arena);
	else if (html_is(node, GUMBO_TAG_TIME) && !found->first_time.len)
		found->first_time = html_attribute(node, "datetime");
	else
		html_byline_look(&found->byline, node, found->last_heading, arena);
	html_dates_look(&found->dates, node, arena);
	if (html_is(node, GUMBO_TAG_H1)) {
		found->heading = found->heading ? found->heading : node;
		found->last_heading = node;
	}
}

static bool
is_jsonld(const GumboNode *node)
{
	struct span type = html_attribute(node, "type");

	return html_is(node, GUMBO_TAG_SCRIPT) && type.len >= 19 && strncasecmp(type.ptr, "application/ld+json", 19) == 0
		&& node->v.element.children.length == 1;
}

static enum status
gather(const GumboNode *root, struct json_parser *parser, struct arena *arena, struct article *article,
       struct found *found, struct html_meta *meta)
{
	for (const GumboNode *node = root; node; node = html_walk(root, node, true)) {
		enum status status = STATUS_OK;

		if (html_is(node, GUMBO_TAG_META)) {
			status = take_meta(found, node, arena, article);
		} else if (is_jsonld(node)) {
			const GumboNode *text = node->v.element.children.data[0];

			status = html_jsonld_fill(span_from_string(text->v.text.text), parser, arena, article, meta);
		} else {
			take_element(found, node, arena);
		}
		if (status < 0)
			return status;
	}
	return STATUS_OK;
}

/* The date in an address: https://paper.example/2019/01/28/tugs. */
static void
fill_url_date(struct article *article)
{
	struct span url = article->text[FIELD_URL];

	for (size_t i = 0; i + 11 < url.len; i++) {
		struct date date;

		if (url.ptr[i] != '/' || (url.ptr[i + 1] != '1' && url.ptr[i + 1] != '2') || url.ptr[i + 11] != '/')
			continue;
		if (url.ptr[i + 5] == url.ptr[i + 8] && date_parse(span_from(url.ptr + i + 1, 10), &date, NULL) == STATUS_OK
		    && date.precision == DATE_DAY) {
			fill_date(article, FIELD_PUBLISHED, date, "date in the URL");
			return;
		}
	}
}

static enum status
fill_named(struct found *found, struct arena *arena, struct article *article, struct html_meta *meta)
{
	for (size_t i = 0; i < NAME_COUNT; i++) {
		struct span value = found->values[i];
		enum article_field field = names[i].field;

		if (!value.len || field == FIELD_AUTHOR)
			continue;
		if (field >= FIELD_PUBLISHED) {
			fill_date_text(article, field, value, &found->dates.hint, names[i].name);
		} else if (field == FIELD_TAG) {
			if (!article->tag_count && fill_separated(article, field, value, arena, names[i].name) < 0)
				return STATUS_NOMEM;
		} else if (field == FIELD_TITLE) {
			fill_text(article, field, html_title_cut(value, meta->site), names[i].name);
		} else {
			fill_text(article, field, value, names[i].name);
		}
	}
	return STATUS_OK;
}

/* Who wrote it: persons and agencies as JSON-LD, meta elements and the page name
 * them; the site itself, which JSON-LD often has, where none of them does. */
static enum status
fill_authors(const struct found *found, struct arena *arena, struct article *article, struct span site)
{
	struct span stated = article->author_count ? article->authors[0] : SPAN_NONE, line;
	const char *stated_by = article->found_by[FIELD_AUTHOR], *found_by;

	html_author_drop_site(article, site);
	for (size_t i = 0; i < NAME_COUNT && !article->author_count; i++) {
		if (names[i].field != FIELD_AUTHOR)
			continue;
		if (html_author_add(article, found->values[i], arena, names[i].name) < 0)
			return STATUS_NOMEM;
		html_author_drop_site(article, site);
	}
	if (!article->author_count && html_author_add(article, found->labelled, arena, "twitter:data1") < 0)
		return STATUS_NOMEM;
	html_author_drop_site(article, site);
	if (article->author_count)
		return STATUS_OK;
	line = html_byline_best(&found->byline, &found_by);
	if (html_author_add(article, line, arena, found_by) < 0)
		return STATUS_NOMEM;
	html_author_drop_site(article, site);
	return article->author_count ? STATUS_OK : fill_item(article, FIELD_AUTHOR, stated, arena, stated_by);
}

enum status
html_meta_fill(const GumboNode *root, struct json_parser *parser, struct arena *arena, struct article *article,
               struct html_meta *meta)
{
	struct found found = { 0 };
	struct html_titles titles;
	enum status status;

	*meta = (struct html_meta){ 0 };
	status = gather(root, parser, arena, article, &found, meta);
	if (status < 0)
		return status;
	meta->is_article |= found.og_article;
	for (size_t i = 0; i < NAME_COUNT; i++)
		if (strcmp(names[i].name, "og:site_name") == 0)
			meta->site = clean_trim(found.values[i]);
	if (span_starts(clean_trim(found.canonical), SPAN("http")))
		fill_text(article, FIELD_URL, clean_trim(found.canonical), "link canonical");
	titles = (struct html_titles){
		.heading = found.heading ? html_node_text(found.heading, arena) : SPAN_NONE, .page = found.page_title,
	};
	status = fill_named(&found, arena, article, meta);
	if (status < 0)
		return status;
	status = fill_authors(&found, arena, article, meta->site);
	if (status < 0)
		return status;
	fill_text(article, FIELD_LANGUAGE, found.language, "html lang");
	html_title_choose(&titles, meta->site, article);
	fill_date_text(article, FIELD_PUBLISHED, found.first_time, &found.dates.hint, "time datetime");
	fill_url_date(article);
	html_dates_fill(&found.dates, article);
	return STATUS_OK;
}
