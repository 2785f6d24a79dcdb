#include "corpus/formats.h"

#include "corpus/fill.h"
#include "corpus/sgml_article.h"

/* The elements of the collections on TREC's and the LDC's disks: AP, WSJ, Ziff,
 * Federal Register, San Jose, FT, FBIS, Los Angeles Times, AQUAINT, Gigaword. */
static const struct sgml_element elements[] = {
	{ "DOCNO", SGML_USE_ID },
	{ "HEADLINE", SGML_USE_TITLE }, { "HL", SGML_USE_TITLE }, { "HEAD", SGML_USE_TITLE }, { "TTL", SGML_USE_TITLE },
	{ "TI", SGML_USE_TITLE }, { "TITLE", SGML_USE_TITLE }, { "DOCTITLE", SGML_USE_TITLE },
	{ "TEXT", SGML_USE_BODY }, { "LP", SGML_USE_BODY }, { "LEADPARA", SGML_USE_BODY }, { "SUMMARY", SGML_USE_BODY },
	{ "DATE", SGML_USE_DATE }, { "DATE1", SGML_USE_DATE }, { "DATE_TIME", SGML_USE_DATE }, { "DD", SGML_USE_DATE },
	{ "BYLINE", SGML_USE_AUTHOR }, { "AUTHOR", SGML_USE_AUTHOR },
	{ "PUB", SGML_USE_SOURCE }, { "JOURNAL", SGML_USE_SOURCE },
	{ "SECTION", SGML_USE_SECTION }, { "USDEPT", SGML_USE_SECTION },
	{ "SUBJECT", SGML_USE_TAGS }, { "DESCRIPT", SGML_USE_TAGS }, { "NS", SGML_USE_TAGS }, { "KEYWORDS", SGML_USE_TAGS },
	{ "P", SGML_USE_BREAK }, { "H4", SGML_USE_BREAK }, { "H5", SGML_USE_BREAK }, { "H6", SGML_USE_BREAK },
	{ NULL, SGML_USE_NONE },
};

/* How a collection numbers its documents: the letters, and the date behind them. */
static const struct collection {
	const char *prefix;
	const char *source;
	const char *date;      /* "ymd", "mdy": two digits each; "Ymd": four of a year; "" none */
} collections[] = {
	{ "FBIS", "Foreign Broadcast Information Service", "" },
	{ "LA", "Los Angeles Times", "mdy" },
	{ "FT", "Financial Times", "" },
	{ "FR", "Federal Register", "ymd" },
	{ "WSJ", "The Wall Street Journal", "ymd" },
	{ "SJMN", "San Jose Mercury News", "" },
	{ "NYT_ENG_", "The New York Times", "Ymd" },
	{ "APW_ENG_", "Associated Press", "Ymd" },
	{ "AFP_ENG_", "Agence France-Presse", "Ymd" },
	{ "XIN_ENG_", "Xinhua", "Ymd" },
	{ "NYT", "The New York Times", "Ymd" },
	{ "APW", "Associated Press", "Ymd" },
	{ "XIE", "Xinhua", "Ymd" },
	{ "XIN", "Xinhua", "Ymd" },
	{ "AP", "Associated Press", "ymd" },
};

static bool
is_digit(struct span text, size_t at)
{
	return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static int
two_digits(struct span text, size_t at)
{
	return is_digit(text, at) && is_digit(text, at + 1) ? (text.ptr[at] - '0') * 10 + text.ptr[at + 1] - '0' : -1;
}

/* The date in a document's number: LA010189-0001, NYT19980601.0001. */
static void
add_number_date(struct article *article, struct span id, const struct collection *collection)
{
	struct civil civil = { 0 };
	struct date date;
	size_t at = strlen(collection->prefix);

	if (!collection->date[0])
		return;
	for (const char *part = collection->date; *part; part++, at += 2) {
		int value = two_digits(id, at);

		if (value < 0)
			return;
		if (*part == 'm') {
			civil.month = value;
		} else if (*part == 'd') {
			civil.day = value;
		} else if (*part == 'y') {
			civil.year = 1900 + value;
		} else {
			at += 2;
			civil.year = value * 100 + two_digits(id, at);
		}
	}
	if (!is_digit(id, at) && date_from_civil(&civil, DATE_DAY, DATE_ZONE_UNKNOWN, &date) == STATUS_OK)
		fill_date(article, FIELD_PUBLISHED, date, "date in DOCNO");
}

static void
add_collection(struct article *article)
{
	struct span id = span_trim(article->text[FIELD_ID]);

	for (size_t i = 0; i < sizeof(collections) / sizeof(*collections); i++) {
		size_t len = strlen(collections[i].prefix);

		if (!span_starts(id, span_from_string(collections[i].prefix)) || !is_digit(id, len))
			continue;
		fill_text(article, FIELD_SOURCE, span_from_string(collections[i].source), "letters of DOCNO");
		add_number_date(article, id, &collections[i]);
		return;
	}
}

/* "Metro; Part A; Page 3; Column 1; Metro Desk": the first is the section. */
static void
shorten_section(struct article *article)
{
	struct span *section = &article->text[FIELD_SECTION];
	const char *end = section->len ? memchr(section->ptr, ';', section->len) : NULL;

	if (end)
		section->len = (size_t)(end - section->ptr);
}

/* "FT 14 MAY 91 / Harbour board": the paper and the day are no part of the title. */
static void
shorten_title(struct article *article)
{
	struct span *title = &article->text[FIELD_TITLE], text = span_trim(*title);
	const char *slash = span_starts(text, SPAN("FT ")) ? memmem(text.ptr, text.len, " / ", 3) : NULL;
	struct date date;

	if (slash && slash > text.ptr + 3 && date_parse(span_from(text.ptr + 3, (size_t)(slash - text.ptr - 3)), &date, NULL) == STATUS_OK)
		*title = span_from(slash + 3, (size_t)(text.ptr + text.len - slash - 3));
}

static enum status
trec_next(struct reader *reader, struct article *article, struct error *err)
{
	/* Whoever writes 01/30/03 here is American. */
	static const struct date_hint hint = { .order = DATE_MONTH_FIRST };
	struct span record;
	struct sgml_token open;
	enum status status;

	(void)err;
	if (!sgml_article_take(reader, "DOC", &record, &open))
		return STATUS_END;
	fill_text(article, FIELD_ID, sgml_attribute(&open, "id"), "attribute of DOC");
	status = sgml_article_fill(record, elements, &hint, &reader->arena, article);
	add_collection(article);
	shorten_section(article);
	shorten_title(article);
	return status;
}

static size_t
trec_split(struct span data, struct span file_head, bool at_end, uint64_t *records)
{
	(void)file_head;
	return sgml_split(data, at_end, "DOC", records);
}

static size_t
trec_resync(struct span data)
{
	return sgml_find(data, 0, "DOC", false);
}

static int
trec_sniff(struct span head, struct span path)
{
	size_t start = sgml_find(head, 0, "DOC", false);
	struct span rest;

	(void)path;
	if (start == head.len || start > 4096)
		return 0;
	rest = span_from(head.ptr + start, head.len - start);
	return sgml_find(rest, 0, "DOCNO", false) < rest.len || sgml_find(rest, 0, "TEXT", false) < rest.len ? 90 : 0;
}

const struct format format_trec = {
	.name = "trec",
	.summary = "TREC and LDC collections (SGML): <DOC><DOCNO>...",
	.sniff = trec_sniff,
	.split = trec_split,
	.resync = trec_resync,
	.next = trec_next,
};
