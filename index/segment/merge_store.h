/* merge_store.h - the stored articles of a merge. */
#ifndef NEWSDEX_INDEX_SEGMENT_MERGE_STORE_H
#define NEWSDEX_INDEX_SEGMENT_MERGE_STORE_H

#include "index/segment/merge.h"
#include "index/segment/merge_map.h"

/* Writes the articles of MAP as the store of segment NAME.  BLOCKS and OFFSETS
 * get each one's place, by new number, *SIZE the file's size. */
enum status store_merge(const struct merge_map *map, const struct merge_options *options,
                        const struct segment_name *name, uint32_t *blocks, uint32_t *offsets, uint64_t *size,
                        struct error *err);

/* Bytes that are written between two pauses: about as many pages of the
 * segments that are merged are in memory then. */
#define MERGE_PAUSE_BYTES ((uint64_t)1 << 20)

/* Between pieces of work: gives memory back, and asks whether to stop. */
enum status merge_pause(const struct merge_map *map, const struct merge_options *options, struct error *err);

#endif
