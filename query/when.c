#include "query/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "corpus/date.h"

#define MINUTE ((int64_t)60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define WORDS_MAX 3
#define TEXT_MAX 40
#define COUNT_MAX 100000

enum unit { UNIT_NONE, UNIT_HOUR, UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_YEAR };

static int64_t
floor_to(int64_t seconds, int64_t unit)
{
	int64_t rest = seconds % unit;

	return seconds - (rest < 0 ? rest + unit : rest);
}

/* Monday 0 to Sunday 6; the first of January 1970 was a Thursday. */
static int64_t
weekday_of(int64_t day_start)
{
	int64_t weekday = (day_start / DAY + 3) % 7;

	return weekday < 0 ? weekday + 7 : weekday;
}

static int64_t
month_start(int64_t year, int64_t month_from_0)
{
	int64_t years = month_from_0 >= 0 ? month_from_0 / 12 : -((11 - month_from_0) / 12);

	return date_days_from_civil(year + years, (int)(month_from_0 - years * 12) + 1, 1) * DAY;
}

/* The day MONTHS before the one of NOW, or the last of its month when that is
 * shorter. */
static int64_t
months_before(int64_t now, int64_t months)
{
	struct civil civil = date_civil(now);
	int64_t first = month_start(civil.year, civil.month - 1 - months);
	int64_t next = month_start(civil.year, civil.month - months);
	int64_t day = first + (civil.day - 1) * DAY;

	return day < next ? day : next - DAY;
}

static enum unit
unit_find(const char *word)
{
	static const char *const names[] = { "hour", "day", "week", "month", "year" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t len = strlen(names[i]);

		if (strncmp(word, names[i], len) == 0 && (!word[len] || strcmp(word + len, "s") == 0))
			return (enum unit)(i + 1);
	}
	return UNIT_NONE;
}

static bool
period_ago(const char *count, const char *unit_name, int64_t now, int64_t *from, int64_t *until)
{
	enum unit unit = unit_find(unit_name);
	char *end;
	long number = strtol(count, &end, 10);

	if (strcmp(count, "a") == 0 || strcmp(count, "an") == 0 || strcmp(count, "one") == 0)
		number = 1;
	else if (end == count || *end)
		return false;
	if (unit == UNIT_NONE || number < 0 || number > COUNT_MAX)
		return false;
	if (unit == UNIT_HOUR) {
		*from = floor_to(now - number * HOUR, MINUTE);
		*until = *from + MINUTE;
		return true;
	}
	if (unit == UNIT_DAY || unit == UNIT_WEEK)
		*from = floor_to(now, DAY) - number * (unit == UNIT_DAY ? DAY : 7 * DAY);
	else
		*from = months_before(now, unit == UNIT_MONTH ? number : 12 * number);
	*until = *from + DAY;
	return true;
}

/* This week, month or year of the calendar, or the one BACK before it. */
static bool
period_of_calendar(const char *unit_name, int64_t back, int64_t now, int64_t *from, int64_t *until)
{
	struct civil civil = date_civil(now);
	int64_t today = floor_to(now, DAY);

	switch (unit_find(unit_name)) {
	case UNIT_DAY:
		*from = today - back * DAY;
		*until = *from + DAY;
		return true;
	case UNIT_WEEK:
		*from = today - (weekday_of(today) + 7 * back) * DAY;
		*until = *from + 7 * DAY;
		return true;
	case UNIT_MONTH:
		*from = month_start(civil.year, civil.month - 1 - back);
		*until = month_start(civil.year, civil.month - back);
		return true;
	case UNIT_YEAR:
		*from = month_start(civil.year - back, 0);
		*until = month_start(civil.year - back + 1, 0);
		return true;
	case UNIT_HOUR:
	case UNIT_NONE:
		break;
	}
	return false;
}

static bool
period_of_weekday(const char *word, int64_t now, int64_t *from, int64_t *until)
{
	static const char *const names[] = {
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
	};
	int64_t today = floor_to(now, DAY);

	for (int64_t i = 0; i < 7; i++) {
		if (strcmp(word, names[i]) != 0)
			continue;
		*from = today - ((weekday_of(today) - i + 6) % 7 + 1) * DAY;
		*until = *from + DAY;
		return true;
	}
	return false;
}

/* Words in small letters, parted at white space; their number, or 0 when TEXT
 * has too many or is too long. */
static size_t
split_words(struct span text, char copy[TEXT_MAX + 1], char *words[WORDS_MAX])
{
	size_t count = 0;
	char *rest, *word;

	if (text.len > TEXT_MAX || memchr(text.ptr, '\0', text.len))
		return 0;
	for (size_t i = 0; i < text.len; i++)
		copy[i] = (char)(text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? text.ptr[i] + ('a' - 'A') : text.ptr[i]);
	copy[text.len] = '\0';
	for (rest = copy; (word = strtok_r(rest, " \t\n", &rest)) != NULL; ) {
		if (count == WORDS_MAX)
			return 0;
		words[count++] = word;
	}
	return count;
}

static bool
period_of_words(char *const *words, size_t count, int64_t now, int64_t *from, int64_t *until)
{
	bool last = count == 2 && strcmp(words[0], "last") == 0;

	if (count == 1 && strcmp(words[0], "today") == 0)
		return period_of_calendar("day", 0, now, from, until);
	if (count == 1 && strcmp(words[0], "yesterday") == 0)
		return period_of_calendar("day", 1, now, from, until);
	if (count == 3 && strcmp(words[2], "ago") == 0)
		return period_ago(words[0], words[1], now, from, until);
	if ((count == 1 || last) && period_of_weekday(words[count - 1], now, from, until))
		return true;
	if (last || (count == 2 && strcmp(words[0], "this") == 0))
		return period_of_calendar(words[1], last, now, from, until);
	return false;
}

/* A single date in any shape that articles carry is the period of what it
 * says: a year, a month, a day, a minute. */
static bool
period_of_date(struct span text, int64_t *from, int64_t *until)
{
	char shown[DATE_TEXT_SIZE];
	struct date date;

	if (date_parse(text, &date, NULL) != STATUS_OK || date.precision == DATE_NONE)
		return false;
	if (date.precision > DATE_MINUTE)
		date.precision = DATE_MINUTE;
	date.zone = DATE_ZONE_UNKNOWN;
	date_format(&date, shown);
	return date_period(span_from_string(shown), from, until) == STATUS_OK;
}

enum status
when_period(struct span text, int64_t now, int64_t *from, int64_t *until, struct error *err)
{
	char copy[TEXT_MAX + 1], *words[WORDS_MAX], place[TEXT_MAX * 2];
	size_t count;

	text = span_trim(text);
	if (text.len && date_period(text, from, until) == STATUS_OK)
		return STATUS_OK;
	count = split_words(text, copy, words);
	if (count && period_of_words(words, count, now, from, until))
		return STATUS_OK;
	if (text.len && period_of_date(text, from, until))
		return STATUS_OK;
	snprintf(place, sizeof(place), "%.*s", (int)(text.len < TEXT_MAX ? text.len : TEXT_MAX), text.ptr ? text.ptr : "");
	return error_set(err, STATUS_BADQUERY, place,
	                 "not a date; such as 2019, 2019-01, 2019-01-28, 'last week' or '3 days ago'");
}

int64_t
when_now(void)
{
	time_t now = time(NULL);
	struct tm parts;

	if (!localtime_r(&now, &parts))
		return (int64_t)now;
	return (int64_t)now + parts.tm_gmtoff;
}
