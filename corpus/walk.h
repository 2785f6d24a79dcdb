/* walk.h - the files below the paths that were given, one after the other.
 *
 * Folders are walked in byte order of names, depth first.  Names that start
 * with a dot are left out below a folder.  Links below a folder are not
 * followed unless asked for; a folder that contains itself is entered once.
 * An index of newsdex is passed over below a folder, and an error where it was given.
 */
#ifndef NEWSDEX_CORPUS_WALK_H
#define NEWSDEX_CORPUS_WALK_H

#include <sys/stat.h>

#include "common/buf.h"
#include "common/error.h"
#include "common/span.h"

/* Folders in folders, at most. */
#define WALK_DEPTH 200

struct walk;

/* A regular file, or standard input. */
struct walk_file {
	const char *path;     /* valid until the next walk_next() */
	struct stat stat;     /* of nothing when it is standard input */
	bool is_stdin;
};

/* NULL when memory is short.  INDEX (borrowed, may be NULL) is the folder of an
 * index that is being written: it is not walked even before it looks like one. */
struct walk *walk_new(bool follow_links, const char *index);
void walk_free(struct walk *walk);

/* Adds PATH, or standard input for "-", behind what was added before. */
enum status walk_add(struct walk *walk, struct span path, struct error *err);

/* The next file: STATUS_OK, STATUS_END, or an error about one path, behind
 * which the next call goes on.  STATUS_NOMEM is final. */
enum status walk_next(struct walk *walk, struct walk_file *file, struct error *err);

/* Opens the file that walk_next() gave; *FD is the caller's. */
enum status walk_open(struct walk *walk, const struct walk_file *file, int *fd, struct error *err);

#endif
