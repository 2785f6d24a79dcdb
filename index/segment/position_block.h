/* position_block.h - the positions of up to 128 postings, each to be had without
 * those before it (doc/index-format.md, section 7).
 */
#ifndef NEWSDEX_INDEX_SEGMENT_POSITION_BLOCK_H
#define NEWSDEX_INDEX_SEGMENT_POSITION_BLOCK_H

#include "common/buf.h"
#include "index/segment/pack.h"
#include "index/segment/segment_format.h"

struct position_block {
	const unsigned char *heads;        /* of the firsts, then of each pack of deltas */
	const unsigned char *data, *end;   /* the firsts; behind them the deltas */
	uint32_t size;                     /* postings */
	uint32_t asked;                    /* postings that were read */
	bool unpacked;                     /* firsts holds all */
	uint32_t firsts[LIST_BLOCK];
	uint64_t starts[LIST_BLOCK + 1];   /* the number of a posting's first delta; of the block's end */

	uint64_t walked;                   /* a pack of deltas, */
	const unsigned char *walked_data;  /* and where it is */
	uint64_t pack;                     /* the one in deltas; UINT64_MAX: none */
	uint32_t deltas[PACK_COUNT];
};

/* Puts BLOCK on the positions, from AT on and before END, of SIZE postings with
 * COUNTS.  Behind END PACK_SLACK bytes can be touched.  False, as of the
 * others, when what is there cannot be right. */
bool position_block_open(struct position_block *block, const unsigned char *at, const unsigned char *end,
                         const uint32_t *counts, uint32_t size);

/* Positions of the posting with number AT. */
static inline uint64_t
position_block_count(const struct position_block *block, uint32_t at)
{
	return block->starts[at + 1] - block->starts[at] + 1;
}

/* Writes them, position_block_count() of them, to OUT. */
bool position_block_get(struct position_block *block, uint32_t at, uint32_t *out);

/* What is behind the block; NULL when it cannot be right. */
const unsigned char *position_block_end(struct position_block *block);

/* Appends the positions of COUNTS as they are in a block to OUT: FIRSTS, and
 * the DELTA_COUNT others less the one before. */
void position_block_put(struct buf *out, const uint32_t *firsts, uint32_t size, const uint32_t *deltas,
                        size_t delta_count);

#endif
