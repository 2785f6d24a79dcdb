/* serve.h - a program of Xapian's that serves an index, run and watched.
 */
#ifndef NEWSDEX_INDEXER_SERVE_H
#define NEWSDEX_INDEXER_SERVE_H

#include "common/error.h"

/* Serves the Xapian index in folder PATH on PORT of HOST until it is asked to
 * stop: signals_caught() then tells by what.  READY is called once, when
 * whoever asks is answered.  The server never outlives this process.  Only
 * one at a time, from one thread. */
enum status serve_index(const char *path, const char *host, const char *port, void (*ready)(void *context), void *context,
	struct error *err);

#endif
