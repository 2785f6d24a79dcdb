/* date_shapes.h - the shapes that date_parse() tries, one function each.
 *
 * Each reads the whole of TEXT (trimmed, not empty) and answers STATUS_OK,
 * STATUS_NOTFOUND for another shape, or STATUS_BADINPUT for this shape with an
 * impossible value.  *RULE is set with STATUS_OK only.
 */
#ifndef NEWSDEX_CORPUS_DATE_SHAPES_H
#define NEWSDEX_CORPUS_DATE_SHAPES_H

#include "corpus/date.h"

/* Digits alone: 20190128, 20190128200800, 910513, 201901, 2019, seconds,
 * milliseconds or microseconds since 1970. */
enum status date_shape_digits(struct span text, struct date *date, const char **rule);

/* Year first: 2019-01-28T20:08:00.000+01:00, 2019/1/28 20:08, 20190128T200800Z, 2019-01. */
enum status date_shape_iso(struct span text, struct date *date, const char **rule);

/* 2019年1月28日 20:08, 2019년 1월 28일. */
enum status date_shape_cjk(struct span text, struct date *date, const char **rule);

/* Words and numbers in any order: Mon, 28 Jan 2019 20:08:00 EST; 12. maj 2016;
 * 27/11/2017 01:57; 8 hours ago. */
enum status date_shape_words(struct span text, const struct date_hint *hint, struct date *date,
                             enum date_kind *kind, const char **rule);

/* A run of at most MAX digits at *AT: its value, with *AT behind it and its
 * length in *DIGITS; -1 when there is none or it is longer. */
int date_take_number(struct span text, size_t *at, size_t max, size_t *digits);

/* "20:08", "20:08:00.123", "20:08:60" at *AT.  Fills the time of CIVIL and *PRECISION. */
bool date_take_time(struct span text, size_t *at, struct civil *civil, enum date_precision *precision);

/* "Z", "+01:00", "-0500", "+01" at *AT, in minutes. */
bool date_take_offset(struct span text, size_t *at, int16_t *zone);

/* The year that two digits stand for: 69 to 99 are 1969 to 1999, as in POSIX. */
int date_short_year(int two_digits);

#endif
