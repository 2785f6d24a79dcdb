/* newsindex restore: the index that a dump was made of. */
#include <inttypes.h>
#include <sys/stat.h>

#include "index/engines.h"
#include "indexer/command.h"
#include "indexer/message.h"
#include "indexer/restore.h"
#include "indexer/signals.h"

enum { RESTORE_ENGINE = OPTION_OWN, RESTORE_MEMORY, RESTORE_QUIET };

static const struct option table[] = {
	COMMON_OPTIONS,
	{ RESTORE_ENGINE, "engine", 0, OPTION_REQUIRED, "NAME", "engine of the index" },
	{ RESTORE_MEMORY, "memory", 0, OPTION_REQUIRED, "SIZE", "memory to use (512M)" },
	{ RESTORE_QUIET, "quiet", 'q', OPTION_NONE, NULL, "say only what went wrong" },
	{ 0 },
};

static bool
signal_came(void)
{
	return signals_caught() != 0;
}

static bool
stop_asked(void *context)
{
	(void)context;
	return signal_came();
}

/* A dump takes no articles away: what is there already would be half of the result. */
static enum status
index_refuse_full(const char *index, struct error *err)
{
	struct span path = span_from_string(index);
	struct index_reader *reader;
	struct index_stats stats;
	enum status status;

	if (!engine_of_path(index))
		return STATUS_OK;
	status = index_open(&path, 1, NULL, &reader, err);
	if (status < 0)
		return status;
	status = index_stats(reader, &stats, err);
	index_reader_free(reader);
	if (status < 0 || stats.articles == 0)
		return status;
	return error_set(err, STATUS_BADQUERY, index, "holds %" PRIu64 " articles; restore makes a new index, or fills an empty one",
	                 stats.articles);
}

/* A folder would be read file by file, in an order that nobody chose. */
static enum status
dumps_check(const struct restore *restore, struct error *err)
{
	for (size_t i = 0; i < restore->count; i++) {
		struct stat st;

		if (stat(restore->paths[i].ptr, &st) == 0 && S_ISDIR(st.st_mode))
			return error_set(err, STATUS_BADQUERY, restore->paths[i].ptr, "is a folder, not a dump");
	}
	return STATUS_OK;
}

static enum status
restore_index(struct restore *restore, const char *index, const struct index_writer_options *options, struct error *err)
{
	struct index_writer *writer;
	enum status status = dumps_check(restore, err), closed;

	if (status == STATUS_OK)
		status = index_refuse_full(index, err);
	if (status == STATUS_OK)
		status = index_writer_open(index, options, &writer, err);
	if (status < 0)
		return status;
	signals_hold(true, NULL, NULL);
	/* Somebody may have been faster. */
	status = index_refuse_full(index, err);
	if (status == STATUS_OK)
		status = restore_read(restore, writer, err);
	if (status == STATUS_OK)
		status = index_writer_commit(writer, err);
	closed = index_writer_close(writer, status < 0 ? NULL : err);
	signals_hold(false, NULL, NULL);
	return status < 0 ? status : closed;
}

static enum status
read_option(struct index_writer_options *options, int id, const char *value, bool *quiet, struct error *err)
{
	unsigned long long memory = 0;
	enum status status;

	switch (id) {
	case RESTORE_ENGINE:
		options->engine = value;
		return engine_named(value) ? STATUS_OK
			: error_set(err, STATUS_BADQUERY, "--engine", "there is no engine '%s'", value);
	case RESTORE_MEMORY:
		status = option_size("--memory", value, &memory, err);
		options->memory = (size_t)memory;
		return status;
	}
	*quiet = true;
	return STATUS_OK;
}

static int
restore_run(int argc, const char *const *argv)
{
	struct index_writer_options options = { .lanes = 1, .stop = stop_asked };
	struct restore restore = { .stop = signal_came };
	struct command_line line;
	struct span *paths;
	bool quiet = false;
	const char *value;
	int id, code;
	enum status status = STATUS_OK;

	command_line_init(&line, &command_restore, argc, argv);
	paths = arena_zalloc(&line.arena, (size_t)argc + 1, sizeof(*paths));
	if (!paths)
		status = error_set(&line.error, STATUS_NOMEM, NULL, "out of memory");
	while (status == STATUS_OK && command_line_next(&line, &id, &value)) {
		if (id == OPTION_ARGUMENT)
			paths[restore.count++] = span_from_string(value);
		else
			status = read_option(&options, id, value, &quiet, &line.error);
	}
	restore.paths = paths;
	if (status == STATUS_OK && line.exit < 0 && restore.count == 0)
		status = error_set(&line.error, STATUS_BADQUERY, NULL, "name the dump, or - for standard input (-h for help)");
	if (status == STATUS_OK && line.exit < 0 && command_line_index(&line)) {
		command_line_make_parents(&line);
		line.exit = EXIT_DONE;
		status = restore_index(&restore, line.index, &options, &line.error);
		if (status == STATUS_OK && !quiet)
			message("%" PRIu64 " articles restored", restore.articles);
	}
	if (status < 0)
		command_line_fail(&line, status);
	code = status == STATUS_INTERRUPTED && signals_caught() ? 128 + signals_caught() : line.exit;
	command_line_release(&line);
	return code;
}

const struct command command_restore = {
	.name = "restore",
	.arguments = "DUMP...",
	.summary = "Make the index again that a dump was made of",
	.options = table,
	.run = restore_run,
};
