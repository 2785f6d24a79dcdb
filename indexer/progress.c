#include "indexer/progress.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/terminal.h"
#include "indexer/message.h"

#define TERMINAL_SECONDS 0.2
#define JSON_SECONDS 1.0
#define LOG_SECONDS 60.0

double
clock_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void
progress_init(struct progress *progress, enum progress_mode mode, bool quiet, struct account *account)
{
	double now = clock_seconds();

	*progress = (struct progress){ .mode = mode, .quiet = quiet, .account = account };
	progress->terminal = isatty(STDERR_FILENO);
	progress->began = progress->last = progress->rate_time = now;
}

static double
interval(const struct progress *progress)
{
	if (progress->mode == PROGRESS_JSON)
		return JSON_SECONDS;
	return progress->terminal ? TERMINAL_SECONDS : LOG_SECONDS;
}

static bool
is_shown(const struct progress *progress)
{
	return progress->mode == PROGRESS_JSON || (progress->mode == PROGRESS_AUTO && !progress->quiet);
}

/* Of the last seconds rather than of the whole run: time left follows a change. */
static void
update_rate(struct progress *progress, double now)
{
	double span = now - progress->rate_time, latest;
	uint64_t bytes = progress->read;

	if (span < 0.5)
		return;
	latest = (double)(bytes - progress->rate_bytes) / span;
	progress->rate = progress->rate > 0 ? 0.8 * progress->rate + 0.2 * latest : latest;
	progress->rate_bytes = bytes;
	progress->rate_time = now;
}

/* Seconds left, negative when unknown. */
static double
time_left(const struct progress *progress)
{
	uint64_t seen = progress->seen, bytes = progress->read;

	return progress->rate > 0 && seen > bytes ? (double)(seen - bytes) / progress->rate : -1;
}

static void
append_time(struct buf *out, double seconds)
{
	unsigned long whole = (unsigned long)seconds;

	if (whole >= 3600)
		buf_append_format(out, "%lu:%02lu:%02lu", whole / 3600, whole / 60 % 60, whole % 60);
	else
		buf_append_format(out, "%lu:%02lu", whole / 60, whole % 60);
}

static void
append_text(struct progress *progress, struct buf *out)
{
	double left = time_left(progress);
	uint64_t skipped = progress->account->skipped;

	buf_append_format(out, "%" PRIu64 " articles, %.1f MB, %.1f MB/s", account_read(progress->account),
	                  (double)progress->read / 1e6, progress->rate / 1e6);
	if (left >= 0) {
		buf_append_string(out, ", ");
		append_time(out, left);
		buf_append_string(out, " left");
	}
	if (skipped)
		buf_append_format(out, ", %" PRIu64 " skipped", skipped);
}

static void
print_json(struct progress *progress, double now)
{
	struct account *account = progress->account;
	double left = time_left(progress);
	json_t *object = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:f, s:o}",
		"articles", (json_int_t)account_read(account), "indexed", (json_int_t)account->indexed,
		"unchanged", (json_int_t)account->unchanged, "duplicate", (json_int_t)account->duplicate,
		"skipped", (json_int_t)account->skipped, "bytes", (json_int_t)progress->read,
		"seconds", now - progress->began, "eta", left >= 0 ? json_real(left) : json_null());
	char *text = object ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(6)) : NULL;

	if (text)
		message_plain(span_from_string(text));
	free(text);
	json_decref(object);
}

static void
print_line(struct progress *progress, bool whole)
{
	struct buf line = BUF_INIT;
	size_t width = terminal_width(STDERR_FILENO);

	append_text(progress, &line);
	if (buf_status(&line) < 0)
		;
	else if (whole)
		message("%s", buf_string(&line));
	else
		message_progress(span_from(line.data, line.len < width ? line.len : width - 1));
	buf_release(&line);
}

void
progress_tick(struct progress *progress, bool requested)
{
	double now = clock_seconds();
	bool due = is_shown(progress) && now - progress->last >= interval(progress);

	update_rate(progress, now);
	if (progress->mode == PROGRESS_JSON && (due || requested))
		print_json(progress, now);
	else if (due || requested)
		print_line(progress, requested || !progress->terminal);
	if (due)
		progress->last = now;
}

double
progress_wait(const struct progress *progress)
{
	double wait = is_shown(progress) ? progress->last + interval(progress) - clock_seconds() : LOG_SECONDS;

	return wait > 0.01 ? (wait < 1 ? wait : 1) : 0.01;
}

void
progress_end(struct progress *progress)
{
	if (progress->mode == PROGRESS_JSON) {
		update_rate(progress, clock_seconds());
		print_json(progress, clock_seconds());
	} else if (progress->terminal && is_shown(progress)) {
		message_progress(SPAN_NONE);
	}
}
