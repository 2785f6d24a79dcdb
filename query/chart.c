#include "query/chart.h"

#include <math.h>
#include <stdio.h>

#include "query/output_html.h"

#define WIDTH 760
#define LEFT 64
#define RIGHT 20
#define TOP 46
#define PLOT 280            /* height of the plot */
#define BELOW 44            /* for the axis of time */
#define LEGEND 22           /* height of a line of it */
#define LABELS_MAX 8
#define MARKS_MAX 60        /* periods that are each given a mark */

/* Colours after Okabe and Ito, Color Universal Design, 2008. */
static const char style[] =
	".chart{--c0:#0072b2;--c1:#d55e00;--c2:#007a5a;--c3:#aa4499;--c4:#8a6d00;--c5:#2b7fb8;--c6:#555;--c7:#b03060;"
	"--c-ink:#1b1b1b;--c-soft:#555;--c-rule:#ddd;--c-paper:#fff;font:13px sans-serif}\n"
	"@media(prefers-color-scheme:dark){.chart{--c0:#56b4e9;--c1:#f5923e;--c2:#3ccfa0;--c3:#e59ad2;--c4:#f0e442;"
	"--c5:#9fd3f5;--c6:#bbb;--c7:#ff9ab5;--c-ink:#e8e8e8;--c-soft:#b4b8bf;--c-rule:#3a3f46;--c-paper:#16181c}}\n"
	".chart .paper{fill:var(--c-paper)}.chart text{fill:var(--c-ink)}.chart .soft{fill:var(--c-soft)}\n"
	".chart .rule{stroke:var(--c-rule);stroke-width:1}.chart .base{stroke:var(--c-soft);stroke-width:1}\n"
	".chart .line{fill:none;stroke-width:2;stroke-linejoin:round}.chart .head{font-weight:bold;font-size:15px}\n"
	".chart .end{text-anchor:end}.chart .middle{text-anchor:middle}\n"
	"@media(max-width:36rem){.chart{font-size:19px}.chart .head{font-size:22px}}\n";

static const char *const dashes[CHART_LINES_MAX] = { "", "7 4", "2 3", "9 3 2 3", "12 5", "4 2", "1 4", "9 3 2 3 2 3" };

/* The least 1, 2 or 5 times a power of ten that STEPS of reach MOST. */
static double
nice_step(double most, unsigned steps)
{
	double power = pow(10, floor(log10(most / steps))), rest = most / steps / power;

	return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
}

static void
append_value(struct buf *out, const struct chart *chart, double value)
{
	if (!chart->percent)
		buf_append_grouped(out, (uint64_t)(value + 0.5));
	else if (value >= 0.1 || value == 0)
		buf_append_format(out, "%.0f%%", 100 * value);
	else
		buf_append_format(out, "%.*f%%", value >= 0.01 ? 1 : value >= 0.001 ? 2 : 3, 100 * value);
}

static double
most_of(const struct chart *chart)
{
	double most = 0;

	for (size_t i = 0; i < chart->line_count; i++)
		for (size_t k = 0; k < chart->period_count; k++)
			most = fmax(most, chart->lines[i].values[k]);
	return most;
}

static double
x_of(const struct chart *chart, size_t period)
{
	double width = WIDTH - LEFT - RIGHT;

	return LEFT + width * ((double)period + 0.5) / (double)chart->period_count;
}

static double
y_of(double value, double top)
{
	return TOP + PLOT * (1 - value / top);
}

static void
draw_heights(struct buf *out, const struct chart *chart, double step, double top)
{
	for (double value = 0; value < top + step / 2; value += step) {
		double y = y_of(value, top);

		buf_append_format(out, "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n<text class=\"soft end\" x=\"%d\" y=\"%.1f\">",
		                  value > 0 ? "rule" : "base", LEFT, WIDTH - RIGHT, y, y, LEFT - 8, y + 4);
		append_value(out, chart, value);
		buf_append_string(out, "</text>\n");
	}
}

static void
draw_times(struct buf *out, const struct chart *chart)
{
	size_t every = (chart->period_count + LABELS_MAX - 1) / LABELS_MAX;

	for (size_t i = 0; i < chart->period_count; i += every) {
		buf_append_format(out, "<text class=\"soft middle\" x=\"%.1f\" y=\"%d\">", x_of(chart, i), TOP + PLOT + 22);
		html_text(out, chart->periods[i]);
		buf_append_string(out, "</text>\n");
	}
}

/* What a reader who points at a mark, or hears it, is told. */
static void
append_mark(struct buf *out, const struct chart *chart, size_t line, size_t period, double top)
{
	double value = chart->lines[line].values[period];

	buf_append_format(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" stroke=\"var(--c%zu)\" stroke-width=\"2\" fill=\"",
	                  x_of(chart, period), y_of(value, top), line);
	if (chart->unfinished[period])
		buf_append_string(out, "var(--c-paper)\"><title>");
	else
		buf_append_format(out, "var(--c%zu)\"><title>", line);
	html_text(out, chart->lines[line].name);
	buf_append_string(out, ", ");
	html_text(out, chart->periods[period]);
	buf_append_string(out, ": ");
	append_value(out, chart, value);
	buf_append_string(out, chart->unfinished[period] ? " (only a part of that time)</title></circle>\n" : "</title></circle>\n");
}

static void
draw_line(struct buf *out, const struct chart *chart, size_t line, double top)
{
	buf_append_format(out, "<polyline class=\"line\" stroke=\"var(--c%zu)\" stroke-dasharray=\"%s\" points=\"", line, dashes[line]);
	for (size_t i = 0; i < chart->period_count; i++)
		buf_append_format(out, "%s%.1f,%.1f", i ? " " : "", x_of(chart, i), y_of(chart->lines[line].values[i], top));
	buf_append_string(out, "\"/>\n");
	for (size_t i = 0; i < chart->period_count && chart->period_count <= MARKS_MAX; i++)
		append_mark(out, chart, line, i, top);
}

static void
draw_legend(struct buf *out, const struct chart *chart)
{
	int y = TOP + PLOT + BELOW;

	for (size_t i = 0; i < chart->line_count; i++, y += LEGEND) {
		buf_append_format(out, "<line class=\"line\" stroke=\"var(--c%zu)\" stroke-dasharray=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n"
		                  "<text x=\"%d\" y=\"%d\">", i, dashes[i], LEFT, LEFT + 36, y + 8, y + 8, LEFT + 46, y + 12);
		html_text(out, chart->lines[i].name);
		buf_append_string(out, "</text>\n");
	}
	if (chart->left_out)
		buf_append_format(out, "<text class=\"soft\" x=\"%d\" y=\"%d\">%zu more are not drawn</text>\n", LEFT, y + 12, chart->left_out);
}

void
chart_draw(struct buf *out, const struct chart *chart)
{
	double most = most_of(chart), least = chart->percent ? 1e-6 : 1;
	double step = nice_step(most > least ? most : least, 4), top;
	size_t rows = chart->line_count + (chart->left_out > 0);
	int height = TOP + PLOT + BELOW + LEGEND * (int)rows + 10;

	if (!chart->percent && step < 1)
		step = 1;
	top = step * ceil(fmax(most, step) / step - 1e-9);
	buf_append_format(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" "
	                  "aria-labelledby=\"chart-title chart-desc\">\n<title id=\"chart-title\">", WIDTH, height);
	html_text(out, chart->title);
	buf_append_string(out, "</title>\n<desc id=\"chart-desc\">");
	html_text(out, chart->unit);
	buf_append_string(out, ", from ");
	html_text(out, chart->periods[0]);
	buf_append_string(out, " to ");
	html_text(out, chart->periods[chart->period_count - 1]);
	buf_append_string(out, "; hollow marks stand for times of which only a part is there.</desc>\n<style>");
	buf_append_string(out, style);
	buf_append_format(out, "</style>\n<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n<text class=\"head\" x=\"%d\" y=\"24\">", WIDTH, height, LEFT);
	html_text(out, chart->unit);
	buf_append_string(out, "</text>\n");
	draw_heights(out, chart, step, top);
	draw_times(out, chart);
	for (size_t i = 0; i < chart->line_count; i++)
		draw_line(out, chart, i, top);
	draw_legend(out, chart);
	buf_append_string(out, "</svg>\n");
}
