/* table.h - a set of byte strings, each with a number.
 *
 * table_put() gives every distinct key the next number, 0, 1, 2, ...; the
 * caller keeps what belongs to a key in an array of its own under that number.
 * Keys are copied and owned by the table.  Not for sharing between threads
 * while it changes.
 */
#ifndef NEWSDEX_COMMON_TABLE_H
#define NEWSDEX_COMMON_TABLE_H

#include <stdint.h>

#include "common/arena.h"
#include "common/span.h"
#include "common/status.h"

#define TABLE_NONE UINT32_MAX

struct table_slot;

struct table {
	struct table_slot *slots;
	uint32_t size;        /* slots, a power of two; 0 before the first key */
	uint32_t count;       /* keys */
	struct span *keys;    /* by number */
	uint32_t keys_size;
	uint64_t seed;
	struct arena arena;   /* the keys' bytes */
};

void table_init(struct table *table);
void table_release(struct table *table);
void table_clear(struct table *table);

/* The number of KEY, which is added if it is new; *ADDED (may be NULL) says
 * which.  TABLE_NONE when memory is short. */
uint32_t table_put(struct table *table, struct span key, bool *added);

/* The number of KEY, or TABLE_NONE. */
uint32_t table_get(const struct table *table, struct span key);

/* The key with NUMBER (< count), owned by the table until clear or release. */
static inline struct span
table_key(const struct table *table, uint32_t number)
{
	return table->keys[number];
}

#endif
