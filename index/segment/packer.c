#include "index/segment/packer.h"

#include <pthread.h>
#include <stdlib.h>
#include <xxhash.h>
#include <zstd.h>

#include "index/segment/segment_format.h"

void
block_pack(void *zstd, struct span raw, int level, struct buf *out)
{
	size_t bound = ZSTD_compressBound(raw.len), size;
	unsigned char *head = (unsigned char *)buf_reserve(out, STORE_HEAD_SIZE + bound);
	unsigned char *data = head + STORE_HEAD_SIZE;

	if (!head)
		return;
	size = ZSTD_compressCCtx(zstd, data, bound, raw.ptr, raw.len, level);
	head[0] = CODEC_ZSTD;
	if (ZSTD_isError(size) || size >= raw.len) {
		head[0] = CODEC_NONE;
		size = raw.len;
		memcpy(data, raw.ptr, size);
	}
	store_u32(head + 1, (uint32_t)raw.len);
	store_u32(head + 5, (uint32_t)size);
	store_u64(head + 9, XXH3_64bits(data, size));
	out->len += STORE_HEAD_SIZE + size;
}

enum slot_state { SLOT_FREE, SLOT_GIVEN, SLOT_IN_WORK, SLOT_PACKED };

struct slot {
	struct buf raw, packed;
	enum slot_state state;
};

struct packer {
	pthread_mutex_t lock;
	pthread_cond_t given, packed;
	int level;
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
			block_pack(zstd, buf_span(&slot->raw), packer->level, &slot->packed);
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
packer_new(unsigned threads, int level)
{
	struct packer *packer = calloc(1, sizeof(*packer));

	if (!packer)
		return NULL;
	packer->level = level;
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
packer_take(struct packer *packer, struct span *bytes, struct error *err)
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
	*bytes = buf_span(&slot->packed);
	return buf_status(&slot->packed) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : STATUS_OK;
}
