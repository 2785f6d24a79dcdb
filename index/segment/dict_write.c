#include "index/segment/dict_write.h"

#include "common/varint.h"
#include "index/terms.h"

/* Bytes of blocks that others are packed from.  They begin with the ids, of which
 * there is one an article, and much of which comes again in addresses. */
#define SAMPLE_SIZE ((size_t)64 << 10)
#define SAMPLE_TERM PREFIX_ID

void
dict_writer_init(struct dict_writer *writer, struct outfile *out)
{
	memset(writer, 0, sizeof(*writer));
	writer->out = out;
	writer->post = writer->pos = FORMAT_HEAD_SIZE;
	names_packer_init(&writer->packer, FORMAT_HEAD_SIZE, SAMPLE_SIZE);
}

void
dict_writer_release(struct dict_writer *writer)
{
	buf_release(&writer->block);
	buf_release(&writer->index);
	buf_release(&writer->last);
	buf_release(&writer->names);
	buf_release(&writer->docs);
	names_packer_release(&writer->packer);
}

static void
varint_append(struct buf *buf, uint64_t value)
{
	unsigned char bytes[VARINT_MAX];

	buf_append(buf, bytes, varint_put(bytes, value));
}

/* Adds a block to the sample, which begins with the first id.  False when memory is short. */
static bool
sample_add(struct dict_writer *writer)
{
	struct names_packer *packer = &writer->packer;

	if (!packer->sample.len && writer->block.data[writer->first_at] != *SAMPLE_TERM)
		return true;
	return names_packer_add(packer, writer->out->size, buf_span(&writer->block));
}

/* Puts names and lists of a block apart, if that makes it smaller. */
static bool
block_pack(struct dict_writer *writer)
{
	size_t plain = writer->block.len;
	struct buf packed = BUF_INIT;
	bool smaller;

	if (!writer->single || !writer->names.len)
		return false;
	smaller = names_packer_pack(&writer->packer, buf_span(&writer->names), &packed)
		&& writer->first_end + VARINT_MAX + packed.len + writer->docs.len < plain;
	if (smaller) {
		unsigned char *element = (unsigned char *)writer->index.data + writer->index.len - 8;

		writer->block.len = writer->first_end;
		varint_append(&writer->block, packed.len);
		buf_append_span(&writer->block, buf_span(&packed));
		buf_append_span(&writer->block, buf_span(&writer->docs));
		store_u64(element, load_u64(element) | DICT_PACKED);
	}
	buf_release(&packed);
	return smaller;
}

static void
block_flush(struct dict_writer *writer, struct error *err)
{
	if (!writer->in_block)
		return;
	if (buf_status(&writer->block) == STATUS_OK && buf_status(&writer->index) == STATUS_OK && !block_pack(writer)
	    && !sample_add(writer))
		writer->index.failed = true;
	if (buf_status(&writer->block) == STATUS_OK)
		outfile_put(writer->out, writer->block.data, writer->block.len, err);
	buf_clear(&writer->block);
	buf_clear(&writer->names);
	buf_clear(&writer->docs);
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
	writer->single = true;
}

static void
list_append(struct buf *block, const struct list *list)
{
	bool in_entry = list->flags & LIST_IN_ENTRY, one_pair = memcmp(list->bound, list->bound + BOUND_SIZE / 2, BOUND_SIZE / 2) == 0;
	bool singles = list->flags & LIST_COUNTED && list->cf == list->df;
	unsigned flags = list->flags;

	if (!(flags & LIST_SHARED)) {
		flags |= singles ? ENTRY_SINGLES : 0;
		flags |= in_entry ? (list->df - 1) << ENTRY_DF_SHIFT : one_pair ? ENTRY_ONE_PAIR : 0;
	}
	buf_append_byte(block, (int)flags);
	if (flags & LIST_SHARED)
		return;
	if (!in_entry)
		varint_append(block, list->df);
	if (list->flags & LIST_COUNTED && !singles)
		varint_append(block, list->cf - list->df);
	if (in_entry) {
		varint_append(block, list->in_entry.len);
		buf_append_span(block, list->in_entry);
		return;
	}
	varint_append(block, list->post_size);
	if (list->flags & LIST_POSITIONS)
		varint_append(block, list->pos_size);
	buf_append(block, list->bound, one_pair ? BOUND_SIZE / 2 : BOUND_SIZE);
	if (list->flags & LIST_RANKED) {
		varint_append(block, list->post - list->base.post);
		varint_append(block, list->base.size);
		varint_append(block, list->base.df);
	}
}

/* What TERM adds to the SHARED bytes that it has in common with the one before. */
static void
term_append(struct buf *block, struct span term, size_t shared)
{
	size_t suffix = term.len - shared, lens[2] = { shared, suffix };
	unsigned half[2];

	for (int i = 0; i < 2; i++)
		half[i] = lens[i] < ENTRY_LEN_MAX ? (unsigned)lens[i] : ENTRY_LEN_MAX;
	buf_append_byte(block, (int)(half[0] | half[1] << 4));
	for (int i = 0; i < 2; i++)
		if (half[i] == ENTRY_LEN_MAX)
			varint_append(block, lens[i] - ENTRY_LEN_MAX);
	buf_append(block, term.ptr + shared, suffix);
}

void
dict_writer_add(struct dict_writer *writer, struct span term, const struct list *list, struct error *err)
{
	size_t shared;

	if (writer->in_block == DICT_BLOCK)
		block_flush(writer, err);
	if (writer->in_block == 0)
		block_begin(writer, term);
	shared = names_shared(buf_span(&writer->last), term);
	term_append(&writer->block, term, shared);
	if (writer->in_block) {
		names_append(&writer->names, term, shared);
	} else {
		writer->first_end = writer->block.len;
		writer->first_at = writer->block.len - term.len;
	}
	writer->single &= list->flags == LIST_IN_ENTRY && list->df == 1;
	buf_append_span(&writer->docs, list->in_entry);
	list_append(&writer->block, list);
	if (!(list->flags & (LIST_IN_ENTRY | LIST_SHARED))) {
		writer->post += list->post_size;
		writer->pos += list->pos_size;
	}
	buf_clear(&writer->last);
	buf_append_span(&writer->last, term);
	writer->in_block++;
	writer->terms++;
	if (buf_status(&writer->block) < 0 || buf_status(&writer->last) < 0 || buf_status(&writer->index) < 0
	    || buf_status(&writer->names) < 0 || buf_status(&writer->docs) < 0) {
		error_set(err, STATUS_NOMEM, NULL, "out of memory");
		writer->out->status = STATUS_NOMEM;
	}
}

enum status
dict_writer_finish(struct dict_writer *writer, uint64_t *size, struct error *err)
{
	uint64_t tail[5];

	block_flush(writer, err);
	tail[0] = writer->terms;
	tail[1] = writer->index.len / 16;
	tail[2] = writer->out->size;
	tail[3] = writer->packer.at;
	tail[4] = names_packer_size(&writer->packer);
	outfile_put(writer->out, writer->index.data, writer->index.len, err);
	return outfile_finish(writer->out, tail, 5, size, err);
}
