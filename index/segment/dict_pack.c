#include "index/segment/dict_pack.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <zstd.h>

/* Much higher ones take longer than they gain. */
#define LEVEL 3

struct dict_packer {
	ZSTD_CCtx *zstd;
	ZSTD_CDict *dictionary;
};

struct dict_packer *
dict_packer_new(struct span sample)
{
	struct dict_packer *packer = calloc(1, sizeof(*packer));

	if (!packer)
		return NULL;
	packer->zstd = ZSTD_createCCtx();
	packer->dictionary = ZSTD_createCDict(sample.ptr, sample.len, LEVEL);
	/* The size is bounded as it is. */
	if (packer->zstd && packer->dictionary
	    && !ZSTD_isError(ZSTD_CCtx_setParameter(packer->zstd, ZSTD_c_contentSizeFlag, 0))
	    && !ZSTD_isError(ZSTD_CCtx_refCDict(packer->zstd, packer->dictionary)))
		return packer;
	dict_packer_free(packer);
	return NULL;
}

void
dict_packer_free(struct dict_packer *packer)
{
	if (!packer)
		return;
	ZSTD_freeCCtx(packer->zstd);
	ZSTD_freeCDict(packer->dictionary);
	free(packer);
}

bool
dict_pack(struct dict_packer *packer, struct span names, struct buf *out)
{
	size_t room = ZSTD_compressBound(names.len), size;
	char *to = buf_reserve(out, room);

	if (!to)
		return false;
	size = ZSTD_compress2(packer->zstd, to, room, names.ptr, names.len);
	if (ZSTD_isError(size) || size >= names.len)
		return false;
	out->len += size;
	return true;
}

/* One that nobody uses: making one takes longer than unpacking a block. */
static _Atomic(ZSTD_DCtx *) spare;

bool
dict_unpack(struct span packed, struct span sample, unsigned char *names, size_t *len)
{
	ZSTD_DCtx *zstd = atomic_exchange(&spare, NULL);

	if (!zstd)
		zstd = ZSTD_createDCtx();
	if (!zstd)
		return false;
	*len = ZSTD_decompress_usingDict(zstd, names, DICT_NAMES_MAX, packed.ptr, packed.len, sample.ptr, sample.len);
	ZSTD_freeDCtx(atomic_exchange(&spare, zstd));
	return !ZSTD_isError(*len);
}
