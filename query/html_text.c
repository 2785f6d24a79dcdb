#include <stdio.h>
#include <strings.h>

#include "common/utf8.h"
#include "query/output_html.h"

/* Turns the direction of what stands around it. */
static bool
is_bidi_control(uint32_t code)
{
	return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

void
html_text(struct buf *out, struct span text)
{
	char bytes[4];
	size_t len;

	for (size_t at = 0; at < text.len; at += len) {
		uint32_t code = utf8_decode(text.ptr + at, text.ptr + text.len, &len);

		if (code == '&')
			buf_append_string(out, "&amp;");
		else if (code == '<')
			buf_append_string(out, "&lt;");
		else if (code == '>')
			buf_append_string(out, "&gt;");
		else if (code == '"')
			buf_append_string(out, "&quot;");
		else if (code < 0x20 || (code >= 0x7F && code <= 0x9F))
			buf_append_byte(out, ' ');
		else if (!is_bidi_control(code))
			buf_append(out, bytes, utf8_encode(bytes, (code & 0xFFFE) == 0xFFFE ? UTF8_REPLACEMENT : code));
	}
}

void
html_marked(struct buf *out, const struct snippet *snippet)
{
	struct span text = snippet->text;
	size_t at = 0;

	for (size_t i = 0; i < snippet->count; i++) {
		const struct highlight *highlight = &snippet->highlights[i];

		html_text(out, span_from(text.ptr + at, highlight->start - at));
		buf_append_string(out, "<mark>");
		html_text(out, span_from(text.ptr + highlight->start, highlight->end - highlight->start));
		buf_append_string(out, "</mark>");
		at = highlight->end;
	}
	html_text(out, span_from(text.ptr + at, text.len - at));
}

void
html_language(struct buf *out, struct span language)
{
	if (language.len < 2 || language.len > 3)
		return;
	for (size_t i = 0; i < language.len; i++)
		if (language.ptr[i] < 'a' || language.ptr[i] > 'z')
			return;
	buf_append_format(out, " lang=\"%.*s\"", (int)language.len, language.ptr);
}

bool
html_may_link(struct span url)
{
	return (url.len > 7 && strncasecmp(url.ptr, "http://", 7) == 0) ||
		(url.len > 8 && strncasecmp(url.ptr, "https://", 8) == 0);
}
