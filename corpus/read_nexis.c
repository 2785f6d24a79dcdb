#include "corpus/formats.h"

#include <strings.h>

#include "corpus/clean.h"
#include "corpus/export.h"
#include "corpus/fill.h"
#include "corpus/flow.h"

/* What stands behind a label. */
enum use {
	USE_NONE,       /* no label: running text, or the lines at the top */
	USE_TITLE,
	USE_AUTHOR,
	USE_SECTION,
	USE_LENGTH,
	USE_PLACE,      /* the dateline, with which the text begins */
	USE_LEAD,       /* a summary that is printed above the text */
	USE_BODY,
	USE_SOURCE,
	USE_URL,
	USE_ID,
	USE_NOTE,
	USE_CHANGED,
	/* From here: behind the text. */
	USE_LOADED,     /* when the database took it */
	USE_LANGUAGE,
	USE_TAGS,
	USE_OTHER,
	USE_END,        /* nothing more of this article */
};

static const struct label {
	const char *name;
	enum use use;
} labels[] = {
	{ "HEADLINE", USE_TITLE }, { "TITLE", USE_TITLE }, { "TITRE", USE_TITLE }, { "TITULAR", USE_TITLE }, { "TITEL", USE_TITLE },
	{ "BYLINE", USE_AUTHOR }, { "AUTHOR", USE_AUTHOR }, { "AUTOR", USE_AUTHOR }, { "AUTEUR", USE_AUTHOR },
	{ "SECTION", USE_SECTION }, { "RUBRIK", USE_SECTION }, { "RUBRIQUE", USE_SECTION }, { "SECCIÓN", USE_SECTION },
	{ "LENGTH", USE_LENGTH }, { "LÄNGE", USE_LENGTH }, { "LONGUEUR", USE_LENGTH }, { "LENGTE", USE_LENGTH }, { "LONGITUD", USE_LENGTH },
	{ "DATELINE", USE_PLACE }, { "HIGHLIGHT", USE_LEAD }, { "ENCART", USE_LEAD }, { "LEAD", USE_LEAD },
	{ "BODY", USE_BODY }, { "SOURCE", USE_SOURCE }, { "URL", USE_URL }, { "ACC-NO", USE_ID }, { "CORRECTION", USE_NOTE },
	{ "CORRECTION-DATE", USE_CHANGED },
	{ "LOAD-DATE", USE_LOADED }, { "UPDATE", USE_LOADED }, { "DATE-CHARGEMENT", USE_LOADED }, { "DATE DE CHARGEMENT", USE_LOADED },
	{ "FECHA-CARGA", USE_LOADED },
	{ "LANGUAGE", USE_LANGUAGE }, { "SPRACHE", USE_LANGUAGE }, { "LANGUE", USE_LANGUAGE }, { "IDIOMA", USE_LANGUAGE },
	{ "SUBJECT", USE_TAGS }, { "COMPANY", USE_TAGS }, { "ORGANIZATION", USE_TAGS }, { "PERSON", USE_TAGS }, { "INDUSTRY", USE_TAGS },
	{ "GEOGRAPHIC", USE_TAGS }, { "COUNTRY", USE_TAGS }, { "CITY", USE_TAGS }, { "STATE", USE_TAGS },
	{ "GRAPHIC", USE_OTHER }, { "GRAFIK", USE_OTHER }, { "SERIES", USE_OTHER }, { "TYPE", USE_OTHER },
	{ "PUBLICATION-TYPE", USE_OTHER }, { "PUBLICATIONTYPE", USE_OTHER }, { "PUBLIKATIONSTYP", USE_OTHER }, { "TYPE-PUBLICATION", USE_OTHER },
	{ "TYPE DE PUBLICATION", USE_OTHER }, { "TICKER", USE_OTHER }, { "JOURNAL-CODE", USE_OTHER }, { "DOCUMENT-TYPE", USE_OTHER },
	{ "PUB-TYPE", USE_OTHER }, { "NOTES", USE_OTHER }, { "ISSN", USE_OTHER }, { "EDITION", USE_OTHER }, { "COPYRIGHT", USE_OTHER },
};

/* Lines of their own in what Nexis Uni saves. */
static const struct label lines[] = {
	{ "Body", USE_BODY }, { "Graphic", USE_OTHER }, { "Classification", USE_OTHER }, { "Notes", USE_OTHER },
	{ "End of Document", USE_END }, { "Ende des Dokuments", USE_END }, { "Fin du document", USE_END },
};

/* Some lines of an article that belong together. */
struct piece {
	enum use use;
	struct span text;    /* behind the label */
};

/* An article as it is put together. */
struct story {
	bool numbered;           /* "3 of 100 DOCUMENTS" stands above it */
	bool labelled, tail;     /* a label has come; the text is over */
	bool dated;
	bool begun;              /* the line "Body" has come */
	struct span length;
	struct span top[2];      /* the last two pieces above the date */
	struct buf body;
	struct flow flow;
	struct span place;
};

/* "3 of 100 DOCUMENTS", "Dokument 3 von 100", "3 de 100 DOCUMENTS". */
static bool
is_counter(struct span line, uint64_t *number, uint64_t *of)
{
	static const char *const words[] = { "DOCUMENTS", "DOCUMENT", "DOKUMENTE", "DOKUMENTEN", "DOKUMENT", "DOCUMENTOS", "DOCUMENTEN" };
	static const char *const between[] = { " of ", " von ", " de ", " sur ", " van " };
	struct span rest = line;
	bool named = false;
	size_t len;

	if (line.len > 60)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		len = strlen(words[i]);
		if (rest.len > len + 1 && strncasecmp(rest.ptr, words[i], len) == 0 && rest.ptr[len] == ' ') {
			rest = clean_trim(span_from(rest.ptr + len, rest.len - len));
			named = true;
			break;
		}
	}
	*number = export_number(rest, &len);
	if (!*number)
		return false;
	rest = span_from(rest.ptr + len, rest.len - len);
	for (size_t i = 0; i < sizeof(between) / sizeof(*between); i++) {
		size_t skip = strlen(between[i]);

		if (rest.len <= skip || strncasecmp(rest.ptr, between[i], skip) != 0)
			continue;
		rest = span_from(rest.ptr + skip, rest.len - skip);
		*of = export_number(rest, &len);
		if (!*of || *number > *of)
			return false;
		rest = clean_trim(span_from(rest.ptr + len, rest.len - len));
		if (named)
			return rest.len == 0;
		for (size_t j = 0; j < sizeof(words) / sizeof(*words); j++)
			if (rest.len == strlen(words[j]) && strncasecmp(rest.ptr, words[j], rest.len) == 0)
				return true;
	}
	return false;
}

/* How labels are written where the article is being read. */
enum writing {
	IN_CAPITALS,    /* as in numbered files */
	IN_ANY_CASE,
	IN_TEXT,        /* the same, but "Source: ..." may well be a sentence */
};

/* The label that LINE starts with. */
static enum use
line_use(struct span line, enum writing writing, size_t *skip)
{
	bool capitals = writing == IN_CAPITALS;

	*skip = 0;
	for (size_t i = 0; !capitals && i < sizeof(lines) / sizeof(*lines); i++)
		if (span_equal(line, span_from_string(lines[i].name))) {
			*skip = line.len;
			return lines[i].use;
		}
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		size_t len = strlen(labels[i].name);

		if (writing == IN_TEXT && labels[i].use != USE_LOADED)
			continue;
		if (line.len > len && line.ptr[len] == ':'
		    && (capitals ? memcmp(line.ptr, labels[i].name, len) : strncasecmp(line.ptr, labels[i].name, len)) == 0) {
			*skip = len + 1;
			return labels[i].use;
		}
	}
	return USE_NONE;
}

/* The next piece of TEXT: up to an empty line or the next label. */
static bool
next_piece(struct span text, size_t *at, enum writing writing, struct piece *piece)
{
	struct span line;
	size_t behind = *at, skip;

	do
		if (!export_line(text, &behind, &line))
			return false;
	while (!line.len);
	piece->use = line_use(line, writing, &skip);
	piece->text = span_from(line.ptr + skip, line.len - skip);
	*at = behind;
	/* A label may have a line for itself, and what it is about below an empty one. */
	while (export_line(text, &behind, &line) && line.len && !line_use(line, writing, &skip) && !skip) {
		piece->text.len = (size_t)(line.ptr + line.len - piece->text.ptr);
		*at = behind;
	}
	return true;
}

static bool
is_copyright(struct span line)
{
	return span_starts(line, SPAN("Copyright ")) || span_starts(line, SPAN("©")) || span_starts(line, SPAN("(c) "))
		|| (line.len >= 19 && line.len < 40 && strncasecmp(line.ptr, "all rights reserved", 19) == 0);
}

/* "TELECOMMUNICATIONS (90%); TRADE (78%)" */
static enum status
fill_tags(struct article *article, struct span value, struct arena *arena)
{
	size_t start = 0;

	for (size_t at = 0; at <= value.len; at++) {
		struct span tag;
		const char *open;

		if (at < value.len && value.ptr[at] != ';')
			continue;
		tag = clean_trim(span_from(value.ptr + start, at - start));
		start = at + 1;
		open = tag.len && tag.ptr[tag.len - 1] == ')' ? memrchr(tag.ptr, '(', tag.len) : NULL;
		if (open && tag.ptr[tag.len - 2] == '%')
			tag = clean_trim(span_from(tag.ptr, (size_t)(open - tag.ptr)));
		if (fill_item(article, FIELD_TAG, tag, arena, "SUBJECT") < 0)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

/* "Section A; Column 0; Foreign Desk; Pg. 1": the page is no part of it. */
static struct span
first_item(struct span value)
{
	const char *end = memchr(value.ptr, ';', value.len);

	return end ? span_from(value.ptr, (size_t)(end - value.ptr)) : value;
}

/* "By JANE DOE; John Roe contributed reporting": who wrote it. */
static struct span
writers(struct span value)
{
	const char *end = memmem(value.ptr, value.len, " contributed", 12);
	const char *semicolon = end ? memrchr(value.ptr, ';', (size_t)(end - value.ptr)) : NULL;

	return semicolon ? span_from(value.ptr, (size_t)(semicolon - value.ptr)) : value;
}

/* Most addresses are the newspaper's and not the article's, which has a number. */
static struct span
own_address(struct span value)
{
	const char *host = memmem(value.ptr, value.len, "://", 3), *end = value.ptr + value.len;
	const char *path = host ? memchr(host + 3, '/', (size_t)(end - host - 3)) : NULL;

	for (; path && path < end; path++)
		if (*path >= '0' && *path <= '9')
			return value;
	return SPAN_NONE;
}

static void
fill_date_line(struct article *article, enum article_field field, struct span line, const char *found_by)
{
	struct date date;

	if (export_date(line, &date))
		fill_date(article, field, date, found_by);
}

static enum status
take_label(struct story *story, const struct piece *piece, struct arena *arena, struct article *article)
{
	struct span value = clean_trim(piece->text);

	story->labelled = true;
	/* Some put their subjects above the text. */
	story->tail |= piece->use >= USE_LOADED && (story->body.len || story->begun);
	if (!value.len)
		return STATUS_OK;
	switch (piece->use) {
	case USE_TITLE: fill_text(article, FIELD_TITLE, value, "HEADLINE"); break;
	case USE_AUTHOR: return fill_byline(article, writers(value), arena, "BYLINE");
	case USE_SECTION: fill_text(article, FIELD_SECTION, first_item(value), "SECTION"); break;
	case USE_SOURCE: fill_text(article, FIELD_SOURCE, value, "SOURCE"); break;
	case USE_LENGTH: story->length = value; break;
	case USE_PLACE: story->place = value; break;
	case USE_LEAD:
	case USE_BODY:
		flow_break(&story->flow, 2);
		flow_text(&story->flow, value);
		break;
	case USE_URL: fill_text(article, FIELD_URL, own_address(value), "URL"); break;
	case USE_ID: fill_text(article, FIELD_ID, value, "ACC-NO"); break;
	case USE_NOTE: fill_text(article, FIELD_NOTE, value, "CORRECTION"); break;
	case USE_CHANGED: fill_date_line(article, FIELD_MODIFIED, value, "CORRECTION-DATE"); break;
	case USE_LOADED: fill_date_line(article, FIELD_CRAWLED, value, "LOAD-DATE"); break;
	case USE_LANGUAGE: fill_text(article, FIELD_LANGUAGE, first_item(value), "LANGUAGE"); break;
	case USE_TAGS: return fill_tags(article, value, arena);
	case USE_NONE: case USE_OTHER: case USE_END: break;
	}
	return STATUS_OK;
}

/* A piece above the labels: newspaper, date with edition, title; in Nexis Uni
 * title, newspaper, date. */
static void
take_top(struct story *story, struct span piece, struct article *article)
{
	struct date date;
	size_t at = 0;
	struct span line;

	if (story->dated) {
		if (story->numbered && !is_copyright(piece))
			fill_text(article, FIELD_TITLE, piece, "lines below the date");
		return;
	}
	/* Newspaper and date may stand on lines of one piece. */
	while (!story->dated && export_line(piece, &at, &line)) {
		if (export_date(line, &date)) {
			fill_date(article, FIELD_PUBLISHED, date, "line of the date");
			story->dated = true;
		} else if (!is_copyright(line)) {
			story->top[0] = story->top[1];
			story->top[1] = line;
			if (story->numbered)
				fill_text(article, FIELD_SOURCE, line, "line above the date");
		}
	}
	if (story->dated && !story->numbered) {
		fill_text(article, FIELD_TITLE, story->top[0], "line above the newspaper");
		fill_text(article, FIELD_SOURCE, story->top[1], "line above the date");
	}
}

/* Lines are wrapped in numbered files, and paragraphs in the others. */
static void
append_lines(struct story *story, struct span text)
{
	struct span line;
	size_t at = 0;

	if (story->numbered) {
		flow_text(&story->flow, text);
		return;
	}
	while (export_line(text, &at, &line)) {
		flow_text(&story->flow, line);
		flow_break(&story->flow, 2);
	}
}

/* Reads the article in TEXT, which is all of it and no other. */
static enum status
read_story(struct export *export, struct story *story, struct span text, struct arena *arena, struct article *article)
{
	struct piece piece;
	size_t at = 0;

	story->flow = flow_start(&story->body);
	while (next_piece(text, &at, story->numbered ? IN_CAPITALS : story->begun && !story->tail ? IN_TEXT : IN_ANY_CASE, &piece)
	       && piece.use != USE_END) {
		story->begun |= piece.use == USE_BODY;
		if (piece.use != USE_NONE) {
			if (take_label(story, &piece, arena, article) < 0)
				return STATUS_NOMEM;
		} else if (!story->labelled) {
			take_top(story, piece.text, article);
		} else if (!story->tail && !is_copyright(piece.text)) {
			flow_break(&story->flow, 2);
			/* "BEIJING" is how the text begins. */
			if (story->place.len) {
				flow_text(&story->flow, story->place);
				flow_text(&story->flow, SPAN(" - "));
				story->place = SPAN_NONE;
			}
			append_lines(story, piece.text);
		}
	}
	if (buf_status(&story->body) < 0)
		return STATUS_NOMEM;
	export_check_length(export, story->length, buf_span(&story->body));
	fill_text(article, FIELD_BODY, arena_take(arena, &story->body), "text");
	return STATUS_OK;
}

/* The next article behind export->at and whether it is numbered; false at the end. */
static bool
find_story(struct export *export, struct span *story, bool *numbered)
{
	struct span text = buf_span(&export->text), line;
	size_t at = export->at, start = at, before = at;
	uint64_t number = 0, of = 0, next, next_of;
	bool ended = false;

	*numbered = false;
	while (before = at, export_line(text, &at, &line)) {
		size_t skip;

		if (is_counter(line, &next, &next_of)) {
			if (*numbered)
				break;
			*numbered = true;
			number = next;
			of = next_of;
			start = at;
		} else if (!*numbered && line_use(line, IN_ANY_CASE, &skip) == USE_END) {
			ended = true;
			before = at;
			break;
		}
	}
	export->at = before;
	if (*numbered)
		export_count(export, number, of);
	else if (ended)
		export_count(export, 0, 0);
	*story = span_from(text.ptr + start, before - start);
	return *numbered || ended;
}

/* "Documents (100)" on the first page of what Nexis Uni saves. */
static void
find_announcement(struct export *export)
{
	static const char *const words[] = { "Documents (", "Document (", "Dokumente (" };
	struct span text = buf_span(&export->text), line;
	size_t at = 0, len;

	for (int i = 0; i < 40 && export_line(text, &at, &line); i++)
		for (size_t j = 0; j < sizeof(words) / sizeof(*words); j++)
			if (span_starts(line, span_from_string(words[j]))) {
				len = strlen(words[j]);
				export->announced = export_number(span_from(line.ptr + len, line.len - len), &len);
				return;
			}
}

static enum status
nexis_next(struct reader *reader, struct article *article, struct error *err)
{
	struct export *export;
	struct story story = { .body = BUF_INIT };
	struct span text;
	enum status status = export_open(reader, find_announcement, &export, err);

	if (status < 0)
		return status;
	if (!export || !find_story(export, &text, &story.numbered))
		return export ? export_end(reader, export, err) : STATUS_END;
	reader->part++;
	status = read_story(export, &story, text, &reader->arena, article);
	buf_release(&story.body);
	return status;
}

static int
nexis_sniff(struct span head, struct span path)
{
	struct span line;
	size_t at = 0;
	uint64_t number, of;
	bool loaded = false;

	(void)path;
	if (!head.len)
		return 0;
	if (memmem(head.ptr, head.len, "<DOCFULL>", 9) || memmem(head.ptr, head.len, "NAME=\"DOC_ID_", 13))
		return 96;
	while (export_line(head, &at, &line)) {
		if (is_counter(line, &number, &of))
			return at < 8192 ? 96 : 0;
		if (span_starts(line, SPAN("Load-Date:")))
			loaded = true;
		if (loaded && span_equal(line, SPAN("End of Document")))
			return 90;
	}
	return 0;
}

const struct format format_nexis = {
	.name = "nexis",
	.summary = "what was saved from LexisNexis and Nexis Uni, as text or as a page",
	.sniff = nexis_sniff,
	.next = nexis_next,
	.release = export_release,
};
