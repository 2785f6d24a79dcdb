#include "corpus/json_article.h"

struct key_name {
	const char *name;
	enum article_field field;
	int rank;
};

/* Grouped by field, the surest first.  A description, a summary or a lead is
 * the text only of an article that has no other. */
static const struct key_name keys[] = {
	{ "id", FIELD_ID, 0 }, { "docid", FIELD_ID, 1 }, { "docno", FIELD_ID, 1 }, { "uuid", FIELD_ID, 1 },
	{ "guid", FIELD_ID, 2 }, { "articleid", FIELD_ID, 1 }, { "newsid", FIELD_ID, 2 }, { "uri", FIELD_ID, 3 },

	{ "url", FIELD_URL, 0 }, { "link", FIELD_URL, 1 }, { "articleurl", FIELD_URL, 0 }, { "weburl", FIELD_URL, 0 },
	{ "permalink", FIELD_URL, 1 }, { "canonicalurl", FIELD_URL, 0 }, { "canonicallink", FIELD_URL, 1 },
	{ "originalurl", FIELD_URL, 2 }, { "sourceurl", FIELD_URL, 3 }, { "href", FIELD_URL, 2 },

	{ "title", FIELD_TITLE, 0 }, { "headline", FIELD_TITLE, 0 }, { "webtitle", FIELD_TITLE, 1 },
	{ "articletitle", FIELD_TITLE, 1 }, { "titlefull", FIELD_TITLE, 1 }, { "hed", FIELD_TITLE, 2 },
	{ "heading", FIELD_TITLE, 2 }, { "subject", FIELD_TITLE, KEY_RANK_SUBJECT }, { "headlinetext", FIELD_TITLE, 1 },

	{ "body", FIELD_BODY, 0 }, { "text", FIELD_BODY, 1 }, { "maintext", FIELD_BODY, 0 },
	{ "articlebody", FIELD_BODY, 0 }, { "articletext", FIELD_BODY, 0 }, { "bodytext", FIELD_BODY, 0 },
	{ "fulltext", FIELD_BODY, 0 }, { "content", FIELD_BODY, 2 }, { "contents", FIELD_BODY, 3 },
	{ "article", FIELD_BODY, 2 }, { "articlecontent", FIELD_BODY, 1 }, { "story", FIELD_BODY, 3 },
	{ "rawcontent", FIELD_BODY, 5 }, { "document", FIELD_BODY, 4 }, { "paragraphs", FIELD_BODY, 4 },
	{ "bodyhtml", FIELD_BODY, 6 }, { "bodyxhtml", FIELD_BODY, 6 }, { "contenthtml", FIELD_BODY, 6 },
	{ "leadparagraph", FIELD_BODY, 20 }, { "description", FIELD_BODY, 21 }, { "summary", FIELD_BODY, 22 },
	{ "abstract", FIELD_BODY, 22 }, { "snippet", FIELD_BODY, 23 }, { "excerpt", FIELD_BODY, 23 },
	{ "trailtext", FIELD_BODY, 23 },

	{ "note", FIELD_NOTE, 0 }, { "editorsnote", FIELD_NOTE, 0 }, { "editornote", FIELD_NOTE, 0 }, { "ednote", FIELD_NOTE, 0 },

	{ "source", FIELD_SOURCE, 0 }, { "publication", FIELD_SOURCE, 0 }, { "publisher", FIELD_SOURCE, 0 },
	{ "newspaper", FIELD_SOURCE, 0 }, { "sourcename", FIELD_SOURCE, 0 }, { "outlet", FIELD_SOURCE, 1 },
	{ "sitename", FIELD_SOURCE, 1 }, { "site", FIELD_SOURCE, 2 }, { "medianame", FIELD_SOURCE, 1 },
	{ "sourcedomain", FIELD_SOURCE, 2 }, { "domain", FIELD_SOURCE, 3 }, { "provider", FIELD_SOURCE, 4 },

	{ "section", FIELD_SECTION, 0 }, { "sectionname", FIELD_SECTION, 0 }, { "articlesection", FIELD_SECTION, 0 },
	{ "category", FIELD_SECTION, 1 }, { "categories", FIELD_SECTION, 3 }, { "desk", FIELD_SECTION, 2 },
	{ "newsdesk", FIELD_SECTION, 3 }, { "rubric", FIELD_SECTION, 2 },

	{ "language", FIELD_LANGUAGE, 0 }, { "lang", FIELD_LANGUAGE, 1 }, { "inlanguage", FIELD_LANGUAGE, 0 },

	{ "author", FIELD_AUTHOR, 1 }, { "authors", FIELD_AUTHOR, 0 }, { "byline", FIELD_AUTHOR, 2 },
	{ "authorname", FIELD_AUTHOR, 1 }, { "bylines", FIELD_AUTHOR, 2 }, { "creator", FIELD_AUTHOR, 3 },
	{ "writer", FIELD_AUTHOR, 3 }, { "reporter", FIELD_AUTHOR, 3 }, { "journalist", FIELD_AUTHOR, 3 },

	{ "tags", FIELD_TAG, 0 }, { "tag", FIELD_TAG, 1 }, { "keywords", FIELD_TAG, 0 }, { "keyword", FIELD_TAG, 1 },
	{ "topics", FIELD_TAG, 0 }, { "topic", FIELD_TAG, 1 }, { "subjects", FIELD_TAG, 2 }, { "labels", FIELD_TAG, 3 },

	{ "published", FIELD_PUBLISHED, 0 }, { "publishedat", FIELD_PUBLISHED, 0 },
	{ "publisheddate", FIELD_PUBLISHED, 0 }, { "datepublished", FIELD_PUBLISHED, 0 },
	{ "datepublish", FIELD_PUBLISHED, 0 }, { "publishdate", FIELD_PUBLISHED, 0 }, { "pubdate", FIELD_PUBLISHED, 0 },
	{ "publicationdate", FIELD_PUBLISHED, 0 }, { "webpublicationdate", FIELD_PUBLISHED, 0 },
	{ "publishedtime", FIELD_PUBLISHED, 0 }, { "publishedon", FIELD_PUBLISHED, 0 }, { "dateutc", FIELD_PUBLISHED, 1 },
	{ "date", FIELD_PUBLISHED, 2 }, { "datetime", FIELD_PUBLISHED, 2 }, { "dategmt", FIELD_PUBLISHED, 3 },
	{ "firstcreated", FIELD_PUBLISHED, 3 }, { "created", FIELD_PUBLISHED, 4 }, { "createdat", FIELD_PUBLISHED, 4 },
	{ "datecreated", FIELD_PUBLISHED, 4 }, { "time", FIELD_PUBLISHED, 5 }, { "timestamp", FIELD_PUBLISHED, KEY_RANK_TIMESTAMP },

	{ "modified", FIELD_MODIFIED, 0 }, { "modifiedat", FIELD_MODIFIED, 0 }, { "modifieddate", FIELD_MODIFIED, 0 },
	{ "datemodified", FIELD_MODIFIED, 0 }, { "datemodify", FIELD_MODIFIED, 0 }, { "updated", FIELD_MODIFIED, 1 },
	{ "updatedat", FIELD_MODIFIED, 1 }, { "updateddate", FIELD_MODIFIED, 1 }, { "dateupdated", FIELD_MODIFIED, 1 },
	{ "lastmodified", FIELD_MODIFIED, 1 }, { "lastupdated", FIELD_MODIFIED, 1 }, { "lastmod", FIELD_MODIFIED, 1 },
	{ "versioncreated", FIELD_MODIFIED, 2 },

	{ "datedownload", FIELD_CRAWLED, 0 }, { "downloaded", FIELD_CRAWLED, 0 }, { "crawled", FIELD_CRAWLED, 0 },
	{ "crawledat", FIELD_CRAWLED, 0 }, { "crawldate", FIELD_CRAWLED, 0 }, { "fetched", FIELD_CRAWLED, 0 },
	{ "fetchedat", FIELD_CRAWLED, 0 }, { "scraped", FIELD_CRAWLED, 0 }, { "scrapedat", FIELD_CRAWLED, 0 },
	{ "scrapedate", FIELD_CRAWLED, 0 }, { "retrieved", FIELD_CRAWLED, 0 }, { "warcdate", FIELD_CRAWLED, 0 },
};

enum article_field
json_key_field(struct span key, int *rank)
{
	char plain[32];
	size_t len = 0;

	*rank = 0;
	/* "_source" and "_score" are a search engine's own; "_id" is everybody's. */
	if (key.len && key.ptr[0] == '_' && !span_equal(key, SPAN("_id")))
		return FIELD_COUNT;
	for (size_t i = 0; i < key.len; i++) {
		char c = key.ptr[i];

		if (c == '_' || c == '-' || c == ' ' || c == '.')
			continue;
		if (len == sizeof(plain))
			return FIELD_COUNT;
		plain[len++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		/* Most names differ in the first letter: no call for those. */
		if (len && keys[i].name[0] == plain[0] && strlen(keys[i].name) == len && memcmp(keys[i].name, plain, len) == 0) {
			*rank = keys[i].rank;
			return keys[i].field;
		}
	return FIELD_COUNT;
}
