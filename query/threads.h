/* threads.h - how many threads a question is worth. */
#ifndef NEWSDEX_QUERY_THREADS_H
#define NEWSDEX_QUERY_THREADS_H

#include <stddef.h>
#include <unistd.h>

#define THREADS_MAX 8

static inline unsigned
threads_usual(void)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	return processors < 2 ? 1 : processors < THREADS_MAX ? (unsigned)processors : THREADS_MAX;
}

#endif
