/* --trend: articles over time, for one query or several.
 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/terminal.h"
#include "query/ast.h"
#include "query/complain.h"
#include "query/newsquery.h"
#include "query/parse.h"
#include "query/report_trend.h"
#include "query/topics.h"
#include "query/wrap.h"

#define PAPER_WIDTH 80
#define UNDATED "undated"

static size_t
period_count(const struct trend_report *report)
{
	return report->trend.periods + 1;
}

const struct trend_bucket *
trend_bucket_of(const struct trend_report *report, const struct trend_bucket *buckets, size_t part, size_t period)
{
	return &buckets[part * period_count(report) + period];
}

void
trend_bucket_name(const struct trend_report *report, size_t period, char name[PERIOD_NAME_SIZE])
{
	if (period < report->trend.periods)
		period_name(report->trend.timeline.period, report->trend.timeline.starts[period], name);
	else
		snprintf(name, PERIOD_NAME_SIZE, UNDATED);
}

/* The undated are a line of their own, where there are any. */
static bool
is_shown(const struct trend_report *report, size_t part, size_t period)
{
	return period < report->trend.periods || trend_bucket_of(report, report->trend.all, part, period)->articles;
}

static double
share_of(const struct trend_bucket *bucket, const struct trend_bucket *all)
{
	return all->articles ? (double)bucket->articles / (double)all->articles : 0;
}

/* ---- Rows --------------------------------------------------------------- */

static enum status
write_row(struct trend_report *report, size_t query, size_t part, size_t period, struct error *err)
{
	const struct trend_bucket *all = trend_bucket_of(report, report->trend.all, part, period);
	const struct trend_bucket *bucket = trend_bucket_of(report, report->counts[query], part, period);
	struct span name = table_key(&report->trend.parts, (uint32_t)part);
	struct value values[10];
	char text[PERIOD_NAME_SIZE];
	size_t count = 0;

	trend_bucket_name(report, period, text);
	values[count++] = value_text(report->queries[query].name);
	if (report->trend.parted)
		values[count++] = value_text(name.len ? name : SPAN_NONE);
	values[count++] = value_string(text);
	values[count++] = value_integer((int64_t)bucket->articles);
	values[count++] = value_integer((int64_t)all->articles);
	values[count++] = all->articles ? value_real(share_of(bucket, all)) : (struct value){ .kind = VALUE_NONE };
	values[count++] = value_integer((int64_t)bucket->occurrences);
	values[count++] = value_integer((int64_t)all->occurrences);
	values[count++] = all->occurrences
		? value_real((double)bucket->occurrences * 1e6 / (double)all->occurrences) : (struct value){ .kind = VALUE_NONE };
	values[count++] = value_boolean(trend_unfinished(&report->trend, period));
	return output_row(&report->output, values, err);
}

static enum status
write_rows(struct trend_report *report, struct error *err)
{
	enum status status = STATUS_OK;

	output_begin(&report->output);
	for (size_t query = 0; query < report->query_count; query++)
		for (size_t part = 0; part < report->trend.parts.count; part++)
			for (size_t period = 0; status == STATUS_OK && period < period_count(report); period++)
				if (is_shown(report, part, period))
					status = write_row(report, query, part, period, err);
	output_end(&report->output);
	return status;
}

/* ---- Bars --------------------------------------------------------------- */

double
trend_height(const struct trend_report *report, const struct trend_bucket *bucket, const struct trend_bucket *all)
{
	return report->session->request->relative ? share_of(bucket, all) : (double)bucket->articles;
}

static void
find_most(struct trend_report *report)
{
	size_t count = report->trend.parts.count * period_count(report);

	for (size_t query = 0; query < report->query_count; query++) {
		for (size_t i = 0; i < count; i++) {
			const struct trend_bucket *bucket = &report->counts[query][i];
			double height = trend_height(report, bucket, &report->trend.all[i]);

			report->found = report->found || bucket->articles;
			if (height > report->most)
				report->most = height;
		}
	}
}

/* WIDTH columns at most, in eighths of one. */
static void
append_bar(struct buf *out, double part, unsigned width)
{
	static const char *const eighths[] = {
		"", "\xE2\x96\x8F", "\xE2\x96\x8E", "\xE2\x96\x8D", "\xE2\x96\x8C", "\xE2\x96\x8B", "\xE2\x96\x8A", "\xE2\x96\x89",
	};
	unsigned length = (unsigned)(part * width * 8 + 0.5);

	if (part > 0 && !length)
		length = 1;
	for (unsigned i = 0; i < length / 8; i++)
		buf_append_string(out, "\xE2\x96\x88");
	buf_append_string(out, eighths[length % 8]);
}

static void
draw_bucket(struct trend_report *report, size_t query, size_t part, size_t period, unsigned width)
{
	const struct trend_bucket *all = trend_bucket_of(report, report->trend.all, part, period);
	const struct trend_bucket *bucket = trend_bucket_of(report, report->counts[query], part, period);
	bool unfinished = trend_unfinished(&report->trend, period);
	struct buf *out = &report->session->out.buf;
	double height = trend_height(report, bucket, all);
	char name[PERIOD_NAME_SIZE];

	trend_bucket_name(report, period, name);
	buf_append_format(out, "%-10s%c %8" PRIu64 " %7.3f%%", name, unfinished ? '*' : ' ', bucket->articles,
	                  100 * share_of(bucket, all));
	if (height > 0) {
		buf_append_byte(out, ' ');
		append_bar(out, height / report->most, width);
	}
	buf_append_byte(out, '\n');
	stream_ready(&report->session->out);
}

static void
draw_title(struct trend_report *report, size_t query, size_t part)
{
	struct span name = table_key(&report->trend.parts, (uint32_t)part);
	struct buf *out = &report->session->out.buf;

	if (out->len || query || part)
		buf_append_byte(out, '\n');
	buf_append_string(out, report->session->color ? "\033[1m" : "");
	terminal_append_safe(out, report->queries[query].name);
	if (report->trend.parted) {
		buf_append_string(out, ", ");
		terminal_append_safe(out, name.len ? name : SPAN("(none)"));
	}
	buf_append_string(out, report->session->color ? "\033[0m\n" : "\n");
}

static void
draw(struct trend_report *report)
{
	const unsigned before = 30;
	unsigned width = report->session->width == WRAP_NONE ? PAPER_WIDTH : report->session->width;
	bool unfinished = false;

	width = width > before + 10 ? width - before : 10;
	for (size_t query = 0; query < report->query_count; query++) {
		for (size_t part = 0; part < report->trend.parts.count; part++) {
			draw_title(report, query, part);
			for (size_t period = 0; period < period_count(report); period++)
				if (is_shown(report, part, period))
					draw_bucket(report, query, part, period, width);
		}
	}
	for (size_t period = 0; period < report->trend.periods; period++)
		unfinished = unfinished || trend_unfinished(&report->trend, period);
	if (unfinished)
		buf_append_string(&report->session->out.buf, "\n* the index, or what was asked for, has only a part of it\n");
}

/* ---- The whole ---------------------------------------------------------- */

static enum status
part_column(const char *by, enum index_column *column, struct error *err)
{
	static const char *const names[] = { "source", "section", "language", NULL };
	static const enum index_column columns[] = { COLUMN_SOURCE, COLUMN_SECTION, COLUMN_LANGUAGE };
	int choice;
	enum status status;

	*column = COLUMN_COUNT;
	if (!by)
		return STATUS_OK;
	status = option_choice("--by", by, names, &choice, err);
	if (status == STATUS_OK)
		*column = columns[choice];
	return status;
}

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory");
}

static enum status
given_queries(struct trend_report *report, struct error *err)
{
	const struct request *request = report->session->request;

	report->queries = arena_zalloc(&report->session->arena, request->query_count + 1, sizeof(*report->queries));
	if (!report->queries)
		return no_memory(err);
	if (!request->query_count)
		report->queries[report->query_count++] = (struct trend_query){
			SPAN("all articles"), { SPAN(""), "query" }, request->parse_flags,
		};
	for (size_t i = 0; i < request->query_count; i++) {
		const struct query_text *query = &request->queries[i];

		report->queries[report->query_count++] = (struct trend_query){ query->text, *query, request->parse_flags };
	}
	return STATUS_OK;
}

/* Those of a file. */
static enum status
batch_queries(struct trend_report *report, struct error *err)
{
	const struct request *request = report->session->request;
	struct arena *arena = &report->session->arena;
	struct topic *topics;
	size_t count;
	enum status status = topics_read(request->batch, arena, &topics, &count, err);

	if (status < 0)
		return status;
	report->queries = arena_zalloc(arena, count + 1, sizeof(*report->queries));
	if (!report->queries)
		return no_memory(err);
	for (; report->query_count < count; report->query_count++) {
		const struct topic *topic = &topics[report->query_count];
		struct buf place = BUF_INIT;
		const char *named;

		buf_append_format(&place, "%s: line %zu", request->batch, topic->line);
		named = buf_status(&place) == STATUS_OK ? arena_string(arena, buf_span(&place)) : NULL;
		buf_release(&place);
		if (!named)
			return no_memory(err);
		report->queries[report->query_count] = (struct trend_query){
			.name = topic->id, .query = { topic->text, named },
			.flags = (request->parse_flags & ~(unsigned)PARSE_EMPTY) | (topic->literal ? PARSE_LITERAL : 0),
		};
	}
	return STATUS_OK;
}

/* Mistakes in a query are told before anything is counted. */
static enum status
bind_queries(struct trend_report *report, struct error *err)
{
	struct arena *arena = &report->session->arena;
	enum status status = report->session->request->batch ? batch_queries(report, err) : given_queries(report, err);

	if (status < 0)
		return status;
	report->trees = arena_zalloc(arena, report->query_count + 1, sizeof(*report->trees));
	report->counts = arena_zalloc(arena, report->query_count + 1, sizeof(*report->counts));
	if (!report->trees || !report->counts)
		return no_memory(err);
	for (size_t i = 0; status == STATUS_OK && i < report->query_count; i++) {
		struct ast *ast;

		status = session_bind(report->session, &report->queries[i].query, report->queries[i].flags, arena, &ast,
		                      &report->trees[i], err);
	}
	return status;
}

static enum status
count_queries(struct trend_report *report, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < report->query_count; i++)
		status = trend_count(&report->trend, report->trees[i], &report->counts[i], err);
	return status;
}

static enum status
write_trend(struct trend_report *report, struct error *err)
{
	static const char *const names[] = {
		"query", "bucket", "articles", "total", "share", "occurrences", "words", "per_million", "unfinished",
	};
	static const char *const parted[] = {
		"query", "part", "bucket", "articles", "total", "share", "occurrences", "words", "per_million", "unfinished",
	};
	const struct request *request = report->session->request;
	size_t count = sizeof(names) / sizeof(*names);
	enum status status = STATUS_OK;

	find_most(report);
	output_init(&report->output, request->format, &report->session->out, report->trend.parted ? parted : names,
	            count + report->trend.parted);
	session_present(report->session, true);
	if (request->format == FORMAT_TEXT)
		draw(report);
	else if (request->format == FORMAT_SVG)
		status = trend_svg(report, err);
	else if (request->format == FORMAT_HTML)
		status = trend_html(report, err);
	else
		status = write_rows(report, err);
	output_release(&report->output);
	return status;
}

enum status
report_trend(struct session *session, struct error *err)
{
	const struct request *request = session->request;
	struct trend_report report = { .session = session };
	enum index_column column = COLUMN_COUNT;
	int period;
	enum status status = option_choice("--trend", request->argument, period_names, &period, err);

	if (status == STATUS_OK)
		status = part_column(request->by, &column, err);
	if (status == STATUS_OK)
		status = bind_queries(&report, err);
	if (status < 0)
		return status;
	status = trend_init(&report.trend, session->reader, (enum period)period, column, request->since, request->until, err);
	if (status == STATUS_OK)
		status = count_queries(&report, err);
	if (status == STATUS_OK)
		status = write_trend(&report, err);
	for (size_t i = 0; i < report.query_count; i++)
		free(report.counts[i]);
	trend_release(&report.trend);
	return status < 0 ? status : report.found ? STATUS_OK : STATUS_END;
}
