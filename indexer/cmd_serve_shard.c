/* newsindex serve-shard: an index for newsquery on other machines. */
#include <string.h>

#include "index/index.h"
#include "indexer/command.h"
#include "indexer/message.h"
#include "indexer/serve.h"
#include "indexer/signals.h"

#define LISTEN "127.0.0.1:4321"

enum { SERVE_LISTEN = OPTION_OWN, SERVE_QUIET };

static const struct option table[] = {
	COMMON_OPTIONS,
	{ SERVE_LISTEN, "listen", 0, OPTION_REQUIRED, "HOST:PORT", "where to be asked (" LISTEN ")" },
	{ SERVE_QUIET, "quiet", 'q', OPTION_NONE, NULL, "say only what went wrong" },
	{ 0 },
};

struct serving {
	const char *index, *host, *port;
	bool quiet;
};

static void
say_ready(void *context)
{
	const struct serving *serving = context;

	if (!serving->quiet)
		message("%s: served as xapian+tcp://%s:%s", serving->index, serving->host, serving->port);
}

/* A server of Xapian's cannot read what is not Xapian's. */
static enum status
check_engine(const char *index, struct error *err)
{
	struct span path = span_from_string(index);
	struct index_reader *reader = NULL;
	struct index_stats stats;
	enum status status = index_open(&path, 1, NULL, &reader, err);

	if (status == STATUS_OK)
		status = index_stats(reader, &stats, err);
	if (status == STATUS_OK && strcmp(stats.engine, "xapian") != 0)
		status = error_set(err, STATUS_UNSUPPORTED, index,
			"its engine is %s; only an index of newsindex --engine=xapian can be served", stats.engine);
	index_reader_free(reader);
	return status;
}

/* Parts LISTENING, which is changed, at its last colon. */
static enum status
parse_listen(char *listening, struct serving *serving, struct error *err)
{
	char *colon = strrchr(listening, ':');
	long long port;

	if (!colon || colon == listening)
		return error_set(err, STATUS_BADQUERY, "--listen", "%s is not HOST:PORT", listening);
	*colon = '\0';
	serving->host = listening;
	serving->port = colon + 1;
	return option_number("--listen", serving->port, 1, 65535, &port, err);
}

static enum status
serve(struct command_line *line, const char *listening, bool quiet)
{
	struct serving serving = { .index = line->index, .quiet = quiet };
	char *copy = arena_string(&line->arena, span_from_string(listening));
	enum status status = copy ? parse_listen(copy, &serving, &line->error) : STATUS_NOMEM;

	if (status == STATUS_OK)
		status = check_engine(line->index, &line->error);
	if (status == STATUS_OK)
		status = serve_index(line->index, serving.host, serving.port, say_ready, &serving, &line->error);
	return status;
}

static int
serve_shard_run(int argc, const char *const *argv)
{
	struct command_line line;
	const char *value, *listening = LISTEN;
	bool quiet = false;
	enum status status = STATUS_OK;
	int id;

	command_line_init(&line, &command_serve_shard, argc, argv);
	while (status == STATUS_OK && command_line_next(&line, &id, &value)) {
		if (id == SERVE_LISTEN)
			listening = value;
		else if (id == SERVE_QUIET)
			quiet = true;
		else
			status = error_set(&line.error, STATUS_BADQUERY, value, "serve-shard takes no arguments; name the index with -d");
	}
	if (status == STATUS_OK && line.exit < 0 && command_line_index(&line)) {
		status = serve(&line, listening, quiet);
		line.exit = status == STATUS_OK ? 128 + signals_caught() : EXIT_FAILED;
	}
	return command_line_end(&line, status);
}

const struct command command_serve_shard = {
	.name = "serve-shard",
	.arguments = "",
	.summary = "Let newsquery on other machines search an index of the xapian engine",
	.options = table,
	.run = serve_shard_run,
};
