#include "corpus/date_order.h"

#include <strings.h>

#include "corpus/date_shapes.h"

/* Of so many dates that can be read one way only, one may be read the other way. */
#define AGREEMENT 9

/* Two numbers and a year at AT, behind what separates fields: 28/01/2019. */
static bool
take_date(struct span text, size_t at, int part[2])
{
	size_t digits;
	char mark = '\0';

	for (int i = 0; i < 2; i++) {
		part[i] = date_take_number(text, &at, 2, &digits);
		if (part[i] < 1 || part[i] > 31 || at == text.len)
			return false;
		if (i == 0)
			mark = text.ptr[at];
		if ((mark != '/' && mark != '-') || text.ptr[at] != mark)
			return false;
		at++;
	}
	return date_take_number(text, &at, 4, &digits) >= 0 && (digits == 2 || digits == 4)
		&& (at == text.len || !strchr("/-", text.ptr[at]) || !text.ptr[at]);
}

static bool
starts_field(char before)
{
	return before != '\0' && strchr("\",'\t;|\n", before) != NULL;
}

enum date_order
date_order_of(struct span sample)
{
	size_t day_first = 0, month_first = 0;

	for (size_t at = 1; at < sample.len; at++) {
		int part[2];

		if (sample.ptr[at] < '0' || sample.ptr[at] > '9' || !starts_field(sample.ptr[at - 1])
		    || !take_date(sample, at, part))
			continue;
		day_first += part[0] > 12 && part[1] <= 12;
		month_first += part[1] > 12 && part[0] <= 12;
	}
	if (day_first > AGREEMENT * month_first)
		return DATE_DAY_FIRST;
	return month_first > AGREEMENT * day_first ? DATE_MONTH_FIRST : DATE_ORDER_UNKNOWN;
}

enum date_order
date_order_of_language(struct span language)
{
	static const char *const day_first[] = {
		"af", "ar", "bg", "bs", "ca", "cs", "cy", "da", "de", "el", "es", "et", "eu", "fi", "fr", "ga", "gl", "he", "hr", "id",
		"is", "it", "lb", "lv", "mk", "mt", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "tr", "uk", "vi",
		"en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-za",
	};

	for (size_t i = 0; i < sizeof(day_first) / sizeof(*day_first); i++) {
		size_t len = strlen(day_first[i]);

		if (language.len < len || (len == 2 && language.len > 2 && language.ptr[2] != '-' && language.ptr[2] != '_'))
			continue;
		if (strncasecmp(language.ptr, day_first[i], 2) == 0
		    && (len == 2 || ((language.ptr[2] == '-' || language.ptr[2] == '_')
		                     && strncasecmp(language.ptr + 3, day_first[i] + 3, 2) == 0)))
			return DATE_DAY_FIRST;
	}
	return DATE_ORDER_UNKNOWN;
}
