/* commit.h - inside the writer: the state that the next commit will be. */
#ifndef NEWSDEX_INDEX_SEGMENT_COMMIT_H
#define NEWSDEX_INDEX_SEGMENT_COMMIT_H

#include "index/segment/segment_writer.h"

/* Segments of about the same size that a commit makes one of. */
#define MERGE_WIDTH 8

/* Each tier has segments up to this many times as large as the one below. */
#define MERGE_TIER 8
#define MERGE_TIER_DOCS 1000

/* Merges the segments of MANIFEST, whose files are all there, that have become
 * too many or hold too much that is deleted. */
enum status commit_merge(struct segment_writer *writer, struct manifest *manifest, struct error *err);

/* Merges all segments into as few as the format allows, at its best. */
enum status commit_merge_all(struct segment_writer *writer, struct manifest *manifest, bool *changed, struct error *err);

/* Writes the del file of SEGMENT of MANIFEST for what BITS has beside what is
 * deleted already; BITS are changed.  A segment without live documents gets
 * live.docs 0. */
enum status commit_delete(struct segment_writer *writer, struct manifest_segment *about, const struct segment *segment,
                          unsigned char *bits, struct error *err);

#endif
