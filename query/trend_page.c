/* --trend for people who would rather look: a picture, or a page with it.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "query/chart.h"
#include "query/output_html.h"
#include "query/report_trend.h"

/* The picture of a report, and the memory that it is drawn from. */
struct picture {
	struct chart chart;
	struct span *periods;
	bool *unfinished;
	uint64_t undated;
};

/* One line that could be drawn. */
struct series {
	size_t query, part;
	uint64_t articles;
};

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to draw it");
}

/* The most articles first; as given where that does not decide. */
static int
by_articles(const void *a, const void *b)
{
	const struct series *x = a, *y = b;

	if (x->articles != y->articles)
		return x->articles < y->articles ? 1 : -1;
	return x->query != y->query ? (x->query > y->query) - (x->query < y->query) : (x->part > y->part) - (x->part < y->part);
}

static int
as_given(const void *a, const void *b)
{
	const struct series *x = a, *y = b;

	return x->query != y->query ? (x->query > y->query) - (x->query < y->query) : (x->part > y->part) - (x->part < y->part);
}

static enum status
name_periods(struct trend_report *report, struct picture *picture, struct error *err)
{
	struct arena *arena = &report->session->arena;
	size_t count = report->trend.periods;
	char name[PERIOD_NAME_SIZE];

	picture->periods = arena_zalloc(arena, count + 1, sizeof(*picture->periods));
	picture->unfinished = arena_zalloc(arena, count + 1, sizeof(*picture->unfinished));
	if (!picture->periods || !picture->unfinished)
		return no_memory(err);
	for (size_t i = 0; i < count; i++) {
		trend_bucket_name(report, i, name);
		picture->periods[i] = arena_copy(arena, span_from_string(name));
		picture->unfinished[i] = trend_unfinished(&report->trend, i);
		if (!picture->periods[i].ptr)
			return no_memory(err);
	}
	picture->chart.periods = picture->periods;
	picture->chart.unfinished = picture->unfinished;
	picture->chart.period_count = count;
	return STATUS_OK;
}

static struct span
series_name(struct trend_report *report, const struct series *series)
{
	struct span part = table_key(&report->trend.parts, (uint32_t)series->part);
	struct buf name = BUF_INIT;

	buf_append_span(&name, report->queries[series->query].name);
	if (report->trend.parted) {
		buf_append_string(&name, ", ");
		buf_append_span(&name, part.len ? part : SPAN("(none)"));
	}
	return arena_take(&report->session->arena, &name);
}

static enum status
add_line(struct trend_report *report, struct picture *picture, const struct series *series, struct error *err)
{
	size_t count = report->trend.periods;
	double *values = arena_zalloc(&report->session->arena, count + 1, sizeof(*values));
	struct span name = series_name(report, series);

	if (!values || !name.ptr)
		return no_memory(err);
	for (size_t i = 0; i < count; i++)
		values[i] = trend_height(report, trend_bucket_of(report, report->counts[series->query], series->part, i),
		                         trend_bucket_of(report, report->trend.all, series->part, i));
	picture->chart.lines[picture->chart.line_count++] = (struct chart_line){ name, values };
	return STATUS_OK;
}

static enum status
choose_lines(struct trend_report *report, struct picture *picture, struct error *err)
{
	size_t queries = report->query_count, parts = report->trend.parts.count, count = 0, drawn;
	struct series *all = arena_zalloc(&report->session->arena, queries * parts + 1, sizeof(*all));
	enum status status = all ? STATUS_OK : no_memory(err);

	for (size_t query = 0; status == STATUS_OK && query < queries; query++) {
		for (size_t part = 0; part < parts; part++) {
			struct series *series = &all[count++];

			*series = (struct series){ query, part, 0 };
			for (size_t i = 0; i < report->trend.periods; i++)
				series->articles += trend_bucket_of(report, report->counts[query], part, i)->articles;
			picture->undated += trend_bucket_of(report, report->counts[query], part, report->trend.periods)->articles;
		}
	}
	if (status < 0)
		return status;
	drawn = count < CHART_LINES_MAX ? count : CHART_LINES_MAX;
	picture->chart.left_out = count - drawn;
	qsort(all, count, sizeof(*all), by_articles);
	qsort(all, drawn, sizeof(*all), as_given);
	for (size_t i = 0; status == STATUS_OK && i < drawn; i++)
		status = add_line(report, picture, &all[i], err);
	return status;
}

static enum status
picture_make(struct trend_report *report, struct picture *picture, struct error *err)
{
	static const char *const units[][2] = {
		{ "Articles by day", "Share of all articles, by day" }, { "Articles by week", "Share of all articles, by week" },
		{ "Articles by month", "Share of all articles, by month" }, { "Articles by year", "Share of all articles, by year" },
	};
	const struct request *request = report->session->request;
	struct buf title = BUF_INIT;
	enum status status;

	*picture = (struct picture){ .undated = 0 };
	if (!report->trend.periods)
		return error_set(err, STATUS_BADQUERY, "--trend", "there is no dated article to be drawn");
	for (size_t i = 0; i < report->query_count; i++) {
		buf_append_string(&title, i ? ", " : "");
		buf_append_span(&title, report->queries[i].name);
	}
	picture->chart.title = arena_take(&report->session->arena, &title);
	picture->chart.percent = request->relative;
	picture->chart.unit = span_from_string(units[report->trend.timeline.period][request->relative]);
	status = picture->chart.title.ptr ? name_periods(report, picture, err) : no_memory(err);
	return status < 0 ? status : choose_lines(report, picture, err);
}

enum status
trend_svg(struct trend_report *report, struct error *err)
{
	struct picture picture;
	enum status status = picture_make(report, &picture, err);

	if (status < 0)
		return status;
	buf_append_string(&report->session->out.buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	chart_draw(&report->session->out.buf, &picture.chart);
	return STATUS_OK;
}

/* ---- The page ----------------------------------------------------------- */

static void
append_cells(struct trend_report *report, size_t query, size_t part, size_t period)
{
	const struct trend_bucket *all = trend_bucket_of(report, report->trend.all, part, period);
	const struct trend_bucket *bucket = trend_bucket_of(report, report->counts[query], part, period);
	struct buf *out = &report->session->out.buf;
	char name[PERIOD_NAME_SIZE];

	trend_bucket_name(report, period, name);
	buf_append_format(out, "<tr><th scope=\"row\">%s%s</th><td class=\"n\">", name, trend_unfinished(&report->trend, period) ? " *" : "");
	buf_append_grouped(out, bucket->articles);
	buf_append_format(out, "</td><td class=\"n\">%.2f%%</td><td class=\"n\">",
	                  all->articles ? 100 * (double)bucket->articles / (double)all->articles : 0);
	buf_append_grouped(out, bucket->occurrences);
	buf_append_string(out, "</td></tr>\n");
	stream_ready(&report->session->out);
}

static void
append_table(struct trend_report *report, size_t query, size_t part)
{
	const struct series series = { query, part, 0 };
	struct buf *out = &report->session->out.buf;

	buf_append_string(out, "<details><summary dir=\"auto\">");
	html_text(out, series_name(report, &series));
	buf_append_string(out, "</summary>\n<table><caption>Articles, their share of all, and how often the words stand in them</caption>\n"
		"<thead><tr><th scope=\"col\">Time</th><th scope=\"col\" class=\"n\">Articles</th><th scope=\"col\" class=\"n\">Share</th>"
		"<th scope=\"col\" class=\"n\">Words</th></tr></thead>\n<tbody>\n");
	for (size_t period = 0; period <= report->trend.periods; period++)
		if (period < report->trend.periods || trend_bucket_of(report, report->trend.all, part, period)->articles)
			append_cells(report, query, part, period);
	buf_append_string(out, "</tbody></table></details>\n");
}

enum status
trend_html(struct trend_report *report, struct error *err)
{
	struct buf *out = &report->session->out.buf;
	struct picture picture;
	enum status status = picture_make(report, &picture, err);

	if (status < 0)
		return status;
	html_page_begin(out, picture.chart.title);
	buf_append_string(out, "<header>\n<h1 dir=\"auto\">");
	html_text(out, picture.chart.title);
	buf_append_string(out, "</h1>\n</header>\n<main>\n<figure id=\"results\">\n");
	chart_draw(out, &picture.chart);
	buf_append_string(out, "<figcaption class=\"about\">Hollow marks and * stand for times of which there is only a part.");
	if (picture.undated) {
		buf_append_string(out, " Not drawn: ");
		buf_append_grouped(out, picture.undated);
		buf_append_string(out, " without a date.");
	}
	buf_append_string(out, "</figcaption>\n</figure>\n<h2>The numbers</h2>\n");
	for (size_t query = 0; query < report->query_count; query++)
		for (size_t part = 0; part < report->trend.parts.count; part++)
			append_table(report, query, part);
	buf_append_string(out, "</main>\n");
	html_page_end(out);
	return STATUS_OK;
}
