#include <string.h>

#include "common/terminal.h"
#include "common/utf8.h"
#include "query/parse.h"

#define SHOWN_BEFORE 50  /* code points of a long query, before the place */
#define SHOWN_AFTER 25   /* and from it on */

static bool
is_tail(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* The byte COUNT code points before AT. */
static size_t
step_back(struct span text, size_t at, size_t count)
{
	while (at > 0 && count > 0) {
		at--;
		while (at > 0 && is_tail(text.ptr[at]))
			at--;
		count--;
	}
	return at;
}

static size_t
step_on(struct span text, size_t at, size_t count)
{
	size_t len;

	for (; at < text.len && count > 0; count--, at += len)
		utf8_decode(text.ptr + at, text.ptr + text.len, &len);
	return at;
}

static void
append_place(struct span text, size_t at, struct buf *out)
{
	size_t start = step_back(text, at, SHOWN_BEFORE), end = step_on(text, at, SHOWN_AFTER), line, columns;

	/* A query that fits is shown whole. */
	if (utf8_count(text) <= SHOWN_BEFORE + SHOWN_AFTER) {
		start = 0;
		end = text.len;
	}
	buf_append_string(out, "  ");
	line = out->len;
	if (start > 0)
		buf_append_string(out, "... ");
	terminal_append_safe(out, span_from(text.ptr + start, at - start));
	columns = out->failed ? 0 : terminal_columns(span_from(out->data + line, out->len - line));
	terminal_append_safe(out, span_from(text.ptr + at, end - at));
	if (end < text.len)
		buf_append_string(out, " ...");
	buf_append_string(out, "\n  ");
	while (columns-- > 0)
		buf_append_byte(out, ' ');
	buf_append_string(out, "^\n");
}

void
query_error_format(struct span text, const struct error *err, struct buf *out)
{
	struct span reason = span_from_string(err->reason), advice = SPAN_NONE;
	const char *parts = strstr(err->reason, "; ");

	if (err->offset != ERROR_NO_OFFSET && text.ptr) {
		size_t at = err->offset < text.len ? (size_t)err->offset : text.len;

		/* Not into the middle of a character. */
		while (at > 0 && at < text.len && is_tail(text.ptr[at]))
			at--;
		append_place(text, at, out);
	}
	if (parts) {
		advice = span_from(parts + 2, reason.len - (size_t)(parts - reason.ptr) - 2);
		reason.len = (size_t)(parts - reason.ptr);
	}
	buf_append_string(out, "  ");
	terminal_append_safe(out, reason);
	buf_append_byte(out, '\n');
	if (advice.len) {
		buf_append_string(out, "  ");
		terminal_append_safe(out, advice);
		buf_append_byte(out, '\n');
	}
}
