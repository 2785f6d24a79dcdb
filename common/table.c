#include "common/table.h"

#include <stdlib.h>

#include "common/hash.h"

struct table_slot {
	uint32_t tag;     /* high half of the hash */
	uint32_t number;  /* TABLE_NONE: empty */
};

void
table_init(struct table *table)
{
	memset(table, 0, sizeof(*table));
	table->seed = hash_process_seed();
}

void
table_release(struct table *table)
{
	free(table->slots);
	free(table->keys);
	arena_release(&table->arena);
	table_init(table);
}

void
table_clear(struct table *table)
{
	for (uint32_t i = 0; i < table->size; i++)
		table->slots[i].number = TABLE_NONE;
	table->count = 0;
	arena_clear(&table->arena);
}

/* The slot that holds KEY, or the empty one where it belongs.  The table is
 * never full, so the walk ends. */
static uint32_t
slot_find(const struct table *table, struct span key, uint64_t hash)
{
	uint32_t mask = table->size - 1, tag = (uint32_t)(hash >> 32);

	for (uint32_t i = (uint32_t)hash & mask;; i = (i + 1) & mask) {
		const struct table_slot *slot = &table->slots[i];

		if (slot->number == TABLE_NONE)
			return i;
		if (slot->tag == tag && span_equal(table->keys[slot->number], key))
			return i;
	}
}

static bool
table_grow(struct table *table)
{
	uint32_t size = table->size ? table->size * 2 : 64, old_size = table->size;
	struct table_slot *old = table->slots, *slots;

	if (size == 0 || size > UINT32_MAX / 4)
		return false;
	slots = malloc(size * sizeof(*slots));
	if (!slots)
		return false;
	for (uint32_t i = 0; i < size; i++)
		slots[i].number = TABLE_NONE;
	table->slots = slots;
	table->size = size;
	for (uint32_t i = 0; i < old_size; i++) {
		if (old[i].number == TABLE_NONE)
			continue;
		struct span key = table->keys[old[i].number];
		slots[slot_find(table, key, hash_bytes(key, table->seed))] = old[i];
	}
	free(old);
	return true;
}

static bool
keys_grow(struct table *table)
{
	uint32_t size = table->keys_size ? table->keys_size * 2 : 64;
	struct span *keys;

	if (table->keys_size > UINT32_MAX / 4)
		return false;
	keys = realloc(table->keys, size * sizeof(*keys));
	if (!keys)
		return false;
	table->keys = keys;
	table->keys_size = size;
	return true;
}

uint32_t
table_put(struct table *table, struct span key, bool *added)
{
	uint64_t hash = hash_bytes(key, table->seed);
	struct table_slot *slot;
	struct span copy;

	if (added)
		*added = false;
	if (table->count >= table->size / 4 * 3 && !table_grow(table))
		return TABLE_NONE;
	slot = &table->slots[slot_find(table, key, hash)];
	if (slot->number != TABLE_NONE)
		return slot->number;
	if (table->count == table->keys_size && !keys_grow(table))
		return TABLE_NONE;
	copy = arena_copy(&table->arena, key);
	if (!copy.ptr)
		return TABLE_NONE;
	table->keys[table->count] = copy;
	slot->tag = (uint32_t)(hash >> 32);
	slot->number = table->count++;
	if (added)
		*added = true;
	return slot->number;
}

uint32_t
table_get(const struct table *table, struct span key)
{
	if (!table->size)
		return TABLE_NONE;
	return table->slots[slot_find(table, key, hash_bytes(key, table->seed))].number;
}
