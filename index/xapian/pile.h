/* pile.h - the shards between two commits, and how they become fewer.
 *
 * A lane writes shards of a few hundred articles: libxapian's in-memory trees
 * are quick as long as they fit the processor's caches.  Merging is cheap
 * beside that, so each lane merges PILE_FAN of its shards into a larger one,
 * PILE_FAN of those into a still larger one, and so on; a commit merges what
 * is left.  Documents are then somewhere else: pile_resolve() says where.
 *
 * Several threads may use a pile at once.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_PILE_H
#define NEWSDEX_INDEX_XAPIAN_PILE_H

#include <pthread.h>

#include "common/buf.h"
#include "index/index.h"
#include "index/claims.h"
#include "index/xapian/xapian_c.h"

#define PILE_FAN 16
#define PILE_LEVELS 6   /* PILE_FAN to the sixth: more shards than articles have numbers */

struct pile_shard;

struct pile {
	pthread_mutex_t mutex;
	const char *folder;          /* borrowed: the work folder */
	struct pile_shard *shards;   /* by number */
	uint32_t count, size;
	uint64_t documents;
	bool (*stop)(void *context); /* asked while merging */
	void *context;
};

/* One lane's shards that wait to be merged. */
struct pile_ladder {
	uint32_t waiting[PILE_LEVELS][PILE_FAN];
	uint32_t count[PILE_LEVELS];
};

void pile_init(struct pile *pile, const char *folder, bool (*stop)(void *context), void *context);
void pile_release(struct pile *pile);
void pile_clear(struct pile *pile);

/* A new, empty shard, opened for writing; its number in *NUMBER. */
enum status pile_begin(struct pile *pile, uint32_t *number, struct xapian_database **shard, struct error *err);

/* Whether a shard of so many documents, with so many postings (a document's
 * distinct terms, summed), should be ended. */
bool pile_is_full(uint32_t documents, uint64_t postings);

/* Writes SHARD out and frees it; it is gone even when that fails. */
enum status pile_close(struct xapian_database *shard, struct error *err);

/* Shard NUMBER is complete and has DOCUMENTS, numbered from 1.  Merges what is due. */
enum status pile_end(struct pile *pile, struct pile_ladder *ladder, uint32_t number, uint32_t documents, struct error *err);

/* Merges until there are LIMIT shards at most. */
enum status pile_reduce(struct pile *pile, uint32_t limit, struct error *err);

/* The first shard with a number >= NUMBER that is not merged into another;
 * false: there is none. */
bool pile_next(struct pile *pile, uint32_t *number);

enum status pile_open(struct pile *pile, uint32_t number, struct xapian_database **shard, struct error *err);
enum status pile_path(const struct pile *pile, uint32_t number, struct buf *path, struct error *err);

/* Documents of shard NUMBER. */
uint32_t pile_documents(const struct pile *pile, uint32_t number);

/* Shard NUMBER, which is not merged into another, is no longer wanted. */
enum status pile_drop(struct pile *pile, uint32_t number, struct error *err);

/* Makes PLACE, where a document was written, the place where it is. */
void pile_resolve(const struct pile *pile, struct claim_place *place);

#endif
