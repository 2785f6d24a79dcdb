/* losers.h - documents of a run that were written and are not wanted: a newer
 * article has their id.  Several threads may use it at once.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_LOSERS_H
#define NEWSDEX_INDEX_XAPIAN_LOSERS_H

#include <pthread.h>

#include "common/error.h"
#include "index/claims.h"

struct losers {
	pthread_mutex_t mutex;
	struct claim_place *places;
	size_t count, size;
};

void losers_init(struct losers *losers);
void losers_release(struct losers *losers);
enum status losers_add(struct losers *losers, struct claim_place place, struct error *err);

#endif
