/* newsindex - articles into an index, and looking after it. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "common/standard.h"
#include "indexer/command.h"
#include "indexer/message.h"
#include "indexer/signals.h"

/* How many arguments from AT on are `-d INDEX`, which may stand before the
 * name of a command; 0: none. */
static int
index_option_length(int argc, const char *const *argv, int at)
{
	const char *arg = argv[at];

	if (strcmp(arg, "-d") == 0 || strcmp(arg, "--index") == 0)
		return at + 1 < argc ? 2 : 0;
	return strncmp(arg, "-d", 2) == 0 || strncmp(arg, "--index=", 8) == 0;
}

/* Runs the command at AT: its name comes first, what stood before it next. */
static int
run_named(const struct command *command, int argc, const char *const *argv, int at)
{
	const char **moved = calloc((size_t)argc, sizeof(*moved));
	int code;

	if (!moved) {
		message("out of memory");
		return EXIT_FAILED;
	}
	moved[0] = argv[at];
	memcpy(moved + 1, argv + 1, (size_t)(at - 1) * sizeof(*moved));
	memcpy(moved + at, argv + at + 1, (size_t)(argc - at - 1) * sizeof(*moved));
	code = command->run(argc - 1, moved);
	free(moved);
	return code;
}

int
main(int argc, char **argv_given)
{
	const char *const *argv = (const char *const *)argv_given;
	struct error err = ERROR_INIT;
	const struct command *command;
	int at = 1, len;
	enum status status;

	standard_streams_keep();
	setlocale(LC_CTYPE, "");
	status = signals_start(&err);
	if (status < 0) {
		message_error(status, &err);
		return EXIT_FAILED;
	}
	while (at < argc && (len = index_option_length(argc, argv, at)))
		at += len;
	command = at < argc ? command_find(argv[at]) : NULL;
	return command ? run_named(command, argc, argv, at) : commands[0]->run(argc, argv);
}
