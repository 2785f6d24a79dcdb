/* newsindex optimize: the index as small and fast to read as it gets. */
#include <inttypes.h>
#include <stdlib.h>

#include "index/index.h"
#include "indexer/command.h"
#include "indexer/message.h"
#include "indexer/signals.h"

enum { OPTIMIZE_MEMORY = OPTION_OWN, OPTIMIZE_FORWARD, OPTIMIZE_SMALLEST, OPTIMIZE_WAIT, OPTIMIZE_QUIET };

static const struct option table[] = {
	COMMON_OPTIONS,
	{ OPTIMIZE_MEMORY, "memory", 0, OPTION_REQUIRED, "SIZE", "memory to use (512M)" },
	{ OPTIMIZE_FORWARD, "forward", 0, OPTION_REQUIRED, "WHAT", "keep articles' words in their order too (keep), or not (none)" },
	{ OPTIMIZE_SMALLEST, "smallest", 0, OPTION_NONE, NULL, "pack everything as small as can be: slow to write, slower to search" },
	{ OPTIMIZE_WAIT, "wait", 0, OPTION_NONE, NULL, "wait while another process writes" },
	{ OPTIMIZE_QUIET, "quiet", 'q', OPTION_NONE, NULL, "say only what went wrong" },
	{ 0 },
};

static bool
stop_asked(void *context)
{
	(void)context;
	return signals_caught() != 0;
}

/* An index that is not there is not made. */
static enum status
index_bytes(const char *index, uint64_t *bytes, struct error *err)
{
	struct span path = span_from_string(index);
	struct index_reader *reader;
	struct index_stats stats;
	enum status status = index_open(&path, 1, NULL, &reader, err);

	if (status < 0)
		return status;
	status = index_stats(reader, &stats, err);
	*bytes = stats.bytes;
	index_reader_free(reader);
	return status;
}

static enum status
optimize(const char *index, struct index_writer_options *options, bool quiet, struct error *err)
{
	struct index_writer *writer;
	uint64_t before = 0, after = 0;
	enum status status = index_bytes(index, &before, err), closed;

	if (status == STATUS_OK)
		status = index_writer_open(index, options, &writer, err);
	if (status < 0)
		return status;
	signals_hold(true, NULL, NULL);
	status = index_writer_optimize(writer, err);
	closed = index_writer_close(writer, status < 0 ? NULL : err);
	signals_hold(false, NULL, NULL);
	if (status == STATUS_OK)
		status = closed;
	if (status == STATUS_OK)
		status = index_bytes(index, &after, err);
	if (status == STATUS_OK && !quiet)
		message("%s: %" PRIu64 " bytes before, %" PRIu64 " after", index, before, after);
	return status;
}

static int
optimize_run(int argc, const char *const *argv)
{
	static const char *const none_or_keep[] = { "none", "keep", NULL };
	struct index_writer_options options = { .lanes = 1, .stop = stop_asked };
	struct command_line line;
	unsigned long long memory = 0;
	bool quiet = false;
	const char *value;
	int id, code, choice;
	enum status status = STATUS_OK;

	command_line_init(&line, &command_optimize, argc, argv);
	while (status == STATUS_OK && command_line_next(&line, &id, &value)) {
		switch (id) {
		case OPTIMIZE_MEMORY:
			status = option_size("--memory", value, &memory, &line.error);
			options.memory = (size_t)memory;
			break;
		case OPTIMIZE_FORWARD:
			status = option_choice("--forward", value, none_or_keep, &choice, &line.error);
			if (status == STATUS_OK)
				options.forward = choice ? FORWARD_KEPT : FORWARD_NONE;
			break;
		case OPTIMIZE_SMALLEST:
			options.smallest = true;
			break;
		case OPTIMIZE_WAIT:
			options.wait = true;
			break;
		case OPTIMIZE_QUIET:
			quiet = true;
			break;
		default:
			status = error_set(&line.error, STATUS_BADQUERY, value, "optimize takes no arguments; name the index with -d");
		}
	}
	if (status == STATUS_OK && line.exit < 0 && command_line_index(&line)) {
		line.exit = EXIT_DONE;
		status = optimize(line.index, &options, quiet, &line.error);
	}
	if (status < 0)
		command_line_fail(&line, status);
	code = status == STATUS_INTERRUPTED ? 128 + signals_caught() : line.exit;
	command_line_release(&line);
	return code;
}

const struct command command_optimize = {
	.name = "optimize",
	.arguments = "",
	.summary = "Rewrite the index as small and fast to read as it gets",
	.options = table,
	.run = optimize_run,
};
