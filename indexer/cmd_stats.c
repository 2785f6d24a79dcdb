/* newsindex stats: how large an index is, and of what time. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include "common/terminal.h"
#include "index/index.h"
#include "indexer/command.h"
#include "indexer/message.h"

#define SCHEMA 1

enum { STATS_FORMAT = OPTION_OWN };

static const struct option table[] = {
	COMMON_OPTIONS,
	{ STATS_FORMAT, "format", 0, OPTION_REQUIRED, "FORMAT", "text or json" },
	{ 0 },
};

/* "" when there is no date. */
static void
format_day(int64_t seconds, char out[DATE_TEXT_SIZE])
{
	struct date date = { .seconds = seconds, .zone = DATE_ZONE_UNKNOWN, .precision = DATE_DAY };

	*out = '\0';
	if (seconds != DATE_UNDATED)
		date_format(&date, out);
}

static json_t *
json_day(const char *day)
{
	return *day ? json_string(day) : json_null();
}

/* 0 where the engine cannot say. */
static json_t *
json_known(uint64_t number)
{
	return number ? json_integer((json_int_t)number) : json_null();
}

static bool
print_json(const struct index_stats *stats, const char *first, const char *last)
{
	json_t *object = json_pack("{s:i, s:s, s:I, s:o, s:I, s:o, s:o, s:I, s:o, s:I, s:I, s:b, s:s}",
		"schema", SCHEMA, "engine", stats->engine, "articles", (json_int_t)stats->articles,
		"terms", json_known(stats->terms), "words", (json_int_t)stats->words,
		"first", json_day(first), "last", json_day(last), "undated", (json_int_t)stats->undated,
		"bytes", json_known(stats->bytes), "segments", (json_int_t)stats->segments,
		"generation", (json_int_t)stats->generation, "forward", stats->forward, "fingerprint", stats->fingerprint);
	bool printed = object && json_dumpf(object, stdout, JSON_COMPACT) == 0;

	putchar('\n');
	json_decref(object);
	return printed;
}

static void
print_text(const struct index_stats *stats, const char *index, const char *first, const char *last)
{
	struct buf name = BUF_INIT;

	terminal_append_safe(&name, span_from_string(index));
	printf("index        %s\n", buf_string(&name));
	printf("engine       %s\n", stats->engine);
	printf("articles     %" PRIu64 "\n", stats->articles);
	if (stats->terms)
		printf("terms        %" PRIu64 "\n", stats->terms);
	printf("words        %" PRIu64 "\n", stats->words);
	printf("first        %s\n", *first ? first : "-");
	printf("last         %s\n", *last ? last : "-");
	printf("undated      %" PRIu64 "\n", stats->undated);
	if (stats->bytes)
		printf("bytes        %" PRIu64 "\n", stats->bytes);
	printf("segments     %" PRIu64 "\n", stats->segments);
	printf("generation   %" PRIu64 "\n", stats->generation);
	printf("forward      %s\n", stats->forward ? "yes" : "no");
	printf("fingerprint  %s\n", stats->fingerprint);
	buf_release(&name);
}

/* Where the engine would have to read its dictionaries for it, it is asked to:
 * but not over a network. */
static enum status
count_terms(struct index_reader *reader, struct index_stats *stats, struct error *err)
{
	struct term_walk *walk;
	enum status status;

	if (stats->terms || !stats->bytes || !stats->articles)
		return STATUS_OK;
	status = index_walk(reader, SPAN_NONE, SPAN_NONE, &walk, err);
	while (status == STATUS_OK && (status = term_walk_next(walk, err)) == STATUS_OK)
		stats->terms++;
	term_walk_free(walk);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
show(const char *index, bool json, struct error *err)
{
	struct span path = span_from_string(index);
	struct index_reader *reader = NULL;
	struct index_stats stats;
	char first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
	enum status status = index_open(&path, 1, NULL, &reader, err);

	if (status == STATUS_OK)
		status = index_stats(reader, &stats, err);
	if (status == STATUS_OK)
		status = count_terms(reader, &stats, err);
	if (status == STATUS_OK) {
		format_day(stats.first, first);
		format_day(stats.last, last);
		if (!json)
			print_text(&stats, index, first, last);
		else if (!print_json(&stats, first, last))
			status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	}
	index_reader_free(reader);
	return status;
}

static int
stats_run(int argc, const char *const *argv)
{
	static const char *const names[] = { "text", "json", NULL };
	struct command_line line;
	const char *value;
	int id, format = 0;
	enum status status = STATUS_OK;

	command_line_init(&line, &command_stats, argc, argv);
	while (status == STATUS_OK && command_line_next(&line, &id, &value)) {
		if (id == STATS_FORMAT)
			status = option_choice("--format", value, names, &format, &line.error);
		else
			status = error_set(&line.error, STATUS_BADQUERY, value, "stats takes no arguments; name the index with -d");
	}
	if (status == STATUS_OK && line.exit < 0 && command_line_index(&line)) {
		status = show(line.index, format == 1, &line.error);
		line.exit = message_flush_stdout() ? EXIT_DONE : EXIT_FAILED;
	}
	return command_line_end(&line, status);
}

const struct command command_stats = {
	.name = "stats",
	.arguments = "",
	.summary = "Show how many articles, words and bytes, and of what time",
	.options = table,
	.run = stats_run,
};
