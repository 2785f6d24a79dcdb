/* trend.h - articles over time: what --trend counts, before anything is printed.
 */
#ifndef NEWSDEX_QUERY_TREND_H
#define NEWSDEX_QUERY_TREND_H

#include "common/table.h"
#include "index/index.h"
#include "query/period.h"

/* All periods of a timeline, then one for the undated: periods + 1 of them. */
struct trend_bucket {
	uint64_t articles, occurrences;
};

struct trend {
	struct index_reader *reader;
	struct timeline timeline;
	size_t periods;
	int64_t from, until;         /* what is counted: [from, until); wholly open: the undated too */
	int64_t first, last;         /* dates of the index */
	bool parted;                 /* by the strings of COLUMN */
	enum index_column column;
	struct table parts;          /* one nameless part where it is not parted */
	struct trend_bucket *all;    /* by part, then period: articles, and words as occurrences */
	size_t room;                 /* parts that there is memory for */
};

/* Counts every article of the index.  PART is the column to part by, or
 * COLUMN_COUNT.  An index without a dated article has no periods. */
enum status trend_init(struct trend *trend, struct index_reader *reader, enum period period, enum index_column part,
                       int64_t since, int64_t until, struct error *err);
void trend_release(struct trend *trend);

/* What TREE matches, in the same order as trend->all; freed by the caller. */
enum status trend_count(struct trend *trend, const struct node *tree, struct trend_bucket **buckets,
                        struct error *err);

/* Whether the index, or what was asked for, has only a part of that period. */
bool trend_unfinished(const struct trend *trend, size_t period);

#endif
