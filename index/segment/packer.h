/* packer.h - blocks of articles compressed by threads, and given back in the
 * order in which they came.
 *
 * One thread gives and takes.  A packer holds twice as many blocks as it has
 * threads; the blocks' bytes do not depend on how many these are.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_PACKER_H
#define NEWSDEX_INDEX_SEGMENT_PACKER_H

#include "common/buf.h"
#include "common/error.h"
#include "index/segment/outfile.h"

/* How hard a block is packed. */
struct pack_level {
	int level;                 /* zstd's */
	int hash_log;              /* log2 of its hash table's elements; 0: the level's own */
};

struct packer;

/* NULL when memory or threads are short: then blocks are packed as they come. */
struct packer *packer_new(unsigned threads, const struct pack_level *level);

/* From now on DICTIONARY, a ZSTD_CDict that stays the caller's, is packed with.
 * Nothing may have been given yet. */
void packer_dictionary(struct packer *packer, const void *dictionary);

/* Ends the threads; what was not taken is lost. */
void packer_free(struct packer *packer);

/* Gives BLOCK, which gets another buffer, empty, in exchange.  There is room
 * when packer_full() says so. */
void packer_give(struct packer *packer, struct buf *block);
bool packer_full(const struct packer *packer);

/* Waits for the oldest block: its bytes as they lie in a store, head and data,
 * valid until the next packer_give().  STATUS_END: there is none. */
enum status packer_take(struct packer *packer, struct buf **bytes, struct error *err);

/* Packs RAW with ZSTD, a ZSTD_CCtx, behind what OUT holds: head and data.  With
 * DICTIONARY, a ZSTD_CDict or NULL, the data is to be completed by block_refer(). */
void block_pack(void *zstd, struct span raw, const struct pack_level *level, const void *dictionary, struct buf *out);

/* The block that holds DICTIONARY, behind what OUT holds. */
void block_keep(struct span dictionary, struct buf *out);

/* Says in BLOCK, head and data, that its dictionary's block begins BACK bytes
 * before it.  A block that has no dictionary stays as it is. */
void block_refer(struct buf *block, uint64_t back);

/* A block of COUNT PIECES one behind another, head and data, put to OUT: for those that are
 * too large for copies.  As its size stands before it, it is packed twice. */
enum status block_put_pieces(void *zstd, const struct span *pieces, size_t count, const struct pack_level *level,
                             struct outfile *out, struct error *err);

#endif
