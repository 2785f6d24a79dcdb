/* store.h - the stored articles of a segment, compressed in blocks. */
#ifndef NEWSDEX_INDEX_SEGMENT_STORE_H
#define NEWSDEX_INDEX_SEGMENT_STORE_H

#include "index/segment/infile.h"
#include "index/segment/outfile.h"

/* Bytes of articles a block aims at: while indexing, and by optimize. */
#define STORE_BLOCK ((size_t)64 << 10)
#define STORE_BLOCK_BEST ((size_t)128 << 10)
#define STORE_LEVEL 3
#define STORE_LEVEL_BEST 9

struct store_writer {
	struct outfile out;
	struct buf block;          /* articles that wait for compression */
	struct buf packed;
	struct buf offsets;
	void *zstd;                /* ZSTD_CCtx */
	size_t block_size;
	int level;
	uint32_t blocks;           /* finished */
};

#define STORE_WRITER_INIT { .out = OUTFILE_INIT }

/* Creates FOLDER/NAME. */
enum status store_writer_open(struct store_writer *writer, const char *folder, const char *name,
                              size_t block_size, int level, struct error *err);
void store_writer_release(struct store_writer *writer);

/* Adds a RECORD; its place goes to *BLOCK, *OFFSET. */
enum status store_writer_add(struct store_writer *writer, struct span record, uint32_t *block, uint32_t *offset,
                             struct error *err);

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
	struct buf raw;
	void *zstd;                /* ZSTD_DCtx */
};

#define STORE_CACHE_INIT { .raw = BUF_INIT }

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
