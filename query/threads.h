/* threads.h - how many threads a question is worth. */
#ifndef NEWSDEX_QUERY_THREADS_H
#define NEWSDEX_QUERY_THREADS_H

#include "common/crew.h"

#define THREADS_MAX 8

static inline unsigned
threads_usual(void)
{
	unsigned processors = crew_processors();

	return processors < THREADS_MAX ? processors : THREADS_MAX;
}

#endif
