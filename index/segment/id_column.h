/* id_column.h - the ids of documents, in blocks that are packed (doc/index-format.md,
 * section 8). */
#ifndef NEWSDEX_INDEX_SEGMENT_ID_COLUMN_H
#define NEWSDEX_INDEX_SEGMENT_ID_COLUMN_H

#include "index/segment/infile.h"
#include "index/segment/names_pack.h"
#include "index/segment/outfile.h"

struct id_column {
	const struct infile *in;
	uint32_t docs;
	uint64_t index;            /* its offset */
	struct span sample;
};

/* Ids that were unpacked last: whoever reads the next ones keeps it. */
struct id_block {
	const struct id_column *column;   /* NULL: none yet */
	uint32_t number;
	struct buf bytes;
	size_t ends[ID_BLOCK];
};

#define ID_BLOCK_INIT { .column = NULL, .bytes = BUF_INIT }

void id_block_release(struct id_block *block);

/* Numbers AT and the two behind it of the tail say where the ids of DOCS documents are. */
enum status id_column_open(struct id_column *column, const struct infile *in, size_t at, uint32_t docs, struct error *err);

/* The id of DOC, borrowed from BLOCK until the next is read with that.  BLOCK outlives no
 * column that it was used for, but for its release. */
enum status id_column_get(const struct id_column *column, uint32_t doc, struct id_block *block, struct span *id,
                          struct error *err);

/* Blocks for whoever reads ids in no order: as many as have been worth it, at most some
 * thousand, which are about ten megabytes. */
struct id_cache {
	struct id_block *blocks;   /* by hash */
	uint32_t count;            /* a power of 2, or 0 */
	uint64_t read;             /* blocks since there are so many */
};

void id_cache_release(struct id_cache *cache);

/* As id_column_get(); borrowed until the next call. */
enum status id_cache_get(struct id_cache *cache, const struct id_column *column, uint32_t doc, struct span *id,
                         struct error *err);

struct id_writer {
	struct outfile *out;       /* borrowed */
	struct buf block, packed, last, index;
	unsigned in_block;
	struct names_packer packer;
};

void id_writer_init(struct id_writer *writer, struct outfile *out);
void id_writer_release(struct id_writer *writer);
void id_writer_add(struct id_writer *writer, struct span id, struct error *err);

/* Says in TAIL[0] to TAIL[2] where they are. */
enum status id_writer_finish(struct id_writer *writer, uint64_t *tail, struct error *err);

#endif
