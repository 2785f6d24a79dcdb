#include "corpus/formats.h"

#include <stdlib.h>
#include <strings.h>

#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/html_article.h"
#include "corpus/http_body.h"

/* Lines before a record's content that are longer than this are none. */
#define WARC_HEADER_MAX ((size_t)64 << 10)

struct warc_state {
	struct json_parser *parser;
	struct buf body;
};

/* A record of a crawl, of either format. */
struct crawl {
	struct span url, date, type;
	struct span content;
	bool answer;             /* the content is a web server's answer */
	bool text;               /* the content is the text of a page */
	bool page;               /* it may be a page or a text at all */
};

static void
state_release(void *data)
{
	struct warc_state *state = data;

	json_parser_free(state->parser);
	buf_release(&state->body);
	free(state);
}

static struct warc_state *
state_get(struct reader *reader)
{
	struct warc_state *state = reader->state;

	if (!state) {
		state = calloc(1, sizeof(*state));
		if (!state)
			return NULL;
		state->parser = json_parser_new();
		reader->state = state;
	}
	return state->parser ? state : NULL;
}

/* The number that TEXT is; SIZE_MAX when it is none. */
static size_t
number(struct span text)
{
	size_t value = 0;

	if (!text.len || text.len > 15)
		return SIZE_MAX;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return SIZE_MAX;
		value = value * 10 + (size_t)(text.ptr[i] - '0');
	}
	return value;
}

static size_t
skip_lines(struct span data, size_t at)
{
	while (at < data.len && (data.ptr[at] == '\r' || data.ptr[at] == '\n'))
		at++;
	return at;
}

static size_t
warc_resync(struct span data)
{
	const char *found = data.len > 1 ? memmem(data.ptr + 1, data.len - 1, "\nWARC/1", 7) : NULL;

	return found ? (size_t)(found + 1 - data.ptr) : data.len;
}

/* The end of the WARC record at AT; data.len + 1 when there is more to come. */
static size_t
warc_end(struct span data, size_t at, size_t *headers)
{
	struct span rest = span_from(data.ptr + at, data.len - at);
	size_t length, end;

	*headers = http_headers_length(rest);
	if (!*headers)
		return rest.len > WARC_HEADER_MAX ? at + warc_resync(rest) : data.len + 1;
	length = number(http_header(span_from(rest.ptr, *headers), "Content-Length"));
	if (length == SIZE_MAX)
		return at + warc_resync(rest);
	if (length > rest.len - *headers)
		return data.len + 1;
	end = skip_lines(data, at + *headers + length);
	/* A length that leads nowhere is wrong: the next record is looked for. */
	if (end < data.len && !span_starts(span_from(data.ptr + end, data.len - end), SPAN("WARC/")))
		return at + warc_resync(rest);
	return end;
}

/* The end of the ARC record at AT: a line "URL IP date type length", and so many bytes. */
static size_t
arc_end(struct span data, size_t at, size_t *headers)
{
	const char *newline = memchr(data.ptr + at, '\n', data.len - at), *space;
	struct span line;
	size_t length;

	if (!newline)
		return data.len + 1;
	*headers = (size_t)(newline + 1 - data.ptr) - at;
	line = span_trim(span_from(data.ptr + at, *headers));
	space = memrchr(line.ptr, ' ', line.len);
	length = space ? number(span_from(space + 1, (size_t)(line.ptr + line.len - space - 1))) : SIZE_MAX;
	/* A line without a length is none of a record's: the next may be. */
	if (length == SIZE_MAX)
		return skip_lines(data, at + *headers);
	if (length > data.len - at - *headers)
		return data.len + 1;
	return skip_lines(data, at + *headers + length);
}

static bool
is_arc(struct span head)
{
	return span_starts(head, SPAN("filedesc:"));
}

static size_t
record_end(struct span data, size_t at, bool arc, size_t *headers)
{
	return arc ? arc_end(data, at, headers) : warc_end(data, at, headers);
}

static void
take_warc(struct span record, size_t headers, struct crawl *crawl)
{
	struct span lines = span_from(record.ptr, headers), type = http_header(lines, "WARC-Type");
	struct span content = http_header(lines, "Content-Type"), charset;

	crawl->url = http_header(lines, "WARC-Target-URI");
	crawl->date = http_header(lines, "WARC-Date");
	http_split_type(content, &crawl->type, &charset);
	crawl->content = span_from(record.ptr + headers, record.len - headers);
	crawl->answer = span_equal(type, SPAN("response"));
	crawl->text = span_equal(type, SPAN("conversion")) && span_equal(crawl->type, SPAN("text/plain"));
	crawl->page = crawl->answer || span_equal(type, SPAN("resource")) || crawl->text;
	/* Some writers put the address in brackets. */
	if (crawl->url.len > 2 && crawl->url.ptr[0] == '<' && crawl->url.ptr[crawl->url.len - 1] == '>')
		crawl->url = span_from(crawl->url.ptr + 1, crawl->url.len - 2);
}

/* The fields of ARC's line count from its end: an address may have spaces. */
static void
take_arc(struct span record, size_t headers, struct crawl *crawl)
{
	struct span line = span_trim(span_from(record.ptr, headers)), fields[4] = { { 0 } };

	for (int i = 3; i >= 0; i--) {
		const char *space = line.len ? memrchr(line.ptr, ' ', line.len) : NULL;

		if (!space)
			return;
		fields[i] = span_from(space + 1, (size_t)(line.ptr + line.len - space - 1));
		line.len = (size_t)(space - line.ptr);
	}
	crawl->url = line;
	crawl->date = fields[1];
	crawl->type = fields[2];
	crawl->content = span_from(record.ptr + headers, record.len - headers);
	crawl->answer = crawl->page = span_starts(line, SPAN("http")) && memmem(crawl->type.ptr, crawl->type.len, "html", 4);
}

static bool
is_type(struct span type, const char *name)
{
	return type.len == strlen(name) && strncasecmp(type.ptr, name, type.len) == 0;
}

/* Fills ARTICLE from what was crawled.  STATUS_NOTFOUND: no page, no word about it. */
static enum status
fill_crawl(struct reader *reader, struct crawl *crawl, struct article *article, struct error *err)
{
	struct warc_state *state = state_get(reader);
	struct http_answer http = { .status = 200, .type = crawl->type, .body = crawl->content };
	const char *reason;
	enum status status = STATUS_OK;

	if (!state)
		return STATUS_NOMEM;
	if (crawl->answer)
		status = http_answer_parse(crawl->content, &http, &state->body);
	if (status == STATUS_BADINPUT)
		return reader_bad(reader, err, "an answer that cannot be decoded");
	if (status < 0)
		return status;
	if (http.status != 200)
		return STATUS_NOTFOUND;
	fill_date_text(article, FIELD_CRAWLED, crawl->date, NULL, "date of the crawl");
	if (crawl->text) {
		/* The text of a page, as another program took it out; its first line is the title. */
		const char *newline = memchr(http.body.ptr, '\n', http.body.len);

		fill_text(article, FIELD_URL, crawl->url, "WARC-Target-URI");
		fill_text(article, FIELD_TITLE, newline ? span_from(http.body.ptr, (size_t)(newline - http.body.ptr)) : SPAN_NONE,
		          "first line");
		fill_text(article, FIELD_BODY, newline ? span_from(newline, (size_t)(http.body.ptr + http.body.len - newline)) : http.body,
		          "conversion record");
		return STATUS_OK;
	}
	if (!is_type(http.type, "text/html") && !is_type(http.type, "application/xhtml+xml") && !html_is_page(http.body))
		return STATUS_NOTFOUND;
	status = html_article_fill(http.body, http.charset, state->parser, &reader->arena, article, &reason);
	if (status == STATUS_BADINPUT)
		return reader_bad(reader, err, "%s: %.*s", reason, (int)(crawl->url.len < 150 ? crawl->url.len : 150),
		                  crawl->url.ptr ? crawl->url.ptr : "");
	fill_text(article, FIELD_URL, crawl->url, "WARC-Target-URI");
	return status;
}

static enum status
warc_next(struct reader *reader, struct article *article, struct error *err)
{
	struct span data = reader->chunk->data;
	bool arc = is_arc(reader->chunk->head);

	for (;;) {
		size_t start = skip_lines(data, reader->at), end, headers = 0;
		struct crawl crawl = { 0 };
		struct span record;
		enum status status;

		if (start >= data.len)
			return STATUS_END;
		end = record_end(data, start, arc, &headers);
		record = reader_take(reader, start, end < data.len ? end : data.len);
		if (!headers || headers > record.len || (!arc && !span_starts(record, SPAN("WARC/"))))
			return reader_bad(reader, err, "not a record of a web archive");
		if (arc)
			take_arc(record, headers, &crawl);
		else
			take_warc(record, headers, &crawl);
		/* Requests, pictures, redirections and the like are part of every crawl. */
		status = crawl.page ? fill_crawl(reader, &crawl, article, err) : STATUS_NOTFOUND;
		if (status != STATUS_NOTFOUND)
			return status;
		*article = (struct article){ 0 };
	}
}

static size_t
warc_head(struct span head)
{
	return head.len < 16 ? head.len : 16;
}

static size_t
warc_split(struct span data, struct span head, bool at_end, uint64_t *records)
{
	bool arc = is_arc(head);
	size_t whole = 0, start, headers;

	*records = 0;
	while ((start = skip_lines(data, whole)) < data.len) {
		size_t end = record_end(data, start, arc, &headers);

		if (end > data.len) {
			*records += at_end;
			break;
		}
		++*records;
		whole = end;
	}
	return at_end ? data.len : whole;
}

static int
warc_sniff(struct span head, struct span path)
{
	(void)path;
	return span_starts(head, SPAN("WARC/")) || is_arc(head) ? 99 : 0;
}

const struct format format_warc = {
	.name = "warc",
	.summary = "web archives: WARC, as of Common Crawl, and ARC",
	.pages = true,
	.sniff = warc_sniff,
	.head = warc_head,
	.split = warc_split,
	.resync = warc_resync,
	.next = warc_next,
	.release = state_release,
};
