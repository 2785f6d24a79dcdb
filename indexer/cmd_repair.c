/* newsindex repair: a damaged index made sound, and what was lost named. */
#include <inttypes.h>
#include <stdio.h>

#include "common/terminal.h"
#include "index/index.h"
#include "indexer/command.h"
#include "indexer/message.h"
#include "indexer/signals.h"

enum { REPAIR_MEMORY = OPTION_OWN, REPAIR_WAIT };

static const struct option table[] = {
	COMMON_OPTIONS,
	{ REPAIR_MEMORY, "memory", 0, OPTION_REQUIRED, "SIZE", "memory to use (512M)" },
	{ REPAIR_WAIT, "wait", 0, OPTION_NONE, NULL, "wait while another process writes" },
	{ 0 },
};

static bool
stop_asked(void *context)
{
	(void)context;
	return signals_caught() != 0;
}

static void
print_finding(void *context, const char *finding)
{
	struct buf line = BUF_INIT;

	(void)context;
	terminal_append_safe(&line, span_from_string(finding));
	puts(buf_string(&line));
	buf_release(&line);
}

static enum status
repair(struct command_line *line, struct index_writer_options *options)
{
	struct index_repaired result;
	enum status status;

	signals_hold(true, NULL, NULL);
	status = index_repair(line->index, options, print_finding, NULL, &result, &line->error);
	signals_hold(false, NULL, NULL);
	if (status < 0)
		return status;
	if (result.sound)
		printf("%s: sound, nothing was changed\n", line->index);
	else
		printf("%s: %" PRIu64 " articles kept, %" PRIu64 " saved, %" PRIu64 " lost%s\n", line->index, result.kept,
		       result.saved, result.lost, result.lost_unknown ? " or more" : "");
	line->exit = result.lost || result.lost_unknown ? EXIT_SKIPPED : EXIT_DONE;
	if (!message_flush_stdout())
		line->exit = EXIT_FAILED;
	return STATUS_OK;
}

static int
repair_run(int argc, const char *const *argv)
{
	struct index_writer_options options = { .lanes = 1, .stop = stop_asked };
	struct command_line line;
	unsigned long long memory = 0;
	const char *value;
	int id, code;
	enum status status = STATUS_OK;

	command_line_init(&line, &command_repair, argc, argv);
	while (status == STATUS_OK && command_line_next(&line, &id, &value)) {
		switch (id) {
		case REPAIR_MEMORY:
			status = option_size("--memory", value, &memory, &line.error);
			options.memory = (size_t)memory;
			break;
		case REPAIR_WAIT:
			options.wait = true;
			break;
		default:
			status = error_set(&line.error, STATUS_BADQUERY, value, "repair takes no arguments; name the index with -d");
		}
	}
	if (status == STATUS_OK && line.exit < 0 && command_line_index(&line))
		status = repair(&line, &options);
	if (status < 0)
		command_line_fail(&line, status);
	code = status == STATUS_INTERRUPTED && signals_caught() ? 128 + signals_caught() : line.exit;
	command_line_release(&line);
	return code;
}

const struct command command_repair = {
	.name = "repair",
	.arguments = "",
	.summary = "Make a damaged index sound, keeping all that can be read",
	.options = table,
	.run = repair_run,
};
