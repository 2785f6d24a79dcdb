/* newsindex passport: what is in an index, for a methods section. */
#include "indexer/command.h"
#include "indexer/message.h"
#include "indexer/passport.h"

/* With more months than this between first and last, years are shown. */
#define MONTHS_SHOWN 36

enum { PASSPORT_FORMAT = OPTION_OWN, PASSPORT_BY, PASSPORT_PRECISION };

static const struct option table[] = {
	COMMON_OPTIONS,
	{ PASSPORT_FORMAT, "format", 0, OPTION_REQUIRED, "FORMAT", "text or json" },
	{ PASSPORT_BY, "by", 0, OPTION_REQUIRED, "UNIT", "count by month or year; as the time is long if not given" },
	{ PASSPORT_PRECISION, "precision", 0, OPTION_NONE, NULL, "also how exact the dates are; reads every article" },
	{ 0 },
};

struct request {
	int format;    /* text, json */
	int by;        /* months of a period; 0: not said */
	bool precision;
};

static int
unit_of(const struct request *request, const struct passport *passport)
{
	struct civil first, last;

	if (request->by)
		return request->by;
	if (passport->all.first == DATE_UNDATED)
		return 1;
	first = date_civil(passport->all.first);
	last = date_civil(passport->all.last);
	return (last.year - first.year) * 12 + last.month - first.month < MONTHS_SHOWN ? 1 : 12;
}

static enum status
show(const char *index, const struct request *request, struct error *err)
{
	struct span path = span_from_string(index);
	struct index_reader *reader = NULL;
	struct passport passport;
	enum status status;

	passport_init(&passport);
	status = index_open(&path, 1, NULL, &reader, err);
	if (status == STATUS_OK)
		status = passport_read(&passport, reader, request->precision, err);
	if (status == STATUS_OK && request->format)
		status = passport_print_json(&passport, unit_of(request, &passport), err);
	else if (status == STATUS_OK)
		status = passport_print_text(&passport, unit_of(request, &passport), index, err);
	index_reader_free(reader);
	passport_release(&passport);
	return status;
}

static enum status
read_option(struct request *request, int id, const char *value, struct error *err)
{
	static const char *const formats[] = { "text", "json", NULL }, *const units[] = { "month", "year", NULL };
	enum status status = STATUS_OK;
	int unit;

	switch (id) {
	case PASSPORT_FORMAT:
		return option_choice("--format", value, formats, &request->format, err);
	case PASSPORT_BY:
		status = option_choice("--by", value, units, &unit, err);
		if (status == STATUS_OK)
			request->by = unit == 0 ? 1 : 12;
		return status;
	case PASSPORT_PRECISION:
		request->precision = true;
		return STATUS_OK;
	}
	return error_set(err, STATUS_BADQUERY, value, "passport takes no arguments; name the index with -d");
}

static int
passport_run(int argc, const char *const *argv)
{
	struct command_line line;
	struct request request = { 0 };
	const char *value;
	int id;
	enum status status = STATUS_OK;

	command_line_init(&line, &command_passport, argc, argv);
	while (status == STATUS_OK && command_line_next(&line, &id, &value))
		status = read_option(&request, id, value, &line.error);
	if (status == STATUS_OK && line.exit < 0 && command_line_index(&line)) {
		status = show(line.index, &request, &line.error);
		line.exit = message_flush_stdout() ? EXIT_DONE : EXIT_FAILED;
	}
	return command_line_end(&line, status);
}

const struct command command_passport = {
	.name = "passport",
	.arguments = "",
	.summary = "Count what is in the index by source, time, language and section, and show gaps",
	.options = table,
	.run = passport_run,
};
