/* standard.h - standard input, output and error, when a program gets them closed.
 */
#ifndef NEWSDEX_COMMON_STANDARD_H
#define NEWSDEX_COMMON_STANDARD_H

/* Takes the numbers of those that are closed, so that no file gets one of them and is
 * read as input or written over with messages.  Reading or writing them fails with
 * EBADF as before.  To be called before anything is opened. */
void standard_streams_keep(void);

#endif
