/* merger.h - inside the writer: merges that go on beside it, in threads of
 * their own.
 *
 * A merge reads segments of the view, which never change, and writes a new
 * one.  Until a commit puts that in their place nobody knows of it: a merge that
 * is dropped, or killed with the process, loses nothing.  What is deleted of
 * its segments meanwhile is deleted from the new one when it is put in place.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_MERGER_H
#define NEWSDEX_INDEX_SEGMENT_MERGER_H

#include "index/segment/segment_writer.h"

/* Begins merges of what has become too many segments or holds too much that is
 * deleted, until THREADS go on.  A lane may call this. */
enum status merges_begin(struct segment_writer *writer, unsigned threads, struct error *err);

/* Whether any goes on, or waits to be put in place.  For the thread that commits. */
bool merges_there(const struct segment_writer *writer);

/* In MANIFEST, which is made of the view's, puts the segments of merges that
 * have ended in the places of what they were made of; with WAIT first waits for
 * all.  *SOME: there were such.  writer->removed and writer->replaced say what is deleted beside what
 * the view knows.  No lane may be adding. */
enum status merges_install(struct segment_writer *writer, struct manifest *manifest, bool wait, bool *some,
                           struct error *err);

/* Names the segments that are being written at the end of MANIFEST. */
enum status merges_name(const struct segment_writer *writer, struct manifest *manifest);

/* Forgets the merges that were put in place; they are the index now. */
void merges_forget(struct segment_writer *writer);

/* Stops all, and forgets them. */
void merges_drop(struct segment_writer *writer);

/* Merges all there is to be merged, in as many threads as there are lanes, and
 * commits what comes of it.  What is pending must have been dropped. */
enum status merges_finish(struct segment_writer *writer, struct error *err);

#endif
