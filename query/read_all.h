/* read_all.h - a file that was named on the command line, whole.
 */
#ifndef NEWSDEX_QUERY_READ_ALL_H
#define NEWSDEX_QUERY_READ_ALL_H

#include "common/buf.h"
#include "common/error.h"

/* Appends all of PATH ("-": standard input) to OUT.  Any file will do, a pipe
 * too; what is longer than LIMIT bytes is STATUS_LIMIT. */
enum status read_all(const char *path, size_t limit, struct buf *out, struct error *err);

#endif
