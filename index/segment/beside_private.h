/* beside_private.h - what the files of beside.h share; nobody else includes it. */
#ifndef NEWSDEX_INDEX_SEGMENT_BESIDE_PRIVATE_H
#define NEWSDEX_INDEX_SEGMENT_BESIDE_PRIVATE_H

#include "index/segment/beside.h"
#include "index/segment/position_block_private.h"

/* Decides about all positions that wait. */
void beside_look(struct beside *beside);

#if defined(__x86_64__)
bool beside_avx512(struct beside *beside, struct position_block *block);
#endif

#endif
