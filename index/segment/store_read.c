/* For ZSTD_d_stableOutBuffer, which is found to be missing where it is. */
#define ZSTD_STATIC_LINKING_ONLY
#include <xxhash.h>
#include <zstd.h>

#include "common/varint.h"
#include "index/segment/store.h"

enum status
store_open(struct store *store, const char *folder, const char *name, struct error *err)
{
	enum status status = infile_open(&store->in, folder, name, KIND_STORE, 2, err);

	if (status < 0)
		return status;
	store->blocks = infile_tail(&store->in, 0);
	store->offsets = infile_tail(&store->in, 1);
	if (store->blocks >= UINT32_MAX || !infile_holds(&store->in, store->offsets, store->blocks + 1, 8))
		return infile_corrupt(&store->in, store->in.body_end, "the store's sizes do not fit", err);
	return STATUS_OK;
}

void
store_release(struct store *store)
{
	infile_release(&store->in);
}

void
store_cache_release(struct store_cache *cache)
{
	pages_release(&cache->room);
	ZSTD_freeDCtx(cache->zstd);
	*cache = (struct store_cache)STORE_CACHE_INIT;
}

enum status
store_block_bytes(const struct store *store, uint32_t block, struct span *bytes, struct error *err)
{
	const struct infile *in = &store->in;
	uint64_t at = store->offsets + 8 * (uint64_t)block, from, until;

	if (block >= store->blocks)
		return infile_corrupt(in, in->body_end, "an article lies outside the store", err);
	from = load_u64(in->data + at);
	until = load_u64(in->data + at + 8);
	if (from < FORMAT_HEAD_SIZE || until > store->offsets || from > until || until - from < STORE_HEAD_SIZE
	    || load_u32(in->data + from + 5) != until - from - STORE_HEAD_SIZE)
		return infile_corrupt(in, at, "a block lies outside the store", err);
	*bytes = span_from((const char *)in->data + from, (size_t)(until - from));
	return STATUS_OK;
}

/* Bytes that are unpacked behind what is asked for, so that an article of the
 * usual size needs one step; and of a frame that is given to zstd at a time. */
#define UNPACK_AHEAD ((size_t)16 << 10)
#define FRAME_PIECE ((size_t)24 << 10)

/* Blocks are read here and there, and what lies around them is mapped with them: so
 * that memory does not grow with the articles, now and then all of it is given back. */
#define READ_MOST ((size_t)4 << 20)

/* Unpacks the first WANT of RAW bytes, or all, into OUT, which has room for RAW; returns
 * how many, 0 when it cannot be done. */
static size_t
frame_unpack(void *zstd, struct span data, struct span dictionary, size_t want, size_t raw, char *out)
{
	ZSTD_outBuffer to = { out, raw, 0 };
	ZSTD_inBuffer from = { data.ptr, 0, 0 };

	ZSTD_DCtx_reset(zstd, ZSTD_reset_session_only);
	if (dictionary.len && ZSTD_isError(ZSTD_DCtx_refPrefix(zstd, dictionary.ptr, dictionary.len)))
		return 0;
	/* Without a second buffer, or in one step. */
	if (want >= raw || ZSTD_isError(ZSTD_DCtx_setParameter(zstd, ZSTD_d_stableOutBuffer, 1)))
		return ZSTD_decompressDCtx(zstd, out, raw, data.ptr, data.len) == raw ? raw : 0;
	while (to.pos < want && from.size < data.len) {
		from.size = data.len - from.size > FRAME_PIECE ? from.size + FRAME_PIECE : data.len;
		if (ZSTD_isError(ZSTD_decompressStream(zstd, &to, &from)))
			return 0;
	}
	return to.pos < want ? 0 : to.pos;
}

/* The dictionary of the block at HEAD, whose data has FRAME behind what says where it lies. */
static enum status
dictionary_find(const struct infile *in, struct store_cache *cache, const unsigned char *head, struct span *frame,
                struct span *dictionary, struct error *err)
{
	uint64_t at = (uint64_t)(head - in->data), back = frame->len < STORE_BACK_SIZE ? 0 : load_u64(frame->ptr);
	const unsigned char *there;
	uint32_t size;

	if (back < STORE_HEAD_SIZE || back > at - FORMAT_HEAD_SIZE)
		return infile_corrupt(in, at, "the dictionary of a block of articles lies outside the store", err);
	there = head - back;
	size = load_u32(there + 5);
	if (there[0] != CODEC_DICTIONARY || size > back - STORE_HEAD_SIZE || load_u32(there + 1) != size)
		return infile_corrupt(in, at - back, "a dictionary of articles cannot be read", err);
	if (!cache->salvage && cache->dictionary != there && XXH3_64bits(there + STORE_HEAD_SIZE, size) != load_u64(there + 9))
		return infile_corrupt(in, at - back, "the checksum of a dictionary of articles is wrong", err);
	cache->dictionary = there;
	*dictionary = span_from((const char *)there + STORE_HEAD_SIZE, size);
	*frame = span_from(frame->ptr + STORE_BACK_SIZE, frame->len - STORE_BACK_SIZE);
	return STATUS_OK;
}

/* Unpacks a block, its first WANT bytes at least. */
static enum status
block_unpack(const struct infile *in, struct store_cache *cache, struct span bytes, size_t want, struct error *err)
{
	const unsigned char *head = (const unsigned char *)bytes.ptr;
	struct span data = span_from(bytes.ptr + STORE_HEAD_SIZE, bytes.len - STORE_HEAD_SIZE);
	struct span dictionary = SPAN_NONE;
	size_t raw = load_u32(head + 1);
	uint64_t at = (uint64_t)(head - in->data);
	enum status status = STATUS_OK;
	bool packed;

	if (XXH3_64bits(data.ptr, data.len) != load_u64(head + 9))
		return infile_corrupt(in, at, "the checksum of a block of articles is wrong", err);
	if (head[0] == CODEC_ZSTD_DICTIONARY)
		status = dictionary_find(in, cache, head, &data, &dictionary, err);
	if (status < 0)
		return status;
	/* The frame says its size too: no memory is taken on one number's word. */
	packed = head[0] == CODEC_ZSTD || head[0] == CODEC_ZSTD_DICTIONARY;
	if (head[0] > CODEC_DICTIONARY || (packed ? ZSTD_getFrameContentSize(data.ptr, data.len) : data.len) != raw
	    || raw > STORE_RECORD_MAX + VARINT_MAX)
		return infile_corrupt(in, at, "a block of articles cannot be read", err);
	cache->raw = SPAN("");
	if (head[0] == CODEC_DICTIONARY || !raw)
		return STATUS_OK;
	if (!cache->zstd)
		cache->zstd = ZSTD_createDCtx();
	if (!pages_grow(&cache->room, raw > cache->least ? raw : cache->least) || !cache->zstd)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	cache->raw = packed ? span_from(cache->room.data, frame_unpack(cache->zstd, data, dictionary, want, raw, cache->room.data)) : data;
	if (!cache->raw.len)
		return infile_corrupt(in, at, "a block of articles cannot be unpacked", err);
	return STATUS_OK;
}

enum status
store_block_unpack(const struct infile *in, struct store_cache *cache, struct span bytes, struct error *err)
{
	return block_unpack(in, cache, bytes, SIZE_MAX, err);
}

/* The first WANT bytes of BLOCK, or all where there are fewer. */
static enum status
cache_fill(const struct store *store, struct store_cache *cache, uint32_t block, size_t want, struct error *err)
{
	struct span bytes;
	enum status status = store_block_bytes(store, block, &bytes, err);

	if (status < 0)
		return status;
	if (cache->store == store && cache->block == block
	    && (cache->raw.len >= want || cache->raw.len == load_u32(bytes.ptr + 1)))
		return STATUS_OK;
	cache->store = NULL;
	status = block_unpack(&store->in, cache, bytes, want, err);
	if (status < 0)
		return status;
	cache->store = store;
	cache->block = block;
	cache->read += bytes.len;
	if (cache->read > READ_MOST) {
		file_map_forget(&store->in.map);
		cache->read = 0;
	}
	return STATUS_OK;
}

enum status
store_get(const struct store *store, struct store_cache *cache, uint32_t block, uint32_t offset,
          struct span *record, struct error *err)
{
	const struct span *raw = &cache->raw;
	uint64_t size = 0;
	size_t len = 0;
	enum status status = cache_fill(store, cache, block, offset + UNPACK_AHEAD, err);

	if (status == STATUS_OK && offset < raw->len)
		len = varint_get((const unsigned char *)raw->ptr + offset, (const unsigned char *)raw->ptr + raw->len, &size);
	if (len && size > raw->len - offset - len && size <= STORE_RECORD_MAX)
		status = cache_fill(store, cache, block, offset + len + (size_t)size, err);
	if (status < 0)
		return status;
	if (!len || size > raw->len - offset - len)
		return infile_corrupt(&store->in, store->offsets, "an article lies outside its block", err);
	*record = span_from(raw->ptr + offset + len, (size_t)size);
	return STATUS_OK;
}

enum status
store_check(const struct store *store, struct store_cache *cache, struct error *err)
{
	enum status status = STATUS_OK;

	for (uint32_t block = 0; block < store->blocks && status == STATUS_OK; block++)
		status = cache_fill(store, cache, block, SIZE_MAX, err);
	return status;
}
