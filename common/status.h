/* status.h - what a function answers: done, end, or why not.
 *
 * Every function that can fail returns an enum status.  Zero is success, a
 * positive value is an ordinary answer that is not a failure (an iterator at
 * its end), a negative value is an error.  A caller that does not care which
 * error it was writes `if (status < 0)`.
 */
#ifndef NEWSDEX_COMMON_STATUS_H
#define NEWSDEX_COMMON_STATUS_H

enum status {
	STATUS_OK = 0,
	STATUS_END = 1,           /* an iterator has no further item */
	STATUS_NOMEM = -1,        /* allocation failed */
	STATUS_IO = -2,           /* the operating system refused a read, write, open, ... */
	STATUS_NOTFOUND = -3,     /* no such file, index, article or term */
	STATUS_CORRUPT = -4,      /* an index file holds what no writer of ours wrote */
	STATUS_BADINPUT = -5,     /* an article or its container cannot be read */
	STATUS_BADQUERY = -6,     /* a query or an argument that cannot mean anything */
	STATUS_LOCKED = -7,       /* another process holds the index for writing */
	STATUS_UNSUPPORTED = -8,  /* this engine or build cannot do it */
	STATUS_REMOTE = -9,       /* a remote shard did not answer */
	STATUS_CHANGED = -10,     /* the index changed under a reader: open it again */
	STATUS_LIMIT = -11,       /* input larger than a stated limit */
	STATUS_INTERRUPTED = -12, /* a signal or a callback asked to stop */
	STATUS_INTERNAL = -13,    /* a mistake in newsdex itself */
};

/* A short English phrase for STATUS, without a full stop.  Never NULL, and
 * static: the caller does not free it. */
const char *status_string(enum status status);

#endif
