/* paths.h - the arguments of newsindex as a stream of paths.
 *
 * An argument is a path, `-` (articles on standard input), or `@LIST` (a file
 * with a path a line); --files0-from gives a file of paths ended by NUL.  Lists
 * are read as they are needed, however long.
 *
 * A path is handed out absolute, with empty and `.` parts taken out and `..`
 * resolved: the name by which a file is known in the index must not depend on
 * where the command was typed.
 */
#ifndef NEWSDEX_INDEXER_PATHS_H
#define NEWSDEX_INDEXER_PATHS_H

#include <stdio.h>

#include "common/buf.h"
#include "common/error.h"

struct paths {
	const char **arguments;  /* borrowed strings */
	size_t count, size;
	size_t at;               /* next argument */
	const char *files0;      /* --files0-from; taken after the arguments */
	FILE *list;              /* being read, or NULL */
	const char *list_name;
	int separator;           /* of list: '\n' or 0 */
	char *line;
	size_t line_size;
	struct buf path;
};

#define PATHS_INIT { .path = BUF_INIT }

void paths_release(struct paths *paths);

/* Adds an argument, borrowed. */
enum status paths_add(struct paths *paths, const char *argument, struct error *err);

/* Whether standard input was named more than once, as articles or as list. */
bool paths_repeat_stdin(const struct paths *paths);

/* Whether anything that was named is there; a list and `-` are. */
bool paths_present(const struct paths *paths);

/* The next path, absolute, or "-"; valid until the next call.  STATUS_END, or
 * an error that concerns one argument or list (the next call goes on behind
 * it). */
enum status paths_next(struct paths *paths, struct span *path, struct error *err);

/* Appends PATH made absolute. */
enum status path_absolute(struct span path, struct buf *out, struct error *err);

#endif
