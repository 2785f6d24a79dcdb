/* shards.h - the databases of a reader, local and remote, and as one.
 *
 *   FOLDER                      an index on this machine
 *   xapian+tcp://HOST:PORT      one that xapian-tcpsrv serves; neither
 *                               authentication nor encryption, so only where
 *                               everybody may read it
 *   xapian+ssh://[USER@]HOST[:PORT]/PATH
 *                               xapian-progsrv, started on HOST by ssh
 */
#ifndef NEWSDEX_INDEX_XAPIAN_SHARDS_H
#define NEWSDEX_INDEX_XAPIAN_SHARDS_H

#include "index/index.h"
#include "index/xapian/state.h"
#include "index/xapian/xapian_c.h"

struct shard {
	char *place;                   /* as it was given */
	bool remote;
	struct xapian_database *db;
	struct state state;
};

struct shards {
	struct shard *items;
	size_t count;
	struct xapian_database *all;   /* the group of them */
	bool remote;                   /* one of them at least */
};

#define SHARDS_INIT { NULL, 0, NULL, false }

/* Opens all PATHS; see index_open() for PARTIAL. */
enum status shards_open(struct shards *shards, const struct span *paths, size_t count, struct buf *partial, struct error *err);
void shards_release(struct shards *shards);

/* Moves all on to their newest commits. */
enum status shards_reopen(struct shards *shards, struct error *err);

#endif
