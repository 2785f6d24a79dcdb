#include "lib/lib_error.h"

#include <stdio.h>

#include "config.h"

/* The public names are the inner ones under another prefix. */
#define SAME(public, inner) _Static_assert((int)(public) == (int)(inner), #public)
SAME(NEWSDEX_OK, STATUS_OK);
SAME(NEWSDEX_NOMEM, STATUS_NOMEM);
SAME(NEWSDEX_IO, STATUS_IO);
SAME(NEWSDEX_NOTFOUND, STATUS_NOTFOUND);
SAME(NEWSDEX_CORRUPT, STATUS_CORRUPT);
SAME(NEWSDEX_BADINPUT, STATUS_BADINPUT);
SAME(NEWSDEX_BADQUERY, STATUS_BADQUERY);
SAME(NEWSDEX_LOCKED, STATUS_LOCKED);
SAME(NEWSDEX_UNSUPPORTED, STATUS_UNSUPPORTED);
SAME(NEWSDEX_REMOTE, STATUS_REMOTE);
SAME(NEWSDEX_CHANGED, STATUS_CHANGED);
SAME(NEWSDEX_LIMIT, STATUS_LIMIT);
SAME(NEWSDEX_INTERRUPTED, STATUS_INTERRUPTED);
SAME(NEWSDEX_INTERNAL, STATUS_INTERNAL);

const char *
newsdex_version(void)
{
	return PACKAGE_VERSION;
}

int
lib_result(struct newsdex_error *out, enum status status, const struct error *err)
{
	if (!out || status >= 0)
		return status < 0 ? (int)status : 0;
	out->status = (int)status;
	out->offset = err->offset;
	snprintf(out->message, sizeof(out->message), "%s%s%s", err->place, *err->place ? ": " : "",
	         *err->reason ? err->reason : status_string(status));
	return (int)status;
}
