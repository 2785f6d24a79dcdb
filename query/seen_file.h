/* seen_file.h - where the memories of --new-since are: $XDG_STATE_HOME/newsdex/NAME.
 */
#ifndef NEWSDEX_QUERY_SEEN_FILE_H
#define NEWSDEX_QUERY_SEEN_FILE_H

#include "common/buf.h"
#include "common/error.h"

/* One memory, held against other processes from open to release. */
struct seen_file {
	struct buf path;
	int lock;         /* a descriptor, or -1 */
};

#define SEEN_FILE_INIT { .path = BUF_INIT, .lock = -1 }

/* NAME: letters, digits, dots, dashes and underscores, a letter or digit first.
 * Makes the folders that are missing.  STATUS_BADQUERY for another name,
 * STATUS_LOCKED where another process has it. */
enum status seen_file_open(struct seen_file *file, const char *name, struct error *err);
void seen_file_release(struct seen_file *file);

/* STATUS_NOTFOUND, without a word, where there is none yet. */
enum status seen_file_read(struct seen_file *file, struct buf *data, struct error *err);

/* Replaces the file; after a crash it is the old one or the new one. */
enum status seen_file_write(struct seen_file *file, struct span data, struct error *err);

/* STATUS_END where there is none. */
enum status seen_file_remove(struct seen_file *file, struct error *err);

#endif
