/* crew.h - the same work in several threads at once. */
#ifndef NEWSDEX_COMMON_CREW_H
#define NEWSDEX_COMMON_CREW_H

#define CREW_MAX 256

/* Calls WORK with each number below COUNT, at most CREW_MAX, each in a thread of its own, the
 * first in this one, and returns when all have returned.  Where no thread can be had this one
 * works in its place, one after the other: work that takes what is left to do is then done sooner. */
void crew_run(unsigned count, void (*work)(void *context, unsigned number), void *context);

/* Processors that this process may use, from 1. */
unsigned crew_processors(void);

#endif
