/* period.h - days, weeks, months and years, for counting over time.
 */
#ifndef NEWSDEX_QUERY_PERIOD_H
#define NEWSDEX_QUERY_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum period { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_YEAR };

/* Their names, in that order, ended by NULL. */
extern const char *const period_names[];

#define PERIOD_NAME_SIZE 32

/* When the period that SECONDS (wall clock, as corpus/date.h) lies in begins;
 * weeks begin on Monday. */
int64_t period_start(enum period period, int64_t seconds);

/* When the one after it begins.  START is the start of one. */
int64_t period_next(enum period period, int64_t start);

/* "2019-01-28", "2019-W05" (ISO 8601), "2019-01", "2019". */
void period_name(enum period period, int64_t start, char name[PERIOD_NAME_SIZE]);

/* Periods one after the other, numbered from 0, and the number of a date among
 * them: fast where dates come in order. */
struct timeline {
	enum period period;
	int64_t *starts;      /* count + 1: the last is the end */
	size_t count;
	size_t last;          /* that was found */
};

#define TIMELINE_MAX 200000

/* The periods from the one of FIRST to the one of LAST.  False when memory is
 * short or there would be more than TIMELINE_MAX. */
bool timeline_init(struct timeline *timeline, enum period period, int64_t first, int64_t last);
void timeline_release(struct timeline *timeline);

/* The number of the period of SECONDS, or SIZE_MAX for none of them. */
size_t timeline_find(struct timeline *timeline, int64_t seconds);

#endif
