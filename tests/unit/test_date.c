#include "tests/tap.h"

#include <stdlib.h>

#include "corpus/date.h"
#include "corpus/date_order.h"

static const char *
iso(const char *text, const struct date_hint *hint, enum date_kind *kind)
{
	static char out[DATE_TEXT_SIZE];
	struct date date;
	const char *rule;
	enum status status = date_parse_hint(span_from_string(text), hint, &date, kind, &rule);

	date_format(&date, out);
	if ((status == STATUS_OK) != (out[0] != '\0') || (status == STATUS_OK) != (rule != NULL))
		return "status, date and rule disagree";
	return out;
}

static void
test_civil(void)
{
	bool same = true;

	is_int(date_days_from_civil(1970, 1, 1), 0, "the epoch is day 0");
	is_int(date_days_from_civil(2000, 3, 1), 11017, "behind a leap day of a year divisible by 400");
	is_int(date_days_from_civil(1600, 1, 1), -135140, "long ago");
	for (int64_t day = date_days_from_civil(1400, 1, 1); day < date_days_from_civil(2200, 12, 31); day += 11) {
		struct civil c = date_civil(day * 86400 + 86399);

		same &= date_days_from_civil(c.year, c.month, c.day) == day && c.hour == 23 && c.minute == 59 && c.second == 59;
	}
	ok(same, "days go to civil dates and back");
}

/* Shapes met in news files, and what each says. */
static void
test_known(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "Updated 20:08, 28-Jan-2019", "2019-01-28T20:08" },
		{ "28-Jan-2019", "2019-01-28" },
		{ "26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01" },
		{ "Jan. 28, 2019", "2019-01-28" },
		{ "January 1, 1989, Sunday, Home Edition", "1989-01-01" },
		{ "January 1, 1989, Sunday, Orange County Edition", "1989-01-01" },
		{ "Sept 3 2015", "2015-09-03" },
		{ "1 March 1994", "1994-03-01" },
		{ "910513", "1991-05-13" },
		{ "20190128", "2019-01-28" },
		{ "20190128T200800", "2019-01-28T20:08:00" },
		{ "20190128T200800Z", "2019-01-28T20:08:00Z" },
		{ "20190128T200800+0100", "2019-01-28T20:08:00+01:00" },
		{ "201901282008", "2019-01-28T20:08" },
		{ "20190128200800", "2019-01-28T20:08:00" },
		{ "201901", "2019-01" },
		{ "2019", "2019" },
		{ "2016.0", "2016" },
		{ "2019-01", "2019-01" },
		{ "2019-01-28", "2019-01-28" },
		{ "2019/1/28", "2019-01-28" },
		{ "2019.01.28", "2019-01-28" },
		{ "2019. 01. 28.", "" },
		{ "2015-09-15T10:17:53Z", "2015-09-15T10:17:53Z" },
		{ "2022-08-11T15:50:38.000Z", "2022-08-11T15:50:38Z" },
		{ "2017-11-27T19:20:45.000+01:00", "2017-11-27T19:20:45+01:00" },
		{ "2019-01-28 20:08", "2019-01-28T20:08" },
		{ "2019-01-28 20:08:07.123456", "2019-01-28T20:08:07" },
		{ "2019-01-28 20:08:07 +0000 UTC", "2019-01-28T20:08:07Z" },
		{ "2019-01-28 20:08 UTC", "2019-01-28T20:08Z" },
		{ "2019-01-28 20:08 EST", "2019-01-28T20:08-05:00" },
		{ "2019-01-28 8:08 PM", "2019-01-28T20:08" },
		{ "2019-01-28T20:08:07-03", "2019-01-28T20:08:07-03:00" },
		{ "2019-01-28T20:08:07+01:00[Europe/Paris]", "2019-01-28T20:08:07+01:00" },
		{ "2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z" },
		{ "Sat Nov 18 2017 15:21:41 GMT+0000", "2017-11-18T15:21:41Z" },
		{ "Sat Nov 18 2017 15:21:41 GMT+0100 (CET)", "2017-11-18T15:21:41+01:00" },
		{ "Sat Nov 18 15:21:41 2017", "2017-11-18T15:21:41" },
		{ "Sat Nov 18 15:21:41 2017 GMT", "2017-11-18T15:21:41Z" },
		{ "Mon, 28 Jan 2019 20:08:00 EST", "2019-01-28T20:08:00-05:00" },
		{ "Mon, 28 Jan 2019 20:08:00 +0800", "2019-01-28T20:08:00+08:00" },
		{ "Mon, 28 Jan 19 20:08 UT", "2019-01-28T20:08Z" },
		{ "28 Jan 2019 20:08 -0000 (UTC)", "2019-01-28T20:08Z" },
		{ "1548706080", "2019-01-28T20:08:00Z" },
		{ "1548706080000", "2019-01-28T20:08:00Z" },
		{ "1548706080000000", "2019-01-28T20:08:00Z" },
		{ "1548706080.25", "2019-01-28T20:08:00Z" },
		{ "-1000000000", "1938-04-24T22:13:20Z" },
		{ "27/11/2017 01:57", "2017-11-27T01:57" },
		{ "11/27/2017", "2017-11-27" },
		{ "28.01.2019", "2019-01-28" },
		{ "3.4.2019", "2019-04-03" },
		{ "28.01.2019, 20:08 Uhr", "2019-01-28T20:08" },
		{ "28.01.2019 20.08", "2019-01-28T20:08" },
		{ "04/04/2019", "2019-04-04" },
		{ "3 mars 2019", "2019-03-03" },
		{ "1er mars 2019 à 20h08", "2019-03-01T20:08" },
		{ "mar. 12 mars 2019", "2019-03-12" },
		{ "martes, 12 de marzo de 2019", "2019-03-12" },
		{ "12. maj 2016", "2016-05-12" },
		{ "27 de novembre de 2017", "2017-11-27" },
		{ "27 de noviembre de 2017", "2017-11-27" },
		{ "27 de dezembro de 2017 às 10h05", "2017-12-27T10:05" },
		{ "Montag, 28. Januar 2019", "2019-01-28" },
		{ "am 3. März 2019 um 20:08 Uhr", "2019-03-03T20:08" },
		{ "28 gennaio 2019", "2019-01-28" },
		{ "maandag 28 januari 2019", "2019-01-28" },
		{ "28. tammikuuta 2019 klo 20.08", "2019-01-28T20:08" },
		{ "28 stycznia 2019", "2019-01-28" },
		{ "28. ledna 2019", "2019-01-28" },
		{ "28 января 2019 г.", "2019-01-28" },
		{ "28 ЯНВАРЯ 2019, 20:08", "2019-01-28T20:08" },
		{ "28 січня 2019", "2019-01-28" },
		{ "28 Ocak 2019", "2019-01-28" },
		{ "28 ianuarie 2019", "2019-01-28" },
		{ "2019. január 28.", "2019-01-28" },
		{ "28 Ιανουαρίου 2019", "2019-01-28" },
		{ "28 Mei 2019", "2019-05-28" },
		{ "2019年1月28日", "2019-01-28" },
		{ "2019年1月28日 20:08", "2019-01-28T20:08" },
		{ "2019年01月28日20时08分", "2019-01-28T20:08" },
		{ "2019년 1월 28일", "2019-01-28" },
		{ "2019年1月", "2019-01" },
		{ "0901 u.t.c. April 28, 1994", "1994-04-28T09:01Z" },
		{ "Published 5:00 AM EDT Mon Jul 1, 2019", "2019-07-01T05:00-04:00" },
		{ "Published: 2019-01-28T20:08:00Z", "2019-01-28T20:08:00Z" },
		{ "July 1st, 2019 at 12:05 a.m.", "2019-07-01T00:05" },
		{ "July 1, 2019 5 PM", "2019-07-01T17:00" },
		{ "January 2019", "2019-01" },
		{ "14 MAY 91", "1991-05-14" },
		{ "  2019-01-28\n", "2019-01-28" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		is_str(iso(cases[i].text, NULL, NULL), cases[i].want, cases[i].text);
}

static void
test_refused(void)
{
	static const char *const cases[] = {
		"", " ", "nan", "None", "null", "0", "12", "03/04/2019", "03-04-2019", "28/01/19", "2019-02-29", "2019-02-30",
		"31 April 2019", "2019-13-01", "2019-00-10", "2019-01-00", "2019-01-28T24:00", "2019-01-28T20:61",
		"20191301", "200102", "1399-01-01", "2201-01-01", "99999999999", "9999999999999999", "January", "28 January",
		"Monday", "20:08", "8 hours ago", "yesterday", "May the 4th be with you", "January 32, 2019",
		"28 Jan Feb 2019", "28 29 Jan 2019", "28 Jan 2019 2020", "Jan 28, 2019 25:00",
		"The committee met on 28 January 2019 to discuss the plan", "2019-01-28x", "2019-1-28-4",
		"28 Foo 2019", "$2019", "2019 Huawei", "12345678901234567890", "28 Jan 2019 (", "-5",
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		is_str(iso(cases[i], NULL, NULL), "", cases[i]);
}

static void
test_hints(void)
{
	struct date_hint hint = { .order = DATE_DAY_FIRST };
	enum date_kind kind;

	is_str(iso("03/04/2019", &hint, NULL), "2019-04-03", "the day first, when the caller says so");
	is_str(iso("03/04/19 10:00", &hint, NULL), "2019-04-03T10:00", "two digits of a year too");
	hint.order = DATE_MONTH_FIRST;
	is_str(iso("03/04/2019", &hint, NULL), "2019-03-04", "the month first");
	is_str(iso("28/04/2019", &hint, NULL), "2019-04-28", "what can only be a day is one whatever the hint");
	date_parse(span_from_string("2019-03-01T05:00:00Z"), &hint.seen, NULL);
	is_str(iso("8 hours ago", &hint, NULL), "2019-02-28", "so many hours before it was seen");
	is_str(iso("Updated 2 days ago", &hint, &kind), "2019-02-27", "and days");
	is_int(kind, DATE_MODIFIED, "which is a change");
	is_str(iso("yesterday, 20:08", &hint, NULL), "2019-02-28T20:08", "yesterday");
	is_str(iso("ago", &hint, NULL), "", "but not ago alone");

	iso("Updated 20:08, 28-Jan-2019", NULL, &kind);
	is_int(kind, DATE_MODIFIED, "Updated is a change");
	iso("Last updated: 2019-01-28", NULL, &kind);
	is_int(kind, DATE_MODIFIED, "Last updated, before an ISO date");
	iso("Mis à jour le 3 mars 2019", NULL, &kind);
	is_int(kind, DATE_MODIFIED, "Mis à jour");
	iso("Published 5:00 AM EDT Mon Jul 1, 2019", NULL, &kind);
	is_int(kind, DATE_PUBLISHED, "Published is not");
	iso("First published on 1 July 2019", NULL, &kind);
	is_int(kind, DATE_PUBLISHED, "First published");
	iso("1 July 2019", NULL, &kind);
	is_int(kind, DATE_PLAIN, "and nothing said is nothing");
}

static void
test_order(void)
{
	static const struct { const char *text; enum date_order order; } samples[] = {
		{ "date\n03/04/2019\n28/04/2019\n", DATE_DAY_FIRST },
		{ "{\"date\": \"3/28/19 10:00\", \"text\": \"On 28/03/2019 ...\"}", DATE_MONTH_FIRST },
		{ "date\n03/04/2019\n", DATE_ORDER_UNKNOWN },
		{ "date\n28/04/2019\n04/28/2019\n", DATE_ORDER_UNKNOWN },
		{ "url,date\n/2019/28/04/2019/,x\n", DATE_ORDER_UNKNOWN },
		{ "a,28/04/201\na,28/04/2019/1\na,32/04/2019\na,28/13/2019\na,28-04/2019\na,28/04/", DATE_ORDER_UNKNOWN },
		{ "", DATE_ORDER_UNKNOWN },
	};
	static const struct { const char *code; enum date_order order; } languages[] = {
		{ "de", DATE_DAY_FIRST }, { "pt_BR", DATE_DAY_FIRST }, { "en-GB", DATE_DAY_FIRST }, { "en_au", DATE_DAY_FIRST },
		{ "en", DATE_ORDER_UNKNOWN }, { "en-US", DATE_ORDER_UNKNOWN }, { "zh", DATE_ORDER_UNKNOWN }, { "deu", DATE_ORDER_UNKNOWN },
		{ "d", DATE_ORDER_UNKNOWN }, { "", DATE_ORDER_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
		is_int(date_order_of(span_from_string(samples[i].text)), samples[i].order, "the order of dates in a file");
	for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++)
		is_int(date_order_of_language(span_from_string(languages[i].code)), languages[i].order, languages[i].code);
}

static void
test_period(void)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} cases[] = {
		{ "2019", 365 * 86400 }, { "2020", 366 * 86400 }, { "2019-02", 28 * 86400 }, { "2019-12", 31 * 86400 },
		{ "2019-01-28", 86400 }, { "2019-01-28T20:08", 60 }, { "2019-01-28T20:08:01", 1 },
	};
	int64_t from, until;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		ok(date_period(span_from_string(cases[i].text), &from, &until) == STATUS_OK, "%s is a period", cases[i].text);
		is_int(until - from, cases[i].seconds, "of its length");
	}
	is_int(date_period(SPAN("2019-02-29"), &from, &until), STATUS_BADQUERY, "no such day");
	is_int(date_period(SPAN("2019-1"), &from, &until), STATUS_BADQUERY, "one digit of a month");
	is_int(date_period(SPAN("2019-01-28T20"), &from, &until), STATUS_BADQUERY, "half a time");
	is_int(date_period(SPAN(""), &from, &until), STATUS_BADQUERY, "nothing");
	is_int(date_period(SPAN("20190101"), &from, &until), STATUS_BADQUERY, "no marks");
}

int
main(void)
{
	test_civil();
	test_known();
	test_refused();
	test_hints();
	test_order();
	test_period();
	return tap_done();
}
