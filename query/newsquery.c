#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "common/manual.h"
#include "common/standard.h"
#include "query/complain.h"
#include "query/newsquery.h"
#include "query/pager.h"

enum { EXIT_FOUND, EXIT_NOTHING, EXIT_ERROR };

static const struct command commands[] = {
	{ COMMAND_SEARCH, cmd_search, QUERY_ONE, FORMATS_HITS, KNOWS_FIELDS | KNOWS_RECORD | KNOWS_EXPAND | KNOWS_SAMPLE },
	{ COMMAND_COUNT, cmd_count, QUERY_MAY, FORMATS_REPORT, KNOWS_EXPAND | KNOWS_SAMPLE },
	{ COMMAND_PATHS, cmd_paths, QUERY_ONE, FORMATS_REPORT, KNOWS_EXPAND | KNOWS_SAMPLE },
	{ COMMAND_QUIET, cmd_quiet, QUERY_ONE, FORMAT_BIT(FORMAT_TEXT), KNOWS_EXPAND },
	{ COMMAND_SHOW, cmd_show, QUERY_MAY, FORMATS_REPORT, KNOWS_FIELDS },
	{ COMMAND_TERMS, cmd_terms, QUERY_NONE, FORMATS_REPORT, 0 },
	{ COMMAND_CITE, cmd_cite, QUERY_NONE, FORMAT_BIT(FORMAT_TEXT) | FORMATS_CITE, 0 },
	{ COMMAND_EXPLAIN, cmd_explain, QUERY_ONE, FORMATS_REPORT, KNOWS_EXPAND },
	{ COMMAND_LIKE, cmd_like, QUERY_PERIOD, FORMATS_HITS, KNOWS_FIELDS | KNOWS_RECORD },
	{ COMMAND_NEW, cmd_new, QUERY_ONE, FORMATS_HITS, KNOWS_FIELDS },
	{ COMMAND_FORGET, cmd_forget, QUERY_NONE, FORMAT_BIT(FORMAT_TEXT), NEEDS_NO_INDEX },
	{ COMMAND_RERUN, cmd_rerun, QUERY_NONE, FORMAT_BIT(FORMAT_TEXT), NEEDS_NO_INDEX },
	{ COMMAND_BATCH, report_batch, QUERY_FILE, FORMATS_REPORT | FORMAT_BIT(FORMAT_TREC), KNOWS_FIELDS },
	{ COMMAND_EVAL, report_eval, QUERY_NONE, FORMATS_REPORT, NEEDS_NO_INDEX },
	{ COMMAND_FACET, report_facet, QUERY_MAY, FORMATS_REPORT, KNOWS_SAMPLE },
	{ COMMAND_KEYNESS, report_keyness, QUERY_ONE, FORMATS_REPORT, 0 },
	{ COMMAND_KWIC, report_kwic, QUERY_ONE, FORMATS_REPORT, 0 },
	{ COMMAND_NGRAMS, report_ngrams, QUERY_MAY, FORMATS_REPORT, KNOWS_SAMPLE },
	{ COMMAND_CLUSTERS, report_ngrams, QUERY_ONE, FORMATS_REPORT, KNOWS_SAMPLE },
	{ COMMAND_COLLOCATES, report_collocates, QUERY_ONE, FORMATS_REPORT, 0 },
	{ COMMAND_TREND, report_trend, QUERY_MANY, FORMATS_REPORT | FORMAT_BIT(FORMAT_HTML) | FORMAT_BIT(FORMAT_SVG), 0 },
};

/* ---- Help --------------------------------------------------------------- */

static const char usage[] =
	"usage: newsquery [-d INDEX]... [option]... WORD...\n"
	"       newsquery [-d INDEX]... [option]... --show ID | --like ID | --terms PREFIX\n"
	"       newsquery [-d INDEX]... --trend PERIOD QUERY...\n"
	"       newsquery [-d INDEX]... --ngrams[=N] [WORD...] | --clusters[=N] WORD...\n"
	"       newsquery [-d INDEX]... --new-since NAME WORD... | --forget NAME\n"
	"       newsquery rerun FILE\n"
	"       newsquery --eval QRELS RUN...\n";

static void
append_short_help(struct buf *out)
{
	buf_append_string(out, usage);
	buf_append_string(out, "\n");
	option_help(request_options, out);
	buf_append_string(out, "\nThe query language: man newsdex-query.  Everything else: newsquery --help.\n");
}

static enum status
tell_about(enum command_id id, struct error *err)
{
	struct stream out = STREAM_INIT(STDOUT_FILENO);

	if (id == COMMAND_MANUAL)
		manual_show("1", PROGRAM, NULL);
	if (id == COMMAND_VERSION)
		buf_append_string(&out.buf, PROGRAM " (" PACKAGE_NAME ") " PACKAGE_VERSION "\n");
	else
		append_short_help(&out.buf);
	return stream_close(&out, err);
}

/* ---- Commands ----------------------------------------------------------- */

static const struct command *
find_command(enum command_id id)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (commands[i].id == id)
			return &commands[i];
	return &commands[0];
}

/* An option that was given for n-grams, or NULL. */
static const char *
of_ngrams(const struct request *request)
{
	return request->starting ? "--starting" : request->containing ? "--containing"
		: request->ending ? "--ending" : request->memory ? "--memory" : NULL;
}

static enum status
check_output(const struct command *command, const struct request *request, struct error *err)
{
	const char *with = request->command_option ? request->command_option : "a search";
	bool rows = FORMATS_ROWS & FORMAT_BIT(request->format);

	if (!(command->formats & FORMAT_BIT(request->format)))
		return error_set(err, STATUS_BADQUERY, "--format", "%s has no format %s", with,
		                 output_format_names[request->format]);
	if (request->fields && !(command->options & KNOWS_FIELDS))
		return error_set(err, STATUS_BADQUERY, "--fields", "cannot be used with %s", with);
	if (request->fields && !rows)
		return error_set(err, STATUS_BADQUERY, "--fields", "is for --format=json, jsonl, tsv and csv");
	if (request->record && !(command->options & KNOWS_RECORD))
		return error_set(err, STATUS_BADQUERY, "--record", "cannot be used with %s", with);
	if (request->record && request->format != FORMAT_TEXT && request->format != FORMAT_JSON &&
	    request->format != FORMAT_JSONL && request->format != FORMAT_HTML)
		return error_set(err, STATUS_BADQUERY, "--record", "has no place in %s; use json, jsonl, html or text",
		                 output_format_names[request->format]);
	if (request->null && (command->id != COMMAND_PATHS || request->format != FORMAT_TEXT))
		return error_set(err, STATUS_BADQUERY, "--null", "is for --paths as text");
	if ((request->by || request->relative) && command->id != COMMAND_TREND)
		return error_set(err, STATUS_BADQUERY, request->by ? "--by" : "--relative", "is for --trend");
	if (request->group && command->id != COMMAND_SEARCH && command->id != COMMAND_COUNT && command->id != COMMAND_LIKE)
		return error_set(err, STATUS_BADQUERY, "--group", "is for a search, --count and --like");
	if (request->against && command->id != COMMAND_KEYNESS)
		return error_set(err, STATUS_BADQUERY, "--against", "is for --keyness");
	if (request->least && command->run != report_ngrams && command->id != COMMAND_COLLOCATES && command->id != COMMAND_KEYNESS)
		return error_set(err, STATUS_BADQUERY, "--least", "is for --ngrams, --clusters, --collocates and --keyness");
	if (of_ngrams(request) && command->run != report_ngrams)
		return error_set(err, STATUS_BADQUERY, of_ngrams(request), "is for --ngrams and --clusters");
	if (request->sort_kwic && command->id != COMMAND_KWIC)
		return error_set(err, STATUS_BADQUERY, "--sort-kwic", "is for --kwic");
	if (request->sample && command->id != COMMAND_KWIC && !(command->options & KNOWS_SAMPLE))
		return error_set(err, STATUS_BADQUERY, "--sample", "cannot be used with %s", with);
	if (request->seed_given && !request->sample && command->id != COMMAND_EVAL)
		return error_set(err, STATUS_BADQUERY, "--seed", "is for --sample and --eval");
	if (request->expand && !(command->options & KNOWS_EXPAND))
		return error_set(err, STATUS_BADQUERY, "--expand", "cannot be used with %s", with);
	if (request->from && !request->expand)
		return error_set(err, STATUS_BADQUERY, "--from", "is for --expand");
	return STATUS_OK;
}

static enum status
check_queries(const struct command *command, const struct request *request, struct error *err)
{
	const char *with = request->command_option ? request->command_option : "a search";
	bool period = request->since != INT64_MIN || request->until != INT64_MAX;

	if (request->batch && request->query_count)
		return error_set(err, STATUS_BADQUERY, "--batch", "takes its queries from the file");
	if (command->query == QUERY_PERIOD && request->query_count)
		return error_set(err, STATUS_BADQUERY, with, "takes no query");
	if (command->query == QUERY_NONE && (request->query_count || period))
		return error_set(err, STATUS_BADQUERY, with, "takes no query");
	if (command->query == QUERY_ONE && !request->query_count && !period)
		return error_set(err, STATUS_BADQUERY, NULL, "what are you looking for?  newsquery -h lists the options");
	if (command->query != QUERY_MANY && request->query_count > 1)
		return error_set(err, STATUS_BADQUERY, request->queries[1].place,
		                 "a second query; put OR or AND between them in one");
	return STATUS_OK;
}

static enum status
run_command(struct session *session, const struct command *command, struct error *err)
{
	const struct request *request = session->request;
	enum status status = check_output(command, request, err), closed;

	if (status == STATUS_OK)
		status = check_queries(command, request, err);
	if (status == STATUS_OK && command->query < QUERY_PERIOD)
		status = session_parse(session, err);
	if (status == STATUS_OK && !(command->options & NEEDS_NO_INDEX))
		status = session_open(session, err);
	if (status == STATUS_OK && request->expand)
		status = session_expand(session, err);
	if (status == STATUS_OK && request->sample && command->options & KNOWS_SAMPLE)
		status = session_sample(session, err);
	if (status == STATUS_OK)
		status = command->run(session, err);
	closed = stream_close(&session->out, err);
	return status < 0 ? status : closed < 0 ? closed : status;
}

enum status
newsquery_run(const struct request *request, int fd, struct error *err)
{
	struct session session;
	enum status status;

	session_init(&session, request);
	session.out.fd = fd;
	status = run_command(&session, find_command(request->command), err);
	session_release(&session);
	return status;
}

int
main(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct request request;
	struct session session;
	enum status status;

	standard_streams_keep();
	status = request_read(&request, argc, (const char *const *)argv, &err);
	session_init(&session, &request);
	if (status == STATUS_OK && request.command >= COMMAND_HELP)
		status = tell_about(request.command, &err);
	else if (status == STATUS_OK)
		status = run_command(&session, find_command(request.command), &err);
	if (status < 0 && *err.reason)
		complain(&err);
	pager_wait();
	session_release(&session);
	request_release(&request);
	return status < 0 ? EXIT_ERROR : status == STATUS_END ? EXIT_NOTHING : EXIT_FOUND;
}
