#include "config.h"

#include "indexer/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/edit.h"
#include "common/manual.h"
#include "common/settings.h"
#include "indexer/message.h"
#include "indexer/signals.h"

const struct command *const commands[] = {
	&command_add,
	&command_delete,
	&command_check,
	&command_repair,
	&command_stats,
	&command_passport,
	&command_merge,
	&command_optimize,
	&command_dump,
	&command_restore,
	&command_serve_shard,
	&command_help,
	NULL,
};

const struct command *
command_find(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (commands[i]->name && strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

const char *
command_nearest(const char *name)
{
	const char *nearest = NULL;
	unsigned best = 3;

	for (size_t i = 0; commands[i]; i++) {
		unsigned distance = commands[i]->name ? edit_distance_string(name, commands[i]->name, best) : best;

		if (distance < best && distance < strlen(name)) {
			best = distance;
			nearest = commands[i]->name;
		}
	}
	return nearest;
}

void
command_line_init(struct command_line *line, const struct command *command, int argc, const char *const *argv)
{
	*line = (struct command_line){ .command = command, .error = ERROR_INIT, .exit = -1 };
	arena_init(&line->arena);
	option_parser_init(&line->parser, command->options, argc, argv);
}

void
command_line_release(struct command_line *line)
{
	arena_release(&line->arena);
}

int
command_line_fail(struct command_line *line, enum status status)
{
	message_error(status, &line->error);
	return line->exit = EXIT_FAILED;
}

int
command_line_end(struct command_line *line, enum status status)
{
	int code;

	if (status < 0)
		command_line_fail(line, status);
	code = line->exit;
	command_line_release(line);
	return code;
}

bool
command_line_next(struct command_line *line, int *id, const char **value)
{
	struct buf help = BUF_INIT;
	enum status status;

	while ((status = option_next(&line->parser, id, value, &line->error)) == STATUS_OK) {
		switch (*id) {
		case OPTION_INDEX:
			line->index = *value;
			continue;
		case OPTION_HELP:
			command_help_append(line->command, &help);
			fputs(buf_string(&help), stdout);
			buf_release(&help);
			line->exit = message_flush_stdout() ? EXIT_DONE : EXIT_FAILED;
			return false;
		case OPTION_MANUAL:
			line->exit = command_manual(line->command);
			return false;
		case OPTION_VERSION:
			puts("newsindex (" PACKAGE_NAME ") " PACKAGE_VERSION);
			line->exit = message_flush_stdout() ? EXIT_DONE : EXIT_FAILED;
			return false;
		default:
			return true;
		}
	}
	if (status < 0)
		command_line_fail(line, status);
	return false;
}

bool
command_line_index(struct command_line *line)
{
	struct span *paths;
	size_t count;
	enum status status;

	if (line->index && *line->index)
		return true;
	status = line->index ? error_set(&line->error, STATUS_BADQUERY, "-d", "needs the path of an index")
		: settings_indexes(&line->arena, &paths, &count, &line->error);
	if (status == STATUS_OK && count > 1)
		status = error_set(&line->error, STATUS_BADQUERY, NULL,
		                   "the configuration names %zu indexes; say with -d which one is meant", count);
	if (status < 0) {
		command_line_fail(line, status);
		return false;
	}
	line->index = paths[0].ptr;
	line->index_by_default = true;
	return true;
}

/* What goes wrong here is told when the index cannot be made. */
void
command_line_make_parents(const struct command_line *line)
{
	char *path = line->index_by_default ? strdup(line->index) : NULL;

	for (char *slash = path; slash && (slash = strchr(slash + 1, '/')); *slash = '/') {
		*slash = '\0';
		mkdir(path, 0777);
	}
	free(path);
}

void
command_help_append(const struct command *command, struct buf *out)
{
	buf_append_format(out, "Usage: newsindex%s%s [OPTION]... %s\n%s.\n\n", command->name ? " " : "",
	                  command->name ? command->name : "", command->arguments, command->summary);
	option_help(command->options, out);
	if (command->name)
		return;
	buf_append_string(out, "\nCommands (a file that is called like one is ./NAME):\n");
	for (size_t i = 0; commands[i]; i++)
		if (commands[i]->name)
			buf_append_format(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
	buf_append_string(out, "\n`newsindex COMMAND -h` tells more; `newsindex --help` shows the manual page.\n");
}

int
command_manual(const struct command *command)
{
	struct buf help = BUF_INIT;

	manual_show("1", "newsindex", signals_restore);
	command_help_append(command, &help);
	fputs(buf_string(&help), stdout);
	buf_release(&help);
	return message_flush_stdout() ? EXIT_DONE : EXIT_FAILED;
}
