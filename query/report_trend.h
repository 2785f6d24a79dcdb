/* report_trend.h - what the files of --trend share; nobody else includes it.
 */
#ifndef NEWSDEX_QUERY_REPORT_TREND_H
#define NEWSDEX_QUERY_REPORT_TREND_H

#include "query/output_rows.h"
#include "query/session.h"
#include "query/trend.h"

/* One of the queries: of the command line, or of --batch. */
struct trend_query {
	struct span name;               /* its text, or its id in the file */
	struct query_text query;
	unsigned flags;                 /* enum parse_flag */
};

struct trend_report {
	struct session *session;
	struct trend_query *queries;
	size_t query_count;
	struct trend trend;
	struct node **trees;            /* by query, as the counts */
	struct trend_bucket **counts;
	double most;                    /* the longest bar stands for it */
	struct output output;
	bool found;
};

/* The bucket of one part and period in BUCKETS, a query's counts or the trend's all. */
const struct trend_bucket *trend_bucket_of(const struct trend_report *report, const struct trend_bucket *buckets,
                                           size_t part, size_t period);

void trend_bucket_name(const struct trend_report *report, size_t period, char name[PERIOD_NAME_SIZE]);

/* How high it is drawn: its articles, or with --relative its share of ALL. */
double trend_height(const struct trend_report *report, const struct trend_bucket *bucket, const struct trend_bucket *all);

/* The counts as a picture; or a page with the picture and tables. */
enum status trend_svg(struct trend_report *report, struct error *err);
enum status trend_html(struct trend_report *report, struct error *err);

#endif
