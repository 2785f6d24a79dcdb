#include "index/segment/packer.h"

#include <pthread.h>
#include <stdlib.h>
#include <xxhash.h>
#include <zstd.h>

#include "index/segment/segment_format.h"

/* Room that a compressor gets at a time. */
#define PIECE_ROOM ((size_t)256 << 10)

/* The head of a block of SIZE bytes of data, whose checksum is SUM. */
static void
head_fill(unsigned char *head, enum store_codec codec, size_t raw, size_t size, uint64_t sum)
{
	head[0] = (unsigned char)codec;
	store_u32(head + 1, (uint32_t)raw);
	store_u32(head + 5, (uint32_t)size);
	store_u64(head + 9, sum);
}

/* Writes the head of a block whose SIZE bytes of data lie behind it. */
static void
head_put(unsigned char *head, enum store_codec codec, size_t raw, size_t size)
{
	head_fill(head, codec, raw, size, XXH3_64bits(head + STORE_HEAD_SIZE, size));
}

/* Begins anew with LEVEL. */
static bool
level_set(void *zstd, const struct pack_level *level)
{
	ZSTD_CCtx_reset(zstd, ZSTD_reset_session_and_parameters);
	return !ZSTD_isError(ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, level->level))
		&& !ZSTD_isError(ZSTD_CCtx_setParameter(zstd, ZSTD_c_hashLog, level->hash_log));
}

/* The checksum tells a repair what came out right with a damaged dictionary. */
static bool
dictionary_set(void *zstd, const void *dictionary)
{
	return !ZSTD_isError(ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1))
		&& !ZSTD_isError(ZSTD_CCtx_refCDict(zstd, dictionary));
}

void
block_pack(void *zstd, struct span raw, const struct pack_level *level, const void *dictionary, struct buf *out)
{
	size_t bound = ZSTD_compressBound(raw.len), size = raw.len, refer = dictionary ? STORE_BACK_SIZE : 0;
	unsigned char *head = (unsigned char *)buf_reserve(out, STORE_HEAD_SIZE + STORE_BACK_SIZE + bound);
	unsigned char *data = head + STORE_HEAD_SIZE;
	enum store_codec codec = dictionary ? CODEC_ZSTD_DICTIONARY : CODEC_ZSTD;

	if (!head)
		return;
	if (level_set(zstd, level) && (!dictionary || dictionary_set(zstd, dictionary)))
		size = ZSTD_compress2(zstd, data + refer, bound, raw.ptr, raw.len);
	size += ZSTD_isError(size) ? 0 : refer;
	if (ZSTD_isError(size) || size >= raw.len) {
		codec = CODEC_NONE;
		size = raw.len;
		memcpy(data, raw.ptr, size);
	}
	head_put(head, codec, raw.len, size);
	out->len += STORE_HEAD_SIZE + size;
}

void
block_keep(struct span dictionary, struct buf *out)
{
	unsigned char *head = (unsigned char *)buf_reserve(out, STORE_HEAD_SIZE + dictionary.len);

	if (!head)
		return;
	memcpy(head + STORE_HEAD_SIZE, dictionary.ptr, dictionary.len);
	head_put(head, CODEC_DICTIONARY, dictionary.len, dictionary.len);
	out->len += STORE_HEAD_SIZE + dictionary.len;
}

void
block_refer(struct buf *block, uint64_t back)
{
	unsigned char *head = (unsigned char *)block->data;

	if (head[0] != CODEC_ZSTD_DICTIONARY)
		return;
	store_u64(head + STORE_HEAD_SIZE, back);
	head_put(head, CODEC_ZSTD_DICTIONARY, load_u32(head + 1), load_u32(head + 5));
}

/* Where the data of a block of pieces goes: OUTPUT, or nowhere but into its size and sum. */
struct pieces_sink {
	struct outfile *output;
	XXH3_state_t *sum;
	size_t size;
};

static void
sink_put(struct pieces_sink *sink, const void *data, size_t len, struct error *err)
{
	sink->size += len;
	if (sink->output)
		outfile_put(sink->output, data, len, err);
	else
		XXH3_64bits_update(sink->sum, data, len);
}

/* Compresses PIECES, RAW bytes together, through ROOM; false: it cannot be done, or is of no use. */
static bool
pieces_compress(void *zstd, const struct span *pieces, size_t count, size_t raw, const struct pack_level *level,
                void *room, struct pieces_sink *sink, struct error *err)
{
	if (!level_set(zstd, level) || ZSTD_isError(ZSTD_CCtx_setPledgedSrcSize(zstd, raw)))
		return false;
	for (size_t i = 0; i < count; i++) {
		ZSTD_inBuffer from = { pieces[i].ptr, pieces[i].len, 0 };
		size_t left = 1;

		while (i + 1 < count ? from.pos < from.size : left != 0) {
			ZSTD_outBuffer to = { room, PIECE_ROOM, 0 };

			left = ZSTD_compressStream2(zstd, &to, &from, i + 1 < count ? ZSTD_e_continue : ZSTD_e_end);
			if (ZSTD_isError(left) || sink->size + to.pos >= raw)
				return false;
			sink_put(sink, room, to.pos, err);
		}
	}
	return true;
}

/* The data of the block, compressed if CODEC says so and that can be done; says which it is. */
static enum store_codec
pieces_put(void *zstd, const struct span *pieces, size_t count, size_t raw, const struct pack_level *level,
           enum store_codec codec, void *room, struct pieces_sink *sink, struct error *err)
{
	sink->size = 0;
	if (codec == CODEC_ZSTD && pieces_compress(zstd, pieces, count, raw, level, room, sink, err))
		return CODEC_ZSTD;
	sink->size = 0;
	if (sink->sum)
		XXH3_64bits_reset(sink->sum);
	for (size_t i = 0; i < count; i++)
		sink_put(sink, pieces[i].ptr, pieces[i].len, err);
	return CODEC_NONE;
}

enum status
block_put_pieces(void *zstd, const struct span *pieces, size_t count, const struct pack_level *level,
                 struct outfile *out, struct error *err)
{
	unsigned char head[STORE_HEAD_SIZE];
	struct pieces_sink measure = { .sum = XXH3_createState() }, write = { .output = out };
	void *room = malloc(PIECE_ROOM);
	size_t raw = 0;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count; i++)
		raw += pieces[i].len;
	if (!measure.sum || !room) {
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	} else {
		enum store_codec codec;

		XXH3_64bits_reset(measure.sum);
		codec = pieces_put(zstd, pieces, count, raw, level, CODEC_ZSTD, room, &measure, err);
		head_fill(head, codec, raw, measure.size, XXH3_64bits_digest(measure.sum));
		outfile_put(out, head, sizeof(head), err);
		/* The same calls once more give the same bytes. */
		if (pieces_put(zstd, pieces, count, raw, level, codec, room, &write, err) != codec || write.size != measure.size)
			status = error_set(err, STATUS_INTERNAL, NULL, "an article was not compressed alike twice");
		else
			status = out->status;
	}
	free(room);
	XXH3_freeState(measure.sum);
	return status;
}

enum slot_state { SLOT_FREE, SLOT_GIVEN, SLOT_IN_WORK, SLOT_PACKED };

struct slot {
	struct buf raw, packed;
	enum slot_state state;
};

struct packer {
	pthread_mutex_t lock;
	pthread_cond_t given, packed;
	struct pack_level level;
	const void *dictionary;        /* ZSTD_CDict, or NULL */
	bool ending;
	struct slot *slots;            /* a ring */
	unsigned slot_count;
	unsigned next_give, next_pack, next_take;
	unsigned held;                 /* slots that are not free */
	pthread_t *threads;
	unsigned thread_count;
};

static void *
packer_thread(void *context)
{
	struct packer *packer = context;
	ZSTD_CCtx *zstd = ZSTD_createCCtx();

	pthread_mutex_lock(&packer->lock);
	for (;;) {
		struct slot *slot = &packer->slots[packer->next_pack];

		if (slot->state != SLOT_GIVEN) {
			if (packer->ending)
				break;
			pthread_cond_wait(&packer->given, &packer->lock);
			continue;
		}
		slot->state = SLOT_IN_WORK;
		packer->next_pack = (packer->next_pack + 1) % packer->slot_count;
		pthread_mutex_unlock(&packer->lock);
		buf_clear(&slot->packed);
		if (zstd)
			block_pack(zstd, buf_span(&slot->raw), &packer->level, packer->dictionary, &slot->packed);
		else
			slot->packed.failed = true;
		pthread_mutex_lock(&packer->lock);
		slot->state = SLOT_PACKED;
		pthread_cond_signal(&packer->packed);
	}
	pthread_mutex_unlock(&packer->lock);
	ZSTD_freeCCtx(zstd);
	return NULL;
}

struct packer *
packer_new(unsigned threads, const struct pack_level *level)
{
	struct packer *packer = calloc(1, sizeof(*packer));

	if (!packer)
		return NULL;
	packer->level = *level;
	packer->slot_count = 2 * threads;
	packer->slots = calloc(packer->slot_count, sizeof(*packer->slots));
	packer->threads = calloc(threads, sizeof(*packer->threads));
	pthread_mutex_init(&packer->lock, NULL);
	pthread_cond_init(&packer->given, NULL);
	pthread_cond_init(&packer->packed, NULL);
	while (packer->slots && packer->threads && packer->thread_count < threads
	       && pthread_create(&packer->threads[packer->thread_count], NULL, packer_thread, packer) == 0)
		packer->thread_count++;
	if (packer->thread_count)
		return packer;
	packer_free(packer);
	return NULL;
}

void
packer_free(struct packer *packer)
{
	if (!packer)
		return;
	pthread_mutex_lock(&packer->lock);
	packer->ending = true;
	pthread_cond_broadcast(&packer->given);
	pthread_mutex_unlock(&packer->lock);
	for (unsigned i = 0; i < packer->thread_count; i++)
		pthread_join(packer->threads[i], NULL);
	for (unsigned i = 0; packer->slots && i < packer->slot_count; i++) {
		buf_release(&packer->slots[i].raw);
		buf_release(&packer->slots[i].packed);
	}
	pthread_mutex_destroy(&packer->lock);
	pthread_cond_destroy(&packer->given);
	pthread_cond_destroy(&packer->packed);
	free(packer->slots);
	free(packer->threads);
	free(packer);
}

void
packer_dictionary(struct packer *packer, const void *dictionary)
{
	pthread_mutex_lock(&packer->lock);
	packer->dictionary = dictionary;
	pthread_mutex_unlock(&packer->lock);
}

bool
packer_full(const struct packer *packer)
{
	return packer->held == packer->slot_count;
}

void
packer_give(struct packer *packer, struct buf *block)
{
	struct slot *slot = &packer->slots[packer->next_give];
	struct buf empty = slot->raw;

	slot->raw = *block;
	*block = empty;
	buf_clear(block);
	packer->next_give = (packer->next_give + 1) % packer->slot_count;
	packer->held++;
	pthread_mutex_lock(&packer->lock);
	slot->state = SLOT_GIVEN;
	pthread_cond_signal(&packer->given);
	pthread_mutex_unlock(&packer->lock);
}

enum status
packer_take(struct packer *packer, struct buf **bytes, struct error *err)
{
	struct slot *slot = &packer->slots[packer->next_take];

	if (!packer->held)
		return STATUS_END;
	pthread_mutex_lock(&packer->lock);
	while (slot->state != SLOT_PACKED)
		pthread_cond_wait(&packer->packed, &packer->lock);
	slot->state = SLOT_FREE;
	pthread_mutex_unlock(&packer->lock);
	packer->next_take = (packer->next_take + 1) % packer->slot_count;
	packer->held--;
	*bytes = &slot->packed;
	return buf_status(&slot->packed) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : STATUS_OK;
}
