/* error.h - the record a failing function fills for its caller.
 *
 * An error says where (PLACE: a path, a column, a query) and why (REASON), so
 * that a command can print the one line `program: place: reason`.  The caller
 * owns the record, usually on its stack, and passes it down; a NULL record is
 * allowed everywhere and means that nobody wants the words.  The first error
 * is the cause: setting a record that is already set changes nothing.
 *
 * A record belongs to one thread at a time.
 */
#ifndef NEWSDEX_COMMON_ERROR_H
#define NEWSDEX_COMMON_ERROR_H

#include <stdint.h>

#include "common/status.h"

#define ERROR_NO_OFFSET UINT64_MAX

struct error {
	enum status status;  /* STATUS_OK: not set */
	uint64_t offset;     /* byte in PLACE, from 0; ERROR_NO_OFFSET: none */
	char place[1024];    /* cut, never overrun; "" when there is none */
	char reason[1024];
};

/* An empty record. */
#define ERROR_INIT { .status = STATUS_OK, .offset = ERROR_NO_OFFSET }

/* Empties ERR, so that it can be used again. */
void error_clear(struct error *err);

/* Fills ERR unless it is set already, and returns STATUS, so that a caller can
 * write `return error_set(err, ...)`.  PLACE may be NULL. */
enum status error_set(struct error *err, enum status status, const char *place,
                      const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The same, at byte OFFSET of PLACE. */
enum status error_set_at(struct error *err, enum status status, const char *place,
                         uint64_t offset, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* The same, with the text of ERRNUM (an errno) behind WHAT: "cannot open: ...".
 * ENOENT becomes STATUS_NOTFOUND, ENOMEM STATUS_NOMEM, all others STATUS_IO. */
enum status error_set_errno(struct error *err, const char *place, const char *what, int errnum);

/* Fills ERR with what FROM says, as a thread's own record, and returns STATUS. */
enum status error_copy(struct error *err, enum status status, const struct error *from);

#endif
