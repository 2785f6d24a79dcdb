#include "query/request_option.h"

#include <limits.h>
#include <string.h>

#include "query/parse.h"
#include "query/read_all.h"

#define HITS_MAX 1000000000
#define EXPAND_USUAL 10
#define EXPAND_MAX 100
#define MEMORY_LEAST (1 << 20)

void
reading_add_query(struct reading *reading, struct span text, const char *place)
{
	struct request *request = reading->request;

	request->queries[request->query_count++] = (struct query_text){ text, place };
}

static enum status
add_query_file(struct reading *reading, const char *path)
{
	struct buf content = BUF_INIT;
	enum status status;
	struct span text;

	status = read_all(path, QUERY_LENGTH_MAX, &content, reading->err);
	if (status < 0)
		goto done;
	text = arena_copy(&reading->request->arena, span_trim(buf_span(&content)));
	if (!text.ptr)
		status = error_set(reading->err, STATUS_NOMEM, path, "not enough memory");
	else
		reading_add_query(reading, text, path);
done:
	buf_release(&content);
	return status;
}

enum status
reading_set_command(struct reading *reading, enum command_id command, const char *option, const char *argument)
{
	struct request *request = reading->request;

	if (request->command_option && strcmp(request->command_option, option) != 0)
		return error_set(reading->err, STATUS_BADQUERY, option, "cannot be used with %s", request->command_option);
	request->command = command;
	request->command_option = option;
	request->argument = argument;
	return STATUS_OK;
}

static enum status
set_limit(struct reading *reading, const char *value)
{
	struct request *request = reading->request;
	enum status status;
	long long number;

	request->limit_given = true;
	request->limit = SIZE_MAX;
	if (strcmp(value, "all") == 0)
		return STATUS_OK;
	status = option_number("--limit", value, 1, HITS_MAX, &number, NULL);
	if (status < 0)
		return error_set(reading->err, status, "--limit", "'%s' is not a number from 1, or all", value);
	request->limit = (size_t)number;
	return STATUS_OK;
}

static enum status
set_offset(struct reading *reading, const char *value)
{
	long long number;
	enum status status = option_number("--offset", value, 0, HITS_MAX, &number, reading->err);

	if (status == STATUS_OK)
		reading->request->offset = (size_t)number;
	return status;
}

static enum status
set_order(struct reading *reading, const char *value)
{
	static const char *const names[] = { "relevance", "date", "-date", NULL };
	static const enum result_order orders[] = { ORDER_RELEVANCE, ORDER_OLDEST, ORDER_NEWEST };
	int choice;
	enum status status = option_choice("--sort", value, names, &choice, reading->err);

	if (status == STATUS_OK)
		reading->request->order = orders[choice];
	reading->request->order_given = true;
	return status;
}

static enum status
set_format(struct reading *reading, const char *value)
{
	int choice;
	enum status status = option_choice("--format", value, output_format_names, &choice, reading->err);

	if (status == STATUS_OK)
		reading->request->format = (enum output_format)choice;
	return status;
}

static enum status
set_color(struct reading *reading, const char *value)
{
	static const char *const names[] = { "auto", "always", "never", NULL };
	int choice;
	enum status status = option_choice("--color", value, names, &choice, reading->err);

	if (status == STATUS_OK)
		reading->request->color = (enum color_choice)choice;
	return status;
}

static enum status
set_stop_words(struct reading *reading, const char *value)
{
	static const char *const names[] = { "drop", "keep", NULL };
	int choice;
	enum status status = option_choice("--stop-words", value, names, &choice, reading->err);

	if (status == STATUS_OK)
		reading->request->keep_stop_words = choice == 1;
	reading->request->stop_words_given = true;
	return status;
}

static enum status
set_syntax(struct reading *reading, const char *value)
{
	int choice;
	enum status status = option_choice("--syntax", value, query_syntax_names, &choice, reading->err);

	if (status == STATUS_OK)
		reading->request->syntax = (enum query_syntax)choice;
	return status;
}

static enum status
set_count(struct reading *reading, const char *option, const char *value, long long most, size_t *count)
{
	long long number;
	enum status status = option_number(option, value, 1, most, &number, reading->err);

	if (status == STATUS_OK)
		*count = (size_t)number;
	return status;
}

static enum status
set_memory(struct reading *reading, const char *value)
{
	unsigned long long size;
	enum status status = option_size("--memory", value, &size, reading->err);

	if (status == STATUS_OK && (size < MEMORY_LEAST || size > SIZE_MAX))
		return error_set(reading->err, STATUS_BADQUERY, "--memory", "at least 1M is needed");
	if (status == STATUS_OK)
		reading->request->memory = (size_t)size;
	return status;
}

static enum status
set_seed(struct reading *reading, const char *value)
{
	long long number;
	enum status status = option_number("--seed", value, 0, LLONG_MAX, &number, reading->err);

	reading->request->seed_given = true;
	if (status == STATUS_OK)
		reading->request->seed = (uint64_t)number;
	return status;
}

/* A run has columns parted by white space, so its tag cannot have any. */
static enum status
set_run_tag(struct reading *reading, const char *value)
{
	if (!*value || strpbrk(value, " \t\r\n\v\f"))
		return error_set(reading->err, STATUS_BADQUERY, "--run-tag", "'%s' is not one word", value);
	reading->request->run_tag = value;
	return STATUS_OK;
}

enum status
reading_add_word(struct reading *reading, const char *word)
{
	if (reading->has_words)
		buf_append_byte(&reading->words, ' ');
	buf_append_string(&reading->words, word);
	reading->has_words = true;
	reading->request->words[reading->request->word_count++] = word;
	return buf_status(&reading->words);
}

/* Options that say what is asked for. */
static enum status
take_question(struct reading *reading, int id, const char *value)
{
	struct request *request = reading->request;

	switch (id) {
	case OPT_INDEX:
		request->indexes[request->index_count++] = span_from_string(value);
		return STATUS_OK;
	case OPT_QUERY:
		reading_add_query(reading, span_from_string(value), "-e");
		return STATUS_OK;
	case OPT_FILE:
		return add_query_file(reading, value);
	case OPT_ANY:
		request->parse_flags |= PARSE_ANY;
		return STATUS_OK;
	case OPT_LITERAL:
		request->parse_flags |= PARSE_LITERAL;
		return STATUS_OK;
	case OPT_SYNTAX:
		return set_syntax(reading, value);
	case OPT_STOP_WORDS:
		return set_stop_words(reading, value);
	case OPT_LANGUAGE:
		request->language = value;
		return STATUS_OK;
	case OPT_SINCE:
		reading->since = value;
		return STATUS_OK;
	case OPT_UNTIL:
		reading->until = value;
		return STATUS_OK;
	case OPT_LIMIT:
		return set_limit(reading, value);
	case OPT_OFFSET:
		return set_offset(reading, value);
	case OPT_SORT:
		return set_order(reading, value);
	case OPT_GROUP:
		request->group = true;
		return STATUS_OK;
	case OPT_PARTIAL:
		request->partial = true;
		return STATUS_OK;
	case OPT_GENERIC:
		request->generic = true;
		return STATUS_OK;
	default:
		return reading_add_word(reading, value);
	}
}

/* --batch is a command of its own, or has the queries of --trend. */
static enum status
set_batch(struct reading *reading, const char *file)
{
	reading->request->batch = file;
	if (reading->request->command == COMMAND_TREND)
		return STATUS_OK;
	return reading_set_command(reading, COMMAND_BATCH, "--batch", file);
}

static enum status
set_trend(struct reading *reading, const char *period)
{
	struct request *request = reading->request;

	if (request->command == COMMAND_BATCH)
		request->command_option = NULL;
	return reading_set_command(reading, COMMAND_TREND, "--trend", period);
}

/* Options that name a command. */
static enum status
take_command(struct reading *reading, int id, const char *value)
{
	switch (id) {
	case OPT_COUNT:
		reading->request->count = true;
		return STATUS_OK;
	case OPT_PATHS:
		return reading_set_command(reading, COMMAND_PATHS, "--paths", value);
	case OPT_QUIET:
		reading->request->quiet = true;
		return STATUS_OK;
	case OPT_SHOW:
		return reading_set_command(reading, COMMAND_SHOW, "--show", value);
	case OPT_CITE:
		return reading_set_command(reading, COMMAND_CITE, "--cite", value);
	case OPT_TERMS:
		return reading_set_command(reading, COMMAND_TERMS, "--terms", value);
	case OPT_EXPLAIN:
		return reading_set_command(reading, COMMAND_EXPLAIN, "--explain", value);
	case OPT_LIKE:
		return reading_set_command(reading, COMMAND_LIKE, "--like", value);
	case OPT_NEW_SINCE:
		return reading_set_command(reading, COMMAND_NEW, "--new-since", value);
	case OPT_FORGET:
		return reading_set_command(reading, COMMAND_FORGET, "--forget", value);
	case OPT_RERUN:
		return reading_set_command(reading, COMMAND_RERUN, "--rerun", value);
	case OPT_BATCH:
		return set_batch(reading, value);
	case OPT_EVAL:
		return reading_set_command(reading, COMMAND_EVAL, "--eval", value);
	case OPT_TREND:
		return set_trend(reading, value);
	case OPT_FACET:
		return reading_set_command(reading, COMMAND_FACET, "--facet", value);
	case OPT_KWIC:
		return reading_set_command(reading, COMMAND_KWIC, "--kwic", value);
	case OPT_COLLOCATES:
		return reading_set_command(reading, COMMAND_COLLOCATES, "--collocates", value);
	case OPT_KEYNESS:
		return reading_set_command(reading, COMMAND_KEYNESS, "--keyness", value);
	case OPT_NGRAMS:
		return reading_set_command(reading, COMMAND_NGRAMS, "--ngrams", value);
	case OPT_CLUSTERS:
		return reading_set_command(reading, COMMAND_CLUSTERS, "--clusters", value);
	case OPT_SHORT_HELP:
		reading->request->command = COMMAND_HELP;
		return STATUS_END;
	case OPT_HELP:
		reading->request->command = COMMAND_MANUAL;
		return STATUS_END;
	case OPT_VERSION:
		reading->request->command = COMMAND_VERSION;
		return STATUS_END;
	default:
		return take_question(reading, id, value);
	}
}

/* Options that say how the answer looks, then all others. */
enum status
reading_take(struct reading *reading, int id, const char *value)
{
	struct request *request = reading->request;

	switch (id) {
	case OPT_NULL:
		request->null = true;
		return STATUS_OK;
	case OPT_BY:
		request->by = value;
		return STATUS_OK;
	case OPT_AGAINST:
		request->against = value;
		return STATUS_OK;
	case OPT_LEAST:
		return set_count(reading, "--least", value, HITS_MAX, &request->least);
	case OPT_STARTING:
		request->starting = value;
		return STATUS_OK;
	case OPT_CONTAINING:
		request->containing = value;
		return STATUS_OK;
	case OPT_ENDING:
		request->ending = value;
		return STATUS_OK;
	case OPT_MEMORY:
		return set_memory(reading, value);
	case OPT_SORT_KWIC:
		request->sort_kwic = value;
		return STATUS_OK;
	case OPT_SAMPLE:
		return set_count(reading, "--sample", value, HITS_MAX, &request->sample);
	case OPT_SEED:
		return set_seed(reading, value);
	case OPT_FROM:
		request->from = value;
		return STATUS_OK;
	case OPT_EXPAND:
		request->expand = EXPAND_USUAL;
		return value ? set_count(reading, "--expand", value, EXPAND_MAX, &request->expand) : STATUS_OK;
	case OPT_RELATIVE:
		request->relative = true;
		return STATUS_OK;
	case OPT_FORMAT:
		return set_format(reading, value);
	case OPT_JSON:
		request->format = FORMAT_JSONL;
		return STATUS_OK;
	case OPT_FIELDS:
		request->fields = value;
		return STATUS_OK;
	case OPT_RECORD:
		request->record = true;
		return STATUS_OK;
	case OPT_RUN_TAG:
		return set_run_tag(reading, value);
	case OPT_COLOR:
		return set_color(reading, value);
	case OPT_HYPERLINKS:
		request->hyperlinks = true;
		return STATUS_OK;
	case OPT_PAGER:
		request->pager = PAGER_ALWAYS;
		return STATUS_OK;
	case OPT_NO_PAGER:
		request->pager = PAGER_NEVER;
		return STATUS_OK;
	case OPT_VERBOSE:
		request->verbose = true;
		return STATUS_OK;
	default:
		return take_command(reading, id, value);
	}
}
