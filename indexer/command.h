/* command.h - the commands of newsindex: one file each, one option table each.
 */
#ifndef NEWSDEX_INDEXER_COMMAND_H
#define NEWSDEX_INDEXER_COMMAND_H

#include "common/arena.h"
#include "common/options.h"

struct command {
	const char *name;             /* NULL: the default command */
	const char *arguments;        /* as the usage line shows them */
	const char *summary;          /* one line */
	const struct option *options;
	int (*run)(int argc, const char *const *argv);  /* argv[0] is the name; the exit status */
};

/* All commands, the default one first; ended by NULL. */
extern const struct command *const commands[];

extern const struct command command_add, command_delete, command_check, command_stats,
	command_passport, command_merge, command_optimize, command_dump, command_restore, command_serve_shard,
	command_repair, command_help;

/* The command called NAME, or NULL. */
const struct command *command_find(const char *name);

/* The name of a command that NAME may have been meant for, or NULL. */
const char *command_nearest(const char *name);

/* Options that every command takes; a command's own begin at OPTION_OWN. */
enum { OPTION_INDEX = 1, OPTION_HELP, OPTION_MANUAL, OPTION_VERSION, OPTION_OWN };

#define COMMON_OPTIONS \
	{ OPTION_INDEX, "index", 'd', OPTION_REQUIRED, "INDEX", "the index; see INDEX in the manual for its default" }, \
	{ OPTION_HELP, NULL, 'h', OPTION_NONE, NULL, "this short help" }, \
	{ OPTION_MANUAL, "help", 0, OPTION_NONE, NULL, "the manual page" }, \
	{ OPTION_VERSION, "version", 'V', OPTION_NONE, NULL, "the version" }

/* A command line on its way through. */
struct command_line {
	const struct command *command;
	struct option_parser parser;
	const char *index;            /* -d, or NULL */
	bool index_by_default;        /* it was not named by -d */
	struct arena arena;
	struct error error;
	int exit;                     /* set when the command is over */
};

void command_line_init(struct command_line *line, const struct command *command, int argc, const char *const *argv);
void command_line_release(struct command_line *line);

/* The next option of the command's own, or OPTION_ARGUMENT, in *ID; common
 * options are dealt with.  False at the end, after --help and its like, and
 * after a mistake, which is reported: then line->exit is not negative. */
bool command_line_next(struct command_line *line, int *id, const char **value);

/* Reports the error in LINE (STATUS when it is not filled) and returns
 * EXIT_FAILED. */
int command_line_fail(struct command_line *line, enum status status);

/* Reports the error in LINE if STATUS is one, releases it, and returns the exit
 * status. */
int command_line_end(struct command_line *line, enum status status);

/* The index that is meant, in line->index; false when it cannot be told, which
 * is reported. */
bool command_line_index(struct command_line *line);

/* Makes the folders above the index, where newsdex itself chose the place. */
void command_line_make_parents(const struct command_line *line);

/* What -h prints. */
void command_help_append(const struct command *command, struct buf *out);

/* Shows the manual page, or the short help where there is none. */
int command_manual(const struct command *command);

#endif
