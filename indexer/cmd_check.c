/* newsindex check: examines an index, byte by byte where the engine can. */
#include <stdio.h>

#include "index/index.h"
#include "indexer/command.h"
#include "indexer/message.h"

static const struct option table[] = {
	COMMON_OPTIONS,
	{ 0 },
};

static void
print_finding(void *context, const char *finding)
{
	(void)context;
	puts(finding);
}

static int
check_run(int argc, const char *const *argv)
{
	struct command_line line;
	const char *value;
	enum status status;
	int id, code;

	command_line_init(&line, &command_check, argc, argv);
	if (command_line_next(&line, &id, &value))
		command_line_fail(&line, error_set(&line.error, STATUS_BADQUERY, value, "check takes no arguments; name the index with -d"));
	if (line.exit < 0 && command_line_index(&line)) {
		status = index_check(line.index, print_finding, NULL, &line.error);
		line.exit = EXIT_DONE;
		if (status == STATUS_CORRUPT) {
			message_error(status, &line.error);
			line.exit = EXIT_SKIPPED;
		} else if (status < 0) {
			command_line_fail(&line, status);
		} else {
			printf("%s: sound\n", line.index);
		}
		if (!message_flush_stdout() && line.exit == EXIT_DONE)
			line.exit = EXIT_FAILED;
	}
	code = line.exit;
	command_line_release(&line);
	return code;
}

const struct command command_check = {
	.name = "check",
	.arguments = "",
	.summary = "Look for damage; 0: sound, 1: damaged, 2: could not look",
	.options = table,
	.run = check_run,
};
