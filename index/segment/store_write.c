#include <zstd.h>

#include "common/varint.h"
#include "index/segment/store.h"

enum status
store_writer_open(struct store_writer *writer, const char *folder, const char *name,
                  const struct store_options *options, struct error *err)
{
	*writer = (struct store_writer){ .out = OUTFILE_INIT, .options = *options };
	if (options->threads > 1)
		writer->packer = packer_new(options->threads, &options->pack);
	if (!writer->packer)
		writer->zstd = ZSTD_createCCtx();
	if (!writer->packer && !writer->zstd)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return outfile_open(&writer->out, folder, name, KIND_STORE, err);
}

void
store_writer_release(struct store_writer *writer)
{
	packer_free(writer->packer);
	writer->packer = NULL;
	outfile_release(&writer->out);
	buf_release(&writer->block);
	buf_release(&writer->packed);
	buf_release(&writer->offsets);
	ZSTD_freeCCtx(writer->zstd);
	writer->zstd = NULL;
	ZSTD_freeCDict(writer->dictionary);
	writer->dictionary = NULL;
}

/* Notes where the next block lies. */
static void
offset_note(struct store_writer *writer)
{
	unsigned char offset[8];

	store_u64(offset, writer->out.size);
	buf_append(&writer->offsets, offset, sizeof(offset));
}

/* A whole block, head and data. */
static enum status
block_put(struct store_writer *writer, struct span bytes, struct error *err)
{
	offset_note(writer);
	outfile_put(&writer->out, bytes.ptr, bytes.len, err);
	return writer->out.status;
}

/* The same for BLOCK as it was packed: where its dictionary lies is known now. */
static enum status
packed_block_put(struct store_writer *writer, struct buf *block, struct error *err)
{
	if (buf_status(block) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (writer->dictionary)
		block_refer(block, writer->out.size - writer->dictionary_at);
	return block_put(writer, buf_span(block), err);
}

/* Writes the oldest block that the packer holds. */
static enum status
packed_put(struct store_writer *writer, struct error *err)
{
	struct buf *bytes;
	enum status status = packer_take(writer->packer, &bytes, err);

	return status == STATUS_OK ? packed_block_put(writer, bytes, err) : status;
}

/* Writes all blocks that the packer holds. */
static enum status
packer_drain(struct store_writer *writer, struct error *err)
{
	enum status status = STATUS_OK;

	while (writer->packer && status == STATUS_OK)
		status = packed_put(writer, err);
	return status < 0 ? status : STATUS_OK;
}

enum status
store_writer_end_block(struct store_writer *writer, struct error *err)
{
	enum status status = STATUS_OK;

	if (buf_status(&writer->block) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (!writer->block.len)
		return STATUS_OK;
	writer->blocks++;
	if (writer->packer) {
		if (packer_full(writer->packer))
			status = packed_put(writer, err);
		if (status == STATUS_OK)
			packer_give(writer->packer, &writer->block);
		return status;
	}
	buf_clear(&writer->packed);
	block_pack(writer->zstd, buf_span(&writer->block), &writer->options.pack, writer->dictionary, &writer->packed);
	buf_clear(&writer->block);
	return packed_block_put(writer, &writer->packed, err);
}

/* A block of its own for a record that is larger than blocks should be. */
static enum status
large_put(struct store_writer *writer, const struct span *pieces, size_t count, struct error *err)
{
	enum status status = packer_drain(writer, err);

	if (status < 0)
		return status;
	if (!writer->zstd)
		writer->zstd = ZSTD_createCCtx();
	if (!writer->zstd)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	writer->blocks++;
	offset_note(writer);
	return block_put_pieces(writer->zstd, pieces, count, &writer->options.pack, &writer->out, err);
}

enum status
store_writer_dictionary(struct store_writer *writer, struct span dictionary, struct error *err)
{
	enum status status;

	if (!dictionary.len)
		return STATUS_OK;
	writer->dictionary = ZSTD_createCDict(dictionary.ptr, dictionary.len, writer->options.pack.level);
	buf_clear(&writer->packed);
	block_keep(dictionary, &writer->packed);
	if (!writer->dictionary || buf_status(&writer->packed) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (writer->packer)
		packer_dictionary(writer->packer, writer->dictionary);
	writer->dictionary_at = writer->out.size;
	writer->blocks++;
	status = block_put(writer, buf_span(&writer->packed), err);
	buf_release(&writer->packed);
	return status;
}

enum status
store_writer_add(struct store_writer *writer, struct span head, struct span body, uint32_t *block,
                 uint32_t *offset, struct error *err)
{
	unsigned char size[VARINT_MAX];
	size_t len = head.len + body.len;
	enum status status = STATUS_OK;

	if (head.len > STORE_RECORD_MAX || body.len > STORE_RECORD_MAX - head.len)
		return error_set(err, STATUS_BADINPUT, NULL, "an article of %zu bytes is too long", len);
	if (writer->block.len && writer->block.len + len > writer->options.block_size)
		status = store_writer_end_block(writer, err);
	if (status < 0)
		return status;
	*block = writer->blocks;
	*offset = (uint32_t)writer->block.len;
	if (len > writer->options.block_size) {
		struct span pieces[] = { span_from((const char *)size, varint_put(size, len)), head, body };

		return large_put(writer, pieces, sizeof(pieces) / sizeof(*pieces), err);
	}
	buf_append(&writer->block, size, varint_put(size, len));
	buf_append_span(&writer->block, head);
	buf_append_span(&writer->block, body);
	if (buf_status(&writer->block) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return STATUS_OK;
}

enum status
store_writer_copy(struct store_writer *writer, struct span bytes, struct error *err)
{
	enum status status = store_writer_end_block(writer, err);

	if (status == STATUS_OK)
		status = packer_drain(writer, err);
	if (status < 0)
		return status;
	writer->blocks++;
	return block_put(writer, bytes, err);
}

enum status
store_writer_finish(struct store_writer *writer, uint64_t *size, struct error *err)
{
	unsigned char end[8];
	uint64_t tail[2];
	enum status status = store_writer_end_block(writer, err);

	if (status == STATUS_OK)
		status = packer_drain(writer, err);
	if (status < 0)
		return status;
	tail[0] = writer->blocks;
	tail[1] = writer->out.size;
	store_u64(end, writer->out.size);
	buf_append(&writer->offsets, end, sizeof(end));
	if (buf_status(&writer->offsets) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	outfile_put(&writer->out, writer->offsets.data, writer->offsets.len, err);
	return outfile_finish(&writer->out, tail, 2, size, err);
}
