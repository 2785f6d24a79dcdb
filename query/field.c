#include "query/field.h"

#include <string.h>
#include <strings.h>

#include "index/terms.h"
#include "common/edit.h"

static const struct query_field_info fields[QUERY_FIELD_COUNT] = {
	[QUERY_TEXT] = { NULL, "", PREFIX_STEM, true, true },
	[QUERY_TITLE] = { "title", PREFIX_TITLE, PREFIX_STEM PREFIX_TITLE, true, true },
	[QUERY_AUTHOR] = { "author", PREFIX_AUTHOR, NULL, true, true },
	[QUERY_SOURCE] = { "source", PREFIX_SOURCE, NULL, false, true },
	[QUERY_SECTION] = { "section", PREFIX_SECTION, NULL, false, true },
	[QUERY_TAG] = { "tag", PREFIX_TAG, NULL, false, true },
	[QUERY_LANGUAGE] = { "lang", PREFIX_LANGUAGE, NULL, false, true },
	[QUERY_URL] = { "url", PREFIX_URL, NULL, false, false },
	[QUERY_ID] = { "id", PREFIX_ID, NULL, false, false },
	[QUERY_DATE] = { "date", NULL, NULL, false, false },
	[QUERY_WORDS] = { "words", NULL, NULL, false, false },
};

/* Names from other tools and papers, and what they are here. */
static const struct {
	const char *name, *meant;
} others[] = {
	{ "headline", "title" }, { "hlead", "title" }, { "hl", "title" }, { "intitle", "title" },
	{ "byline", "author" }, { "by", "author" }, { "writer", "author" },
	{ "publication", "source" }, { "newspaper", "source" }, { "site", "source" }, { "pub", "source" },
	{ "category", "section" }, { "topic", "tag" }, { "keyword", "tag" }, { "subject", "tag" },
	{ "language", "lang" }, { "link", "url" }, { "inurl", "url" }, { "docid", "id" },
	{ "year", "date" }, { "published", "date" }, { "day", "date" }, { "month", "date" },
	{ "length", "words" }, { "wordcount", "words" },
};

const struct query_field_info *
query_field_info(enum query_field field)
{
	return &fields[field];
}

static bool
same_name(struct span name, const char *known)
{
	return strlen(known) == name.len && strncasecmp(name.ptr, known, name.len) == 0;
}

bool
query_field_find(struct span name, enum query_field *field)
{
	for (int i = QUERY_TEXT + 1; i < QUERY_FIELD_COUNT; i++) {
		if (same_name(name, fields[i].name)) {
			*field = (enum query_field)i;
			return true;
		}
	}
	return false;
}

const char *
query_field_suggest(struct span name)
{
	struct edit_word wanted, known;
	const char *best = NULL;
	unsigned nearest = 3;

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (same_name(name, others[i].name))
			return others[i].meant;
	edit_word_set(&wanted, name);
	for (int i = QUERY_TEXT + 1; i < QUERY_FIELD_COUNT; i++) {
		edit_word_set(&known, span_from_string(fields[i].name));
		/* Two letters of a three-letter name are no likeness. */
		unsigned distance = edit_distance(&wanted, &known, known.count > 4 ? 2 : 1);

		if (distance < nearest && distance <= (known.count > 4 ? 2u : 1u)) {
			nearest = distance;
			best = fields[i].name;
		}
	}
	return best;
}
