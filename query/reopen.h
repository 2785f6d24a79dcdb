/* reopen.h - more readers of a session's index, for threads.
 */
#ifndef NEWSDEX_QUERY_REOPEN_H
#define NEWSDEX_QUERY_REOPEN_H

#include "query/session.h"

/* Opens the indexes of SESSION again: documents have the same numbers as in its
 * own reader.  STATUS_UNSUPPORTED when something was committed in between. */
enum status session_reopen(const struct session *session, struct index_reader **reader, struct error *err);

#endif
