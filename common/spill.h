/* spill.h - large memory that lies in a file, for what is far larger than the memory that may be used.
 *
 * What is read and written from one end to the other needs little memory at a time, but the code
 * that does so (a parser, a hash, a compressor) does not tell where it is.  So a thread gives the
 * pages back to the system every few milliseconds: what was written stays in the file, and a page that
 * is touched again comes from there.  Touching it here and there works, and is slow.
 */
#ifndef NEWSDEX_COMMON_SPILL_H
#define NEWSDEX_COMMON_SPILL_H

#include <stdbool.h>
#include <stddef.h>

struct spill;

/* SIZE bytes, zeros, in a new file in FOLDER that has no name: nobody else sees it, and it goes with the
 * process.  The room on the disk is taken at once.  NULL where that cannot be had: the caller has
 * memory to fall back on. */
struct spill *spill_new(const char *folder, size_t size);
void spill_free(struct spill *spill);
void *spill_data(const struct spill *spill);

/* Makes it at least SIZE bytes long, keeping what is there; the data may move.  False when the disk is
 * full: all stays as it was.  For one thread, while no other uses the data. */
bool spill_grow(struct spill *spill, size_t size);

#endif
