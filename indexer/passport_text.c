#include "indexer/passport.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/terminal.h"

static const char *
format_day(int64_t seconds, char out[DATE_TEXT_SIZE])
{
	struct date date = { .seconds = seconds, .zone = DATE_ZONE_UNKNOWN, .precision = DATE_DAY };

	if (seconds == DATE_UNDATED)
		return "-";
	date_format(&date, out);
	return out;
}

/* Names end their lines, so that their width does not matter. */
static enum status
print_name(struct span name, struct error *err)
{
	struct buf safe = BUF_INIT;
	enum status status;

	terminal_append_safe(&safe, name.len ? name : SPAN("-"));
	puts(buf_string(&safe));
	status = buf_status(&safe);
	buf_release(&safe);
	return status < 0 ? error_set(err, status, NULL, "out of memory") : status;
}

static enum status
print_head(const struct passport *passport, const char *index, struct error *err)
{
	const struct passport_row *all = &passport->all;
	char first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];

	printf("articles      %" PRIu64 "\n", all->articles);
	printf("words         %" PRIu64 "\n", all->words);
	printf("median words  %.*f\n", passport->median_words > (double)(uint64_t)passport->median_words, passport->median_words);
	printf("first         %s\n", format_day(all->first, first));
	printf("last          %s\n", format_day(all->last, last));
	printf("undated       %" PRIu64 "\n", all->undated);
	printf("files         %" PRIu64 "\n", passport->files);
	printf("skipped       %" PRIu64 "\n", passport->skipped);
	printf("copies        %" PRIu64 "\n", passport->copies.articles);
	printf("copy groups   %" PRIu64 ", %" PRIu64 " of them across sources\n", passport->copies.groups, passport->copies.across);
	printf("word by word  %" PRIu64 "\n", passport->copies.verbatim);
	printf("fingerprint   %s\n", passport->stats.fingerprint);
	fputs("index         ", stdout);
	return print_name(span_from_string(index), err);
}

static void
print_precision(const struct passport *passport)
{
	static const char *const names[] = { "none", "year", "month", "day", "minute", "second" };

	puts("\n    articles  exact to");
	for (int i = DATE_SECOND; i >= DATE_NONE; i--)
		printf("%12" PRIu64 "  %s\n", passport->precision[i], i == DATE_NONE ? "undated" : names[i]);
}

static enum status
print_sources(const struct passport *passport, struct error *err)
{
	enum status status = STATUS_OK;

	puts("\n    articles     undated         words  first       last        missing months  source");
	for (size_t i = 0; status == STATUS_OK && i < passport->source.names.count; i++) {
		const struct passport_row *row = &passport->source.rows[i];
		char first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];

		printf("%12" PRIu64 "%12" PRIu64 "%14" PRIu64 "  %-10s  %-10s  %14" PRIu64 "  ", row->articles, row->undated,
		       row->words, format_day(row->first, first), format_day(row->last, last), row->missing);
		status = print_name(passport_name(&passport->source, row), err);
	}
	return status;
}

static enum status
print_gaps(const struct passport *passport, struct error *err)
{
	enum status status = STATUS_OK;
	bool any = false;

	for (size_t i = 0; i < passport->source.names.count; i++) {
		const struct passport_row *row = &passport->source.rows[i];
		int32_t from, until;

		for (size_t at = 0; status == STATUS_OK && passport_gap(passport, row, &at, &from, &until);) {
			char first[PASSPORT_PERIOD_SIZE], last[PASSPORT_PERIOD_SIZE];

			if (!any)
				puts("\n  no articles from  until    months  source");
			any = true;
			passport_period_format(from, 1, first);
			passport_period_format(until, 1, last);
			printf("%18s  %s  %7d  ", first, last, until - from + 1);
			status = print_name(passport_name(&passport->source, row), err);
		}
	}
	return status;
}

static enum status
print_group(const struct passport_group *group, const char *title, struct error *err)
{
	enum status status = STATUS_OK;

	printf("\n    articles         words  %s\n", title);
	for (size_t i = 0; status == STATUS_OK && i < group->names.count; i++) {
		printf("%12" PRIu64 "%14" PRIu64 "  ", group->rows[i].articles, group->rows[i].words);
		status = print_name(passport_name(group, &group->rows[i]), err);
	}
	return status;
}

static enum status
print_copies(const struct passport_copies *copies, struct error *err)
{
	enum status status = STATUS_OK;

	if (!copies->groups)
		return STATUS_OK;
	puts("\n      copies     sources  first       last        the first of them");
	for (size_t i = 0; status == STATUS_OK && i < copies->largest_count; i++) {
		const struct passport_copy *group = &copies->largest[i];
		char first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];

		printf("%12" PRIu64 "%12" PRIu64 "  %-10s  %-10s  ", group->articles, group->sources,
		       format_day(group->first, first), format_day(group->last, last));
		status = print_name(buf_span(&group->id), err);
	}
	if (copies->groups > copies->largest_count)
		printf("%12s%12s  and %" PRIu64 " groups more\n", "", "", copies->groups - copies->largest_count);
	return status;
}

static enum status
print_totals(const struct passport *passport, int unit, struct error *err)
{
	uint64_t *articles;
	int32_t period;
	size_t count;
	enum status status = passport_totals(passport, unit, &period, &articles, &count, err);

	printf("\n    articles  %s\n", unit == 1 ? "month" : "year");
	for (size_t i = 0; i < count; i++) {
		char text[PASSPORT_PERIOD_SIZE];

		passport_period_format(period + (int32_t)i, unit, text);
		printf("%12" PRIu64 "  %s\n", articles[i], text);
	}
	free(articles);
	return status;
}

static enum status
print_periods(const struct passport *passport, int unit, struct error *err)
{
	enum status status = STATUS_OK;

	printf("\n    articles  %-7s  source\n", unit == 1 ? "month" : "year");
	for (size_t i = 0; i < passport->source.names.count; i++) {
		const struct passport_row *row = &passport->source.rows[i];
		uint64_t articles;
		int32_t period;

		for (size_t at = 0; status == STATUS_OK && passport_period(passport, row, unit, &at, &period, &articles);) {
			char text[PASSPORT_PERIOD_SIZE];

			passport_period_format(period, unit, text);
			printf("%12" PRIu64 "  %-7s  ", articles, text);
			status = print_name(passport_name(&passport->source, row), err);
		}
	}
	return status;
}

enum status
passport_print_text(const struct passport *passport, int unit, const char *index, struct error *err)
{
	enum status status = print_head(passport, index, err);

	if (passport->has_precision)
		print_precision(passport);
	if (status == STATUS_OK)
		status = print_sources(passport, err);
	if (status == STATUS_OK)
		status = print_gaps(passport, err);
	if (status == STATUS_OK)
		status = print_group(&passport->language, "language", err);
	if (status == STATUS_OK)
		status = print_group(&passport->section, "section", err);
	if (status == STATUS_OK)
		status = print_copies(&passport->copies, err);
	if (status == STATUS_OK)
		status = print_totals(passport, unit, err);
	return status == STATUS_OK ? print_periods(passport, unit, err) : status;
}
