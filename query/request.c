#include "query/request.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "query/parse.h"
#include "query/read_all.h"
#include "query/when.h"

#define RUN_TAG "newsdex"
#define HITS_MAX 1000000000
#define EXPAND_USUAL 10
#define EXPAND_MAX 100

enum option_id {
	OPT_INDEX = 1, OPT_PARTIAL,
	OPT_QUERY, OPT_FILE, OPT_ANY, OPT_LITERAL, OPT_EXPAND, OPT_FROM, OPT_SYNTAX, OPT_STOP_WORDS, OPT_LANGUAGE, OPT_SINCE,
	OPT_UNTIL,
	OPT_LIMIT, OPT_OFFSET, OPT_SORT, OPT_GROUP,
	OPT_COUNT, OPT_PATHS, OPT_NULL, OPT_QUIET, OPT_SHOW, OPT_CITE, OPT_TERMS, OPT_EXPLAIN, OPT_LIKE,
	OPT_NEW_SINCE, OPT_FORGET, OPT_RERUN, OPT_BATCH, OPT_EVAL,
	OPT_TREND, OPT_BY, OPT_RELATIVE, OPT_FACET, OPT_KWIC, OPT_SORT_KWIC, OPT_SAMPLE, OPT_SEED, OPT_COLLOCATES, OPT_KEYNESS, OPT_AGAINST,
	OPT_FORMAT, OPT_JSON, OPT_FIELDS, OPT_RECORD, OPT_RUN_TAG,
	OPT_COLOR, OPT_HYPERLINKS, OPT_PAGER, OPT_NO_PAGER,
	OPT_VERBOSE, OPT_GENERIC, OPT_SHORT_HELP, OPT_HELP, OPT_VERSION,
};

const struct option request_options[] = {
	{ OPT_INDEX, "index", 'd', OPTION_REQUIRED, "INDEX", "search this index; several -d are searched as one" },
	{ OPT_QUERY, "query", 'e', OPTION_REQUIRED, "QUERY", "the query, also when it begins with a dash" },
	{ OPT_FILE, "file", 'f', OPTION_REQUIRED, "FILE", "read the query from FILE (-: standard input)" },
	{ OPT_ANY, "any", 0, OPTION_NONE, NULL, "articles with any of the words, not all of them" },
	{ OPT_LITERAL, "literal", 0, OPTION_NONE, NULL, "take the query as plain words, without operators" },
	{ OPT_EXPAND, "expand", 0, OPTION_OPTIONAL, "N", "add N words (usually 10) of the best articles to the query" },
	{ OPT_FROM, "from", 0, OPTION_REQUIRED, "IDS", "with --expand, of these articles, parted by commas" },
	{ OPT_SYNTAX, "syntax", 0, OPTION_REQUIRED, "NAME", "the query is in the language of nexis, factiva or lucene" },
	{ OPT_STOP_WORDS, "stop-words", 0, OPTION_REQUIRED, "WHAT", "drop the, of, ... beside other words (usual), or keep" },
	{ OPT_LANGUAGE, "language", 0, OPTION_REQUIRED, "LANG", "of the query's words; else all languages of the index" },
	{ OPT_SINCE, "since", 0, OPTION_REQUIRED, "DATE", "from that day on: 2019-01, yesterday, '3 days ago'" },
	{ OPT_UNTIL, "until", 0, OPTION_REQUIRED, "DATE", "up to the end of that day, month or year" },
	{ OPT_LIMIT, "limit", 'n', OPTION_REQUIRED, "N", "show at most N articles, or all (usually 10)" },
	{ OPT_OFFSET, "offset", 0, OPTION_REQUIRED, "N", "leave out the first N" },
	{ OPT_SORT, "sort", 0, OPTION_REQUIRED, "ORDER", "relevance, date (oldest first), -date (newest first)" },
	{ OPT_GROUP, "group", 0, OPTION_NONE, NULL, "reprints and other copies under the first of them" },
	{ OPT_COUNT, "count", 'c', OPTION_NONE, NULL, "print only how many articles match" },
	{ OPT_PATHS, "paths", 'l', OPTION_NONE, NULL, "print only the files that the articles came from" },
	{ OPT_NULL, "null", '0', OPTION_NONE, NULL, "with -l, end each name with a NUL" },
	{ OPT_QUIET, "quiet", 'q', OPTION_NONE, NULL, "print nothing; the exit status tells (--eval: each query)" },
	{ OPT_SHOW, "show", 0, OPTION_REQUIRED, "ID", "show the article with that id" },
	{ OPT_CITE, "cite", 0, OPTION_REQUIRED, "ID", "a reference to that article (--format bibtex, ris or csl)" },
	{ OPT_TERMS, "terms", 0, OPTION_REQUIRED, "PREFIX", "list the words of the index that begin so" },
	{ OPT_EXPLAIN, "explain", 0, OPTION_NONE, NULL, "show how the query is understood and scored" },
	{ OPT_LIKE, "like", 0, OPTION_REQUIRED, "ID", "articles like that one (-: like the text on standard input)" },
	{ OPT_NEW_SINCE, "new-since", 0, OPTION_REQUIRED, "NAME", "only what was not reported under that name before" },
	{ OPT_FORGET, "forget", 0, OPTION_REQUIRED, "NAME", "forget what was reported under that name" },
	{ OPT_RERUN, "rerun", 0, OPTION_REQUIRED, "FILE", "get the answer of --record in FILE again; is it the same?" },
	{ OPT_BATCH, "batch", 0, OPTION_REQUIRED, "FILE", "run every query of a file (TREC topics, or id<tab>query)" },
	{ OPT_EVAL, "eval", 0, OPTION_REQUIRED, "QRELS", "measure runs (the words) against judgements" },
	{ OPT_TREND, "trend", 0, OPTION_REQUIRED, "PERIOD", "articles by day, week, month or year, for each query" },
	{ OPT_BY, "by", 0, OPTION_REQUIRED, "FIELD", "with --trend, parted by source, section or language" },
	{ OPT_RELATIVE, "relative", 0, OPTION_NONE, NULL, "with --trend, draw shares of all articles" },
	{ OPT_FACET, "facet", 0, OPTION_REQUIRED, "FIELDS", "how many articles by source, author, tag, date:year, ..." },
	{ OPT_KWIC, "kwic", 0, OPTION_OPTIONAL, "WIDTH", "a concordance: every place with so much on each side" },
	{ OPT_SORT_KWIC, "sort-kwic", 0, OPTION_REQUIRED, "KEYS", "with --kwic, sorted by words: R1,R2 or L1" },
	{ OPT_SAMPLE, "sample", 0, OPTION_REQUIRED, "N", "with --kwic, N of the lines, drawn by lot" },
	{ OPT_SEED, "seed", 0, OPTION_REQUIRED, "S", "other lots for --sample, and for the test of --eval" },
	{ OPT_COLLOCATES, "collocates", 0, OPTION_OPTIONAL, "SPAN", "the words that stand beside the query, and how closely" },
	{ OPT_KEYNESS, "keyness", 0, OPTION_NONE, NULL, "the words that these articles have more often than others" },
	{ OPT_AGAINST, "against", 0, OPTION_REQUIRED, "QUERY", "with --keyness: than the articles of QUERY" },
	{ OPT_FORMAT, "format", 0, OPTION_REQUIRED, "FORMAT", "text, json, jsonl, tsv, csv, trec, html or of --cite" },
	{ OPT_JSON, "json", 0, OPTION_NONE, NULL, "the same as --format=jsonl" },
	{ OPT_FIELDS, "fields", 0, OPTION_REQUIRED, "LIST", "the fields of json, jsonl, tsv and csv, with commas" },
	{ OPT_RECORD, "record", 0, OPTION_NONE, NULL, "say in the output how it was made" },
	{ OPT_RUN_TAG, "run-tag", 0, OPTION_REQUIRED, "TAG", "the last column of --format=trec" },
	{ OPT_COLOR, "color", 0, OPTION_REQUIRED, "WHEN", "auto, always or never" },
	{ OPT_HYPERLINKS, "hyperlinks", 0, OPTION_NONE, NULL, "make titles links, for terminals that know them" },
	{ OPT_PAGER, "pager", 0, OPTION_NONE, NULL, "use a pager where the output goes to a terminal" },
	{ OPT_NO_PAGER, "no-pager", 0, OPTION_NONE, NULL, "do not use one" },
	{ OPT_VERBOSE, "verbose", 'v', OPTION_NONE, NULL, "show scores, and how the answer was found" },
	{ OPT_PARTIAL, "partial", 0, OPTION_NONE, NULL, "go on without an index that does not answer" },
	{ OPT_GENERIC, "generic", 0, OPTION_NONE, NULL, "do without the engine's fast paths, as a check" },
	{ OPT_SHORT_HELP, NULL, 'h', OPTION_NONE, NULL, "this help" },
	{ OPT_HELP, "help", 0, OPTION_NONE, NULL, "the manual page" },
	{ OPT_VERSION, "version", 'V', OPTION_NONE, NULL, "the version" },
	{ 0, NULL, 0, OPTION_NONE, NULL, NULL },
};

/* Arrays that grow while the arguments are read; no longer than them. */
struct reading {
	struct request *request;
	struct buf words;            /* the arguments that are the query */
	bool has_words;
	const char *since, *until;
	struct error *err;
};

static void
add_query(struct reading *reading, struct span text, const char *place)
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
		add_query(reading, text, path);
done:
	buf_release(&content);
	return status;
}

static enum status
set_command(struct reading *reading, enum command_id command, const char *option, const char *argument)
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

static enum status
add_word(struct reading *reading, const char *word)
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
		add_query(reading, span_from_string(value), "-e");
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
		return add_word(reading, value);
	}
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
		return set_command(reading, COMMAND_PATHS, "--paths", value);
	case OPT_QUIET:
		reading->request->quiet = true;
		return STATUS_OK;
	case OPT_SHOW:
		return set_command(reading, COMMAND_SHOW, "--show", value);
	case OPT_CITE:
		return set_command(reading, COMMAND_CITE, "--cite", value);
	case OPT_TERMS:
		return set_command(reading, COMMAND_TERMS, "--terms", value);
	case OPT_EXPLAIN:
		return set_command(reading, COMMAND_EXPLAIN, "--explain", value);
	case OPT_LIKE:
		return set_command(reading, COMMAND_LIKE, "--like", value);
	case OPT_NEW_SINCE:
		return set_command(reading, COMMAND_NEW, "--new-since", value);
	case OPT_FORGET:
		return set_command(reading, COMMAND_FORGET, "--forget", value);
	case OPT_RERUN:
		return set_command(reading, COMMAND_RERUN, "--rerun", value);
	case OPT_BATCH:
		return set_command(reading, COMMAND_BATCH, "--batch", value);
	case OPT_EVAL:
		return set_command(reading, COMMAND_EVAL, "--eval", value);
	case OPT_TREND:
		return set_command(reading, COMMAND_TREND, "--trend", value);
	case OPT_FACET:
		return set_command(reading, COMMAND_FACET, "--facet", value);
	case OPT_KWIC:
		return set_command(reading, COMMAND_KWIC, "--kwic", value);
	case OPT_COLLOCATES:
		return set_command(reading, COMMAND_COLLOCATES, "--collocates", value);
	case OPT_KEYNESS:
		return set_command(reading, COMMAND_KEYNESS, "--keyness", value);
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
static enum status
take_option(struct reading *reading, int id, const char *value)
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
			add_query(reading, query, "query");
		else
			status = error_set(reading->err, STATUS_NOMEM, NULL, "not enough memory");
	}
	buf_release(&joined);
	return status;
}

static enum status
finish_queries(struct reading *reading)
{
	struct request *request = reading->request;
	struct span words;

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
	add_query(reading, words, "query");
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
		status = set_command(reading, COMMAND_COUNT, "--count", NULL);
	if (status == STATUS_OK && request->quiet && request->command != COMMAND_EVAL)
		status = set_command(reading, COMMAND_QUIET, "--quiet", NULL);
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
		status = id == OPTION_ARGUMENT ? add_word(&reading, value) : take_option(&reading, id, value);
	if (status == STATUS_END)
		status = STATUS_OK;
	if (status == STATUS_OK && is_rerun(request, argc, argv)) {
		status = set_command(&reading, COMMAND_RERUN, "--rerun", request->words[1]);
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
