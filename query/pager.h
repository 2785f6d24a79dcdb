/* pager.h - long output shown a screen at a time, as git does it.
 *
 * The pager is $NEWSDEX_PAGER, else $PAGER, else less; an empty value or "cat"
 * means none.  less is told to leave short output on the screen and to let
 * colours through, unless $LESS says something else.
 */
#ifndef NEWSDEX_QUERY_PAGER_H
#define NEWSDEX_QUERY_PAGER_H

#include <stdbool.h>

/* Starts the pager behind standard output, and behind standard error where
 * that is a terminal.  False, and nothing has changed, when there is none. */
bool pager_start(void);

/* Waits until the reader has left the pager; does nothing when none was
 * started.  Standard output must be closed by then. */
void pager_wait(void);

#endif
