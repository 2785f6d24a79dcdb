/* bit_column.h - a number a document, each in as many bits as the largest one needs
 * (doc/index-format.md, section 8). */
#ifndef NEWSDEX_INDEX_SEGMENT_BIT_COLUMN_H
#define NEWSDEX_INDEX_SEGMENT_BIT_COLUMN_H

#include "index/segment/infile.h"
#include "index/segment/outfile.h"

/* Wider ones take BIT_COLUMN_WHOLE: with up to so many the eight bytes that a
 * number begins in hold all of it. */
#define BIT_COLUMN_MAX 57
#define BIT_COLUMN_WHOLE 64

struct bit_column {
	const unsigned char *data;
	uint64_t mask;
	unsigned bits;
};

/* Bits of numbers up to MOST. */
unsigned bit_column_bits(uint64_t most);

/* Numbers AT (bits) and AT + 1 (offset) of the tail say where COUNT numbers lie. */
enum status bit_column_open(struct bit_column *column, const struct infile *in, size_t at, uint64_t count,
                            struct error *err);

/* The number of I, below the count.  Eight bytes are read; the tail lies behind the last. */
static inline uint64_t
bit_column_get(const struct bit_column *column, uint32_t i)
{
	uint64_t bit = (uint64_t)i * column->bits;

	return (load_u64(column->data + bit / 8) >> bit % 8) & column->mask;
}

struct bit_writer {
	struct outfile *out;       /* borrowed */
	unsigned bits, used;
	unsigned __int128 held;    /* USED bits that are not put yet */
};

/* Begins a column at the end of OUT, and says so in TAIL[0] and TAIL[1]. */
void bit_writer_begin(struct bit_writer *writer, struct outfile *out, uint64_t most, uint64_t *tail);
void bit_writer_put(struct bit_writer *writer, uint64_t value, struct error *err);
void bit_writer_end(struct bit_writer *writer, struct error *err);

#endif
