#include "corpus/formats.h"

#include <ctype.h>
#include <stdio.h>

#include "corpus/charset.h"
#include "corpus/clean.h"
#include "corpus/export.h"
#include "corpus/fill.h"
#include "corpus/flow.h"

/* The marks of a message: its head, its text, its end with the time, and no more. */
#define HEAD '\1'
#define TEXT '\2'
#define TIME '\3'
#define END '\4'

/* Words of the line at the head: "eca062 4 i 211 ccccb dpa 061". */
#define WORDS 12

static size_t
find_mark(struct span text, size_t at, char mark)
{
	const char *found = at < text.len ? memchr(text.ptr + at, mark, text.len - at) : NULL;

	return found ? (size_t)(found - text.ptr) : text.len;
}

static size_t
take_words(struct span line, struct span words[WORDS])
{
	size_t count = 0, at = 0;

	while (count < WORDS) {
		size_t start;

		while (at < line.len && line.ptr[at] == ' ')
			at++;
		start = at;
		while (at < line.len && line.ptr[at] != ' ')
			at++;
		if (at == start)
			break;
		words[count++] = span_from(line.ptr + start, at - start);
	}
	return count;
}

/* "131137 GMT Nov 13": day, hour, minute, zone if they name it, month, year. */
static bool
take_time(struct span line, struct date *date)
{
	struct span words[WORDS];
	size_t count = take_words(line, words);
	struct span zone = count > 3 ? words[1] : SPAN(""), month, year;
	char text[64];

	if (count < 3 || words[0].len != 6)
		return false;
	month = words[count > 3 ? 2 : 1];
	year = words[count > 3 ? 3 : 2];
	if (year.len != 2)
		return false;
	for (size_t i = 0; i < 6; i++)
		if (words[0].ptr[i] < '0' || words[0].ptr[i] > '9')
			return false;
	snprintf(text, sizeof(text), "%.2s %.*s 20%.2s %.2s:%.2s %.*s", words[0].ptr, (int)(month.len < 12 ? month.len : 12), month.ptr,
	         year.ptr, words[0].ptr + 2, words[0].ptr + 4, (int)(zone.len < 5 ? zone.len : 5), zone.ptr);
	return date_parse(clean_trim(span_from_string(text)), date, NULL) == STATUS_OK;
}

/* Agency, and a number that is the message's own in its year: "dpa:eca062:20131113". */
static enum status
fill_head(struct span line, struct arena *arena, struct article *article)
{
	struct span words[WORDS], agency;
	size_t count = take_words(line, words);
	struct buf id = BUF_INIT;
	char day[DATE_TEXT_SIZE];

	if (count < 4)
		return STATUS_OK;
	agency = count > 4 ? words[count - 2] : SPAN_NONE;
	if (agency.len && isalpha((unsigned char)agency.ptr[0]))
		fill_text(article, FIELD_SOURCE, agency, "head of the message");
	if (article->published.precision == DATE_NONE)
		return STATUS_OK;
	date_format(&article->published, day);
	buf_append_span(&id, article->text[FIELD_SOURCE]);
	buf_append_byte(&id, ':');
	buf_append_span(&id, words[0]);
	buf_append_format(&id, ":%.10s", day);
	if (buf_status(&id) < 0)
		return STATUS_NOMEM;
	fill_text(article, FIELD_ID, arena_take(arena, &id), "head of the message");
	return STATUS_OK;
}

/* "1ST LEAD", "REFILE", "(Achtung)": said to editors, no part of a headline. */
static bool
is_mark(struct span line)
{
	if (line.len > 30)
		return false;
	if (line.ptr[0] == '(' && line.ptr[line.len - 1] == ')')
		return true;
	for (size_t i = 0; i < line.len; i++)
		if (line.ptr[i] >= 'a' && line.ptr[i] <= 'z' && !(i && line.ptr[i - 1] >= '0' && line.ptr[i - 1] <= '9'))
			return false;
	return true;
}

/* "Jane Doe, dpa"; "dpa correspondents" are nobody. */
static enum status
fill_writer(struct span name, struct arena *arena, struct article *article)
{
	const char *comma = memchr(name.ptr, ',', name.len);

	if (comma)
		name.len = (size_t)(comma - name.ptr);
	return fill_is_name(name) ? fill_byline(article, name, arena, "headline") : STATUS_OK;
}

/* The lines up to one that ends in "=": marks, headline, byline. */
static enum status
fill_headline(struct span text, size_t *at, struct arena *arena, struct article *article)
{
	struct buf title = BUF_INIT;
	struct flow flow = flow_start(&title);
	struct span line;
	bool last = false;
	enum status status = STATUS_OK;

	while (status == STATUS_OK && !last && export_line(text, at, &line)) {
		if (!line.len)
			break;
		last = line.ptr[line.len - 1] == '=';
		if (last)
			line = clean_trim(span_from(line.ptr, line.len - 1));
		if (last && title.len && span_starts(line, SPAN("By ")))
			status = fill_writer(span_from(line.ptr + 3, line.len - 3), arena, article);
		else if (line.len && !is_mark(line))
			flow_text(&flow, line), flow_text(&flow, SPAN(" "));
	}
	if (status == STATUS_OK)
		status = buf_status(&title);
	if (status == STATUS_OK)
		fill_text(article, FIELD_TITLE, arena_take(arena, &title), "headline");
	buf_release(&title);
	return status;
}

/* What stands below the text is for editors: contacts, links, who wrote it. */
static bool
is_notebook(struct span line)
{
	return span_equal(line, SPAN("* * * *")) || (span_starts(line, SPAN("# ")) && line.len < 40);
}

/* "dpa wsz jln npr": agency and initials in the last line. */
static bool
is_signature(struct span line, struct span agency)
{
	return agency.len && line.len < 50 && line.len > agency.len && span_starts(line, agency) && line.ptr[agency.len] == ' ';
}

static enum status
fill_body(struct span text, struct arena *arena, struct article *article)
{
	struct buf body = BUF_INIT;
	struct flow flow = flow_start(&body);
	struct span line;
	size_t at = 0;
	enum status status;

	while (export_line(text, &at, &line) && !is_notebook(line)) {
		if (!line.len) {
			flow_break(&flow, 2);
		} else if (!is_signature(line, article->text[FIELD_SOURCE]) || !clean_blank(span_from(text.ptr + at, text.len - at))) {
			flow_text(&flow, line);
			flow_text(&flow, SPAN(" "));
		}
	}
	status = buf_status(&body);
	if (status == STATUS_OK)
		fill_text(article, FIELD_BODY, arena_take(arena, &body), "text");
	buf_release(&body);
	return status;
}

/* "Germany-politics/": what it is about. */
static enum status
fill_slug(struct span text, struct arena *arena, struct article *article)
{
	struct span line = SPAN_NONE;
	size_t at = 0, start = 0;

	while (export_line(text, &at, &line) && !line.len)
		;
	if (!line.len || line.len > 200)
		return STATUS_OK;
	for (size_t i = 0; i <= line.len; i++) {
		if (i < line.len && line.ptr[i] != '/')
			continue;
		if (fill_item(article, FIELD_TAG, clean_trim(span_from(line.ptr + start, i - start)), arena, "line of the slug") < 0)
			return STATUS_NOMEM;
		start = i + 1;
	}
	return STATUS_OK;
}

static enum status
fill_message(struct span message, struct arena *arena, struct article *article)
{
	size_t text = find_mark(message, 0, TEXT), time = find_mark(message, text, TIME), at = 0;
	struct span head = span_from(message.ptr, text), line = SPAN_NONE;
	struct date date;

	if (time < message.len) {
		at = time + 1;
		if (export_line(message, &at, &line) && take_time(line, &date))
			fill_date(article, FIELD_PUBLISHED, date, "end of the message");
	}
	at = 0;
	line = SPAN_NONE;
	export_line(head, &at, &line);
	if (fill_head(line, arena, article) < 0 || fill_slug(span_from(head.ptr + at, head.len - at), arena, article) < 0)
		return STATUS_NOMEM;
	if (text == message.len)
		return STATUS_OK;
	message = span_from(message.ptr + text + 1, time - text - 1);
	message.len = find_mark(message, 0, END);
	at = 0;
	if (fill_headline(message, &at, arena, article) < 0)
		return STATUS_NOMEM;
	return fill_body(span_from(message.ptr + at, message.len - at), arena, article);
}

static enum status
iptc7901_next(struct reader *reader, struct article *article, struct error *err)
{
	struct span data = reader->chunk->data, message;
	size_t start = find_mark(data, reader->at, HEAD);
	struct buf room = BUF_INIT;
	enum status status;

	(void)err;
	if (start == data.len)
		return STATUS_END;
	message = reader_take(reader, start, find_mark(data, start + 1, HEAD));
	message = charset_utf8(span_from(message.ptr + 1, message.len - 1), &room);
	status = buf_status(&room);
	if (status == STATUS_OK && room.len) {
		message = arena_take(&reader->arena, &room);
		status = message.ptr ? STATUS_OK : STATUS_NOMEM;
	}
	if (status == STATUS_OK)
		status = fill_message(message, &reader->arena, article);
	buf_release(&room);
	return status;
}

static size_t
next_head(struct span data, size_t at)
{
	return find_mark(data, at, HEAD);
}

static size_t
iptc7901_split(struct span data, struct span head, bool at_end, uint64_t *records)
{
	(void)head;
	return reader_split(data, at_end, records, next_head);
}

static size_t
iptc7901_resync(struct span data)
{
	return find_mark(data, 1, HEAD);
}

/* A head of one line and a text. */
static int
iptc7901_sniff(struct span head, struct span path)
{
	struct span words[WORDS];
	size_t text = find_mark(head, 0, TEXT);
	const char *newline;

	(void)path;
	if (!head.len || head.ptr[0] != HEAD || text == head.len || text > 2000)
		return 0;
	newline = memchr(head.ptr, '\n', text);
	return newline && take_words(span_from(head.ptr + 1, (size_t)(newline - head.ptr - 1)), words) >= 4 ? 95 : 0;
}

const struct format format_iptc7901 = {
	.name = "iptc7901",
	.summary = "wire copy as agencies send it (IPTC 7901)",
	.sniff = iptc7901_sniff,
	.split = iptc7901_split,
	.resync = iptc7901_resync,
	.next = iptc7901_next,
};
