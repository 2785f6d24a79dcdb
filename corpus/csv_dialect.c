#include "corpus/csv_dialect.h"

/* Rows that are looked at. */
#define ROWS 50

static bool
ends_field(char c, char delimiter)
{
	return c == delimiter || c == '\n' || c == '\r';
}

/* Behind the quoted field at AT, its opening quote; a quote ends it when a
 * delimiter or the row's end follows, spaces between, and stands for itself otherwise. */
static size_t
quoted_end(struct span data, size_t at, const struct csv_dialect *dialect)
{
	const char *p = data.ptr + at + 1, *end = data.ptr + data.len;

	while (p < end && (p = memchr(p, dialect->quote, (size_t)(end - p))) != NULL) {
		const char *next = p + 1;

		if (next < end && *next == dialect->quote) {
			p = next + 1;
			continue;
		}
		while (next < end && *next == ' ')
			next++;
		if (next == end || ends_field(*next, dialect->delimiter))
			return (size_t)(next - data.ptr);
		p++;
	}
	return data.len + 1;
}

size_t
csv_row_end(struct span data, size_t at, const struct csv_dialect *dialect, size_t *fields, size_t *quoted, bool *ended)
{
	size_t ignored;

	fields = fields ? fields : &ignored;
	*fields = 1;
	*ended = true;
	for (;;) {
		while (at < data.len && data.ptr[at] == ' ')
			at++;
		if (dialect->quote && at < data.len && data.ptr[at] == dialect->quote) {
			at = quoted_end(data, at, dialect);
			if (at > data.len) {
				*ended = false;
				return data.len;
			}
			if (quoted)
				++*quoted;
		}
		while (at < data.len && data.ptr[at] != dialect->delimiter && data.ptr[at] != '\n')
			at++;
		if (at == data.len || data.ptr[at] == '\n')
			return at;
		at++;
		++*fields;
	}
}

static void
measure(struct span head, struct csv_dialect *dialect)
{
	size_t counts[ROWS], rows = 0, at = 0, agreeing = 0;

	while (at < head.len && rows < ROWS) {
		size_t fields, end;
		bool ended;

		if (head.ptr[at] == '\n' || head.ptr[at] == '\r') {
			at++;
			continue;
		}
		end = csv_row_end(head, at, dialect, &fields, &dialect->quoted, &ended);
		/* The last row of the head may be cut. */
		if (!ended || (end == head.len && rows > 0))
			break;
		dialect->fields += fields;
		counts[rows++] = fields;
		at = end + 1;
	}
	if (rows == 0)
		return;
	dialect->columns = counts[0];
	for (size_t i = 0; i < rows; i++)
		agreeing += counts[i] == counts[0];
	dialect->agreement = (double)agreeing / (double)rows;
}

bool
csv_dialect_find(struct span head, struct csv_dialect *dialect)
{
	static const char delimiters[] = ",;\t|", quotes[] = { '"', '\'', '\0' };
	double best = 0;

	*dialect = (struct csv_dialect){ 0 };
	for (const char *delimiter = delimiters; *delimiter; delimiter++) {
		if (!memchr(head.ptr, *delimiter, head.len))
			continue;
		for (size_t i = 0; i < sizeof(quotes); i++) {
			struct csv_dialect one = { .delimiter = *delimiter, .quote = quotes[i] };
			double score;

			measure(head, &one);
			/* Quotation marks that open fields explain more than columns that happen to
			 * agree; an apostrophe does so only when the columns agree because of it. */
			score = one.agreement + (one.quoted && quotes[i] == '"' ? 0.5 : 0)
				+ (double)(one.columns < 20 ? one.columns : 20) / 1000;
			if (quotes[i] == '\'' && (one.quoted == 0 || one.agreement < 0.95))
				continue;
			if (one.columns < 2 || one.columns > CSV_COLUMNS || one.agreement < 0.7 || score <= best)
				continue;
			best = score;
			*dialect = one;
		}
	}
	return best > 0;
}
