/* position_block.h - the positions of up to 128 postings, each to be had without
 * those before it (doc/index-format.md, section 7).
 */
#ifndef NEWSDEX_INDEX_SEGMENT_POSITION_BLOCK_H
#define NEWSDEX_INDEX_SEGMENT_POSITION_BLOCK_H

#include "common/buf.h"
#include "index/segment/pack.h"
#include "index/segment/segment_format.h"

#define POSITION_ZEROS 4               /* behind the positions of each posting that are read */
#define POSITION_SPARE 16              /* behind all that are gathered, for vectors to write to */

struct position_block {
	const unsigned char *heads;        /* of the firsts, then of each pack of deltas */
	const unsigned char *data, *end;   /* the firsts */
	const unsigned char *packs;        /* the deltas */
	uint32_t size;                     /* postings */
	uint32_t asked;                    /* first positions that were read alone */
	bool unpacked;                     /* firsts holds all */
	uint32_t firsts[LIST_BLOCK];
	uint32_t ends[1 + LIST_BLOCK];     /* how many positions all postings before a posting have */

	uint32_t walked;                   /* a pack of deltas, */
	const unsigned char *walked_data;  /* and where it is */
	uint32_t pack;                     /* the one in deltas; UINT32_MAX: none */
	uint32_t deltas[PACK_COUNT + 4];   /* four more, which vectors may take along */
};

/* What position_block_open() has to know of its postings: sets ends.  False when
 * counts cannot be right. */
bool position_block_count_up(struct position_block *block, const uint32_t *counts, uint32_t size);

/* Puts BLOCK, whose ends are set, on the positions of SIZE postings, from AT on
 * and before END.  Behind END PACK_SLACK bytes can be touched.  False, as of the
 * others, when what is there cannot be right. */
bool position_block_open(struct position_block *block, const unsigned char *at, const unsigned char *end, uint32_t size);

/* Positions of the posting with number AT. */
static inline uint32_t
position_block_count(const struct position_block *block, uint32_t at)
{
	return block->ends[at + 1] - block->ends[at];
}

/* Writes them to OUT, and POSITION_ZEROS zeros behind them. */
bool position_block_get(struct position_block *block, uint32_t at, uint32_t *out);

/* The same for COUNT postings, whose numbers AT ascend, one behind the other.  OUT
 * has room for POSITION_SPARE numbers more. */
bool position_block_gather(struct position_block *block, const uint8_t *at, uint32_t count, uint32_t *out);

/* What is behind the block; NULL when it cannot be right. */
const unsigned char *position_block_end(struct position_block *block);

/* Appends positions as they are in a block to OUT: FIRSTS, and the DELTA_COUNT
 * others less the one before. */
void position_block_put(struct buf *out, const uint32_t *firsts, uint32_t size, const uint32_t *deltas,
                        size_t delta_count, enum pack_aim aim);

#endif
