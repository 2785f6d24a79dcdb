/* signals.h - a thread that takes the signals, so that nothing is interrupted
 * in the middle.
 *
 * SIGINT, SIGTERM and SIGHUP end the process at once with 128 + their number,
 * unless signals_hold(true) was called: then the first is only remembered, and
 * the second ends the process.  What was committed is safe either way.
 * SIGUSR1 asks for a line of progress.  SIGPIPE and SIGXFSZ are ignored: a
 * write then fails with the reason.
 */
#ifndef NEWSDEX_INDEXER_SIGNALS_H
#define NEWSDEX_INDEXER_SIGNALS_H

#include <stdbool.h>

#include "common/error.h"

/* Called once, before any other thread is started. */
enum status signals_start(struct error *err);

/* Whether the first signal is to be remembered.  WAKE (may be NULL) is called
 * from the signal thread whenever there is something new to look at. */
void signals_hold(bool hold, void (*wake)(void *context), void *context);

/* The signal that was remembered, or 0. */
int signals_caught(void);

/* Whether SIGUSR1 came since the last call. */
bool signals_take_request(void);

/* Everything as it was at the start, for a program that takes our place. */
void signals_restore(void);

#endif
