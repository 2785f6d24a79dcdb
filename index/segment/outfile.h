/* outfile.h - one file of an index while it is written: the envelope of
 * doc/index-format.md, section 3, with checksums made as bytes go by.
 *
 * Sticky: after the first failure every put is a no-op and outfile_finish()
 * reports it.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_OUTFILE_H
#define NEWSDEX_INDEX_SEGMENT_OUTFILE_H

#include "common/buf.h"
#include "common/error.h"
#include "index/segment/segment_format.h"

struct XXH3_state_s;

struct outfile {
	int fd;                        /* -1: not open */
	enum status status;            /* the first failure */
	enum file_kind kind;
	uint64_t size;                 /* bytes put, the head included */
	unsigned char *buffer;
	size_t used;
	struct XXH3_state_s *sum;
	struct buf path;
};

/* An outfile that outfile_release() may be called on. */
#define OUTFILE_INIT { .fd = -1, .path = BUF_INIT }

/* Creates the file FOLDER/NAME and puts the head. */
enum status outfile_open(struct outfile *out, const char *folder, const char *name, enum file_kind kind,
                         struct error *err);

void outfile_put(struct outfile *out, const void *data, size_t len, struct error *err);

/* Appends to INTO what was put from OFFSET on: SIZE bytes, all of them put. */
enum status outfile_read(struct outfile *out, uint64_t offset, size_t size, struct buf *into, struct error *err);

/* Puts tail and end, syncs and closes; *SIZE (may be NULL) gets the file's size. */
enum status outfile_finish(struct outfile *out, const uint64_t *tail, size_t count, uint64_t *size, struct error *err);

/* Closes without finishing; the file stays as it is. */
void outfile_release(struct outfile *out);

#endif
