#include "indexer/passport.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/files.h"

/* Articles of more words are counted as having so many: a median above it
 * would want a million words in every second article. */
#define LENGTH_LIMIT (1u << 20)

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

void
passport_init(struct passport *passport)
{
	*passport = (struct passport){ .all = { .first = DATE_UNDATED, .last = DATE_UNDATED } };
	table_init(&passport->source.names);
	table_init(&passport->section.names);
	table_init(&passport->language.names);
	table_init(&passport->months);
}

static void
group_release(struct passport_group *group)
{
	table_release(&group->names);
	free(group->rows);
}

void
passport_release(struct passport *passport)
{
	group_release(&passport->source);
	group_release(&passport->section);
	group_release(&passport->language);
	table_release(&passport->months);
	for (size_t i = 0; i < passport->copies.largest_count; i++)
		buf_release(&passport->copies.largest[i].id);
	free(passport->cells);
	free(passport->lengths);
}

struct span
passport_name(const struct passport_group *group, const struct passport_row *row)
{
	return table_key(&group->names, row->name);
}

/* ITEMS with room for one more behind COUNT, or NULL. */
static void *
grow(void *items, size_t count, size_t *size, size_t item)
{
	size_t wanted = *size ? 2 * *size : 64;
	void *grown = count < *size ? items : reallocarray(items, wanted, item);

	if (grown && count >= *size)
		*size = wanted;
	return grown;
}

static void
row_count(struct passport_row *row, int64_t date, uint64_t words)
{
	row->articles++;
	row->words += words;
	if (date == DATE_UNDATED) {
		row->undated++;
		return;
	}
	if (row->first == DATE_UNDATED || date < row->first)
		row->first = date;
	if (row->last == DATE_UNDATED || date > row->last)
		row->last = date;
}

/* TABLE_NONE when memory is short. */
static uint32_t
group_count(struct passport_group *group, struct span name, int64_t date, uint64_t words)
{
	bool added;
	uint32_t number = table_put(&group->names, name.ptr ? name : SPAN(""), &added);

	if (number == TABLE_NONE)
		return number;
	if (added) {
		struct passport_row *rows = grow(group->rows, number, &group->size, sizeof(*rows));

		if (!rows)
			return TABLE_NONE;
		group->rows = rows;
		rows[number] = (struct passport_row){ .name = number, .first = DATE_UNDATED, .last = DATE_UNDATED };
	}
	row_count(&group->rows[number], date, words);
	return number;
}

static int32_t
month_of(int64_t date)
{
	struct civil civil = date_civil(date);

	return (int32_t)(civil.year * 12 + civil.month - 1);
}

static bool
cell_count(struct passport *passport, uint32_t name, int64_t date)
{
	struct passport_cell cell = { .name = name, .month = month_of(date) };
	char key[sizeof(cell.name) + sizeof(cell.month)];
	uint32_t number;
	bool added;

	memcpy(key, &cell.name, sizeof(cell.name));
	memcpy(key + sizeof(cell.name), &cell.month, sizeof(cell.month));
	number = table_put(&passport->months, span_from(key, sizeof(key)), &added);
	if (number == TABLE_NONE)
		return false;
	if (added) {
		struct passport_cell *cells = grow(passport->cells, number, &passport->cell_size, sizeof(*cells));

		if (!cells)
			return false;
		passport->cells = cells;
		cells[number] = cell;
	}
	passport->cells[number].articles++;
	return true;
}

/* No reader lets other years in; that the months fit a table rests on it. */
static bool
date_possible(int64_t date)
{
	return date == DATE_UNDATED || (date >= date_days_from_civil(DATE_YEAR_FIRST, 1, 1) * 86400 &&
	                                date < date_days_from_civil(DATE_YEAR_LAST + 1, 1, 1) * 86400);
}

static enum status
count_precision(struct passport *passport, struct index_reader *reader, docid_t doc, struct arena *arena,
                struct error *err)
{
	struct article article;
	enum status status;

	arena_clear(arena);
	status = index_article(reader, doc, arena, &article, err);
	if (status == STATUS_OK)
		passport->precision[article_date(&article).precision]++;
	return status;
}

static enum status
count_article(struct passport *passport, struct index_reader *reader, docid_t doc, struct error *err)
{
	int64_t date, number;
	uint64_t words;
	struct span name;
	uint32_t source = 0;
	enum status status = index_number(reader, COLUMN_DATE, doc, &date, err);

	if (status == STATUS_OK)
		status = index_number(reader, COLUMN_WORDS, doc, &number, err);
	if (status == STATUS_OK && !date_possible(date))
		status = error_set(err, STATUS_CORRUPT, NULL, "an article's date is out of range");
	if (status < 0)
		return status;
	words = number > 0 ? (uint64_t)number : 0;
	row_count(&passport->all, date, words);
	passport->lengths[words < LENGTH_LIMIT ? words : LENGTH_LIMIT]++;
	status = index_string(reader, COLUMN_SOURCE, doc, &name, err);
	if (status == STATUS_OK) {
		source = group_count(&passport->source, name, date, words);
		if (source == TABLE_NONE || (date != DATE_UNDATED && !cell_count(passport, source, date)))
			return no_memory(err);
		status = index_string(reader, COLUMN_SECTION, doc, &name, err);
	}
	if (status == STATUS_OK) {
		if (group_count(&passport->section, name, date, words) == TABLE_NONE)
			return no_memory(err);
		status = index_string(reader, COLUMN_LANGUAGE, doc, &name, err);
	}
	if (status == STATUS_OK && group_count(&passport->language, name, date, words) == TABLE_NONE)
		return no_memory(err);
	return status;
}

static enum status
count_articles(struct passport *passport, struct index_reader *reader, bool precision, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct postings *postings;
	enum status status = index_all(reader, &postings, err);

	if (status < 0)
		return status;
	while ((status = postings_next(postings, err)) == STATUS_OK) {
		status = count_article(passport, reader, postings->doc, err);
		if (status == STATUS_OK && precision)
			status = count_precision(passport, reader, postings->doc, &arena, err);
		if (status < 0)
			break;
	}
	postings_free(postings);
	arena_release(&arena);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
count_files(struct passport *passport, struct index_reader *reader, struct error *err)
{
	struct buf key = BUF_INIT, value = BUF_INIT;
	struct file_record record;
	enum status status;

	while ((status = index_meta_next(reader, SPAN(FILES_PREFIX), &key, err)) == STATUS_OK) {
		buf_clear(&value);
		status = index_meta(reader, buf_span(&key), &value, err);
		if (status < 0)
			break;
		if (file_record_decode(buf_span(&key), buf_span(&value), &record, NULL)) {
			passport->files += record.settings != FILE_UNREAD;
			passport->skipped += record.skipped;
		}
	}
	buf_release(&key);
	buf_release(&value);
	return status == STATUS_END ? STATUS_OK : status;
}

/* The length of the article at RANK, from 0, when they stand by length. */
static size_t
length_at(const struct passport *passport, uint64_t rank)
{
	size_t length = 0;
	uint64_t before = passport->lengths[0];

	while (length < LENGTH_LIMIT && before <= rank)
		before += passport->lengths[++length];
	return length;
}

static int
cell_order(const void *a, const void *b)
{
	const struct passport_cell *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return (x->month > y->month) - (x->month < y->month);
}

static int
row_order(const void *a, const void *b, void *context)
{
	const struct passport_row *x = a, *y = b;
	const struct passport_group *group = context;

	if (x->articles != y->articles)
		return x->articles > y->articles ? -1 : 1;
	return span_compare(passport_name(group, x), passport_name(group, y));
}

static void
group_sort(struct passport_group *group)
{
	if (group->names.count)
		qsort_r(group->rows, group->names.count, sizeof(*group->rows), row_order, group);
}

static void
passport_sort(struct passport *passport)
{
	size_t count = passport->months.count;

	if (count)
		qsort(passport->cells, count, sizeof(*passport->cells), cell_order);
	for (size_t i = 0; i < count; i++) {
		struct passport_row *row = &passport->source.rows[passport->cells[i].name];

		if (!row->cell_count++)
			row->cell = i;
		else
			row->missing += (uint64_t)(passport->cells[i].month - passport->cells[i - 1].month - 1);
	}
	group_sort(&passport->source);
	group_sort(&passport->section);
	group_sort(&passport->language);
}

enum status
passport_read(struct passport *passport, struct index_reader *reader, bool precision, struct error *err)
{
	uint64_t articles;
	enum status status = index_stats(reader, &passport->stats, err);

	passport->lengths = calloc(LENGTH_LIMIT + 1, sizeof(*passport->lengths));
	if (!passport->lengths)
		return no_memory(err);
	passport->has_precision = precision;
	if (status == STATUS_OK)
		status = count_articles(passport, reader, precision, err);
	if (status == STATUS_OK)
		status = count_files(passport, reader, err);
	if (status == STATUS_OK)
		status = passport_copies_count(passport, reader, err);
	if (status < 0)
		return status;
	articles = passport->all.articles;
	if (articles)
		passport->median_words = 0.5 * (double)(length_at(passport, (articles - 1) / 2) + length_at(passport, articles / 2));
	passport_sort(passport);
	return STATUS_OK;
}

bool
passport_period(const struct passport *passport, const struct passport_row *row, int unit, size_t *at,
                int32_t *period, uint64_t *articles)
{
	const struct passport_cell *cells = passport->cells + row->cell;

	if (*at == row->cell_count)
		return false;
	*period = cells[*at].month / unit;
	*articles = 0;
	while (*at < row->cell_count && cells[*at].month / unit == *period)
		*articles += cells[(*at)++].articles;
	return true;
}

bool
passport_gap(const struct passport *passport, const struct passport_row *row, size_t *at, int32_t *from, int32_t *until)
{
	const struct passport_cell *cells = passport->cells + row->cell;

	while (++*at < row->cell_count) {
		*from = cells[*at - 1].month + 1;
		*until = cells[*at].month - 1;
		if (*from <= *until)
			return true;
	}
	return false;
}

enum status
passport_totals(const struct passport *passport, int unit, int32_t *period, uint64_t **articles, size_t *count,
                struct error *err)
{
	*count = 0;
	*articles = NULL;
	if (passport->all.first == DATE_UNDATED)
		return STATUS_OK;
	*period = month_of(passport->all.first) / unit;
	*count = (size_t)(month_of(passport->all.last) / unit - *period) + 1;
	*articles = calloc(*count, sizeof(**articles));
	if (!*articles)
		return no_memory(err);
	for (size_t i = 0; i < passport->months.count; i++)
		(*articles)[passport->cells[i].month / unit - *period] += passport->cells[i].articles;
	return STATUS_OK;
}

void
passport_period_format(int32_t period, int unit, char out[PASSPORT_PERIOD_SIZE])
{
	if (unit == 1)
		snprintf(out, PASSPORT_PERIOD_SIZE, "%04d-%02d", period / 12, period % 12 + 1);
	else
		snprintf(out, PASSPORT_PERIOD_SIZE, "%04d", period);
}
