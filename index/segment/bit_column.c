#include "index/segment/bit_column.h"

unsigned
bit_column_bits(uint64_t most)
{
	unsigned bits = most ? 64 - (unsigned)__builtin_clzll(most) : 0;

	return bits <= BIT_COLUMN_MAX ? bits : BIT_COLUMN_WHOLE;
}

enum status
bit_column_open(struct bit_column *column, const struct infile *in, size_t at, uint64_t count, struct error *err)
{
	uint64_t bits = infile_tail(in, at), offset = infile_tail(in, at + 1);

	if ((bits > BIT_COLUMN_MAX && bits != BIT_COLUMN_WHOLE) || !infile_holds(in, offset, (count * bits + 7) / 8, 1))
		return infile_corrupt(in, in->body_end, "a column's sizes do not fit", err);
	column->data = in->data + offset;
	column->bits = (unsigned)bits;
	column->mask = bits == BIT_COLUMN_WHOLE ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
	return STATUS_OK;
}

void
bit_writer_begin(struct bit_writer *writer, struct outfile *out, uint64_t most, uint64_t *tail)
{
	*writer = (struct bit_writer){ .out = out, .bits = bit_column_bits(most) };
	tail[0] = writer->bits;
	tail[1] = out->size;
}

void
bit_writer_put(struct bit_writer *writer, uint64_t value, struct error *err)
{
	unsigned char bytes[8];

	writer->held |= (unsigned __int128)value << writer->used;
	writer->used += writer->bits;
	if (writer->used < 64)
		return;
	store_u64(bytes, (uint64_t)writer->held);
	outfile_put(writer->out, bytes, 8, err);
	writer->held >>= 64;
	writer->used -= 64;
}

void
bit_writer_end(struct bit_writer *writer, struct error *err)
{
	unsigned char bytes[8];

	store_u64(bytes, (uint64_t)writer->held);
	outfile_put(writer->out, bytes, (writer->used + 7) / 8, err);
}
