/* newsindex help [COMMAND] */
#include <stdio.h>

#include "indexer/command.h"
#include "indexer/message.h"

static const struct option table[] = {
	COMMON_OPTIONS,
	{ 0 },
};

static int
help_run(int argc, const char *const *argv)
{
	struct command_line line;
	const struct command *about = commands[0];
	struct buf help = BUF_INIT;
	const char *value;
	int id, code;

	command_line_init(&line, &command_help, argc, argv);
	while (command_line_next(&line, &id, &value)) {
		about = command_find(value);
		if (!about) {
			const char *nearest = command_nearest(value);
			enum status status = nearest
				? error_set(&line.error, STATUS_BADQUERY, value, "no such command; did you mean %s?", nearest)
				: error_set(&line.error, STATUS_BADQUERY, value, "no such command");

			command_line_fail(&line, status);
			break;
		}
	}
	if (line.exit < 0) {
		command_help_append(about, &help);
		fputs(buf_string(&help), stdout);
		line.exit = message_flush_stdout() ? EXIT_DONE : EXIT_FAILED;
	}
	code = line.exit;
	buf_release(&help);
	command_line_release(&line);
	return code;
}

const struct command command_help = {
	.name = "help",
	.arguments = "[COMMAND]",
	.summary = "Show the options of a command",
	.options = table,
	.run = help_run,
};
