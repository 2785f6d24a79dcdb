#include "common/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
error_clear(struct error *err)
{
	if (!err)
		return;
	err->status = STATUS_OK;
	err->offset = ERROR_NO_OFFSET;
	err->place[0] = '\0';
	err->reason[0] = '\0';
}

static void __attribute__((format(printf, 5, 0)))
error_fill(struct error *err, enum status status, const char *place, uint64_t offset,
           const char *format, va_list args)
{
	if (!err || err->status != STATUS_OK)
		return;
	err->status = status;
	err->offset = offset;
	snprintf(err->place, sizeof(err->place), "%s", place ? place : "");
	vsnprintf(err->reason, sizeof(err->reason), format, args);
}

enum status
error_set(struct error *err, enum status status, const char *place, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	error_fill(err, status, place, ERROR_NO_OFFSET, format, args);
	va_end(args);
	return status;
}

enum status
error_set_at(struct error *err, enum status status, const char *place, uint64_t offset,
             const char *format, ...)
{
	va_list args;

	va_start(args, format);
	error_fill(err, status, place, offset, format, args);
	va_end(args);
	return status;
}

enum status
error_set_errno(struct error *err, const char *place, const char *what, int errnum)
{
	enum status status = errnum == ENOENT ? STATUS_NOTFOUND
	                   : errnum == ENOMEM ? STATUS_NOMEM : STATUS_IO;
	char text[256];

	/* The GNU strerror_r may answer with a string of its own. */
	return error_set(err, status, place, "%s: %s", what,
	                 strerror_r(errnum, text, sizeof(text)));
}

enum status
error_copy(struct error *err, enum status status, const struct error *from)
{
	return error_set_at(err, status, *from->place ? from->place : NULL, from->offset, "%s", from->reason);
}
