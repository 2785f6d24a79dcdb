/* ngram_table.h - n-grams counted in memory.
 */
#ifndef NEWSDEX_QUERY_NGRAM_TABLE_H
#define NEWSDEX_QUERY_NGRAM_TABLE_H

#include <stddef.h>

#include "common/status.h"
#include "query/ngram.h"

/* By their hashes n-grams fall into so many parts. */
#define NGRAM_PARTS 256

/* Bytes that an n-gram takes in a table, while it grows too. */
#define NGRAM_TABLE_COST 96

struct ngram_table {
	unsigned size;           /* words of each */
	uint64_t seed;
	size_t most;             /* n-grams that it may hold */
	struct ngram *items;     /* in order of their coming */
	size_t count, room;
	uint64_t *slots;         /* upper half: of the hash; lower: number + 1, or 0 */
	size_t slot_count;       /* a power of two, or 0 */
};

void ngram_table_init(struct ngram_table *table, unsigned size, uint64_t seed, size_t most);
void ngram_table_release(struct ngram_table *table);
void ngram_table_clear(struct ngram_table *table);

/* Fetches what ngram_table_add() will look at. */
static inline void
ngram_table_expect(const struct ngram_table *table, uint64_t hash)
{
	if (table->slot_count)
		__builtin_prefetch(&table->slots[hash & (table->slot_count - 1)]);
}

/* Adds what NGRAM counts; HASH is ngram_hash() of its words.  STATUS_LIMIT: the table
 * is full, and nothing was added; STATUS_NOMEM. */
enum status ngram_table_add(struct ngram_table *table, uint64_t hash, const struct ngram *ngram);

static inline unsigned
ngram_part(uint64_t hash)
{
	return (unsigned)(hash >> 56);
}

/* The numbers of all n-grams by parts: those of PART are the numbers
 * [starts[PART], starts[PART + 1]) of *ORDER, which the caller frees.
 * STATUS_NOMEM. */
enum status ngram_table_parts(const struct ngram_table *table, size_t starts[NGRAM_PARTS + 1], uint32_t **order);

#endif
