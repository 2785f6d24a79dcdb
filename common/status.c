#include "common/status.h"

const char *
status_string(enum status status)
{
	switch (status) {
	case STATUS_OK:          return "done";
	case STATUS_END:         return "end";
	case STATUS_NOMEM:       return "out of memory";
	case STATUS_IO:          return "input/output error";
	case STATUS_NOTFOUND:    return "not found";
	case STATUS_CORRUPT:     return "index is damaged";
	case STATUS_BADINPUT:    return "unreadable input";
	case STATUS_BADQUERY:    return "bad query";
	case STATUS_LOCKED:      return "index is locked by another writer";
	case STATUS_UNSUPPORTED: return "not supported";
	case STATUS_REMOTE:      return "remote index did not answer";
	case STATUS_CHANGED:     return "index changed while reading";
	case STATUS_LIMIT:       return "limit exceeded";
	case STATUS_INTERRUPTED: return "interrupted";
	case STATUS_INTERNAL:    return "internal error";
	}
	return "unknown status";
}
