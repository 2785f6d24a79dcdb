/* date.h - when an article was published, no more exactly than was said.
 *
 * A date is kept as the newspaper printed it: wall-clock time and, when one
 * was given, the zone.  Queries compare wall-clock days, so an article printed
 * on 28 January is found under 28 January wherever it is read.
 */
#ifndef NEWSDEX_CORPUS_DATE_H
#define NEWSDEX_CORPUS_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/span.h"
#include "common/status.h"

enum date_precision {
	DATE_NONE,    /* no date: every other member is 0 */
	DATE_YEAR,
	DATE_MONTH,
	DATE_DAY,
	DATE_MINUTE,
	DATE_SECOND,
};

#define DATE_ZONE_UNKNOWN INT16_MIN
#define DATE_YEAR_FIRST 1400   /* years that readers accept; others are no dates */
#define DATE_YEAR_LAST 2200
#define DATE_TEXT_SIZE 40  /* room for any date_format() and its NUL */

struct date {
	int64_t seconds;      /* wall clock, since 1970-01-01T00:00:00 of the same zone;
	                         the start of the year, month or day for coarse dates */
	int16_t zone;         /* minutes east of UTC, or DATE_ZONE_UNKNOWN */
	uint8_t precision;    /* enum date_precision */
};

struct civil {
	int64_t year;         /* proleptic Gregorian; readers accept 1400 to 2200 */
	int month, day;       /* from 1 */
	int hour, minute, second;
};

/* Days since 1970-01-01 of a civil date, and back. */
int64_t date_days_from_civil(int64_t year, int month, int day);
struct civil date_civil(int64_t seconds);

/* Fills *DATE from parts that were checked for range; a part finer than
 * PRECISION is taken as its lowest value. */
enum status date_from_civil(const struct civil *civil, enum date_precision precision, int16_t zone, struct date *date);

/* SECONDS since 1970-01-01T00:00:00Z; STATUS_BADINPUT out of the accepted years. */
enum status date_from_epoch(int64_t seconds, struct date *date);

/* Reads the whole of TEXT as a date in one of the known shapes (date_parse.c lists
 * them).  STATUS_BADINPUT and DATE_NONE when it is not surely one. *RULE (may
 * be NULL) gets a static name of the shape. */
enum status date_parse(struct span text, struct date *date, const char **rule);

/* 03/04/2019 is no date unless the caller knows who wrote it. */
enum date_order {
	DATE_ORDER_UNKNOWN,
	DATE_DAY_FIRST,
	DATE_MONTH_FIRST,
};

/* What a date line says of itself: "Updated 20:08, 28-Jan-2019". */
enum date_kind {
	DATE_PLAIN,
	DATE_PUBLISHED,
	DATE_MODIFIED,
};

struct date_hint {
	enum date_order order;
	struct date seen;    /* when the text was fetched: "8 hours ago" is before it; DATE_NONE: not known */
};

/* The same with what the caller knows (HINT may be NULL); *KIND (may be NULL)
 * gets what the words before the date call it. */
enum status date_parse_hint(struct span text, const struct date_hint *hint, struct date *date,
                            enum date_kind *kind, const char **rule);

/* ISO 8601 with the date's own precision and zone: "2019-01",
 * "2019-01-28T20:08", "2019-01-28T20:08:00+08:00"; "" for DATE_NONE. */
void date_format(const struct date *date, char out[DATE_TEXT_SIZE]);

/* A date period in a query: "2019", "2019-01", "2019-01-28",
 * "2019-01-28T20:08".  [*FROM, *UNTIL) in wall-clock seconds. */
enum status date_period(struct span text, int64_t *from, int64_t *until);

#endif
