#include "corpus/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "corpus/charset.h"
#include "corpus/clean.h"
#include "corpus/html_text.h"

/* Longer than this is no line of a date. */
#define DATE_LINE 100

/* Below this many words a length says little. */
#define LENGTH_LEAST 50

void
export_release(void *data)
{
	struct export *export = data;

	buf_release(&export->text);
	free(export);
}

static bool
is_page(struct span text)
{
	text = span_trim(text);
	return text.len && text.ptr[0] == '<';
}

/* A page without its head, whose title is of no article. */
static struct span
page_body(struct span page)
{
	const char *p = page.ptr, *end = page.ptr + page.len;

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL && end - p > 5) {
		if (strncasecmp(p, "<body", 5) == 0)
			return span_from(p, (size_t)(end - p));
		p++;
	}
	return page;
}

static enum status
take_text(struct buf *out, struct span data)
{
	struct buf room = BUF_INIT;
	struct span text = charset_utf8(data, &room);
	enum status status = buf_status(&room);

	if (span_starts(text, SPAN("\xEF\xBB\xBF")))
		text = span_from(text.ptr + 3, text.len - 3);
	if (status == STATUS_OK && is_page(text)) {
		status = html_text_append(page_body(text), out);
	} else if (status == STATUS_OK) {
		buf_append_span(out, text);
		status = buf_status(out);
	}
	buf_release(&room);
	return status;
}

static enum status
take_chunk(struct reader *reader, struct error *err)
{
	struct export *export = reader->state;
	struct span data = reader->chunk->data;
	struct buf text;
	enum status status;

	reader_take(reader, 0, data.len);
	if (!export) {
		export = calloc(1, sizeof(*export));
		if (!export)
			return STATUS_NOMEM;
		reader->state = export;
	}
	text = export->text;
	*export = (struct export){ .text = text };
	buf_clear(&export->text);
	status = take_text(&export->text, data);
	export->told = status < 0;
	return status == STATUS_LIMIT ? reader_bad(reader, err, "more than %d elements inside of each other", HTML_OPEN_TAGS) : status;
}

enum status
export_open(struct reader *reader, void (*announce)(struct export *export), struct export **export, struct error *err)
{
	bool first = reader->count == 0;
	enum status status = first ? take_chunk(reader, err) : STATUS_OK;

	*export = reader->state;
	if (first && status == STATUS_OK)
		announce(*export);
	return status;
}

bool
export_line(struct span text, size_t *at, struct span *line)
{
	const char *start, *newline;

	if (*at >= text.len)
		return false;
	start = text.ptr + *at;
	newline = memchr(start, '\n', text.len - *at);
	*line = span_from(start, newline ? (size_t)(newline - start) : text.len - *at);
	*at += line->len + (newline != NULL);
	*line = clean_trim(*line);
	return true;
}

static void
miss(struct export *export, uint64_t count, uint64_t first)
{
	if (!export->missing)
		export->missing_first = first;
	export->missing = count > UINT64_MAX - export->missing ? UINT64_MAX : export->missing + count;
}

static void
end_series(struct export *export)
{
	if (export->announced > export->last && export->last)
		miss(export, export->announced - export->last, export->last + 1);
	else if (!export->last && export->announced > export->found)
		miss(export, export->announced - export->found, 0);
	export->found = export->announced = export->last = 0;
}

void
export_count(struct export *export, uint64_t number, uint64_t of)
{
	if (number && (number <= export->last || of != export->announced)) {
		end_series(export);
		export->announced = of;
	}
	if (number > export->last + 1)
		miss(export, number - export->last - 1, export->last + 1);
	export->last = number;
	export->found++;
	export->all++;
}

static uint64_t
count_words(struct span text)
{
	uint64_t words = 0;
	bool inside = false;

	for (size_t i = 0; i < text.len; i++) {
		bool letter = (unsigned char)text.ptr[i] > ' ';

		words += letter && !inside;
		inside = letter;
	}
	return words;
}

void
export_check_length(struct export *export, struct span length, struct span body)
{
	size_t len;
	uint64_t words = count_words(body), wanted = export_number(length, &len);

	if (wanted < LENGTH_LEAST || words >= wanted / 2)
		return;
	if (!export->cut++) {
		export->cut_first = export->all;
		export->cut_words = words;
		export->cut_length = wanted;
	}
}

enum status
export_end(struct reader *reader, struct export *export, struct error *err)
{
	if (!export->told) {
		export->told = true;
		end_series(export);
		if (export->missing) {
			char first[64] = "";

			if (export->missing_first)
				snprintf(first, sizeof(first), ", number %" PRIu64 " is the first that is not there", export->missing_first);
			return reader_bad(reader, err, "%" PRIu64 " articles found, %" PRIu64 " announced%s", export->all,
			                  export->all + export->missing, first);
		}
	}
	if (export->cut) {
		uint64_t others = export->cut - 1;

		export->cut = 0;
		return reader_bad(reader, err, "article %" PRIu64 " has %" PRIu64 " of the %" PRIu64 " words it announces%s; it was read as it is",
		                  export->cut_first, export->cut_words, export->cut_length, others ? ", others are cut too" : "");
	}
	return STATUS_END;
}

uint64_t
export_number(struct span text, size_t *len)
{
	uint64_t value = 0;
	size_t at = 0, digits = 0;

	for (; at < text.len; at++) {
		char c = text.ptr[at];

		if (c >= '0' && c <= '9') {
			value = value * 10 + (uint64_t)(c - '0');
			if (++digits > 9) {
				value = 0;
				break;
			}
		} else if (!digits || !strchr(".,'", c) || at + 1 >= text.len || text.ptr[at + 1] < '0' || text.ptr[at + 1] > '9') {
			break;
		}
	}
	*len = at;
	return value;
}

/* Has TEXT a year in it, a word of four digits? */
static bool
has_year(struct span text)
{
	size_t digits = 0;

	for (size_t i = 0; i <= text.len; i++) {
		if (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9') {
			digits++;
			continue;
		}
		if (digits == 4)
			return true;
		digits = 0;
	}
	return false;
}

bool
export_date(struct span line, struct date *date)
{
	if (line.len > DATE_LINE)
		return false;
	for (int words = 0; words < 9 && has_year(line); words++) {
		if (date_parse(line, date, NULL) == STATUS_OK && date->precision >= DATE_MONTH)
			return true;
		while (line.len && line.ptr[line.len - 1] != ' ' && line.ptr[line.len - 1] != '\n')
			line.len--;
		while (line.len && strchr(" \n,;-", line.ptr[line.len - 1]))
			line.len--;
	}
	return false;
}
