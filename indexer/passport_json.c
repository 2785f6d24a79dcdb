#include "indexer/passport.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#define SCHEMA 1

static json_t *
json_count(uint64_t count)
{
	return json_integer((json_int_t)count);
}

static json_t *
json_name(struct span name)
{
	return name.len ? json_stringn(name.ptr, name.len) : json_null();
}

static json_t *
json_day(int64_t seconds)
{
	struct date date = { .seconds = seconds, .zone = DATE_ZONE_UNKNOWN, .precision = DATE_DAY };
	char text[DATE_TEXT_SIZE];

	if (seconds == DATE_UNDATED)
		return json_null();
	date_format(&date, text);
	return json_string(text);
}

static json_t *
json_period(int32_t period, int unit, uint64_t articles)
{
	char text[PASSPORT_PERIOD_SIZE];

	passport_period_format(period, unit, text);
	return json_pack("{s:s, s:o}", "period", text, "articles", json_count(articles));
}

static json_t *
json_gap(int32_t from, int32_t until)
{
	char first[PASSPORT_PERIOD_SIZE], last[PASSPORT_PERIOD_SIZE];

	passport_period_format(from, 1, first);
	passport_period_format(until, 1, last);
	return json_pack("{s:s, s:s, s:i}", "from", first, "until", last, "months", until - from + 1);
}

/* False when memory is short; an append of NULL fails. */
static bool
source_lists(const struct passport *passport, const struct passport_row *row, int unit, json_t *periods, json_t *gaps)
{
	int32_t from, until;
	uint64_t articles;

	for (size_t at = 0; passport_period(passport, row, unit, &at, &from, &articles);)
		if (json_array_append_new(periods, json_period(from, unit, articles)) < 0)
			return false;
	for (size_t at = 0; passport_gap(passport, row, &at, &from, &until);)
		if (json_array_append_new(gaps, json_gap(from, until)) < 0)
			return false;
	return true;
}

static json_t *
json_source(const struct passport *passport, const struct passport_row *row, int unit)
{
	json_t *periods = json_array(), *gaps = json_array();

	if (!source_lists(passport, row, unit, periods, gaps)) {
		json_decref(periods);
		json_decref(gaps);
		return NULL;
	}
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
		"source", json_name(passport_name(&passport->source, row)), "articles", json_count(row->articles),
		"undated", json_count(row->undated), "words", json_count(row->words), "first", json_day(row->first),
		"last", json_day(row->last), "missing_months", json_count(row->missing), "periods", periods, "gaps", gaps);
}

static json_t *
json_sources(const struct passport *passport, int unit)
{
	json_t *list = json_array();

	for (size_t i = 0; i < passport->source.names.count; i++) {
		if (json_array_append_new(list, json_source(passport, &passport->source.rows[i], unit)) < 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *
json_group(const struct passport_group *group, const char *key)
{
	json_t *list = json_array();

	for (size_t i = 0; i < group->names.count; i++) {
		const struct passport_row *row = &group->rows[i];
		json_t *object = json_pack("{s:o, s:o, s:o}", key, json_name(passport_name(group, row)),
			"articles", json_count(row->articles), "words", json_count(row->words));

		if (json_array_append_new(list, object) < 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *
json_copies(const struct passport_copies *copies)
{
	json_t *list = json_array();

	for (size_t i = 0; i < copies->largest_count; i++) {
		const struct passport_copy *group = &copies->largest[i];
		json_t *object = json_pack("{s:o, s:o, s:o, s:o, s:o}", "articles", json_count(group->articles),
			"sources", json_count(group->sources), "first", json_day(group->first), "last", json_day(group->last),
			"id", json_name(buf_span(&group->id)));

		if (json_array_append_new(list, object) < 0) {
			json_decref(list);
			return NULL;
		}
	}
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "articles", json_count(copies->articles),
		"groups", json_count(copies->groups), "across_sources", json_count(copies->across),
		"verbatim", json_count(copies->verbatim), "largest", list);
}

static json_t *
json_totals(const struct passport *passport, int unit, struct error *err)
{
	json_t *list = json_array();
	uint64_t *articles;
	int32_t period;
	size_t count;
	enum status status = passport_totals(passport, unit, &period, &articles, &count, err);

	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		if (json_array_append_new(list, json_period(period + (int32_t)i, unit, articles[i])) < 0)
			status = STATUS_NOMEM;
	free(articles);
	if (status == STATUS_OK)
		return list;
	json_decref(list);
	return NULL;
}

static json_t *
json_precision(const struct passport *passport)
{
	const uint64_t *precision = passport->precision;

	if (!passport->has_precision)
		return json_null();
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "year", json_count(precision[DATE_YEAR]),
		"month", json_count(precision[DATE_MONTH]), "day", json_count(precision[DATE_DAY]),
		"minute", json_count(precision[DATE_MINUTE]), "second", json_count(precision[DATE_SECOND]));
}

enum status
passport_print_json(const struct passport *passport, int unit, struct error *err)
{
	const struct passport_row *all = &passport->all;
	json_t *object = json_pack("{s:i, s:s, s:o, s:o, s:f, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o}",
		"schema", SCHEMA, "fingerprint", passport->stats.fingerprint, "articles", json_count(all->articles),
		"words", json_count(all->words), "median_words", passport->median_words, "first", json_day(all->first),
		"last", json_day(all->last), "undated", json_count(all->undated),
		"files", json_count(passport->files), "skipped", json_count(passport->skipped),
		"copies", json_copies(&passport->copies),
		"unit", unit == 1 ? "month" : "year", "precision", json_precision(passport),
		"periods", json_totals(passport, unit, err), "sources", json_sources(passport, unit),
		"languages", json_group(&passport->language, "language"), "sections", json_group(&passport->section, "section"));
	enum status status = STATUS_OK;

	if (!object)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (json_dumpf(object, stdout, JSON_COMPACT) < 0 && !ferror(stdout))
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	putchar('\n');
	json_decref(object);
	return status;
}
