#include "index/segment/id_column.h"

#include <stdlib.h>

#include "common/varint.h"

/* Bytes of blocks that others are packed from.  A segment of few documents has it, too. */
#define SAMPLE_SIZE ((size_t)16 << 10)

/* ---- Reading ---------------------------------------------------------- */

void
id_block_release(struct id_block *block)
{
	buf_release(&block->bytes);
	block->column = NULL;
}

enum status
id_column_open(struct id_column *column, const struct infile *in, size_t at, uint32_t docs, struct error *err)
{
	uint64_t blocks = ((uint64_t)docs + ID_BLOCK - 1) / ID_BLOCK, sample = infile_tail(in, at + 1), size = infile_tail(in, at + 2);

	column->in = in;
	column->docs = docs;
	column->index = infile_tail(in, at);
	if (!infile_holds(in, column->index, blocks, 8) || !infile_holds(in, sample, size, 1))
		return infile_corrupt(in, in->body_end, "a column's sizes do not fit", err);
	column->sample = span_from((const char *)in->data + sample, (size_t)size);
	return STATUS_OK;
}

/* Puts the ids of BLOCK, of which BYTES has what each adds to the one before, in full. */
static bool
ids_spell(struct id_block *block, struct span bytes, unsigned count)
{
	const unsigned char *at = (const unsigned char *)bytes.ptr, *end = at + bytes.len;
	size_t begin = 0;

	buf_clear(&block->bytes);
	for (unsigned i = 0; i < count; i++) {
		size_t before = block->bytes.len, len;
		uint64_t shared, suffix;

		len = varint_get(at, end, &shared);
		at += len;
		if (!len || !(len = varint_get(at, end, &suffix)) || shared > before - begin || suffix > (uint64_t)(end - at) - len)
			return false;
		at += len;
		/* They are copied from where they may be moved to. */
		if (!buf_reserve(&block->bytes, (size_t)(shared + suffix)))
			return false;
		memcpy(block->bytes.data + before, block->bytes.data + begin, (size_t)shared);
		memcpy(block->bytes.data + before + shared, at, (size_t)suffix);
		at += suffix;
		begin = before;
		block->bytes.len = block->ends[i] = before + (size_t)(shared + suffix);
	}
	return at == end;
}

static enum status
block_read(const struct id_column *column, uint32_t number, struct id_block *block, struct error *err)
{
	const unsigned char *element = column->in->data + column->index + 8 * (uint64_t)number;
	uint64_t from = load_u64(element) & ~ID_PACKED, until = column->index;
	uint32_t left = column->docs - number * ID_BLOCK;
	unsigned char names[ID_NAMES_MAX];
	struct span bytes;
	size_t len;

	block->column = NULL;
	if (left > ID_BLOCK)
		until = load_u64(element + 8) & ~ID_PACKED;
	if (from < FORMAT_HEAD_SIZE || from > until || until > column->index)
		return infile_corrupt(column->in, (uint64_t)(element - column->in->data), "a block of ids lies outside its column", err);
	bytes = span_from((const char *)column->in->data + from, (size_t)(until - from));
	if (load_u64(element) & ID_PACKED) {
		if (!names_unpack(bytes, column->sample, names, sizeof(names), &len))
			return infile_corrupt(column->in, from, "a block of ids cannot be unpacked", err);
		bytes = span_from((const char *)names, len);
	}
	if (!ids_spell(block, bytes, left < ID_BLOCK ? left : ID_BLOCK))
		return buf_status(&block->bytes) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory")
		                                     : infile_corrupt(column->in, from, "a block of ids cannot be read", err);
	block->column = column;
	block->number = number;
	return STATUS_OK;
}

enum status
id_column_get(const struct id_column *column, uint32_t doc, struct id_block *block, struct span *id, struct error *err)
{
	uint32_t number = doc / ID_BLOCK, place = doc % ID_BLOCK;
	size_t begin;
	enum status status = STATUS_OK;

	if (block->column != column || block->number != number)
		status = block_read(column, number, block, err);
	if (status < 0)
		return status;
	begin = place ? block->ends[place - 1] : 0;
	*id = span_from(block->bytes.data + begin, block->ends[place] - begin);
	return STATUS_OK;
}

#define CACHE_FIRST 4
#define CACHE_MOST 4096
#define CACHE_MORE 8         /* times as many when twice as many were read */

void
id_cache_release(struct id_cache *cache)
{
	for (uint32_t i = 0; i < cache->count; i++)
		id_block_release(&cache->blocks[i]);
	free(cache->blocks);
	*cache = (struct id_cache){ NULL, 0, 0 };
}

/* Makes room for more blocks; those that are there are forgotten. */
static enum status
cache_grow(struct id_cache *cache, struct error *err)
{
	uint32_t count = cache->count ? cache->count * CACHE_MORE : CACHE_FIRST;

	if (count > CACHE_MOST)
		count = CACHE_MOST;
	id_cache_release(cache);
	cache->blocks = calloc(count, sizeof(*cache->blocks));
	if (!cache->blocks)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	cache->count = count;
	return STATUS_OK;
}

enum status
id_cache_get(struct id_cache *cache, const struct id_column *column, uint32_t doc, struct span *id, struct error *err)
{
	uint32_t number = doc / ID_BLOCK;
	struct id_block *block;
	enum status status = STATUS_OK;

	if (cache->read >= 2 * (uint64_t)cache->count && cache->count < CACHE_MOST)
		status = cache_grow(cache, err);
	if (status < 0)
		return status;
	block = &cache->blocks[(number + (uint32_t)((uintptr_t)column >> 4) * UINT32_C(2654435761)) % cache->count];
	cache->read += block->column != column || block->number != number;
	return id_column_get(column, doc, block, id, err);
}

/* ---- Writing ---------------------------------------------------------- */

void
id_writer_init(struct id_writer *writer, struct outfile *out)
{
	memset(writer, 0, sizeof(*writer));
	writer->out = out;
	names_packer_init(&writer->packer, out->size, SAMPLE_SIZE);
}

void
id_writer_release(struct id_writer *writer)
{
	buf_release(&writer->block);
	buf_release(&writer->packed);
	buf_release(&writer->last);
	buf_release(&writer->index);
	names_packer_release(&writer->packer);
}

static bool
writer_whole(const struct id_writer *writer)
{
	return buf_status(&writer->block) == STATUS_OK && buf_status(&writer->packed) == STATUS_OK
		&& buf_status(&writer->last) == STATUS_OK && buf_status(&writer->index) == STATUS_OK;
}

static void
block_put(struct id_writer *writer, struct error *err)
{
	struct span block = buf_span(&writer->block);
	uint64_t at = writer->out->size;
	unsigned char element[8];
	bool packed, whole = true;

	if (!writer->in_block || !writer_whole(writer))
		return;
	buf_clear(&writer->packed);
	packed = block.len <= ID_NAMES_MAX && names_packer_pack(&writer->packer, block, &writer->packed);
	if (packed)
		block = buf_span(&writer->packed);
	else
		whole = names_packer_add(&writer->packer, at, block);
	store_u64(element, packed ? at | ID_PACKED : at);
	buf_append(&writer->index, element, sizeof(element));
	outfile_put(writer->out, block.ptr, block.len, err);
	if (!whole)
		writer->index.failed = true;
	buf_clear(&writer->block);
	buf_clear(&writer->last);
	writer->in_block = 0;
}

void
id_writer_add(struct id_writer *writer, struct span id, struct error *err)
{
	names_append(&writer->block, id, names_shared(buf_span(&writer->last), id));
	buf_clear(&writer->last);
	buf_append_span(&writer->last, id);
	if (++writer->in_block == ID_BLOCK)
		block_put(writer, err);
}

enum status
id_writer_finish(struct id_writer *writer, uint64_t *tail, struct error *err)
{
	block_put(writer, err);
	if (!writer_whole(writer))
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	tail[0] = writer->out->size;
	tail[1] = writer->packer.at;
	tail[2] = names_packer_size(&writer->packer);
	outfile_put(writer->out, writer->index.data, writer->index.len, err);
	return writer->out->status;
}
