#include "corpus/http_body.h"

#include <stdlib.h>
#include <strings.h>
#include <zlib.h>

size_t
http_headers_length(struct span text)
{
	size_t at = 0;

	for (int lines = 0; lines < HTTP_HEADER_LINES && at < text.len; lines++) {
		const char *newline = memchr(text.ptr + at, '\n', text.len - at);
		size_t end;

		if (!newline)
			return 0;
		end = (size_t)(newline - text.ptr);
		if (end == at || (end == at + 1 && text.ptr[at] == '\r'))
			return end + 1;
		if (lines && text.ptr[at] != ' ' && text.ptr[at] != '\t' && !memchr(text.ptr + at, ':', end - at))
			return 0;
		at = end + 1;
	}
	return 0;
}

struct span
http_header(struct span headers, const char *name)
{
	size_t len = strlen(name), at = 0;

	while (at < headers.len) {
		const char *newline = memchr(headers.ptr + at, '\n', headers.len - at);
		size_t end = newline ? (size_t)(newline - headers.ptr) : headers.len;

		if (end - at > len && headers.ptr[at + len] == ':' && strncasecmp(headers.ptr + at, name, len) == 0)
			return span_trim(span_from(headers.ptr + at + len + 1, end - at - len - 1));
		at = end + 1;
	}
	return SPAN_NONE;
}

void
http_split_type(struct span value, struct span *type, struct span *charset)
{
	const char *semicolon = value.len ? memchr(value.ptr, ';', value.len) : NULL;

	*type = semicolon ? span_trim(span_from(value.ptr, (size_t)(semicolon - value.ptr))) : value;
	*charset = SPAN_NONE;
	for (size_t i = 0; semicolon && i + 8 <= value.len; i++)
		if (strncasecmp(value.ptr + i, "charset=", 8) == 0) {
			size_t start = i + 8, end;

			while (start < value.len && (value.ptr[start] == '"' || value.ptr[start] == '\''))
				start++;
			for (end = start; end < value.len && !strchr("\"'; ", value.ptr[end]);)
				end++;
			*charset = span_from(value.ptr + start, end - start);
			return;
		}
}

/* The length that a line of hexadecimal digits at *AT says, with *AT behind it; -1 when it is none. */
static long
chunk_length(struct span body, size_t *at)
{
	long value = 0;
	size_t digits = 0;
	const char *newline;

	for (; *at < body.len && digits < 8; digits++, ++*at) {
		char c = body.ptr[*at];
		int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;

		if (digit < 0)
			break;
		value = value * 16 + digit;
	}
	if (!digits)
		return -1;
	/* Only spaces, an extension, or the end of the line may follow. */
	while (*at < body.len && body.ptr[*at] == ' ')
		++*at;
	if (*at < body.len && !strchr("\r\n;", body.ptr[*at]))
		return -1;
	newline = memchr(body.ptr + *at, '\n', body.len - *at);
	if (!newline)
		return -1;
	*at = (size_t)(newline - body.ptr);
	++*at;
	return value;
}

/* Undoes chunks when BODY is made of them; a body that merely says so stays. */
static bool
join_chunks(struct span body, struct buf *out)
{
	size_t at = 0;
	long len;

	while ((len = chunk_length(body, &at)) > 0) {
		size_t part = (size_t)len < body.len - at ? (size_t)len : body.len - at;

		buf_append(out, body.ptr + at, part);
		at += part;
		if (at < body.len && body.ptr[at] == '\r')
			at++;
		if (at < body.len && body.ptr[at] == '\n')
			at++;
	}
	/* Cut, or wrong in the middle: what was joined so far is sound. */
	return out->len > 0;
}

static enum status
http_uncompress(struct span body, struct buf *out)
{
	z_stream stream = { 0 };
	int result = Z_OK;

	if (inflateInit2(&stream, 32 + MAX_WBITS) != Z_OK)
		return STATUS_NOMEM;
	stream.next_in = (unsigned char *)(uintptr_t)body.ptr;
	stream.avail_in = body.len < UINT32_MAX ? (uInt)body.len : UINT32_MAX;
	while (result == Z_OK && out->len < HTTP_BODY_MAX) {
		char *to = buf_reserve(out, 64 << 10);

		if (!to)
			break;
		stream.next_out = (unsigned char *)to;
		stream.avail_out = 64 << 10;
		result = inflate(&stream, Z_NO_FLUSH);
		out->len += (size_t)((char *)stream.next_out - to);
		if (result == Z_BUF_ERROR || (stream.avail_in == 0 && stream.avail_out))
			break;
	}
	inflateEnd(&stream);
	if (buf_status(out) < 0)
		return STATUS_NOMEM;
	return out->len ? STATUS_OK : STATUS_BADINPUT;
}

enum status
http_answer_parse(struct span answer, struct http_answer *http, struct buf *buf)
{
	size_t length = http_headers_length(answer);
	struct span headers = span_from(answer.ptr, length);
	struct buf plain = BUF_INIT;
	const char *space;
	enum status status = STATUS_OK;

	*http = (struct http_answer){ 0 };
	if (!length || !span_starts(answer, SPAN("HTTP/")))
		return STATUS_BADINPUT;
	space = memchr(answer.ptr, ' ', length);
	http->status = space && (size_t)(answer.ptr + length - space) > 4 ? atoi((const char[]){ space[1], space[2], space[3], 0 }) : 0;
	http_split_type(http_header(headers, "Content-Type"), &http->type, &http->charset);
	http->body = span_from(answer.ptr + length, answer.len - length);
	buf_clear(buf);
	if (http_header(headers, "Transfer-Encoding").len && join_chunks(http->body, buf))
		http->body = buf_span(buf);
	if (span_starts(http->body, SPAN("\x1F\x8B"))) {
		status = http_uncompress(http->body, &plain);
		buf_release(buf);
		*buf = plain;
		http->body = buf_span(buf);
	}
	return buf_status(buf) < 0 ? STATUS_NOMEM : status;
}
