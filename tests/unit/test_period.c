#include "query/period.h"

#include <stdlib.h>

#include "corpus/date.h"
#include "tests/tap.h"

#define DAY ((int64_t)86400)

static int64_t
noon(int year, int month, int day)
{
	return date_days_from_civil(year, month, day) * DAY + 12 * 3600;
}

static void
is_named(enum period period, int64_t seconds, const char *want)
{
	char name[PERIOD_NAME_SIZE];
	int64_t start = period_start(period, seconds);

	period_name(period, start, name);
	is_str(name, want, want);
	ok(start <= seconds && seconds < period_next(period, start), "  is in it");
	ok(period_start(period, period_next(period, start) - 1) == start, "  to its last second");
}

static void
test_names(void)
{
	is_named(PERIOD_DAY, noon(2019, 1, 28), "2019-01-28");
	is_named(PERIOD_MONTH, noon(2019, 12, 31), "2019-12");
	is_named(PERIOD_YEAR, noon(2000, 2, 29), "2000");
	is_named(PERIOD_DAY, noon(1868, 3, 1), "1868-03-01");
	is_named(PERIOD_MONTH, noon(1969, 12, 31), "1969-12");
	/* The years' ends of ISO 8601, from its own examples. */
	is_named(PERIOD_WEEK, noon(1995, 1, 1), "1994-W52");
	is_named(PERIOD_WEEK, noon(1996, 12, 31), "1997-W01");
	is_named(PERIOD_WEEK, noon(2008, 12, 29), "2009-W01");
	is_named(PERIOD_WEEK, noon(2010, 1, 3), "2009-W53");
	is_named(PERIOD_WEEK, noon(1969, 12, 28), "1969-W52");
}

static void
test_timeline(void)
{
	struct timeline timeline;

	ok(timeline_init(&timeline, PERIOD_MONTH, noon(2018, 11, 5), noon(2019, 2, 1)), "four months");
	is_int((int64_t)timeline.count, 4, "are four");
	is_int((int64_t)timeline_find(&timeline, noon(2018, 11, 1)), 0, "the first");
	is_int((int64_t)timeline_find(&timeline, noon(2019, 2, 28)), 3, "the last");
	is_int((int64_t)timeline_find(&timeline, noon(2018, 12, 31)), 1, "back again");
	ok(timeline_find(&timeline, noon(2018, 10, 31)) == SIZE_MAX, "before");
	ok(timeline_find(&timeline, noon(2019, 3, 1)) == SIZE_MAX, "behind");
	timeline_release(&timeline);
	ok(timeline_init(&timeline, PERIOD_DAY, noon(2019, 1, 1), noon(2019, 1, 1)) && timeline.count == 1, "one day");
	timeline_release(&timeline);
	ok(!timeline_init(&timeline, PERIOD_DAY, noon(1400, 1, 1), noon(2200, 1, 1)), "too many days");
	timeline_release(&timeline);
}

int
main(void)
{
	test_names();
	test_timeline();
	return tap_done();
}
