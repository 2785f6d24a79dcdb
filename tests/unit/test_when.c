#include "query/when.h"

#include "corpus/date.h"
#include "tests/tap.h"

/* Thursday, 5 March 2020, 14:35:20. */
static int64_t
now(void)
{
	return date_days_from_civil(2020, 3, 5) * 86400 + 14 * 3600 + 35 * 60 + 20;
}

static void
shown(int64_t seconds, char out[DATE_TEXT_SIZE])
{
	struct date date = { .seconds = seconds, .zone = DATE_ZONE_UNKNOWN, .precision = DATE_MINUTE };

	date_format(&date, out);
}

static void
is_period(const char *text, const char *from, const char *until)
{
	char first[DATE_TEXT_SIZE] = "", last[DATE_TEXT_SIZE] = "";
	struct error err = ERROR_INIT;
	int64_t low, high;
	bool good = when_period(span_from_string(text), now(), &low, &high, &err) == STATUS_OK;

	if (good) {
		shown(low, first);
		shown(high, last);
	}
	good = good && strcmp(first, from) == 0 && strcmp(last, until) == 0;
	if (!good)
		printf("# %s to %s, want %s to %s: %s\n", first, last, from, until, err.reason);
	ok(good, "%s", text);
}

static void
is_refused(const char *text)
{
	struct error err = ERROR_INIT;
	int64_t low, high;

	ok(when_period(span_from_string(text), now(), &low, &high, &err) == STATUS_BADQUERY && *err.reason,
	   "refused: '%s'", text);
}

static void
test_calendar(void)
{
	is_period("today", "2020-03-05T00:00", "2020-03-06T00:00");
	is_period("Yesterday", "2020-03-04T00:00", "2020-03-05T00:00");
	is_period("this week", "2020-03-02T00:00", "2020-03-09T00:00");
	is_period("last week", "2020-02-24T00:00", "2020-03-02T00:00");
	is_period("this month", "2020-03-01T00:00", "2020-04-01T00:00");
	is_period("  last   month ", "2020-02-01T00:00", "2020-03-01T00:00");
	is_period("this year", "2020-01-01T00:00", "2021-01-01T00:00");
	is_period("last year", "2019-01-01T00:00", "2020-01-01T00:00");
	is_period("monday", "2020-03-02T00:00", "2020-03-03T00:00");
	is_period("last friday", "2020-02-28T00:00", "2020-02-29T00:00");
	is_period("thursday", "2020-02-27T00:00", "2020-02-28T00:00");
}

static void
test_ago(void)
{
	is_period("0 days ago", "2020-03-05T00:00", "2020-03-06T00:00");
	is_period("3 days ago", "2020-03-02T00:00", "2020-03-03T00:00");
	is_period("a week ago", "2020-02-27T00:00", "2020-02-28T00:00");
	is_period("2 months ago", "2020-01-05T00:00", "2020-01-06T00:00");
	is_period("3 months ago", "2019-12-05T00:00", "2019-12-06T00:00");
	is_period("15 months ago", "2018-12-05T00:00", "2018-12-06T00:00");
	is_period("one year ago", "2019-03-05T00:00", "2019-03-06T00:00");
	is_period("2 hours ago", "2020-03-05T12:35", "2020-03-05T12:36");
	is_period("an hour ago", "2020-03-05T13:35", "2020-03-05T13:36");
}

static void
test_short_months(void)
{
	int64_t last = date_days_from_civil(2020, 3, 31) * 86400, low, high;
	char text[DATE_TEXT_SIZE];

	ok(when_period(SPAN("a month ago"), last, &low, &high, NULL) == STATUS_OK, "a month before 31 March");
	shown(low, text);
	is_str(text, "2020-02-29T00:00", "is the last day of February");
}

static void
test_dates(void)
{
	is_period("2019", "2019-01-01T00:00", "2020-01-01T00:00");
	is_period("2019-02", "2019-02-01T00:00", "2019-03-01T00:00");
	is_period("2019-01-28", "2019-01-28T00:00", "2019-01-29T00:00");
	is_period("2019-01-28T20:08", "2019-01-28T20:08", "2019-01-28T20:09");
	is_period("28 January 2019", "2019-01-28T00:00", "2019-01-29T00:00");
}

static void
test_refused(void)
{
	is_refused("");
	is_refused("  ");
	is_refused("soon");
	is_refused("last");
	is_refused("last decade");
	is_refused("2019-13");
	is_refused("2019-02-30");
	is_refused("-3 days ago");
	is_refused("three days ago");
	is_refused("3 days ago or so");
	is_refused("99999999999999999999 days ago");
	is_refused("3 daysx ago");
	is_refused("a very long text that is certainly no date and longer than what is kept of it");
}

int
main(void)
{
	test_calendar();
	test_ago();
	test_short_months();
	test_dates();
	test_refused();
	return tap_done();
}
