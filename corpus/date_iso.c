#include "corpus/date_shapes.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
at_char(struct span text, size_t at, char c)
{
	return at < text.len && text.ptr[at] == c;
}

int
date_take_number(struct span text, size_t *at, size_t max, size_t *digits)
{
	size_t len = 0;
	int value = 0;

	while (*at + len < text.len && is_digit(text.ptr[*at + len])) {
		if (len == max || len == 9)
			return -1;
		value = value * 10 + (text.ptr[*at + len++] - '0');
	}
	*at += len;
	if (digits)
		*digits = len;
	return len ? value : -1;
}

int
date_short_year(int two_digits)
{
	return two_digits + (two_digits < 69 ? 2000 : 1900);
}

bool
date_take_time(struct span text, size_t *at, struct civil *civil, enum date_precision *precision)
{
	size_t to = *at, digits;

	civil->hour = date_take_number(text, &to, 2, &digits);
	if (civil->hour < 0 || !at_char(text, to, ':'))
		return false;
	to++;
	civil->minute = date_take_number(text, &to, 2, &digits);
	if (civil->minute < 0 || digits != 2)
		return false;
	*precision = DATE_MINUTE;
	if (at_char(text, to, ':')) {
		to++;
		civil->second = date_take_number(text, &to, 2, &digits);
		if (civil->second < 0 || digits != 2)
			return false;
		if (civil->second == 60)
			civil->second = 59;
		*precision = DATE_SECOND;
		if ((at_char(text, to, '.') || at_char(text, to, ',')) && to + 1 < text.len && is_digit(text.ptr[to + 1]))
			for (to++; to < text.len && is_digit(text.ptr[to]);)
				to++;
	}
	*at = to;
	return true;
}

bool
date_take_offset(struct span text, size_t *at, int16_t *zone)
{
	size_t to = *at, digits;
	int hour, minute = 0;
	bool west = at_char(text, to, '-');

	if (at_char(text, to, 'Z') || at_char(text, to, 'z')) {
		*zone = 0;
		++*at;
		return true;
	}
	if (!west && !at_char(text, to, '+'))
		return false;
	to++;
	hour = date_take_number(text, &to, 4, &digits);
	if (hour < 0 || digits == 3)
		return false;
	if (digits == 4) {
		minute = hour % 100;
		hour /= 100;
	} else if (at_char(text, to, ':')) {
		to++;
		minute = date_take_number(text, &to, 2, &digits);
	}
	if (hour > 15 || minute < 0 || minute > 59)
		return false;
	*zone = (int16_t)((hour * 60 + minute) * (west ? -1 : 1));
	*at = to;
	return true;
}

/* Cuts the digits of TEXT into civil parts of the given WIDTHS, year first. */
static struct civil
cut_digits(const char *digits, const int *widths, int count)
{
	struct civil civil = { .month = 1, .day = 1 };
	int parts[6] = { 0, 1, 1, 0, 0, 0 };

	for (int i = 0; i < count; i++) {
		parts[i] = 0;
		for (int j = 0; j < widths[i]; j++)
			parts[i] = parts[i] * 10 + (*digits++ - '0');
	}
	civil.year = parts[0];
	civil.month = parts[1];
	civil.day = parts[2];
	civil.hour = parts[3];
	civil.minute = parts[4];
	civil.second = parts[5] == 60 ? 59 : parts[5];
	return civil;
}

static enum status
from_epoch(int64_t value, size_t digits, struct date *date, const char **rule)
{
	int64_t unit = digits <= 10 ? 1 : digits <= 13 ? 1000 : 1000000;

	*rule = digits <= 10 ? "seconds since 1970" : digits <= 13 ? "milliseconds since 1970" : "microseconds since 1970";
	return date_from_epoch(value / unit - (value % unit < 0), date);
}

static enum status
digits_civil(struct span text, enum date_precision precision, const char *name, struct date *date, const char **rule)
{
	static const int long_widths[] = { 4, 2, 2, 2, 2, 2 };
	int count = text.len == 4 ? 1 : (int)(text.len - 2) / 2;
	struct civil civil = cut_digits(text.ptr, long_widths, count);

	*rule = name;
	return date_from_civil(&civil, precision, DATE_ZONE_UNKNOWN, date);
}

/* 910513 is a day; 201901 is a month; 200102 could be both and is neither. */
static enum status
six_digits(struct span text, struct date *date, const char **rule)
{
	static const int short_widths[] = { 2, 2, 2 };
	struct civil civil = cut_digits(text.ptr, short_widths, 3);
	struct date day, month;
	bool is_day, is_month;

	civil.year = date_short_year((int)civil.year);
	is_day = date_from_civil(&civil, DATE_DAY, DATE_ZONE_UNKNOWN, &day) == STATUS_OK;
	is_month = digits_civil(text, DATE_MONTH, "yyyymm", &month, rule) == STATUS_OK
		&& (span_starts(text, SPAN("19")) || span_starts(text, SPAN("20")));
	if (is_day == is_month)
		return STATUS_BADINPUT;
	*date = is_day ? day : month;
	*rule = is_day ? "yymmdd" : "yyyymm";
	return STATUS_OK;
}

enum status
date_shape_digits(struct span text, struct date *date, const char **rule)
{
	bool negative = at_char(text, 0, '-');
	struct span digits = negative ? span_from(text.ptr + 1, text.len - 1) : text;
	int64_t value = 0;
	size_t at = 0, count;

	/* Numbers that passed through a table of floats, or seconds with a fraction. */
	for (count = 0; count < digits.len && is_digit(digits.ptr[count]);)
		count++;
	if (count && at_char(digits, count, '.'))
		for (at = count + 1; at < digits.len && is_digit(digits.ptr[at]);)
			at++;
	else
		at = count;
	if (at != digits.len || count < 4 || count > 16 || at == count + 1)
		return STATUS_NOTFOUND;
	digits.len = count;
	for (size_t i = 0; i < count; i++)
		value = value * 10 + (digits.ptr[i] - '0');
	if (negative)
		return count >= 9 && count != 11 && count != 12 ? from_epoch(-value, count, date, rule) : STATUS_BADINPUT;
	switch (count) {
	case 4:
		return digits_civil(digits, DATE_YEAR, "yyyy", date, rule);
	case 6:
		return six_digits(digits, date, rule);
	case 8:
		return digits_civil(digits, DATE_DAY, "yyyymmdd", date, rule);
	case 9:
	case 10:
	case 13:
	case 16:
		return from_epoch(value, count, date, rule);
	case 12:
		if (digits_civil(digits, DATE_MINUTE, "yyyymmddhhmm", date, rule) == STATUS_OK)
			return STATUS_OK;
		return from_epoch(value, count, date, rule);
	case 14:
		return digits_civil(digits, DATE_SECOND, "yyyymmddhhmmss", date, rule);
	default:
		return STATUS_BADINPUT;
	}
}

/* "200800" or "2008" behind the T of the basic format. */
static bool
take_basic_time(struct span text, size_t *at, struct civil *civil, enum date_precision *precision)
{
	size_t digits;
	int value = date_take_number(text, at, 6, &digits);

	if (value < 0 || (digits != 4 && digits != 6))
		return false;
	*precision = digits == 6 ? DATE_SECOND : DATE_MINUTE;
	if (digits == 6) {
		civil->second = value % 100 == 60 ? 59 : value % 100;
		value /= 100;
	}
	civil->minute = value % 100;
	civil->hour = value / 100;
	if (at_char(text, *at, '.'))
		for (++*at; *at < text.len && is_digit(text.ptr[*at]);)
			++*at;
	return true;
}

static void
skip_spaces(struct span text, size_t *at)
{
	while (at_char(text, *at, ' '))
		++*at;
}

/* Behind the zone: nothing, or the zone said again, "+0000 UTC" or "[Europe/Paris]". */
static bool
zone_ends(struct span text, size_t at)
{
	struct span rest = span_trim(span_from(text.ptr + at, text.len - at));

	return rest.len == 0 || span_equal(rest, SPAN("UTC")) || span_equal(rest, SPAN("GMT"))
		|| (rest.ptr[0] == '[' && rest.ptr[rest.len - 1] == ']');
}

enum status
date_shape_iso(struct span text, struct date *date, const char **rule)
{
	struct civil civil = { .month = 1, .day = 1 };
	enum date_precision precision = DATE_MONTH;
	int16_t zone = DATE_ZONE_UNKNOWN;
	size_t at = 0, digits;
	char mark;

	civil.year = date_take_number(text, &at, 8, &digits);
	*rule = "year first";
	if (civil.year >= 0 && digits == 8 && (at_char(text, at, 'T') || at_char(text, at, 't'))) {
		civil.day = (int)(civil.year % 100);
		civil.month = (int)(civil.year / 100 % 100);
		civil.year /= 10000;
		at++;
		if (!take_basic_time(text, &at, &civil, &precision))
			return STATUS_BADINPUT;
		*rule = "basic ISO 8601";
	} else {
		mark = at < text.len ? text.ptr[at] : '\0';
		if (civil.year < 0 || digits != 4 || (mark != '-' && mark != '/' && mark != '.'))
			return STATUS_NOTFOUND;
		at++;
		civil.month = date_take_number(text, &at, 2, &digits);
		if (civil.month < 0)
			return STATUS_NOTFOUND;
		if (at_char(text, at, mark)) {
			at++;
			civil.day = date_take_number(text, &at, 2, &digits);
			if (civil.day < 0)
				return STATUS_NOTFOUND;
			precision = DATE_DAY;
			if (at_char(text, at, '.') && at + 1 == text.len)
				at++;
		}
		if (precision == DATE_DAY && (at_char(text, at, 'T') || at_char(text, at, 't') || at_char(text, at, ' ')
		                              || at_char(text, at, ','))) {
			if (!at_char(text, at, ' '))
				at++;
			skip_spaces(text, &at);
			if (!date_take_time(text, &at, &civil, &precision))
				return STATUS_NOTFOUND;
		}
	}
	skip_spaces(text, &at);
	if (precision >= DATE_MINUTE && date_take_offset(text, &at, &zone)) {
		if (!zone_ends(text, at))
			return STATUS_BADINPUT;
	} else if (precision >= DATE_MINUTE && at < text.len && zone_ends(text, at) && text.ptr[at] != '[') {
		zone = 0;
	} else if (at != text.len) {
		/* "2019-01-28 20:08 EST", "2019-01-28 8:08 PM": words follow. */
		return STATUS_NOTFOUND;
	}
	return date_from_civil(&civil, precision, zone, date);
}

/* VALUE and its sign: 年 or 년. */
static int
take_signed(struct span text, size_t *at, size_t max, struct span sign, struct span other)
{
	size_t to = *at;
	int value;
	struct span rest;

	skip_spaces(text, &to);
	value = date_take_number(text, &to, max, NULL);
	skip_spaces(text, &to);
	rest = span_from(text.ptr + to, text.len - to);
	if (value < 0 || !(span_starts(rest, sign) || span_starts(rest, other)))
		return -1;
	*at = to + (span_starts(rest, sign) ? sign.len : other.len);
	return value;
}

enum status
date_shape_cjk(struct span text, struct date *date, const char **rule)
{
	struct civil civil = { .month = 1, .day = 1 };
	enum date_precision precision = DATE_YEAR;
	size_t at = 0;
	int value;

	civil.year = take_signed(text, &at, 4, SPAN("年"), SPAN("년"));
	if (civil.year < 0)
		return STATUS_NOTFOUND;
	value = take_signed(text, &at, 2, SPAN("月"), SPAN("월"));
	if (value >= 0) {
		civil.month = value;
		precision = DATE_MONTH;
		value = take_signed(text, &at, 2, SPAN("日"), SPAN("일"));
		if (value >= 0) {
			civil.day = value;
			precision = DATE_DAY;
		}
	}
	skip_spaces(text, &at);
	if (precision == DATE_DAY && at < text.len) {
		value = take_signed(text, &at, 2, SPAN("时"), SPAN("時"));
		if (value >= 0) {
			civil.hour = value;
			civil.minute = take_signed(text, &at, 2, SPAN("分"), SPAN("분"));
			precision = DATE_MINUTE;
		} else if (!date_take_time(text, &at, &civil, &precision)) {
			return STATUS_BADINPUT;
		}
	}
	*rule = "year, month and day signs";
	return at == text.len ? date_from_civil(&civil, precision, DATE_ZONE_UNKNOWN, date) : STATUS_BADINPUT;
}
