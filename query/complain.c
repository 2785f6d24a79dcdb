#include "query/complain.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/file.h"
#include "common/terminal.h"
#include "query/parse.h"

/* One write, so that lines of several processes do not mix. */
static void
say(struct buf *line)
{
	if (buf_status(line) == STATUS_OK)
		(void)file_write_all(STDERR_FILENO, line->data, line->len, NULL, NULL);
	buf_release(line);
}

static void
append_error(struct buf *line, const char *place, const struct error *err)
{
	buf_append_string(line, PROGRAM ": ");
	if (*place) {
		terminal_append_safe(line, span_from_string(place));
		buf_append_string(line, ": ");
	}
	terminal_append_safe(line, span_from_string(*err->reason ? err->reason : status_string(err->status)));
	buf_append_byte(line, '\n');
}

void
complain(const struct error *err)
{
	struct buf line = BUF_INIT;

	append_error(&line, err->place, err);
	say(&line);
}

void
complain_note(const char *format, ...)
{
	struct buf line = BUF_INIT;
	va_list args;
	char *note;

	va_start(args, format);
	if (vasprintf(&note, format, args) < 0)
		note = NULL;
	va_end(args);
	buf_append_string(&line, PROGRAM ": ");
	if (note)
		terminal_append_safe(&line, span_from_string(note));
	buf_append_byte(&line, '\n');
	say(&line);
	free(note);
}

void
complain_query(struct span text, const char *place, const struct error *err)
{
	struct buf line = BUF_INIT, shown = BUF_INIT;
	const char *at, *caret;

	append_error(&line, place, err);
	if (text.len && err->offset != ERROR_NO_OFFSET && err->offset <= text.len) {
		query_error_format(text, err, &shown);
		/* The query and the caret; the reason stands above. */
		at = buf_string(&shown);
		caret = strchr(at, '\n');
		caret = caret ? strchr(caret + 1, '\n') : NULL;
		if (caret)
			buf_append(&line, at, (size_t)(caret + 1 - at));
	}
	buf_release(&shown);
	say(&line);
}
