#include "index/xapian/ids.h"

#include <stdlib.h>

enum ids_state {
	IDS_FREE,
	IDS_KEPT,        /* the committed article stays as it is */
	IDS_PENDING,     /* a lane is writing it */
	IDS_WRITTEN,     /* it is at PLACE */
};

struct ids_entry {
	struct hash128 id;
	uint64_t content;
	uint64_t sequence;
	struct place place;
	docid_t base;
	uint32_t state;
};

void
ids_init(struct ids *ids)
{
	memset(ids, 0, sizeof(*ids));
	pthread_mutex_init(&ids->mutex, NULL);
	ids->seed = hash_process_seed();
}

void
ids_release(struct ids *ids)
{
	free(ids->entries);
	free(ids->losers);
	pthread_mutex_destroy(&ids->mutex);
}

void
ids_clear(struct ids *ids)
{
	free(ids->entries);
	ids->entries = NULL;
	ids->size = ids->count = ids->loser_count = 0;
}

/* The entry of ID, or the free one where it belongs.  There is a free one. */
static struct ids_entry *
ids_find(const struct ids *ids, struct hash128 id)
{
	size_t at = (size_t)hash_bytes(span_from((const char *)&id, sizeof(id)), ids->seed);

	for (;; at++) {
		struct ids_entry *entry = &ids->entries[at & (ids->size - 1)];

		if (entry->state == IDS_FREE || (entry->id.low == id.low && entry->id.high == id.high))
			return entry;
	}
}

static bool
ids_grow(struct ids *ids)
{
	struct ids old = *ids;

	if (ids->count * 4 < ids->size * 3)
		return true;
	ids->size = old.size ? old.size * 2 : 1024;
	ids->entries = calloc(ids->size, sizeof(*ids->entries));
	if (!ids->entries) {
		*ids = old;
		return false;
	}
	for (size_t i = 0; i < old.size; i++)
		if (old.entries[i].state != IDS_FREE)
			*ids_find(ids, old.entries[i].id) = old.entries[i];
	free(old.entries);
	return true;
}

static bool
losers_add(struct ids *ids, struct place place)
{
	if (ids->loser_count == ids->loser_size) {
		size_t more = ids->loser_size ? ids->loser_size * 2 : 64;
		struct place *bigger = reallocarray(ids->losers, more, sizeof(*bigger));

		if (!bigger)
			return false;
		ids->losers = bigger;
		ids->loser_size = more;
	}
	ids->losers[ids->loser_count++] = place;
	return true;
}

/* Makes CANDIDATE the one that ENTRY stands for. */
static bool
entry_take(struct ids *ids, struct ids_entry *entry, const struct candidate *candidate)
{
	if (entry->state == IDS_WRITTEN && !losers_add(ids, entry->place))
		return false;
	entry->content = candidate->content;
	entry->sequence = candidate->sequence;
	entry->state = candidate->unchanged ? IDS_KEPT : IDS_PENDING;
	return true;
}

static bool
claim_locked(struct ids *ids, const struct candidate *candidate, bool *write, enum add_result *result)
{
	struct ids_entry *entry;

	if (!ids_grow(ids))
		return false;
	entry = ids_find(ids, candidate->id);
	if (entry->state == IDS_FREE) {
		ids->count++;
		entry->id = candidate->id;
		entry->base = candidate->base;
		*result = candidate->unchanged ? ADD_UNCHANGED : candidate->base ? ADD_REPLACED : ADD_NEW;
	} else {
		*result = entry->content == candidate->content ? ADD_DUPLICATE : ADD_REPLACED;
		if (candidate->sequence < entry->sequence) {
			*write = false;
			return true;
		}
	}
	*write = !candidate->unchanged;
	return entry_take(ids, entry, candidate);
}

enum status
ids_claim(struct ids *ids, const struct candidate *candidate, bool *write, enum add_result *result, struct error *err)
{
	bool good;

	pthread_mutex_lock(&ids->mutex);
	good = claim_locked(ids, candidate, write, result);
	pthread_mutex_unlock(&ids->mutex);
	return good ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

/* Whether ENTRY still waits for CANDIDATE and no other. */
static bool
is_awaited(const struct ids_entry *entry, const struct candidate *candidate)
{
	return entry->state == IDS_PENDING && entry->sequence == candidate->sequence;
}

enum status
ids_written(struct ids *ids, const struct candidate *candidate, struct place place, struct error *err)
{
	struct ids_entry *entry;
	bool good = true;

	pthread_mutex_lock(&ids->mutex);
	entry = ids_find(ids, candidate->id);
	if (is_awaited(entry, candidate)) {
		entry->place = place;
		entry->state = IDS_WRITTEN;
	} else {
		good = losers_add(ids, place);
	}
	pthread_mutex_unlock(&ids->mutex);
	return good ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

void
ids_failed(struct ids *ids, const struct candidate *candidate)
{
	struct ids_entry *entry;

	pthread_mutex_lock(&ids->mutex);
	entry = ids_find(ids, candidate->id);
	if (is_awaited(entry, candidate))
		entry->state = IDS_KEPT;
	pthread_mutex_unlock(&ids->mutex);
}

enum status
ids_each_replaced(const struct ids *ids, enum status (*take)(void *context, docid_t base), void *context)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < ids->size && status == STATUS_OK; i++)
		if (ids->entries[i].state == IDS_WRITTEN && ids->entries[i].base != DOCID_NONE)
			status = take(context, ids->entries[i].base);
	return status;
}
