#include <string.h>

#include "common/terminal.h"
#include "common/utf8.h"
#include "query/parse.h"

#define SHOWN_BEFORE 50  /* code points of a long query, before the place */
#define SHOWN_AFTER 25   /* and from it on */

/* The byte COUNT code points before AT. */
static void
append_place(struct span text, size_t at, struct buf *out)
{
	size_t start = utf8_step_back(text, at, SHOWN_BEFORE), end = utf8_step_on(text, at, SHOWN_AFTER), line, columns;

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
		while (at > 0 && at < text.len && utf8_is_tail(text.ptr[at]))
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
