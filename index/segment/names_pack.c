#include "index/segment/names_pack.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "common/varint.h"

/* Much higher ones take longer than they gain. */
#define LEVEL 3

struct names_zstd {
	ZSTD_CCtx *context;
	ZSTD_CDict *dictionary;
};

static void
names_zstd_free(struct names_zstd *zstd)
{
	if (!zstd)
		return;
	ZSTD_freeCCtx(zstd->context);
	ZSTD_freeCDict(zstd->dictionary);
	free(zstd);
}

static struct names_zstd *
names_zstd_new(struct span sample)
{
	struct names_zstd *zstd = calloc(1, sizeof(*zstd));

	if (!zstd)
		return NULL;
	zstd->context = ZSTD_createCCtx();
	zstd->dictionary = ZSTD_createCDict(sample.ptr, sample.len, LEVEL);
	/* The size is bounded as it is. */
	if (zstd->context && zstd->dictionary
	    && !ZSTD_isError(ZSTD_CCtx_setParameter(zstd->context, ZSTD_c_contentSizeFlag, 0))
	    && !ZSTD_isError(ZSTD_CCtx_refCDict(zstd->context, zstd->dictionary)))
		return zstd;
	names_zstd_free(zstd);
	return NULL;
}

size_t
names_shared(struct span before, struct span name)
{
	size_t shared = 0;

	while (shared < before.len && shared < name.len && before.ptr[shared] == name.ptr[shared])
		shared++;
	return shared;
}

void
names_append(struct buf *names, struct span name, size_t shared)
{
	unsigned char lens[2 * VARINT_MAX];
	size_t size = varint_put(lens, shared);

	size += varint_put(lens + size, name.len - shared);
	buf_append(names, lens, size);
	buf_append(names, name.ptr + shared, name.len - shared);
}

void
names_packer_init(struct names_packer *packer, uint64_t at, size_t enough)
{
	memset(packer, 0, sizeof(*packer));
	packer->at = at;
	packer->enough = enough;
}

void
names_packer_release(struct names_packer *packer)
{
	buf_release(&packer->sample);
	names_zstd_free(packer->zstd);
	packer->zstd = NULL;
}

bool
names_packer_add(struct names_packer *packer, uint64_t at, struct span names)
{
	if (packer->zstd)
		return true;
	if (!packer->sample.len)
		packer->at = at;
	buf_append_span(&packer->sample, names);
	if (buf_status(&packer->sample) < 0 || packer->sample.len < packer->enough)
		return buf_status(&packer->sample) == STATUS_OK;
	packer->zstd = names_zstd_new(buf_span(&packer->sample));
	return packer->zstd != NULL;
}

bool
names_packer_pack(struct names_packer *packer, struct span names, struct buf *out)
{
	size_t room = ZSTD_compressBound(names.len), size;
	char *to = packer->zstd ? buf_reserve(out, room) : NULL;

	if (!to)
		return false;
	size = ZSTD_compress2(packer->zstd->context, to, room, names.ptr, names.len);
	if (ZSTD_isError(size) || size >= names.len)
		return false;
	out->len += size;
	return true;
}

/* One that nobody uses: making one takes longer than unpacking a block. */
static _Atomic(ZSTD_DCtx *) spare;

bool
names_unpack(struct span packed, struct span sample, unsigned char *names, size_t room, size_t *len)
{
	ZSTD_DCtx *zstd = atomic_exchange(&spare, NULL);

	if (!zstd)
		zstd = ZSTD_createDCtx();
	if (!zstd)
		return false;
	*len = ZSTD_decompress_usingDict(zstd, names, room, packed.ptr, packed.len, sample.ptr, sample.len);
	ZSTD_freeDCtx(atomic_exchange(&spare, zstd));
	return !ZSTD_isError(*len);
}
