/* infile.h - one file of an index, mapped: envelope checked at open, the rest
 * by whoever reads it.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_INFILE_H
#define NEWSDEX_INDEX_SEGMENT_INFILE_H

#include "common/file.h"
#include "index/segment/segment_format.h"

struct infile {
	struct file_map map;
	const unsigned char *data;     /* the whole file */
	uint64_t body_end;             /* the body is data[FORMAT_HEAD_SIZE, body_end) */
	unsigned char *tail;           /* the numbers behind it, and the end: a copy */
	char *path;                    /* for messages */
};

/* Puts the first bytes of a file of KIND into HEAD. */
void infile_head(enum file_kind kind, unsigned char head[FORMAT_HEAD_SIZE]);

/* Maps FOLDER/NAME, whose tail has COUNT numbers. */
enum status infile_open(struct infile *in, const char *folder, const char *name, enum file_kind kind,
                        size_t count, struct error *err);
void infile_release(struct infile *in);

static inline uint64_t
infile_tail(const struct infile *in, size_t number)
{
	return load_u64(in->tail + 8 * number);
}

/* Whether COUNT elements of SIZE bytes from OFFSET lie in the body. */
static inline bool
infile_holds(const struct infile *in, uint64_t offset, uint64_t count, uint64_t size)
{
	return offset >= FORMAT_HEAD_SIZE && offset <= in->body_end
		&& (count == 0 || (in->body_end - offset) / size >= count);
}

/* STATUS_CORRUPT, saying WHAT is wrong at OFFSET. */
enum status infile_corrupt(const struct infile *in, uint64_t offset, const char *what, struct error *err);

/* Reads the whole file and compares its checksum. */
enum status infile_verify(const struct infile *in, struct error *err);

#endif
