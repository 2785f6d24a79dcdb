/* spill_file.h - a file for what memory has no room for.
 *
 * It lies in $TMPDIR, or /tmp, and has no name there: it is gone with the process.
 */
#ifndef NEWSDEX_QUERY_SPILL_FILE_H
#define NEWSDEX_QUERY_SPILL_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "common/error.h"

struct spill_file {
	int fd;                  /* -1: not made yet */
	uint64_t size;
};

#define SPILL_FILE_INIT { -1, 0 }

void spill_file_release(struct spill_file *file);

/* Appends LEN bytes, in a file made now if there is none. */
enum status spill_file_write(struct spill_file *file, const void *data, size_t len, struct error *err);

/* The LEN bytes from AT on.  Threads may read at once. */
enum status spill_file_read(const struct spill_file *file, uint64_t at, void *data, size_t len, struct error *err);

#endif
