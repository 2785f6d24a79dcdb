#include "corpus/date.h"

#include <stdio.h>
#include <string.h>

#define DAY_SECONDS 86400

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* A year is counted from March, so that the leap day is its last; 400 years
 * are 146097 days. */
int64_t
date_days_from_civil(int64_t year, int month, int day)
{
	int64_t from_march = month > 2 ? month - 3 : month + 9;
	int64_t shifted = month > 2 ? year : year - 1;
	int64_t era = floor_div(shifted, 400);
	int64_t year_of_era = shifted - era * 400;
	int64_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

struct civil
date_civil(int64_t seconds)
{
	int64_t days = floor_div(seconds, DAY_SECONDS);
	int rest = (int)(seconds - days * DAY_SECONDS);
	int64_t shifted = days + 719468;
	int64_t era = floor_div(shifted, 146097);
	int64_t day_of_era = shifted - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = (int)(day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100));
	int from_march = (5 * day_of_year + 2) / 153;
	int month = from_march < 10 ? from_march + 3 : from_march - 9;

	return (struct civil){
		.year = era * 400 + year_of_era + (month <= 2),
		.month = month,
		.day = day_of_year - (153 * from_march + 2) / 5 + 1,
		.hour = rest / 3600,
		.minute = rest / 60 % 60,
		.second = rest % 60,
	};
}

static int
days_in_month(int64_t year, int month)
{
	static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

enum status
date_from_civil(const struct civil *civil, enum date_precision precision, int16_t zone, struct date *date)
{
	struct civil c = *civil;

	*date = (struct date){ 0 };
	if (precision < DATE_MONTH)
		c.month = 1;
	if (precision < DATE_DAY)
		c.day = 1;
	if (precision < DATE_MINUTE)
		c.hour = c.minute = 0;
	if (precision < DATE_SECOND)
		c.second = 0;
	if (precision == DATE_NONE || c.year < DATE_YEAR_FIRST || c.year > DATE_YEAR_LAST
	    || c.month < 1 || c.month > 12 || c.day < 1 || c.day > days_in_month(c.year, c.month)
	    || c.hour < 0 || c.hour > 23 || c.minute < 0 || c.minute > 59 || c.second < 0 || c.second > 59)
		return STATUS_BADINPUT;
	date->seconds = date_days_from_civil(c.year, c.month, c.day) * DAY_SECONDS
		+ c.hour * 3600 + c.minute * 60 + c.second;
	date->zone = precision < DATE_MINUTE ? DATE_ZONE_UNKNOWN : zone;
	date->precision = (uint8_t)precision;
	return STATUS_OK;
}

void
date_format(const struct date *date, char out[DATE_TEXT_SIZE])
{
	struct civil c = date_civil(date->seconds);
	size_t len;
	int zone = date->zone;

	out[0] = '\0';
	if (date->precision == DATE_NONE)
		return;
	snprintf(out, DATE_TEXT_SIZE, "%04lld-%02d-%02dT%02d:%02d:%02d", (long long)c.year, c.month, c.day,
	         c.hour, c.minute, c.second);
	if (date->precision < DATE_SECOND)
		*strrchr(out, date->precision < DATE_MINUTE ? 'T' : ':') = '\0';
	if (date->precision < DATE_DAY)
		*strrchr(out, '-') = '\0';
	if (date->precision < DATE_MONTH)
		*strrchr(out, '-') = '\0';
	if (date->precision < DATE_MINUTE || zone == DATE_ZONE_UNKNOWN)
		return;
	len = strlen(out);
	if (zone == 0)
		snprintf(out + len, DATE_TEXT_SIZE - len, "Z");
	else
		snprintf(out + len, DATE_TEXT_SIZE - len, "%c%02d:%02d", zone < 0 ? '-' : '+',
		         (zone < 0 ? -zone : zone) / 60 % 100, (zone < 0 ? -zone : zone) % 60);
}

enum status
date_from_epoch(int64_t seconds, struct date *date)
{
	struct civil c;

	*date = (struct date){ 0 };
	/* Far beyond any accepted year, and far from where the sums overflow. */
	if (seconds < -(INT64_C(1) << 40) || seconds > (INT64_C(1) << 40))
		return STATUS_BADINPUT;
	c = date_civil(seconds);
	return date_from_civil(&c, DATE_SECOND, 0, date);
}

/* Reads WIDTH digits at *AT; -1 when they are not there. */
static int
take_digits(struct span text, size_t *at, size_t width)
{
	int value = 0;

	if (text.len - *at < width)
		return -1;
	for (size_t i = 0; i < width; i++) {
		char c = text.ptr[*at + i];

		if (c < '0' || c > '9')
			return -1;
		value = value * 10 + (c - '0');
	}
	*at += width;
	return value;
}

static bool
take_char(struct span text, size_t *at, char c)
{
	if (*at < text.len && text.ptr[*at] == c) {
		++*at;
		return true;
	}
	return false;
}

enum status
date_period(struct span text, int64_t *from, int64_t *until)
{
	struct civil c = { .month = 1, .day = 1 };
	enum date_precision precision = DATE_YEAR;
	struct date date;
	size_t at = 0;

	c.year = take_digits(text, &at, 4);
	if (take_char(text, &at, '-')) {
		precision = DATE_MONTH;
		c.month = take_digits(text, &at, 2);
		if (take_char(text, &at, '-')) {
			precision = DATE_DAY;
			c.day = take_digits(text, &at, 2);
			if (take_char(text, &at, 'T')) {
				precision = DATE_MINUTE;
				c.hour = take_digits(text, &at, 2);
				c.minute = take_char(text, &at, ':') ? take_digits(text, &at, 2) : -1;
				if (take_char(text, &at, ':')) {
					precision = DATE_SECOND;
					c.second = take_digits(text, &at, 2);
				}
			}
		}
	}
	if (at != text.len || date_from_civil(&c, precision, DATE_ZONE_UNKNOWN, &date) < 0)
		return STATUS_BADQUERY;
	*from = date.seconds;
	switch (precision) {
	case DATE_NONE:
	case DATE_YEAR:
		*until = date_days_from_civil(c.year + 1, 1, 1) * DAY_SECONDS;
		break;
	case DATE_MONTH:
		*until = date_days_from_civil(c.year + c.month / 12, c.month % 12 + 1, 1) * DAY_SECONDS;
		break;
	case DATE_DAY:
		*until = *from + DAY_SECONDS;
		break;
	case DATE_MINUTE:
		*until = *from + 60;
		break;
	case DATE_SECOND:
		*until = *from + 1;
		break;
	}
	return STATUS_OK;
}
