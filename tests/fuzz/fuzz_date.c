/* Any text is a date or none, and a date that is printed reads as itself. */
#include <stdlib.h>
#include <string.h>

#include "corpus/date.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct date_hint hint = { .order = DATE_DAY_FIRST, .seen = { 1548706080, 0, DATE_SECOND } };
	struct span text = span_from((const char *)data, size);
	struct date date, again;
	enum date_kind kind;
	char out[DATE_TEXT_SIZE];
	int64_t from, until;

	date_period(text, &from, &until);
	date_parse(text, &date, NULL);
	if (date_parse_hint(text, &hint, &date, &kind, NULL) < 0)
		return 0;
	date_format(&date, out);
	if (date_parse(span_from_string(out), &again, NULL) < 0 || again.seconds != date.seconds
	    || again.zone != date.zone || again.precision != date.precision)
		abort();
	return 0;
}
