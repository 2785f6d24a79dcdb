#include "index/segment/merge_store.h"

#include <stdlib.h>
#include <zstd.h>

#include "common/crew.h"

/* Unpacked blocks that are kept, of all segments and at least of each one:
 * articles come in order of date, their blocks in order of arrival. */
#define CACHE_BLOCKS 64
#define CACHE_BLOCKS_LEAST 8

struct store_merge {
	const struct merge_map *map;
	const struct merge_options *options;
	struct store_writer store;
	uint32_t *blocks, *offsets;    /* by new number */
	struct store_cache *caches;    /* cache_count of each segment */
	size_t cache_count;
	void *zstd;                    /* of whatever cache is in use */
};

enum status
merge_pause(const struct merge_map *map, const struct merge_options *options, struct error *err)
{
	for (size_t i = 0; i < map->count; i++)
		segment_forget(map->segments[i]);
	return options->stop && options->stop(options->context)
		? error_set(err, STATUS_INTERRUPTED, NULL, "interrupted")
		: STATUS_OK;
}

/* Copies the blocks of segment NUMBER as they are. */
static enum status
blocks_copy(struct store_merge *merge, size_t number, struct error *err)
{
	const struct segment *segment = merge->map->segments[number];
	enum status status = store_writer_end_block(&merge->store, err);
	uint32_t base = merge->store.blocks;
	uint64_t paused = merge->store.out.size;

	for (uint32_t block = 0; block < segment->store.blocks && status == STATUS_OK; block++) {
		struct span bytes;

		status = store_block_bytes(&segment->store, block, &bytes, err);
		if (status == STATUS_OK)
			status = store_writer_copy(&merge->store, bytes, err);
		if (status == STATUS_OK && merge->store.out.size - paused >= MERGE_PAUSE_BYTES) {
			paused = merge->store.out.size;
			status = merge_pause(merge->map, merge->options, err);
		}
	}
	for (uint32_t doc = 0; doc < segment->docs; doc++) {
		uint32_t to = merge->map->to[number][doc];
		struct store_place place;

		if (to == DOC_END)
			continue;
		place = columns_store(&segment->columns, doc);
		merge->blocks[to] = base + place.block;
		merge->offsets[to] = place.offset;
	}
	return status;
}

static enum status
article_get(struct store_merge *merge, const struct merge_from *from, struct span *record, struct error *err)
{
	const struct segment *segment = merge->map->segments[from->segment];
	struct store_place place = columns_store(&segment->columns, from->doc);
	struct store_cache *cache = &merge->caches[from->segment * merge->cache_count + place.block % merge->cache_count];
	enum status status;

	cache->zstd = merge->zstd;
	status = store_get(&segment->store, cache, place.block, place.offset, record, err);
	merge->zstd = cache->zstd;
	cache->zstd = NULL;
	return status;
}

/* Packs anew the articles of segment NUMBER, or of all for SIZE_MAX, in their new order. */
static enum status
articles_repack(struct store_merge *merge, size_t number, struct error *err)
{
	const struct merge_map *map = merge->map;
	enum status status = STATUS_OK;

	for (uint32_t doc = 0; doc < map->docs && status == STATUS_OK; doc++) {
		struct span record;

		if (number != SIZE_MAX && map->from[doc].segment != number)
			continue;
		status = article_get(merge, &map->from[doc], &record, err);
		if (status == STATUS_OK)
			status = store_writer_add(&merge->store, record, SPAN_NONE, &merge->blocks[doc], &merge->offsets[doc], err);
		if (status == STATUS_OK && doc % 8192 == 8191)
			status = merge_pause(map, merge->options, err);
	}
	return status;
}

/* Of so many articles, evenly from all times, the beginnings: a megabyte in all, or two,
 * and no more than about one part in a hundred of a smaller segment. */
#define DICTIONARY_ARTICLES 400
#define DICTIONARY_ARTICLES_SMALLEST 800
#define DICTIONARY_SHARE 64
#define DICTIONARY_PIECE ((size_t)4 << 10)

/* What news repeats from block to block. */
static enum status
dictionary_make(struct store_merge *merge, struct error *err)
{
	const struct merge_map *map = merge->map;
	uint32_t most = merge->options->smallest ? DICTIONARY_ARTICLES_SMALLEST : DICTIONARY_ARTICLES;
	uint32_t count = map->docs / DICTIONARY_SHARE < most ? map->docs / DICTIONARY_SHARE : most;
	struct buf dictionary = BUF_INIT;
	enum status status = STATUS_OK;

	/* No dictionary that zstd made begins so. */
	if (count)
		buf_append_byte(&dictionary, '\n');
	for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
		struct span record;

		status = article_get(merge, &map->from[(uint64_t)i * map->docs / count], &record, err);
		if (status == STATUS_OK)
			buf_append(&dictionary, record.ptr, record.len < DICTIONARY_PIECE ? record.len : DICTIONARY_PIECE);
	}
	if (status == STATUS_OK && buf_status(&dictionary) < 0)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (status == STATUS_OK)
		status = store_writer_dictionary(&merge->store, buf_span(&dictionary), err);
	buf_release(&dictionary);
	return status;
}

static enum status
articles_write(struct store_merge *merge, struct error *err)
{
	const struct merge_map *map = merge->map;
	enum status status = STATUS_OK;

	if (merge->options->best) {
		status = dictionary_make(merge, err);
		return status == STATUS_OK ? articles_repack(merge, SIZE_MAX, err) : status;
	}
	for (size_t i = 0; i < map->count && status == STATUS_OK; i++) {
		/* Blocks with deleted articles in them are not carried on. */
		status = map->segments[i]->deletes.deleted ? articles_repack(merge, i, err) : blocks_copy(merge, i, err);
		if (status == STATUS_OK)
			status = merge_pause(map, merge->options, err);
	}
	return status;
}

enum status
store_merge(const struct merge_map *map, const struct merge_options *options, const struct segment_name *name,
            uint32_t *blocks, uint32_t *offsets, uint64_t *size, struct error *err)
{
	struct store_merge merge = {
		.map = map, .options = options, .store = STORE_WRITER_INIT, .blocks = blocks, .offsets = offsets,
		.cache_count = CACHE_BLOCKS / map->count > CACHE_BLOCKS_LEAST ? CACHE_BLOCKS / map->count : CACHE_BLOCKS_LEAST,
	};
	struct store_options store = options->smallest ? STORE_SMALLEST(crew_processors())
		: options->best ? STORE_BEST(crew_processors()) : STORE_USUAL;
	char file[SEGMENT_FILE_NAME_MAX];
	enum status status;

	merge.caches = calloc(map->count * merge.cache_count, sizeof(*merge.caches));
	if (!merge.caches)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	segment_file_name(name, "store", file);
	status = store_writer_open(&merge.store, options->folder, file, &store, err);
	if (status == STATUS_OK)
		status = articles_write(&merge, err);
	if (status == STATUS_OK)
		status = store_writer_finish(&merge.store, size, err);
	store_writer_release(&merge.store);
	for (size_t i = 0; i < map->count * merge.cache_count; i++)
		store_cache_release(&merge.caches[i]);
	ZSTD_freeDCtx(merge.zstd);
	free(merge.caches);
	return status;
}
