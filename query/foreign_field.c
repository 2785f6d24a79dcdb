/* Fields, dates and languages by the names that other systems have for them.
 */
#include <ctype.h>

#include "query/foreign_tree.h"

#define NEXIS (1u << SYNTAX_NEXIS)
#define FACTIVA (1u << SYNTAX_FACTIVA)
#define LUCENE (1u << SYNTAX_LUCENE)

static const struct {
	const char *name;
	enum foreign_field field;
	unsigned syntaxes;
} fields[] = {
	{ "headline", FOREIGN_TITLE, NEXIS | LUCENE }, { "title", FOREIGN_TITLE, NEXIS | LUCENE },
	{ "hlead", FOREIGN_LEAD, NEXIS }, { "lead", FOREIGN_LEAD, NEXIS },
	{ "body", FOREIGN_BODY, NEXIS | LUCENE }, { "text", FOREIGN_BODY, NEXIS },
	{ "text", FOREIGN_TEXT, LUCENE }, { "content", FOREIGN_TEXT, LUCENE },
	{ "byline", FOREIGN_AUTHOR, NEXIS | LUCENE }, { "author", FOREIGN_AUTHOR, LUCENE },
	{ "publication", FOREIGN_SOURCE, NEXIS | LUCENE }, { "source", FOREIGN_SOURCE, NEXIS | LUCENE },
	{ "pub", FOREIGN_SOURCE, NEXIS }, { "section", FOREIGN_SECTION, NEXIS | LUCENE },
	{ "subject", FOREIGN_TAG, NEXIS | LUCENE }, { "terms", FOREIGN_TAG, NEXIS },
	{ "tag", FOREIGN_TAG, LUCENE }, { "tags", FOREIGN_TAG, LUCENE },
	{ "language", FOREIGN_LANGUAGE, NEXIS | LUCENE }, { "lang", FOREIGN_LANGUAGE, LUCENE },
	{ "url", FOREIGN_URL, LUCENE }, { "id", FOREIGN_ID, LUCENE },
	{ "date", FOREIGN_DATE, NEXIS | FACTIVA | LUCENE }, { "published", FOREIGN_DATE, LUCENE },
	{ "publication_date", FOREIGN_DATE, LUCENE }, { "publish_date", FOREIGN_DATE, LUCENE },
	{ "length", FOREIGN_LENGTH, NEXIS | LUCENE }, { "words", FOREIGN_LENGTH, LUCENE },
	{ "hd", FOREIGN_TITLE, FACTIVA }, { "hlp", FOREIGN_LEAD, FACTIVA }, { "lp", FOREIGN_LEAD, FACTIVA },
	{ "td", FOREIGN_BODY, FACTIVA }, { "by", FOREIGN_AUTHOR, FACTIVA }, { "sn", FOREIGN_SOURCE, FACTIVA },
	{ "rst", FOREIGN_SOURCE, FACTIVA }, { "se", FOREIGN_SECTION, FACTIVA }, { "ns", FOREIGN_TAG, FACTIVA },
	{ "la", FOREIGN_LANGUAGE, FACTIVA }, { "wc", FOREIGN_LENGTH, FACTIVA },
};

static const struct {
	const char *name, *code;
} languages[] = {
	{ "arabic", "ar" }, { "chinese", "zh" }, { "czech", "cs" }, { "danish", "da" }, { "dutch", "nl" },
	{ "english", "en" }, { "finnish", "fi" }, { "french", "fr" }, { "german", "de" }, { "greek", "el" },
	{ "hungarian", "hu" }, { "italian", "it" }, { "japanese", "ja" }, { "korean", "ko" }, { "norwegian", "no" },
	{ "polish", "pl" }, { "portuguese", "pt" }, { "russian", "ru" }, { "spanish", "es" }, { "swedish", "sv" },
	{ "turkish", "tr" }, { "ukrainian", "uk" },
};

enum foreign_field
foreign_field_find(enum query_syntax syntax, struct span name)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (fields[i].syntaxes & 1u << syntax && foreign_called(name, fields[i].name))
			return fields[i].field;
	return FOREIGN_NONE;
}

const char *
foreign_field_opening(enum foreign_field field)
{
	switch (field) {
	case FOREIGN_TITLE:
		return WITHIN_TITLE;
	case FOREIGN_LEAD:
		return WITHIN_LEAD;
	case FOREIGN_BODY:
		return WITHIN_BODY;
	case FOREIGN_AUTHOR:
		return WITHIN_AUTHOR;
	default:
		return NULL;
	}
}

struct span
foreign_language(struct span name)
{
	for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++)
		if (foreign_called(name, languages[i].name))
			return span_from_string(languages[i].code);
	return name;
}

void
foreign_value(struct buf *out, enum foreign_field field, struct span value, bool whole)
{
	static const char *const names[] = {
		[FOREIGN_SOURCE] = "source", [FOREIGN_SECTION] = "section", [FOREIGN_TAG] = "tag",
		[FOREIGN_LANGUAGE] = "lang", [FOREIGN_URL] = "url", [FOREIGN_ID] = "id",
	};

	if (field == FOREIGN_LANGUAGE)
		value = foreign_language(value);
	whole = whole || field == FOREIGN_LANGUAGE || field == FOREIGN_ID;
	buf_append_format(out, "%s:\"%s", names[field], whole ? "" : "*");
	for (size_t i = 0; i < value.len; i++)
		buf_append_byte(out, value.ptr[i] == '"' ? ' ' : value.ptr[i]);
	buf_append_format(out, "%s\"", whole ? "" : "*");
}

/* ---- Dates --------------------------------------------------------------- */

/* Up to three numbers with - / or . between them. */
static size_t
read_numbers(struct span text, int numbers[3], size_t digits[3])
{
	size_t count = 0, at = 0;

	while (at < text.len && count < 3) {
		numbers[count] = 0;
		digits[count] = 0;
		for (; at < text.len && isdigit((unsigned char)text.ptr[at]) && digits[count] < 9; at++, digits[count]++)
			numbers[count] = numbers[count] * 10 + (text.ptr[at] - '0');
		if (!digits[count++])
			return 0;
		if (at == text.len)
			return count;
		if (!strchr("-/.", text.ptr[at]))
			return 0;
		at++;
	}
	return 0;
}

enum status
foreign_date(struct foreign *foreign, enum query_syntax syntax, size_t at, struct span text, struct buf *out)
{
	const char *form = syntax == SYNTAX_NEXIS ? "1/31/2019, 1/2019, 2019 or 2019-01-31" : "20190131, 2019-01-31 or 2019";
	const char *time = memchr(text.ptr, 'T', text.len);
	int n[3] = { 0, 0, 0 };
	size_t digits[3] = { 0, 0, 0 }, count;

	/* A midnight with its zone, as Lucene's users write it, is a day. */
	if (time && syntax == SYNTAX_LUCENE && span_starts(span_from_string("T00:00:00Z"), span_from(time, (size_t)(text.ptr + text.len - time))))
		text.len = (size_t)(time - text.ptr);
	count = read_numbers(text, n, digits);
	if (count == 1 && digits[0] == 8)
		buf_append_format(out, "%04d-%02d-%02d", n[0] / 10000, n[0] / 100 % 100, n[0] % 100);
	else if (count == 1 && digits[0] == 6)
		buf_append_format(out, "%04d-%02d", n[0] / 100, n[0] % 100);
	else if (count && digits[0] == 4)
		buf_append_format(out, count == 1 ? "%04d" : count == 2 ? "%04d-%02d" : "%04d-%02d-%02d", n[0], n[1], n[2]);
	else if (count == 2 && digits[1] == 4 && syntax == SYNTAX_NEXIS)
		buf_append_format(out, "%04d-%02d", n[1], n[0]);
	else if (count == 3 && digits[2] == 4 && syntax == SYNTAX_NEXIS)
		buf_append_format(out, "%04d-%02d-%02d", n[2], n[0], n[1]);
	else
		return foreign_error(foreign, at, "this is no date as they are written here: %s", form);
	return STATUS_OK;
}
