#include "index/xapian/losers.h"

#include <stdlib.h>

void
losers_init(struct losers *losers)
{
	*losers = (struct losers){ .places = NULL };
	pthread_mutex_init(&losers->mutex, NULL);
}

void
losers_release(struct losers *losers)
{
	free(losers->places);
	pthread_mutex_destroy(&losers->mutex);
}

enum status
losers_add(struct losers *losers, struct claim_place place, struct error *err)
{
	enum status status = STATUS_OK;

	pthread_mutex_lock(&losers->mutex);
	if (losers->count == losers->size) {
		size_t size = losers->size ? 2 * losers->size : 64;
		struct claim_place *bigger = reallocarray(losers->places, size, sizeof(*bigger));

		if (bigger) {
			losers->places = bigger;
			losers->size = size;
		} else {
			status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
		}
	}
	if (status == STATUS_OK)
		losers->places[losers->count++] = place;
	pthread_mutex_unlock(&losers->mutex);
	return status;
}
