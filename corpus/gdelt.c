#include "corpus/gdelt.h"

#define COLUMNS_MOST 61

struct columns {
	struct span list[COLUMNS_MOST];
	size_t count;
};

static bool
split(struct span line, struct columns *columns)
{
	columns->count = 0;
	while (line.len && (line.ptr[line.len - 1] == '\n' || line.ptr[line.len - 1] == '\r'))
		line.len--;
	for (;;) {
		const char *tab = line.len ? memchr(line.ptr, '\t', line.len) : NULL;
		size_t len = tab ? (size_t)(tab - line.ptr) : line.len;

		if (columns->count == COLUMNS_MOST)
			return false;
		columns->list[columns->count++] = span_from(line.ptr, len);
		if (!tab)
			return true;
		line = span_from(tab + 1, line.len - len - 1);
	}
}

static bool
is_number(struct span text, size_t least, size_t most)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
	return text.len >= least && text.len <= most;
}

/* The number of LEN digits at P. */
static int
digits(const char *p, size_t len)
{
	int value = 0;

	for (size_t i = 0; i < len; i++)
		value = value * 10 + (p[i] - '0');
	return value;
}

/* "20150218" or "20150218230000", UTC. */
static struct date
stamp(struct span text)
{
	struct date none = { .precision = DATE_NONE }, date;
	bool timed = text.len == 14;
	struct civil civil = { 0 };

	if (!is_number(text, 8, 14) || (text.len != 8 && !timed))
		return none;
	civil.year = digits(text.ptr, 4);
	civil.month = digits(text.ptr + 4, 2);
	civil.day = digits(text.ptr + 6, 2);
	if (timed) {
		civil.hour = digits(text.ptr + 8, 2);
		civil.minute = digits(text.ptr + 10, 2);
		civil.second = digits(text.ptr + 12, 2);
	}
	if (civil.month < 1 || civil.month > 12 || civil.day < 1 || civil.day > 31 || civil.hour > 23 || civil.minute > 59
	    || civil.second > 59 || civil.year < DATE_YEAR_FIRST || civil.year > DATE_YEAR_LAST)
		return none;
	if (date_from_civil(&civil, timed ? DATE_SECOND : DATE_DAY, timed ? 0 : DATE_ZONE_UNKNOWN, &date) < 0)
		return none;
	return date;
}

/* What stands between <NAME> and </NAME>. */
static struct span
element(struct span text, struct span open, struct span close)
{
	const char *start = text.len ? memmem(text.ptr, text.len, open.ptr, open.len) : NULL, *end;
	size_t left;

	if (!start)
		return SPAN_NONE;
	start += open.len;
	left = text.len - (size_t)(start - text.ptr);
	end = memmem(start, left, close.ptr, close.len);
	return end ? span_trim(span_from(start, (size_t)(end - start))) : SPAN_NONE;
}

static void
add_list(struct gdelt_row *row, struct gdelt_list list)
{
	if (list.items.len)
		row->lists[row->list_count++] = list;
}

static void
read_graph(const struct columns *columns, struct gdelt_row *row)
{
	struct span extras = columns->list[26];

	row->table = GDELT_GRAPH;
	row->url = columns->list[4];
	row->source = columns->list[3];
	row->seen = stamp(columns->list[1]);
	row->published = stamp(element(extras, SPAN("<PAGE_PRECISEPUBTIMESTAMP>"), SPAN("</PAGE_PRECISEPUBTIMESTAMP>")));
	row->authors = element(extras, SPAN("<PAGE_AUTHORS>"), SPAN("</PAGE_AUTHORS>"));
	add_list(row, (struct gdelt_list){ .items = columns->list[7], .separator = ';', .prefix = "" });
	add_list(row, (struct gdelt_list){ .items = columns->list[11], .separator = ';', .prefix = "" });
	add_list(row, (struct gdelt_list){ .items = columns->list[13], .separator = ';', .prefix = "" });
	add_list(row, (struct gdelt_list){ .items = columns->list[9], .separator = ';', .part = 1, .part_separator = '#', .prefix = "" });
}

/* Version 1 has no second division of a country, and no time of day. */
static void
read_event(const struct columns *columns, struct gdelt_row *row)
{
	bool first = columns->count == 58;

	row->table = GDELT_EVENTS;
	row->url = columns->list[first ? 57 : 60];
	row->seen = stamp(columns->list[first ? 56 : 59]);
	add_list(row, (struct gdelt_list){ .items = columns->list[26], .prefix = "CAMEO " });
	add_list(row, (struct gdelt_list){ .items = columns->list[6], .prefix = "" });
	add_list(row, (struct gdelt_list){ .items = columns->list[16], .prefix = "" });
	add_list(row, (struct gdelt_list){ .items = columns->list[first ? 50 : 52], .prefix = "" });
}

static void
read_mention(const struct columns *columns, struct gdelt_row *row)
{
	row->table = GDELT_MENTIONS;
	row->url = columns->list[5];
	row->source = columns->list[4];
	row->seen = stamp(columns->list[2]);
}

bool
gdelt_row_read(struct span line, struct gdelt_row *row)
{
	struct columns columns;
	const struct span *list = columns.list;

	*row = (struct gdelt_row){ .table = GDELT_NONE };
	if (!split(line, &columns))
		return false;
	if (columns.count == 27 && is_number(list[1], 14, 14) && memchr(list[0].ptr, '-', list[0].len))
		read_graph(&columns, row);
	else if ((columns.count == 61 && is_number(list[0], 1, 18) && is_number(list[1], 8, 8) && is_number(list[59], 14, 14))
	         || (columns.count == 58 && is_number(list[0], 1, 18) && is_number(list[1], 8, 8) && is_number(list[56], 8, 8)))
		read_event(&columns, row);
	else if (columns.count == 16 && is_number(list[0], 1, 18) && is_number(list[1], 14, 14) && is_number(list[2], 14, 14))
		read_mention(&columns, row);
	return row->table != GDELT_NONE && row->url.len > 0;
}

enum gdelt_table
gdelt_table_of(struct span head)
{
	const char *end = head.len ? memchr(head.ptr, '\n', head.len) : NULL;
	struct gdelt_row row;

	gdelt_row_read(end ? span_from(head.ptr, (size_t)(end - head.ptr)) : head, &row);
	return row.table;
}

bool
gdelt_list_next(const struct gdelt_list *list, size_t *at, struct span *item)
{
	while (*at < list->items.len) {
		struct span rest = span_from(list->items.ptr + *at, list->items.len - *at);
		const char *end = list->separator ? memchr(rest.ptr, list->separator, rest.len) : NULL;

		*item = end ? span_from(rest.ptr, (size_t)(end - rest.ptr)) : rest;
		*at += end ? item->len + 1 : item->len;
		for (unsigned part = 0; part < list->part; part++) {
			const char *next = item->len ? memchr(item->ptr, list->part_separator, item->len) : NULL;

			*item = next ? span_from(next + 1, item->len - (size_t)(next + 1 - item->ptr)) : SPAN_NONE;
		}
		if (list->part_separator && item->len) {
			const char *next = memchr(item->ptr, list->part_separator, item->len);

			if (next)
				item->len = (size_t)(next - item->ptr);
		}
		*item = span_trim(*item);
		if (item->len)
			return true;
	}
	return false;
}
