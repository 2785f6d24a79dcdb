#include "query/ngram_table.h"

#include <stdbool.h>
#include <stdlib.h>

#define ROOM_FIRST 1024

void
ngram_table_init(struct ngram_table *table, unsigned size, uint64_t seed, size_t most)
{
	*table = (struct ngram_table){ .size = size, .seed = seed, .most = most < UINT32_MAX / 2 ? most : UINT32_MAX / 2 };
}

void
ngram_table_release(struct ngram_table *table)
{
	free(table->items);
	free(table->slots);
	table->items = NULL;
	table->slots = NULL;
	table->count = table->room = table->slot_count = 0;
}

void
ngram_table_clear(struct ngram_table *table)
{
	table->count = 0;
	if (table->slot_count)
		memset(table->slots, 0, table->slot_count * sizeof(*table->slots));
}

static bool
same_words(const struct ngram *a, const struct ngram *b)
{
	uint32_t other = 0;

	for (size_t i = 0; i < NGRAM_MAX; i++)
		other |= a->words[i] ^ b->words[i];
	return !other;
}

/* Where NGRAM is, or would be. */
static size_t
find_slot(const struct ngram_table *table, uint64_t hash, const struct ngram *ngram)
{
	size_t at = hash & (table->slot_count - 1);

	for (; table->slots[at]; at = (at + 1) & (table->slot_count - 1)) {
		const struct ngram *item = &table->items[(uint32_t)table->slots[at] - 1];

		if (table->slots[at] >> 32 == hash >> 32 && same_words(item, ngram))
			break;
	}
	return at;
}

static enum status
grow(struct ngram_table *table)
{
	size_t room = table->room ? 2 * table->room : ROOM_FIRST, slot_count = 2 * ROOM_FIRST;
	struct ngram *items;
	uint64_t *slots;

	if (room > table->most)
		room = table->most;
	while (slot_count < room + room / 2)
		slot_count *= 2;
	slots = calloc(slot_count, sizeof(*slots));
	items = slots ? realloc(table->items, room * sizeof(*items)) : NULL;
	if (!items) {
		free(slots);
		return STATUS_NOMEM;
	}
	free(table->slots);
	table->items = items;
	table->room = room;
	table->slots = slots;
	table->slot_count = slot_count;
	for (size_t i = 0; i < table->count; i++) {
		uint64_t hash = ngram_hash(items[i].words, table->size, table->seed);
		size_t at = hash & (slot_count - 1);

		while (slots[at])
			at = (at + 1) & (slot_count - 1);
		slots[at] = hash >> 32 << 32 | (i + 1);
	}
	return STATUS_OK;
}

enum status
ngram_table_add(struct ngram_table *table, uint64_t hash, const struct ngram *ngram)
{
	size_t at = 0;

	if (table->slot_count) {
		at = find_slot(table, hash, ngram);
		if (table->slots[at]) {
			ngram_join(&table->items[(uint32_t)table->slots[at] - 1], ngram);
			return STATUS_OK;
		}
	}
	if (table->count == table->room) {
		if (table->count >= table->most)
			return STATUS_LIMIT;
		if (grow(table) < 0)
			return STATUS_NOMEM;
		at = find_slot(table, hash, ngram);
	}
	table->items[table->count++] = *ngram;
	table->slots[at] = hash >> 32 << 32 | table->count;
	return STATUS_OK;
}

enum status
ngram_table_parts(const struct ngram_table *table, size_t starts[NGRAM_PARTS + 1], uint32_t **order)
{
	size_t at[NGRAM_PARTS] = { 0 }, sum = 0;

	*order = malloc((table->count + 1) * sizeof(**order));
	if (!*order)
		return STATUS_NOMEM;
	for (size_t i = 0; i < table->count; i++)
		at[ngram_part(ngram_hash(table->items[i].words, table->size, table->seed))]++;
	for (size_t part = 0; part < NGRAM_PARTS; part++) {
		starts[part] = sum;
		sum += at[part];
		at[part] = starts[part];
	}
	starts[NGRAM_PARTS] = sum;
	for (size_t i = 0; i < table->count; i++)
		(*order)[at[ngram_part(ngram_hash(table->items[i].words, table->size, table->seed))]++] = (uint32_t)i;
	return STATUS_OK;
}
