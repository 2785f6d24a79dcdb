/* What all articles found have in common: their sources, and when they were
 * printed.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "query/facet.h"
#include "query/match.h"
#include "query/output_html.h"

#define SOURCES_SHOWN 20
#define BARS_MAX 120
#define DAY ((int64_t)86400)

/* ---- Counting ----------------------------------------------------------- */

/* The dates found. */
struct extent {
	int64_t first, last;
};

static enum status
walk_once(struct html_totals *totals, struct session *session, struct extent *extent, struct error *err)
{
	static const struct bm25 bm25 = BM25_DEFAULT;
	struct match_cursor *cursor = NULL;
	enum status status = match_open(session->reader, session->tree, &bm25, &cursor, err);
	int64_t date;

	while (status == STATUS_OK && (status = match_next(cursor, err)) == STATUS_OK) {
		status = facet_add(&totals->sources, session->reader, match_doc(cursor), NULL, err);
		if (status == STATUS_OK)
			status = index_number(session->reader, COLUMN_DATE, match_doc(cursor), &date, err);
		if (status < 0)
			break;
		totals->articles++;
		if (date == DATE_UNDATED) {
			totals->undated++;
			continue;
		}
		extent->first = date < extent->first ? date : extent->first;
		extent->last = date > extent->last ? date : extent->last;
	}
	match_close(cursor);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
walk_periods(struct html_totals *totals, struct session *session, struct error *err)
{
	static const struct bm25 bm25 = BM25_DEFAULT;
	struct match_cursor *cursor = NULL;
	enum status status = match_open(session->reader, session->tree, &bm25, &cursor, err);
	int64_t date;

	while (status == STATUS_OK && (status = match_next(cursor, err)) == STATUS_OK) {
		size_t period;

		status = index_number(session->reader, COLUMN_DATE, match_doc(cursor), &date, err);
		if (status < 0 || date == DATE_UNDATED)
			continue;
		period = timeline_find(&totals->timeline, date);
		if (period != SIZE_MAX)
			totals->counts[period]++;
	}
	match_close(cursor);
	return status == STATUS_END ? STATUS_OK : status;
}

/* Months, unless days are few enough to be seen or months too many. */
static enum period
choose_period(int64_t first, int64_t last)
{
	int64_t days = last / DAY - first / DAY + 1;

	return days <= 45 ? PERIOD_DAY : days <= (int64_t)BARS_MAX * 30 ? PERIOD_MONTH : PERIOD_YEAR;
}

static enum status
count_periods(struct html_totals *totals, struct session *session, const struct extent *extent, struct error *err)
{
	if (extent->first > extent->last)
		return STATUS_OK;
	if (timeline_init(&totals->timeline, choose_period(extent->first, extent->last), extent->first, extent->last))
		totals->counts = calloc(totals->timeline.count, sizeof(*totals->counts));
	if (!totals->counts)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count by period");
	return walk_periods(totals, session, err);
}

enum status
html_totals_count(struct html_totals *totals, struct session *session, struct error *err)
{
	struct extent extent = { INT64_MAX, INT64_MIN };
	enum status status;

	*totals = (struct html_totals){ .articles = 0 };
	status = facet_init(&totals->sources, SPAN("source"), err);
	if (status == STATUS_OK)
		status = walk_once(totals, session, &extent, err);
	if (status == STATUS_OK)
		status = facet_finish(&totals->sources, &session->arena, err);
	return status == STATUS_OK ? count_periods(totals, session, &extent, err) : status;
}

void
html_totals_release(struct html_totals *totals)
{
	facet_release(&totals->sources);
	timeline_release(&totals->timeline);
	free(totals->counts);
}

/* ---- By source ---------------------------------------------------------- */

void
html_sources(struct buf *out, const struct html_totals *totals)
{
	size_t count = totals->sources.value_count, shown = count < SOURCES_SHOWN ? count : SOURCES_SHOWN;

	buf_append_string(out, "<section id=\"sources\" aria-labelledby=\"sources-head\">\n<h2 id=\"sources-head\">By source</h2>\n"
		"<table><caption>Articles found, by newspaper, agency or site</caption>\n<thead><tr><th scope=\"col\">Source</th>"
		"<th scope=\"col\" class=\"n\">Articles</th><th scope=\"col\" class=\"n\">Share</th>"
		"<td class=\"share\"></td></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < shown; i++) {
		const struct facet_value *value = &totals->sources.values[i];
		double share = 100 * (double)value->articles / (double)totals->articles;

		buf_append_string(out, "<tr><th scope=\"row\"><span dir=\"auto\">");
		html_text(out, value->text.ptr ? value->text : SPAN("(none given)"));
		buf_append_string(out, "</span></th><td class=\"n\">");
		buf_append_grouped(out, value->articles);
		buf_append_format(out, "</td><td class=\"n\">%.1f%%</td><td class=\"share\"><svg class=\"bar\" viewBox=\"0 0 100 8\" "
			"preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"%.2f\" height=\"8\"/></svg></td></tr>\n", share, share);
	}
	buf_append_string(out, "</tbody></table>\n");
	if (shown < count)
		buf_append_format(out, "<p class=\"about\">%zu more sources are not shown.</p>\n", count - shown);
	buf_append_string(out, "</section>\n");
}

/* ---- Over time ---------------------------------------------------------- */

static void
append_articles(struct buf *out, uint64_t count)
{
	buf_append_grouped(out, count);
	buf_append_string(out, count == 1 ? " article" : " articles");
}

static void
draw_bars(struct buf *out, const struct html_totals *totals, size_t most)
{
	const struct timeline *timeline = &totals->timeline;
	double height = (double)totals->counts[most];
	char name[PERIOD_NAME_SIZE];

	for (size_t i = 0; i < timeline->count; i++) {
		double tall = 100 * (double)totals->counts[i] / height;

		if (!totals->counts[i])
			continue;
		period_name(timeline->period, timeline->starts[i], name);
		buf_append_format(out, "<rect x=\"%zu\" y=\"%.2f\" width=\"8\" height=\"%.2f\"><title>%s: ", 10 * i + 1, 100 - tall, tall, name);
		append_articles(out, totals->counts[i]);
		buf_append_string(out, "</title></rect>\n");
	}
}

static void
list_periods(struct buf *out, const struct html_totals *totals)
{
	const struct timeline *timeline = &totals->timeline;
	char name[PERIOD_NAME_SIZE];

	buf_append_format(out, "<details><summary>The numbers as a table</summary>\n<table><caption>Articles found, by %s</caption>"
		"<thead><tr><th scope=\"col\">Time</th><th scope=\"col\" class=\"n\">Articles</th></tr></thead>\n<tbody>\n",
		period_names[timeline->period]);
	for (size_t i = 0; i < timeline->count; i++) {
		period_name(timeline->period, timeline->starts[i], name);
		buf_append_format(out, "<tr><th scope=\"row\">%s</th><td class=\"n\">", name);
		buf_append_grouped(out, totals->counts[i]);
		buf_append_string(out, "</td></tr>\n");
	}
	buf_append_string(out, "</tbody></table></details>\n");
}

void
html_timeline(struct buf *out, const struct html_totals *totals)
{
	const struct timeline *timeline = &totals->timeline;
	char first[PERIOD_NAME_SIZE], last[PERIOD_NAME_SIZE], peak[PERIOD_NAME_SIZE];
	size_t most = 0;

	if (!timeline->count)
		return;
	for (size_t i = 1; i < timeline->count; i++)
		if (totals->counts[i] > totals->counts[most])
			most = i;
	period_name(timeline->period, timeline->starts[0], first);
	period_name(timeline->period, timeline->starts[timeline->count - 1], last);
	period_name(timeline->period, timeline->starts[most], peak);
	buf_append_string(out, "<section id=\"time\" aria-labelledby=\"time-head\">\n<h2 id=\"time-head\">Over time</h2>\n<figure>\n");
	buf_append_format(out, "<svg class=\"time\" viewBox=\"0 0 %zu 100\" preserveAspectRatio=\"none\" role=\"img\" "
		"aria-labelledby=\"time-title time-desc\"><title id=\"time-title\">Articles by %s</title>"
		"<desc id=\"time-desc\">From %s to %s; the most, ", 10 * timeline->count, period_names[timeline->period], first, last);
	append_articles(out, totals->counts[most]);
	buf_append_format(out, ", in %s. The table below has every number.</desc>\n", peak);
	draw_bars(out, totals, most);
	buf_append_format(out, "</svg>\n<p class=\"axis\" aria-hidden=\"true\"><span>%s</span><span>%s</span></p>\n<figcaption class=\"about\">"
		"By %s. The tallest bar, %s, is ", first, last, period_names[timeline->period], peak);
	append_articles(out, totals->counts[most]);
	buf_append_byte(out, '.');
	if (totals->undated) {
		buf_append_string(out, " Not shown: ");
		append_articles(out, totals->undated);
		buf_append_string(out, " without a date.");
	}
	buf_append_string(out, "</figcaption>\n</figure>\n");
	list_periods(out, totals);
	buf_append_string(out, "</section>\n");
}
