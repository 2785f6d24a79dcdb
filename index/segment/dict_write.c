#include "index/segment/dict_write.h"

#include "common/varint.h"

void
dict_writer_init(struct dict_writer *writer, struct outfile *out)
{
	memset(writer, 0, sizeof(*writer));
	writer->out = out;
	writer->post = writer->pos = FORMAT_HEAD_SIZE;
}

void
dict_writer_release(struct dict_writer *writer)
{
	buf_release(&writer->block);
	buf_release(&writer->index);
	buf_release(&writer->last);
}

static void
varint_append(struct buf *buf, uint64_t value)
{
	unsigned char bytes[VARINT_MAX];

	buf_append(buf, bytes, varint_put(bytes, value));
}

static void
block_flush(struct dict_writer *writer, struct error *err)
{
	if (buf_status(&writer->block) == STATUS_OK)
		outfile_put(writer->out, writer->block.data, writer->block.len, err);
	buf_clear(&writer->block);
	writer->in_block = 0;
}

/* The index element of a block, and the block's head. */
static void
block_begin(struct dict_writer *writer, struct span term)
{
	unsigned char element[16], key[8] = { 0 };

	memcpy(key, term.ptr, term.len < 8 ? term.len : 8);
	for (int i = 0; i < 8; i++)
		element[i] = key[7 - i];
	store_u64(element + 8, writer->out->size);
	buf_append(&writer->index, element, sizeof(element));
	varint_append(&writer->block, writer->post);
	varint_append(&writer->block, writer->pos);
	buf_clear(&writer->last);
}

static void
list_append(struct buf *block, const struct list *list)
{
	buf_append_byte(block, (int)list->flags);
	varint_append(block, list->df);
	if (list->flags & LIST_COUNTED)
		varint_append(block, list->cf - list->df);
	if (list->flags & LIST_SHARED)
		return;
	if (list->flags & LIST_IN_ENTRY) {
		varint_append(block, list->in_entry.len);
		buf_append_span(block, list->in_entry);
		return;
	}
	varint_append(block, list->post_size);
	if (list->flags & LIST_POSITIONS)
		varint_append(block, list->pos_size);
	buf_append(block, list->bound, BOUND_SIZE);
}

void
dict_writer_add(struct dict_writer *writer, struct span term, const struct list *list, struct error *err)
{
	size_t shared = 0;

	if (writer->in_block == DICT_BLOCK)
		block_flush(writer, err);
	if (writer->in_block == 0)
		block_begin(writer, term);
	while (shared < writer->last.len && shared < term.len && writer->last.data[shared] == term.ptr[shared])
		shared++;
	varint_append(&writer->block, shared);
	varint_append(&writer->block, term.len - shared);
	buf_append(&writer->block, term.ptr + shared, term.len - shared);
	list_append(&writer->block, list);
	if (!(list->flags & (LIST_IN_ENTRY | LIST_SHARED))) {
		writer->post += list->post_size;
		writer->pos += list->pos_size;
	}
	buf_clear(&writer->last);
	buf_append_span(&writer->last, term);
	writer->in_block++;
	writer->terms++;
	if (buf_status(&writer->block) < 0 || buf_status(&writer->last) < 0 || buf_status(&writer->index) < 0) {
		error_set(err, STATUS_NOMEM, NULL, "out of memory");
		writer->out->status = STATUS_NOMEM;
	}
}

enum status
dict_writer_finish(struct dict_writer *writer, uint64_t *size, struct error *err)
{
	uint64_t tail[3];

	block_flush(writer, err);
	tail[0] = writer->terms;
	tail[1] = writer->index.len / 16;
	tail[2] = writer->out->size;
	outfile_put(writer->out, writer->index.data, writer->index.len, err);
	return outfile_finish(writer->out, tail, 3, size, err);
}
