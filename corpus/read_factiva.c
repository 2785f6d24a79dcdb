#include "corpus/formats.h"

#include <strings.h>

#include "corpus/clean.h"
#include "corpus/export.h"
#include "corpus/fill.h"
#include "corpus/flow.h"
#include "corpus/language.h"

/* The fields in the order they come in. */
enum code {
	CODE_SE, CODE_HD, CODE_BY, CODE_CR, CODE_WC, CODE_PD, CODE_ET, CODE_SN, CODE_SC, CODE_ED, CODE_PG, CODE_VOL, CODE_LA,
	CODE_CY, CODE_CX, CODE_LP, CODE_TD, CODE_ART, CODE_CT, CODE_RF, CODE_CO, CODE_IN, CODE_NS, CODE_RE, CODE_IPC,
	CODE_IPD, CODE_PUB, CODE_AN, CODE_CLM,
	CODE_COUNT,
	CODE_NONE,
};

static const char *const codes[CODE_COUNT] = {
	"SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "CX", "LP", "TD", "ART", "CT",
	"RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CLM",
};

/* The fields of an article, as they stand. */
struct fields {
	struct span text[CODE_COUNT];
};

/* The code that LINE starts with; what stands behind it is at *SKIP. */
static enum code
line_code(struct span line, size_t *skip)
{
	for (enum code code = 0; code < CODE_COUNT; code++) {
		size_t len = strlen(codes[code]);
		struct span rest;

		if (!span_starts(line, span_from_string(codes[code])))
			continue;
		rest = span_from(line.ptr + len, line.len - len);
		if (rest.len && rest.ptr[0] != ' ' && rest.ptr[0] != '\t' && !span_starts(rest, SPAN("\xC2\xA0")))
			continue;
		*skip = len;
		/* "IN the summer" may start a line of text: lists have codes with names. */
		if (code >= CODE_CO && code <= CODE_RE && rest.len && !memmem(rest.ptr, rest.len, " : ", 3) && !memchr(rest.ptr, '|', rest.len))
			continue;
		return code;
	}
	return CODE_NONE;
}

/* "Document FTFT000020190303ef3300001": the number that ends an article. */
static struct span
accession(struct span line)
{
	static const char *const words[] = { "Document ", "Dokument ", "Documento ", "Документ ", "文件 " };
	size_t digits = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (span_starts(line, span_from_string(words[i]))) {
			line = clean_trim(span_from(line.ptr + strlen(words[i]), line.len - strlen(words[i])));
			break;
		}
	if (line.len < 16 || line.len > 40)
		return SPAN_NONE;
	for (size_t i = 0; i < line.len; i++) {
		char c = line.ptr[i];

		digits += c >= '0' && c <= '9';
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
			return SPAN_NONE;
	}
	return digits >= 8 && line.ptr[0] >= 'A' && line.ptr[0] <= 'Z' ? line : SPAN_NONE;
}

/* "512 words", in the language of the screen. */
static bool
is_length(struct span line)
{
	static const char *const words[] = { "words", "mots", "Wörter", "palabras", "parole", "palavras", "woorden", "ord", "слов", "字" };
	size_t len;

	if (line.len > 30 || !export_number(line, &len))
		return false;
	line = clean_trim(span_from(line.ptr + len, line.len - len));
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (span_equal(line, span_from_string(words[i])))
			return true;
	return false;
}

/* Appends TEXT, whose paragraphs empty lines separate. */
static void
append_paragraphs(struct flow *flow, struct span text)
{
	struct span line;
	size_t at = 0;

	flow_break(flow, 2);
	while (export_line(text, &at, &line)) {
		if (!line.len) {
			flow_break(flow, 2);
			continue;
		}
		flow_text(flow, line);
		flow_text(flow, SPAN(" "));
	}
}

/* "huawt : Huawei Technologies | itc : Computers": the names. */
static enum status
fill_names(struct article *article, struct span list, struct arena *arena, const char *found_by)
{
	size_t start = 0;

	for (size_t at = 0; list.len && at <= list.len; at++) {
		struct span item;
		const char *colon;

		if (at < list.len && list.ptr[at] != '|')
			continue;
		item = span_from(list.ptr + start, at - start);
		start = at + 1;
		colon = memmem(item.ptr, item.len, " : ", 3);
		if (colon)
			item = span_from(colon + 3, (size_t)(item.ptr + item.len - colon - 3));
		if (fill_item(article, FIELD_TAG, clean_trim(item), arena, found_by) < 0)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

/* The day, with the time if there is one. */
static enum status
fill_day(struct article *article, struct span day, struct span time, struct arena *arena)
{
	struct buf both = BUF_INIT;
	struct span text;
	struct date date;

	buf_append_span(&both, day);
	buf_append_byte(&both, ' ');
	buf_append_span(&both, time);
	if (buf_status(&both) < 0)
		return STATUS_NOMEM;
	text = arena_take(arena, &both);
	if (time.len && date_parse(clean_trim(text), &date, NULL) == STATUS_OK)
		fill_date(article, FIELD_PUBLISHED, date, "PD and ET");
	else if (export_date(day, &date))
		fill_date(article, FIELD_PUBLISHED, date, "PD");
	return STATUS_OK;
}

static enum status
fill_coded(struct export *export, const struct fields *fields, struct arena *arena, struct article *article)
{
	const struct span *text = fields->text;
	struct span id = accession(text[CODE_AN]);
	struct buf body = BUF_INIT;
	struct flow flow = flow_start(&body);
	enum status status;

	fill_text(article, FIELD_ID, id.len ? id : text[CODE_AN], "AN");
	fill_text(article, FIELD_TITLE, text[CODE_HD], "HD");
	fill_text(article, FIELD_SOURCE, text[CODE_SN], "SN");
	fill_text(article, FIELD_SECTION, text[CODE_SE], "SE");
	fill_text(article, FIELD_SECTION, text[CODE_CLM], "CLM");
	fill_text(article, FIELD_LANGUAGE, text[CODE_LA], "LA");
	fill_text(article, FIELD_NOTE, text[CODE_CX], "CX");
	append_paragraphs(&flow, text[CODE_LP]);
	append_paragraphs(&flow, text[CODE_TD]);
	status = buf_status(&body);
	if (status == STATUS_OK) {
		export_check_length(export, text[CODE_WC], buf_span(&body));
		fill_text(article, FIELD_BODY, arena_take(arena, &body), "LP and TD");
		status = fill_day(article, text[CODE_PD], text[CODE_ET], arena);
	}
	buf_release(&body);
	if (status < 0 || fill_byline(article, text[CODE_BY], arena, "BY") < 0
	    || fill_names(article, text[CODE_CO], arena, "CO") < 0 || fill_names(article, text[CODE_IN], arena, "IN") < 0
	    || fill_names(article, text[CODE_NS], arena, "NS") < 0 || fill_names(article, text[CODE_RE], arena, "RE") < 0)
		return STATUS_NOMEM;
	return STATUS_OK;
}

/* Takes the article at *AT of TEXT apart by its codes; false when there is none. */
static bool
read_coded(struct span text, size_t *at, struct fields *fields)
{
	enum code open = CODE_NONE;
	size_t behind = *at, skip;
	struct span line;

	*fields = (struct fields){ 0 };
	while (export_line(text, &behind, &line)) {
		enum code code = line_code(line, &skip);

		if (code != CODE_NONE) {
			/* A field that was there is of the next article: this one has lost its end. */
			if (open != CODE_NONE && (code == CODE_SE || code == CODE_HD) && fields->text[code].ptr)
				break;
			if (open == CODE_NONE && code != CODE_SE && code != CODE_HD && code != CODE_CLM) {
				*at = behind;
				continue;
			}
			if (!fields->text[code].ptr) {
				open = code;
				fields->text[code] = clean_trim(span_from(line.ptr + skip, line.len - skip));
				*at = behind;
				if (code == CODE_AN && fields->text[code].len)
					return true;
				continue;
			}
		}
		*at = behind;
		if (open == CODE_NONE || !line.len)
			continue;
		if (fields->text[open].len)
			fields->text[open].len = (size_t)(line.ptr + line.len - fields->text[open].ptr);
		else
			fields->text[open] = line;
		if (open == CODE_AN)
			return true;
	}
	return open != CODE_NONE;
}

/* ---- Articles without codes: the lines come in a fixed order ------------- */

/* Everything up to the next number of a document; false when there is none. */
static bool
read_plain(struct span text, size_t *at, struct span *story, struct span *id)
{
	size_t behind = *at, before = *at;
	struct span line;

	while (before = behind, export_line(text, &behind, &line)) {
		*id = accession(line);
		if (id->len && line.len > id->len) {
			*story = span_from(text.ptr + *at, before - *at);
			*at = behind;
			return true;
		}
	}
	return false;
}

static bool
next_line(struct span text, size_t *at, struct span *line)
{
	while (export_line(text, at, line))
		if (line->len)
			return true;
	return false;
}

/* Title and byline stand above the length, day, newspaper and others below. */
static enum status
fill_plain(struct export *export, struct span story, struct span id, struct arena *arena, struct article *article)
{
	struct span line = SPAN_NONE, above[2] = { SPAN_NONE, SPAN_NONE }, day = SPAN_NONE, time = SPAN_NONE, length = SPAN_NONE;
	struct buf body = BUF_INIT;
	struct flow flow = flow_start(&body);
	struct date date;
	char code[4];
	size_t at = 0, behind;
	bool signed_by;
	int lines = 0;
	enum status status;

	fill_text(article, FIELD_ID, id, "number of the document");
	for (; next_line(story, &at, &line) && !is_length(line); lines++) {
		above[0] = above[1];
		above[1] = line;
	}
	length = line;
	signed_by = lines > 1 && (fill_is_byline(above[1]) || fill_is_name(above[1]));
	fill_text(article, FIELD_TITLE, above[!signed_by], "line above the length");
	if (signed_by && fill_byline(article, above[1], arena, "line above the length") < 0)
		return STATUS_NOMEM;
	if (next_line(story, &at, &line) && export_date(line, &date))
		day = line;
	behind = at;
	if (next_line(story, &behind, &line) && line.len <= 9 && memchr(line.ptr, ':', line.len)) {
		time = line;
		at = behind;
	}
	if (next_line(story, &at, &line))
		fill_text(article, FIELD_SOURCE, line, "line below the date");
	/* Its code, page, edition, language and owner. */
	for (lines = 0, behind = at; lines < 8 && next_line(story, &behind, &line) && line.len < 200; lines++) {
		bool owner = span_starts(line, SPAN("©")) || span_starts(line, SPAN("(c)")) || span_starts(line, SPAN("Copyright"));

		if (line.len > 3 && language_code(line, code).len)
			fill_text(article, FIELD_LANGUAGE, line, "line of the language");
		if (owner || (line.len > 3 && language_code(line, code).len))
			at = behind;
		if (owner)
			break;
	}
	append_paragraphs(&flow, span_from(story.ptr + at, story.len - at));
	status = buf_status(&body);
	if (status == STATUS_OK) {
		export_check_length(export, length, buf_span(&body));
		fill_text(article, FIELD_BODY, arena_take(arena, &body), "text");
		status = fill_day(article, day, time, arena);
	}
	buf_release(&body);
	return status;
}

/* "Results Found 1,234" of the search: a file has 100 of them at most. */
static void
find_announcement(struct export *export)
{
	static const char *const words[] = { "Results Found", "Résultats trouvés", "Gefundene Ergebnisse", "Resultados encontrados" };
	struct span text = buf_span(&export->text), line;
	size_t at = 0, len;
	bool below = false;

	while (export_line(text, &at, &line)) {
		uint64_t number = 0;

		for (size_t i = 0; !below && i < sizeof(words) / sizeof(*words); i++)
			if (span_starts(line, span_from_string(words[i]))) {
				line = clean_trim(span_from(line.ptr + strlen(words[i]), line.len - strlen(words[i])));
				below = true;
			}
		if (!below || !line.len)
			continue;
		while (line.len && (line.ptr[0] == ':' || line.ptr[0] == ' '))
			line.ptr++, line.len--;
		if (!line.len)
			continue;
		number = export_number(line, &len);
		export->announced = number > 100 ? 100 : number;
		return;
	}
}

static enum status
factiva_next(struct reader *reader, struct article *article, struct error *err)
{
	struct export *export;
	struct fields fields;
	struct span text, story, id;
	size_t at;
	enum status status = export_open(reader, find_announcement, &export, err);

	if (status < 0)
		return status;
	if (!export)
		return STATUS_END;
	text = buf_span(&export->text);
	at = export->at;
	if (read_coded(text, &at, &fields) && (fields.text[CODE_HD].len || fields.text[CODE_TD].len)) {
		export->at = at;
		export_count(export, 0, 0);
		reader->part++;
		return fill_coded(export, &fields, &reader->arena, article);
	}
	if (read_plain(text, &export->at, &story, &id)) {
		export_count(export, 0, 0);
		reader->part++;
		return fill_plain(export, story, id, &reader->arena, article);
	}
	export->at = text.len;
	return export_end(reader, export, err);
}

/* A page says so; a text has the codes of a title and a newspaper, each on a line. */
static int
factiva_sniff(struct span head, struct span path)
{
	struct span line;
	size_t at = 0, skip;
	bool title = false, words = false;
	bool page = head.len && span_trim(head).len && span_trim(head).ptr[0] == '<';

	(void)path;
	if (page)
		return memmem(head.ptr, head.len, "\"article enArticle", 18) || memmem(head.ptr, head.len, "\"articleParagraph", 17)
			|| ((memmem(head.ptr, head.len, "<b>HD</b>", 9) || memmem(head.ptr, head.len, "<B>HD</B>", 9))
			    && (memmem(head.ptr, head.len, "<b>SN</b>", 9) || memmem(head.ptr, head.len, "<B>SN</B>", 9))) ? 96 : 0;
	while (export_line(head, &at, &line)) {
		enum code code = line_code(line, &skip);

		title |= code == CODE_HD;
		if (title && (code == CODE_SN || code == CODE_AN))
			return 92;
		words |= is_length(line);
		if (words && line.len > 25 && accession(line).len && accession(line).len < line.len)
			return 88;
	}
	return 0;
}

const struct format format_factiva = {
	.name = "factiva",
	.summary = "what was saved from Factiva, as text or as a page",
	.sniff = factiva_sniff,
	.next = factiva_next,
	.release = export_release,
};
