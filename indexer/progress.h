/* progress.h - how far a run has come, on stderr.
 *
 * On a terminal a line that is redrawn; elsewhere a line a minute; as JSON an
 * object a second.  For the main thread.
 */
#ifndef NEWSDEX_INDEXER_PROGRESS_H
#define NEWSDEX_INDEXER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "indexer/account.h"
#include "indexer/add_options.h"

struct progress {
	enum progress_mode mode;
	bool quiet;
	bool terminal;
	double began, last;       /* monotonic seconds */
	double rate;              /* bytes a second, of late */
	uint64_t rate_bytes;
	double rate_time;
	struct account *account;
	/* Bytes of files, written by the input thread. */
	_Atomic uint64_t seen, read;
};

double clock_seconds(void);

void progress_init(struct progress *progress, enum progress_mode mode, bool quiet, struct account *account);

/* Says how far it is if it is time to, or if REQUESTED. */
void progress_tick(struct progress *progress, bool requested);

/* Seconds until progress_tick() wants to be called again. */
double progress_wait(const struct progress *progress);

/* Wipes the line, or prints the last object. */
void progress_end(struct progress *progress);

#endif
