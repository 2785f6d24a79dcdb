/* message.h - what newsindex says on stderr: `newsindex: place: reason`.
 *
 * One line a call, whole whatever thread prints, and safe for a terminal.  A
 * progress line that stands on the terminal is wiped first and may be drawn
 * again by its owner.
 */
#ifndef NEWSDEX_INDEXER_MESSAGE_H
#define NEWSDEX_INDEXER_MESSAGE_H

#include "common/error.h"
#include "common/span.h"

/* How a run ends; COMMANDS of the manual. */
enum {
	EXIT_DONE = 0,
	EXIT_SKIPPED = 1,   /* finished, but something was left out or not found */
	EXIT_FAILED = 2,
};

void message(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints ERR, or the words for STATUS when nobody filled it. */
void message_error(enum status status, const struct error *err);

/* TEXT as a line of its own, with no program's name in front. */
void message_plain(struct span text);

/* Draws TEXT, without a newline, over the progress line; empty wipes it. */
void message_progress(struct span text);

/* Flushes stdout: false, with a message, when something could not be written. */
bool message_flush_stdout(void);

#endif
