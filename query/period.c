#include "query/period.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "corpus/date.h"

#define DAY ((int64_t)86400)

const char *const period_names[] = { "day", "week", "month", "year", NULL };

static int64_t
day_of(int64_t seconds)
{
	return seconds / DAY - (seconds % DAY < 0);
}

/* Monday 0 to Sunday 6; the first of January 1970 was a Thursday. */
static int64_t
weekday_of(int64_t day)
{
	int64_t weekday = (day + 3) % 7;

	return weekday < 0 ? weekday + 7 : weekday;
}

int64_t
period_start(enum period period, int64_t seconds)
{
	struct civil civil = date_civil(seconds);
	int64_t day = day_of(seconds);

	switch (period) {
	case PERIOD_DAY:
		return day * DAY;
	case PERIOD_WEEK:
		return (day - weekday_of(day)) * DAY;
	case PERIOD_MONTH:
		return date_days_from_civil(civil.year, civil.month, 1) * DAY;
	case PERIOD_YEAR:
		break;
	}
	return date_days_from_civil(civil.year, 1, 1) * DAY;
}

int64_t
period_next(enum period period, int64_t start)
{
	struct civil civil = date_civil(start);

	switch (period) {
	case PERIOD_DAY:
		return start + DAY;
	case PERIOD_WEEK:
		return start + 7 * DAY;
	case PERIOD_MONTH:
		return date_days_from_civil(civil.year + (civil.month == 12), civil.month % 12 + 1, 1) * DAY;
	case PERIOD_YEAR:
		break;
	}
	return date_days_from_civil(civil.year + 1, 1, 1) * DAY;
}

void
period_name(enum period period, int64_t start, char name[PERIOD_NAME_SIZE])
{
	struct civil civil = date_civil(start);

	switch (period) {
	case PERIOD_DAY:
		snprintf(name, PERIOD_NAME_SIZE, "%04" PRId64 "-%02d-%02d", civil.year, civil.month, civil.day);
		break;
	case PERIOD_WEEK:
		/* A week belongs to the year that its Thursday lies in. */
		civil = date_civil(start + 3 * DAY);
		snprintf(name, PERIOD_NAME_SIZE, "%04" PRId64 "-W%02d", civil.year,
		         (int)((day_of(start) + 3 - date_days_from_civil(civil.year, 1, 1)) / 7 + 1));
		break;
	case PERIOD_MONTH:
		snprintf(name, PERIOD_NAME_SIZE, "%04" PRId64 "-%02d", civil.year, civil.month);
		break;
	case PERIOD_YEAR:
		snprintf(name, PERIOD_NAME_SIZE, "%04" PRId64, civil.year);
		break;
	}
}

bool
timeline_init(struct timeline *timeline, enum period period, int64_t first, int64_t last)
{
	size_t room = 0;

	*timeline = (struct timeline){ .period = period };
	for (int64_t start = period_start(period, first); ; start = period_next(period, start)) {
		if (timeline->count == room) {
			int64_t *starts;

			room = room ? 2 * room : 64;
			starts = realloc(timeline->starts, (room + 1) * sizeof(*starts));
			if (!starts)
				return false;
			timeline->starts = starts;
		}
		timeline->starts[timeline->count] = start;
		if (start > last)
			return timeline->count > 0;
		if (++timeline->count > TIMELINE_MAX)
			return false;
	}
}

void
timeline_release(struct timeline *timeline)
{
	free(timeline->starts);
}

size_t
timeline_find(struct timeline *timeline, int64_t seconds)
{
	const int64_t *starts = timeline->starts;
	size_t low = 0, high = timeline->count, last = timeline->last;

	if (seconds >= starts[last] && seconds < starts[last + 1])
		return last;
	if (seconds < starts[0] || seconds >= starts[high])
		return SIZE_MAX;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (starts[middle] <= seconds)
			low = middle;
		else
			high = middle;
	}
	timeline->last = low;
	return low;
}
