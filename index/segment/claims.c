#include "index/segment/claims.h"

#include <stdlib.h>
#include <string.h>

#define SHARD_MIN 256

void
claims_init(struct claims *claims)
{
	memset(claims, 0, sizeof(*claims));
	for (int i = 0; i < CLAIM_SHARDS; i++)
		pthread_mutex_init(&claims->shards[i].lock, NULL);
}

void
claims_release(struct claims *claims)
{
	for (int i = 0; i < CLAIM_SHARDS; i++) {
		free(claims->shards[i].slots);
		pthread_mutex_destroy(&claims->shards[i].lock);
	}
}

void
claims_clear(struct claims *claims)
{
	for (int i = 0; i < CLAIM_SHARDS; i++) {
		free(claims->shards[i].slots);
		claims->shards[i].slots = NULL;
		claims->shards[i].size = claims->shards[i].count = 0;
	}
}

static struct claim *
slot_find(struct claim *slots, size_t size, struct hash128 id)
{
	size_t at = (size_t)id.high & (size - 1);

	while (slots[at].used && (slots[at].id.low != id.low || slots[at].id.high != id.high))
		at = (at + 1) & (size - 1);
	return &slots[at];
}

static bool
shard_grow(struct claim_shard *shard)
{
	size_t size = shard->size ? 2 * shard->size : SHARD_MIN;
	struct claim *slots;

	if (shard->count * 4 < shard->size * 3)
		return true;
	slots = calloc(size, sizeof(*slots));
	if (!slots)
		return false;
	for (size_t i = 0; i < shard->size; i++)
		if (shard->slots[i].used)
			*slot_find(slots, size, shard->slots[i].id) = shard->slots[i];
	free(shard->slots);
	shard->slots = slots;
	shard->size = size;
	return true;
}

static enum claim_result
shard_take(struct claim_shard *shard, const struct claim *mine, struct claim_place *before, bool *same)
{
	struct claim *slot;

	if (!shard_grow(shard))
		return CLAIM_NOMEM;
	slot = slot_find(shard->slots, shard->size, mine->id);
	if (!slot->used) {
		*slot = *mine;
		shard->count++;
		return CLAIM_NEW;
	}
	*same = slot->content == mine->content;
	if (mine->sequence < slot->sequence)
		return CLAIM_LOST;
	*before = slot->place;
	*slot = *mine;
	return CLAIM_TAKEN;
}

enum claim_result
claims_take(struct claims *claims, struct hash128 id, uint64_t sequence, uint64_t content,
            struct claim_place place, struct claim_place *before, bool *same)
{
	struct claim_shard *shard = &claims->shards[id.low % CLAIM_SHARDS];
	struct claim mine = { id, sequence, content, place, 1 };
	enum claim_result result;

	*same = false;
	*before = CLAIM_NOWHERE;
	pthread_mutex_lock(&shard->lock);
	result = shard_take(shard, &mine, before, same);
	pthread_mutex_unlock(&shard->lock);
	return result;
}

size_t
claims_memory(struct claims *claims)
{
	size_t sum = 0;

	for (int i = 0; i < CLAIM_SHARDS; i++) {
		pthread_mutex_lock(&claims->shards[i].lock);
		sum += claims->shards[i].size * sizeof(struct claim);
		pthread_mutex_unlock(&claims->shards[i].lock);
	}
	return sum;
}
