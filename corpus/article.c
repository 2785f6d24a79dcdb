#include "corpus/article.h"

static const char *const names[FIELD_COUNT] = {
	[FIELD_ID] = "id",
	[FIELD_URL] = "url",
	[FIELD_TITLE] = "title",
	[FIELD_BODY] = "body",
	[FIELD_NOTE] = "note",
	[FIELD_SOURCE] = "source",
	[FIELD_SECTION] = "section",
	[FIELD_LANGUAGE] = "language",
	[FIELD_AUTHOR] = "author",
	[FIELD_TAG] = "tags",
	[FIELD_PUBLISHED] = "published",
	[FIELD_MODIFIED] = "modified",
	[FIELD_CRAWLED] = "crawled",
};

const char *
article_field_name(enum article_field field)
{
	return (unsigned)field < FIELD_COUNT ? names[field] : "unknown";
}

struct date
article_date(const struct article *article)
{
	return article->published.precision != DATE_NONE ? article->published : article->modified;
}
