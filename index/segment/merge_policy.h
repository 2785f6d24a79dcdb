/* merge_policy.h - which segments are worth being made one.
 *
 * Segments fall into tiers by how many live documents they have, each tier
 * eight times as large as the one below.  Eight of a tier, with the smaller
 * ones, become one: an article is written once more for each tier that it goes
 * through, and of each tier fewer than eight are left.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_MERGE_POLICY_H
#define NEWSDEX_INDEX_SEGMENT_MERGE_POLICY_H

#include "index/segment/manifest.h"

#define MERGE_WIDTH 8
#define MERGE_TIER 8
#define MERGE_TIER_DOCS 1000

/* The numbers, ascending, of the segments of MANIFEST that are to be merged
 * next, not more than DOCS_MAX documents, into NUMBERS, which has room for all.
 * Those that are BUSY stay out of it.  Returns how many: 0 for nothing to do,
 * 1 for a segment most of which is deleted. */
size_t merge_choose(const struct manifest *manifest, const bool *busy, uint64_t docs_max, size_t *numbers);

#endif
