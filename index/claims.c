#include "index/claims.h"

#include <stdlib.h>
#include <string.h>

#include "index/version.h"

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
	atomic_store(&claims->memory, 0);
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
shard_grow(struct claims *claims, struct claim_shard *shard)
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
	atomic_fetch_add(&claims->memory, (size - shard->size) * sizeof(*slots));
	shard->slots = slots;
	shard->size = size;
	return true;
}

struct claim
claim_of(const struct article *article, struct hash128 content, enum add_result result)
{
	return (struct claim){
		.id = hash_content(article->text[FIELD_ID]),
		.content = content.low,
		.version = article->version,
		.sequence = article->sequence,
		.place = CLAIM_NOWHERE,
		.result = (uint8_t)result,
		.used = true,
	};
}

static bool
is_newer(const struct claim *a, const struct claim *b)
{
	int order = version_compare(&a->version, &b->version);

	if (order == 0 && version_told(&a->version))
		order = (a->result == ADD_WITHDRAWN) - (b->result == ADD_WITHDRAWN);
	return order ? order > 0 : a->sequence > b->sequence;
}

static enum claim_result
shard_take(struct claims *claims, struct claim_shard *shard, const struct claim *mine, struct claim *before)
{
	struct claim *slot;

	if (!shard_grow(claims, shard))
		return CLAIM_NOMEM;
	slot = slot_find(shard->slots, shard->size, mine->id);
	if (!slot->used) {
		*slot = *mine;
		shard->count++;
		return CLAIM_NEW;
	}
	if (!is_newer(mine, slot))
		return CLAIM_LOST;
	*before = *slot;
	*slot = *mine;
	return CLAIM_TAKEN;
}

static struct claim_shard *
shard_of(struct claims *claims, struct hash128 id)
{
	return &claims->shards[id.low % CLAIM_SHARDS];
}

enum claim_result
claims_take(struct claims *claims, const struct claim *claim, struct claim *before)
{
	struct claim_shard *shard = shard_of(claims, claim->id);
	enum claim_result result;

	*before = (struct claim){ .place = CLAIM_NOWHERE };
	pthread_mutex_lock(&shard->lock);
	result = shard_take(claims, shard, claim, before);
	pthread_mutex_unlock(&shard->lock);
	return result;
}

/* The slot of CLAIM in SHARD, which is locked, or NULL when another holds it. */
static struct claim *
slot_held(const struct claim_shard *shard, const struct claim *claim)
{
	struct claim *slot = slot_find(shard->slots, shard->size, claim->id);

	return slot->used && slot->sequence == claim->sequence ? slot : NULL;
}

bool
claims_written(struct claims *claims, const struct claim *claim, struct claim_place place)
{
	struct claim_shard *shard = shard_of(claims, claim->id);
	struct claim *slot;

	pthread_mutex_lock(&shard->lock);
	slot = slot_held(shard, claim);
	if (slot)
		slot->place = place;
	pthread_mutex_unlock(&shard->lock);
	return slot != NULL;
}

/* If CLAIM holds its id still, it does so as RESULT. */
static void
held_as(struct claims *claims, const struct claim *claim, enum add_result result)
{
	struct claim_shard *shard = shard_of(claims, claim->id);
	struct claim *slot;

	pthread_mutex_lock(&shard->lock);
	slot = slot_held(shard, claim);
	if (slot)
		slot->result = (uint8_t)result;
	pthread_mutex_unlock(&shard->lock);
}

void
claims_failed(struct claims *claims, const struct claim *claim)
{
	held_as(claims, claim, ADD_UNCHANGED);
}

void
claims_dropped(struct claims *claims, const struct claim *claim)
{
	held_as(claims, claim, ADD_DUPLICATE);
}

const struct claim *
claims_find(const struct claims *claims, struct span id)
{
	struct hash128 hash = hash_content(id);
	const struct claim_shard *shard = &claims->shards[hash.low % CLAIM_SHARDS];
	const struct claim *slot = shard->size ? slot_find(shard->slots, shard->size, hash) : NULL;

	return slot && slot->used ? slot : NULL;
}

enum status
claims_each(const struct claims *claims, enum status (*visit)(void *context, const struct claim *claim), void *context)
{
	enum status status = STATUS_OK;

	for (int i = 0; i < CLAIM_SHARDS; i++) {
		const struct claim_shard *shard = &claims->shards[i];

		for (size_t k = 0; k < shard->size && status == STATUS_OK; k++)
			if (shard->slots[k].used)
				status = visit(context, &shard->slots[k]);
	}
	return status;
}

size_t
claims_memory(const struct claims *claims)
{
	return atomic_load_explicit(&claims->memory, memory_order_relaxed);
}
