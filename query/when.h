/* when.h - periods as people say them: --since 'last week', --until yesterday.
 */
#ifndef NEWSDEX_QUERY_WHEN_H
#define NEWSDEX_QUERY_WHEN_H

#include "common/error.h"
#include "common/span.h"

/* The period [*FROM, *UNTIL) that TEXT means, in wall-clock seconds as
 * corpus/date.h counts them; NOW is the present time in the same.
 *
 *   2019, 2019-01, 2019-01-28, 2019-01-28T20:08     (date_period)
 *   any single date that articles are read with: 28 January 2019
 *   today, yesterday, monday, last monday           the day, before today
 *   3 hours ago                                     that minute
 *   3 days ago, 2 weeks ago, a month ago, 10 years ago    that day
 *   this week, last week (Monday to Sunday), month, year  the calendar's
 *
 * STATUS_BADQUERY, with TEXT as the place, for anything else. */
enum status when_period(struct span text, int64_t now, int64_t *from, int64_t *until, struct error *err);

/* The present wall-clock time where the program runs. */
int64_t when_now(void);

#endif
