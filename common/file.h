/* file.h - whole files: mapped for reading, replaced atomically for writing.
 */
#ifndef NEWSDEX_COMMON_FILE_H
#define NEWSDEX_COMMON_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"
#include "common/error.h"
#include "common/span.h"

/* A file's bytes, mapped read-only.  A file that is cut short by somebody else
 * while it is mapped makes reading raise SIGBUS: map only what newsdex owns. */
struct file_map {
	struct span data;  /* borrowed from the mapping */
};

enum status file_map_open(struct file_map *map, const char *path, struct error *err);

/* The first and the last bytes of a file.  Reading them costs less than touching two pages
 * of a mapping, around which others come in, too. */
struct file_ends {
	void *head, *end;          /* to be filled */
	size_t head_size, end_size;
	bool there;                /* the file has so many bytes, and they were read */
};

/* The same, and reads ENDS. */
enum status file_map_open_ends(struct file_map *map, const char *path, struct file_ends *ends, struct error *err);

void file_map_release(struct file_map *map);

/* Gives back the memory of what was read; it is read again where it is needed again. */
void file_map_forget(const struct file_map *map);

/* Appends the whole of the regular file PATH to OUT.  Refuses (STATUS_LIMIT)
 * what is longer than LIMIT bytes. */
enum status file_read(const char *path, size_t limit, struct buf *out, struct error *err);

/* The same of what can be read from FD, which may be a pipe and stays open; PATH is
 * for messages. */
enum status file_read_fd(int fd, const char *path, size_t limit, struct buf *out, struct error *err);

/* Writes all LEN bytes to FD, however often write() has to be called. */
enum status file_write_all(int fd, const void *data, size_t len, const char *path, struct error *err);

/* Makes PATH hold DATA, or leaves what was there: temporary file beside it,
 * fsync, rename, fsync of the folder. */
enum status file_replace(const char *path, struct span data, struct error *err);

/* Makes the entries of folder PATH durable. */
enum status file_sync_folder(const char *path, struct error *err);

/* Removes PATH and, when it is a folder, everything below it, without
 * following links.  Nothing there is not an error. */
enum status file_remove_tree(const char *path, struct error *err);

#endif
