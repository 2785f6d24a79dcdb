/* commit.h - inside the writer: the state that the next commit will be. */
#ifndef NEWSDEX_INDEX_SEGMENT_COMMIT_H
#define NEWSDEX_INDEX_SEGMENT_COMMIT_H

#include "index/segment/segment_writer.h"

/* Merges all segments into as few as the format allows, at its best. */
enum status commit_merge_all(struct segment_writer *writer, struct manifest *manifest, bool *changed, struct error *err);

/* Writes the del file of SEGMENT of MANIFEST for what BITS has beside what is
 * deleted already; BITS are changed.  A segment without live documents gets
 * live.docs 0. */
enum status commit_delete(struct segment_writer *writer, struct manifest_segment *about, const struct segment *segment,
                          unsigned char *bits, struct error *err);

/* Commits what the merges that go on come to, once they have ended. */
enum status commit_merged(struct segment_writer *writer, struct error *err);

/* Removes from the folder what neither the view nor a merge that goes on needs. */
void commit_sweep(struct segment_writer *writer);

#endif
