#include "indexer/message.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "common/file.h"
#include "common/terminal.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool drawn;    /* a progress line stands on the terminal */

/* One write(), so that lines of several processes do not mix either.  Where
 * nobody can be told that it failed, nobody is. */
static void
put_locked(struct buf *line)
{
	if (buf_status(line) == STATUS_OK)
		(void)file_write_all(STDERR_FILENO, line->data, line->len, NULL, NULL);
}

static void
line_start(struct buf *line)
{
	if (drawn)
		buf_append_string(line, "\r\033[K");
	drawn = false;
}

void
message_plain(struct span text)
{
	struct buf line = BUF_INIT;

	pthread_mutex_lock(&lock);
	line_start(&line);
	buf_append_span(&line, text);
	buf_append_byte(&line, '\n');
	put_locked(&line);
	pthread_mutex_unlock(&lock);
	buf_release(&line);
}

void
message(const char *format, ...)
{
	struct buf safe = BUF_INIT;
	char text[2200];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	buf_append_string(&safe, "newsindex: ");
	terminal_append_safe(&safe, span_from_string(text));
	if (buf_status(&safe) == STATUS_OK)
		message_plain(buf_span(&safe));
	buf_release(&safe);
}

void
message_error(enum status status, const struct error *err)
{
	const char *reason = err->status && *err->reason ? err->reason : status_string(status);

	if (err->status && *err->place && err->offset != ERROR_NO_OFFSET)
		message("%s: byte %llu: %s", err->place, (unsigned long long)err->offset, reason);
	else if (err->status && *err->place)
		message("%s: %s", err->place, reason);
	else
		message("%s", reason);
}

void
message_progress(struct span text)
{
	struct buf line = BUF_INIT;

	pthread_mutex_lock(&lock);
	line_start(&line);
	buf_append_span(&line, text);
	if (line.len)
		put_locked(&line);
	drawn = text.len > 0;
	pthread_mutex_unlock(&lock);
	buf_release(&line);
}

bool
message_flush_stdout(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	/* A reader that has seen enough is no failure of ours. */
	if (errno != EPIPE)
		message("standard output: %s", strerror(errno));
	return false;
}
