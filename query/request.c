#include "query/request.h"

#include <string.h>
#include <unistd.h>

#include "query/parse.h"
#include "query/request_option.h"
#include "query/when.h"

#define RUN_TAG "newsdex"
#define HITS_USUAL 10
#define PAGE_USUAL 50
#define RUN_USUAL 1000  /* as TREC asks of a run */

static enum status
read_period(struct reading *reading)
{
	struct request *request = reading->request;
	enum status status = STATUS_OK;
	int64_t now, other;

	if (!reading->since && !reading->until)
		return STATUS_OK;
	now = when_now();
	if (reading->since)
		status = when_period(span_from_string(reading->since), now, &request->since, &other, reading->err);
	if (status == STATUS_OK && reading->until)
		status = when_period(span_from_string(reading->until), now, &other, &request->until, reading->err);
	if (status == STATUS_OK && request->since >= request->until)
		status = error_set(reading->err, STATUS_BADQUERY, "--until", "'%s' is before --since '%s'",
		                   reading->until, reading->since);
	/* A period is question enough: all its articles. */
	request->parse_flags |= PARSE_EMPTY;
	return status;
}

/* Each argument is a query of its own; -word belongs to the one before it. */
static enum status
each_word(struct reading *reading)
{
	struct request *request = reading->request;
	struct buf joined = BUF_INIT;
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < request->word_count; ) {
		struct span query;

		buf_clear(&joined);
		do {
			buf_append_string(&joined, joined.len ? " " : "");
			buf_append_string(&joined, request->words[i++]);
		} while (i < request->word_count && request->words[i][0] == '-' && request->words[i][1]);
		query = buf_status(&joined) == STATUS_OK ? arena_copy(&request->arena, buf_span(&joined)) : SPAN_NONE;
		if (query.ptr)
			reading_add_query(reading, query, "query");
		else
			status = error_set(reading->err, STATUS_NOMEM, NULL, "not enough memory");
	}
	buf_release(&joined);
	return status;
}

/* Whether COMMAND is about all articles where there is no query.  One that is there and
 * empty is a mistake: a script's variable that was not set. */
static bool
is_of_all(enum command_id command)
{
	return command == COMMAND_NGRAMS || command == COMMAND_FACET || command == COMMAND_COUNT || command == COMMAND_TREND;
}

static enum status
finish_queries(struct reading *reading)
{
	struct request *request = reading->request;
	struct span words;

	if (!reading->has_words && !request->query_count && is_of_all(request->command))
		request->parse_flags |= PARSE_EMPTY;
	if (!reading->has_words || request->command == COMMAND_EVAL)
		return STATUS_OK;
	if (request->command == COMMAND_TREND)
		return each_word(reading);
	if (request->query_count)
		return error_set(reading->err, STATUS_BADQUERY, request->queries[0].place,
		                 "gives the query already; what is '%s'?", buf_string(&reading->words));
	words = arena_copy(&request->arena, buf_span(&reading->words));
	if (!words.ptr)
		return error_set(reading->err, STATUS_NOMEM, NULL, "not enough memory");
	reading_add_query(reading, words, "query");
	return STATUS_OK;
}

/* `rerun FILE` means --rerun only where there is such a file: both may be words
 * to look for. */
static bool
is_rerun(const struct request *request, int argc, const char *const *argv)
{
	return !request->command_option && request->word_count == 2 && argc > 1 && strcmp(argv[1], "rerun") == 0 &&
	       strcmp(request->words[0], "rerun") == 0 && access(request->words[1], R_OK) == 0;
}

/* -q and -c are commands of their own, or say how much another one prints. */
static enum status
finish_command(struct reading *reading)
{
	struct request *request = reading->request;
	enum status status = STATUS_OK;

	if (request->command >= COMMAND_HELP)
		return STATUS_OK;
	if (request->syntax != SYNTAX_NEWSDEX && request->parse_flags & (PARSE_ANY | PARSE_LITERAL))
		return error_set(reading->err, STATUS_BADQUERY, request->parse_flags & PARSE_ANY ? "--any" : "--literal",
		                 "cannot be used with --syntax");
	/* A concordance goes through time unless it is told otherwise. */
	if (request->command == COMMAND_KWIC && !request->order_given)
		request->order = ORDER_OLDEST;
	if (request->count && request->command != COMMAND_BATCH)
		status = reading_set_command(reading, COMMAND_COUNT, "--count", NULL);
	if (status == STATUS_OK && request->quiet && request->command != COMMAND_EVAL)
		status = reading_set_command(reading, COMMAND_QUIET, "--quiet", NULL);
	return status;
}

static enum status
request_init(struct request *request, int argc, struct error *err)
{
	/* Options, their values and words are no more than the arguments. */
	size_t room = argc > 0 ? (size_t)argc : 1;

	*request = (struct request){
		.since = INT64_MIN,
		.until = INT64_MAX,
		.order = ORDER_RELEVANCE,
		.run_tag = RUN_TAG,
	};
	arena_init(&request->arena);
	request->indexes = arena_zalloc(&request->arena, room, sizeof(*request->indexes));
	request->queries = arena_zalloc(&request->arena, room, sizeof(*request->queries));
	request->words = arena_zalloc(&request->arena, room, sizeof(*request->words));
	if (!request->indexes || !request->queries || !request->words)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	return STATUS_OK;
}

enum status
request_read(struct request *request, int argc, const char *const *argv, struct error *err)
{
	struct reading reading = { .request = request, .words = BUF_INIT, .err = err };
	struct option_parser parser;
	enum status status = request_init(request, argc, err);
	const char *value;
	int id;

	option_parser_init(&parser, request_options, argc, argv);
	parser.dash_words = true;
	while (status == STATUS_OK && (status = option_next(&parser, &id, &value, err)) == STATUS_OK)
		status = id == OPTION_ARGUMENT ? reading_add_word(&reading, value) : reading_take(&reading, id, value);
	if (status == STATUS_END)
		status = STATUS_OK;
	if (status == STATUS_OK && is_rerun(request, argc, argv)) {
		status = reading_set_command(&reading, COMMAND_RERUN, "--rerun", request->words[1]);
		reading.has_words = false;
	}
	if (status == STATUS_OK)
		status = finish_command(&reading);
	if (status == STATUS_OK)
		status = finish_queries(&reading);
	if (status == STATUS_OK)
		status = read_period(&reading);
	buf_release(&reading.words);
	return status;
}

void
request_release(struct request *request)
{
	arena_release(&request->arena);
}

size_t
request_hits(const struct request *request)
{
	size_t usual = request->sample ? request->sample : request->format == FORMAT_TREC ? RUN_USUAL
		: request->format == FORMAT_HTML ? PAGE_USUAL : HITS_USUAL;

	return request_limit(request, usual);
}

size_t
request_limit(const struct request *request, size_t usual)
{
	return request->limit_given ? request->limit : usual;
}

void
request_slice(const struct request *request, size_t usual, size_t count, size_t *from, size_t *to)
{
	size_t limit = request_limit(request, usual);

	*from = request->offset < count ? request->offset : count;
	*to = limit < count - *from ? *from + limit : count;
}
