/* store.h - the stored articles of a segment, compressed in blocks. */
#ifndef NEWSDEX_INDEX_SEGMENT_STORE_H
#define NEWSDEX_INDEX_SEGMENT_STORE_H

#include "index/segment/infile.h"
#include "index/segment/outfile.h"
#include "index/segment/packer.h"
#include "index/segment/pages.h"

/* How articles are packed. */
struct store_options {
	size_t block_size;         /* bytes of articles a block aims at */
	struct pack_level pack;
	unsigned threads;          /* that compress; 1: the caller's */
};

/* While indexing, and by optimize.  News repeats itself from far away, so larger
 * blocks pack better than higher levels do; but half a block is what reading one
 * article costs, a millisecond a megabyte.  The lowest level has a hash table that
 * forgets the first half of such a block: 2^16 elements still lie in a core's
 * cache. */
#define STORE_USUAL ((struct store_options){ (size_t)512 << 10, { 1, 16 }, 1 })
#define STORE_BEST(THREADS) ((struct store_options){ (size_t)1 << 20, { 12, 0 }, (THREADS) })
#define STORE_SMALLEST(THREADS) ((struct store_options){ (size_t)1 << 20, { 16, 0 }, (THREADS) })

struct store_writer {
	struct store_options options;
	struct outfile out;
	struct buf block;          /* articles that wait for compression */
	struct buf packed;
	struct buf offsets;
	void *zstd;                /* ZSTD_CCtx, for what the packer does not do */
	void *dictionary;          /* ZSTD_CDict, or NULL */
	uint64_t dictionary_at;    /* where it begins in the file */
	struct packer *packer;
	uint32_t blocks;           /* finished, not all of them written */
};

#define STORE_WRITER_INIT { .out = OUTFILE_INIT }

/* Creates FOLDER/NAME. */
enum status store_writer_open(struct store_writer *writer, const char *folder, const char *name,
                              const struct store_options *options, struct error *err);
void store_writer_release(struct store_writer *writer);

/* Gives all articles to come a DICTIONARY: text like theirs, from which they are
 * packed as if it stood before each block.  It is kept in the store as it is. */
enum status store_writer_dictionary(struct store_writer *writer, struct span dictionary, struct error *err);

/* Adds the record that is HEAD and, behind it, BODY; its place goes to *BLOCK, *OFFSET.
 * One that is larger than a block is not copied. */
enum status store_writer_add(struct store_writer *writer, struct span head, struct span body, uint32_t *block,
                             uint32_t *offset, struct error *err);

/* Ends the block that is being filled: the next article begins block writer->blocks. */
enum status store_writer_end_block(struct store_writer *writer, struct error *err);

/* Adds a whole block as it lies in a store: what store_block_bytes() gave. */
enum status store_writer_copy(struct store_writer *writer, struct span bytes, struct error *err);

enum status store_writer_finish(struct store_writer *writer, uint64_t *size, struct error *err);

struct store {
	struct infile in;
	uint64_t blocks, offsets;
};

/* What a reader of a store keeps between articles. */
struct store_cache {
	const struct store *store; /* whose block is here; NULL: none */
	uint32_t block;
	struct span raw;           /* its first bytes, or all: in room, or in the file */
	struct pages room;
	size_t least;              /* bytes that room begins with */
	void *zstd;                /* ZSTD_DCtx */
	const unsigned char *dictionary;  /* the one that was found to be sound last */
	bool salvage;              /* damaged dictionaries are better than none */
	size_t read;               /* bytes of blocks since memory was given back */
};

#define STORE_CACHE_INIT { .raw = SPAN_NONE }

/* The least room of who reads here and there: one huge page takes less time than so many small ones. */
#define STORE_ROOM_HUGE ((size_t)2 << 20)

enum status store_open(struct store *store, const char *folder, const char *name, struct error *err);
void store_release(struct store *store);
void store_cache_release(struct store_cache *cache);

/* The record at OFFSET of BLOCK, borrowed from CACHE until its next use. */
enum status store_get(const struct store *store, struct store_cache *cache, uint32_t block, uint32_t offset,
                      struct span *record, struct error *err);

/* BLOCK with its head, as in the file. */
enum status store_block_bytes(const struct store *store, uint32_t block, struct span *bytes, struct error *err);

/* Unpacks BYTES, a block of the file IN with its head, into CACHE. */
enum status store_block_unpack(const struct infile *in, struct store_cache *cache, struct span bytes, struct error *err);

/* Reads every block. */
enum status store_check(const struct store *store, struct store_cache *cache, struct error *err);

#endif
