/* lock.h - one writer at a time: the file `lock` of an index folder. */
#ifndef NEWSDEX_INDEX_SEGMENT_LOCK_H
#define NEWSDEX_INDEX_SEGMENT_LOCK_H

#include <stdbool.h>

#include "common/error.h"

/* Takes the lock of FOLDER; *FD is given back with lock_release().  With WAIT
 * sleeps until it is free, else STATUS_LOCKED names the process that has it. */
enum status lock_take(const char *folder, bool wait, int *fd, struct error *err);
void lock_release(int fd);

#endif
