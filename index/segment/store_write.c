#include <xxhash.h>
#include <zstd.h>

#include "common/varint.h"
#include "index/segment/store.h"

enum status
store_writer_open(struct store_writer *writer, const char *folder, const char *name,
                  size_t block_size, int level, struct error *err)
{
	*writer = (struct store_writer){ .out = OUTFILE_INIT, .block_size = block_size, .level = level };
	writer->zstd = ZSTD_createCCtx();
	if (!writer->zstd)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return outfile_open(&writer->out, folder, name, KIND_STORE, err);
}

void
store_writer_release(struct store_writer *writer)
{
	outfile_release(&writer->out);
	buf_release(&writer->block);
	buf_release(&writer->packed);
	buf_release(&writer->offsets);
	ZSTD_freeCCtx(writer->zstd);
	writer->zstd = NULL;
}

static void
offset_append(struct store_writer *writer)
{
	unsigned char bytes[8];

	store_u64(bytes, writer->out.size);
	buf_append(&writer->offsets, bytes, 8);
}

enum status
store_writer_end_block(struct store_writer *writer, struct error *err)
{
	unsigned char head[STORE_HEAD_SIZE];
	size_t raw = writer->block.len, size;
	const char *data = writer->block.data;
	char *room;

	if (!raw)
		return STATUS_OK;
	buf_clear(&writer->packed);
	room = buf_reserve(&writer->packed, ZSTD_compressBound(raw));
	if (!room || buf_status(&writer->block) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	size = ZSTD_compressCCtx(writer->zstd, room, ZSTD_compressBound(raw), data, raw, writer->level);
	head[0] = CODEC_ZSTD;
	if (ZSTD_isError(size) || size >= raw) {
		head[0] = CODEC_NONE;
		size = raw;
	} else {
		data = room;
	}
	store_u32(head + 1, (uint32_t)raw);
	store_u32(head + 5, (uint32_t)size);
	store_u64(head + 9, XXH3_64bits(data, size));
	offset_append(writer);
	outfile_put(&writer->out, head, sizeof(head), err);
	outfile_put(&writer->out, data, size, err);
	buf_clear(&writer->block);
	writer->blocks++;
	return writer->out.status;
}

enum status
store_writer_add(struct store_writer *writer, struct span record, uint32_t *block, uint32_t *offset,
                 struct error *err)
{
	unsigned char size[VARINT_MAX];

	if (record.len > STORE_RECORD_MAX)
		return error_set(err, STATUS_BADINPUT, NULL, "an article of %zu bytes is too long", record.len);
	if (writer->block.len && writer->block.len + record.len > writer->block_size) {
		enum status status = store_writer_end_block(writer, err);

		if (status < 0)
			return status;
	}
	*block = writer->blocks;
	*offset = (uint32_t)writer->block.len;
	buf_append(&writer->block, size, varint_put(size, record.len));
	buf_append_span(&writer->block, record);
	if (buf_status(&writer->block) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return STATUS_OK;
}

enum status
store_writer_copy(struct store_writer *writer, struct span bytes, struct error *err)
{
	enum status status = store_writer_end_block(writer, err);

	if (status < 0)
		return status;
	offset_append(writer);
	outfile_put(&writer->out, bytes.ptr, bytes.len, err);
	writer->blocks++;
	return writer->out.status;
}

enum status
store_writer_finish(struct store_writer *writer, uint64_t *size, struct error *err)
{
	uint64_t tail[2];
	enum status status = store_writer_end_block(writer, err);

	if (status < 0)
		return status;
	tail[0] = writer->blocks;
	tail[1] = writer->out.size;
	offset_append(writer);
	if (buf_status(&writer->offsets) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	outfile_put(&writer->out, writer->offsets.data, writer->offsets.len, err);
	return outfile_finish(&writer->out, tail, 2, size, err);
}
