/* names_pack.h - terms of a dictionary and ids of documents, some dozens at a time, packed
 * from a sample of them: the first ones, as they lie in the file (doc/index-format.md,
 * sections 5 and 8). */
#ifndef NEWSDEX_INDEX_SEGMENT_NAMES_PACK_H
#define NEWSDEX_INDEX_SEGMENT_NAMES_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/span.h"

/* Bytes that NAME has in common with the one before. */
size_t names_shared(struct span before, struct span name);

/* Appends SHARED, the length of the rest of NAME, and that. */
void names_append(struct buf *names, struct span name, size_t shared);

struct names_packer {
	struct buf sample;         /* the file from AT on */
	uint64_t at;
	size_t enough;             /* bytes of a sample that is whole */
	struct names_zstd *zstd;   /* once it is */
};

/* AT, before anything is added, is where a sample of nothing lies. */
void names_packer_init(struct names_packer *packer, uint64_t at, size_t enough);
void names_packer_release(struct names_packer *packer);

/* Bytes of the sample; 0 until it is whole. */
static inline size_t
names_packer_size(const struct names_packer *packer)
{
	return packer->zstd ? packer->sample.len : 0;
}

/* Adds NAMES, which were put at AT and not packed, to the sample where that wants
 * more: they lie behind what was added before.  False when memory is short. */
bool names_packer_add(struct names_packer *packer, uint64_t at, struct span names);

/* Appends NAMES, packed; false when there is no sample yet or they do not get smaller. */
bool names_packer_pack(struct names_packer *packer, struct span names, struct buf *out);

/* Unpacks to NAMES, which has ROOM; *LEN gets their size.  False when memory is short, or
 * the bytes cannot be unpacked or have no room.  For any thread. */
bool names_unpack(struct span packed, struct span sample, unsigned char *names, size_t room, size_t *len);

#endif
