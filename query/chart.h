/* chart.h - lines over time as one SVG picture that stands alone.
 *
 * No scripts, fonts or files from elsewhere; light and dark as the reader's
 * screen is; lines differ in colour, dashes and marks, so that they can be told
 * apart in print and by everyone.
 */
#ifndef NEWSDEX_QUERY_CHART_H
#define NEWSDEX_QUERY_CHART_H

#include <stdbool.h>

#include "common/buf.h"
#include "common/span.h"

#define CHART_LINES_MAX 8

struct chart_line {
	struct span name;
	const double *values;      /* by period */
};

struct chart {
	struct span title;
	struct span unit;          /* what the upright axis counts */
	bool percent;              /* values from 0 to 1 are shown as such */
	const struct span *periods;
	size_t period_count;       /* at least 1 */
	const bool *unfinished;    /* by period: drawn hollow */
	struct chart_line lines[CHART_LINES_MAX];
	size_t line_count;
	size_t left_out;           /* lines that there was no room for */
};

/* Appends the <svg> element, with xmlns.  Everything is escaped. */
void chart_draw(struct buf *out, const struct chart *chart);

#endif
