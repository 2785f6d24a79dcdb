#include <string.h>

#include "corpus/date.h"
#include "query/lex.h"
#include "query/parse.h"

/* Splits TEXT at its first "..". */
static bool
range_split(struct span text, struct span *from, struct span *until)
{
	const char *dots = text.len ? memmem(text.ptr, text.len, "..", 2) : NULL;

	if (!dots)
		return false;
	*from = span_from(text.ptr, (size_t)(dots - text.ptr));
	*until = span_from(dots + 2, text.len - from->len - 2);
	return true;
}

enum comparison { COMPARE_EQUAL, COMPARE_LESS, COMPARE_LESS_EQUAL, COMPARE_GREATER, COMPARE_GREATER_EQUAL };

/* Takes the sign that *TEXT begins with. */
static enum comparison
comparison_take(struct span *text)
{
	enum comparison compare = COMPARE_EQUAL;

	if (text->len && (text->ptr[0] == '<' || text->ptr[0] == '>')) {
		compare = text->ptr[0] == '<' ? COMPARE_LESS : COMPARE_GREATER;
		text->ptr++, text->len--;
	}
	if (text->len && text->ptr[0] == '=') {
		compare = compare == COMPARE_LESS ? COMPARE_LESS_EQUAL :
			compare == COMPARE_GREATER ? COMPARE_GREATER_EQUAL : COMPARE_EQUAL;
		text->ptr++, text->len--;
	}
	return compare;
}

/* What one value covers: [*LOW, *HIGH). */
typedef enum status value_reader(struct span text, int64_t *low, int64_t *high);

static enum status
read_range(struct span whole, value_reader *read, const char *bad, int64_t *low, int64_t *high, struct error *err)
{
	struct span text = span_trim(whole), from, until;
	int64_t start, end;
	size_t offset;

	*low = INT64_MIN;
	*high = INT64_MAX;
	if (range_split(text, &from, &until)) {
		if (from.len == 0 && until.len == 0)
			return query_error(err, (size_t)(text.ptr - whole.ptr), "this range has no beginning and no end; %s", bad);
		if (from.len && read(from, low, &end) < 0)
			return query_error(err, (size_t)(from.ptr - whole.ptr), "%s", bad);
		if (until.len && read(until, &start, high) < 0)
			return query_error(err, (size_t)(until.ptr - whole.ptr), "%s", bad);
		if (*low >= *high)
			return query_error(err, (size_t)(from.ptr - whole.ptr), "this range ends before it begins; "
			                   "write the smaller value first");
		return STATUS_OK;
	}
	enum comparison compare = comparison_take(&text);

	offset = whole.len ? (size_t)(text.ptr - whole.ptr) : 0;
	if (read(text, &start, &end) < 0)
		return query_error(err, offset, "%s", bad);
	if (compare == COMPARE_EQUAL || compare == COMPARE_GREATER_EQUAL)
		*low = start;
	if (compare == COMPARE_EQUAL || compare == COMPARE_LESS_EQUAL)
		*high = end;
	if (compare == COMPARE_GREATER)
		*low = end;
	if (compare == COMPARE_LESS)
		*high = start;
	return STATUS_OK;
}

static enum status
read_number(struct span text, int64_t *low, int64_t *high)
{
	int64_t value = 0;

	if (text.len == 0 || text.len > 12)
		return STATUS_BADQUERY;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return STATUS_BADQUERY;
		value = value * 10 + (text.ptr[i] - '0');
	}
	*low = value;
	*high = value + 1;
	return STATUS_OK;
}

enum status
query_date_range(struct span text, int64_t *low, int64_t *high, struct error *err)
{
	return read_range(text, date_period, "this is no date; write 2019, 2019-01, 2019-01-28, 2019-01..2019-03 "
	                  "or >=2019", low, high, err);
}

enum status
query_number_range(struct span text, int64_t *low, int64_t *high, struct error *err)
{
	return read_range(text, read_number, "this is no number of words; write >1000, <=200 or 200..500", low, high, err);
}
