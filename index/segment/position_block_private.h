/* position_block_private.h - what reads blocks of positions in bulk; nobody else
 * includes it.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_POSITION_BLOCK_PRIVATE_H
#define NEWSDEX_INDEX_SEGMENT_POSITION_BLOCK_PRIVATE_H

#include "index/segment/position_block.h"

/* Postings of one block that are read alone; where there are more, all first
 * positions are unpacked. */
#define SINGLE_FIRSTS 4

/* The number of the first delta of a posting; of the block's end. */
static inline uint32_t
delta_of(const struct position_block *block, uint32_t at)
{
	return block->ends[at] - at;
}

/* Unpacks firsts; deltas with number PACK * PACK_COUNT and on.  False when the
 * block cannot be right. */
bool firsts_unpack(struct position_block *block);
bool pack_unpack(struct position_block *block, uint32_t pack);

#endif
