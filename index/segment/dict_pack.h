/* dict_pack.h - the terms of a dictionary block, packed (doc/index-format.md, section 5). */
#ifndef NEWSDEX_INDEX_SEGMENT_DICT_PACK_H
#define NEWSDEX_INDEX_SEGMENT_DICT_PACK_H

#include <stdbool.h>

#include "common/buf.h"
#include "common/span.h"
#include "index/segment/segment_format.h"
#include "index/terms.h"

/* Terms of a block but its first: what they share and add, each in two bytes, and bytes. */
#define DICT_NAMES_MAX ((DICT_BLOCK - 1) * (4 + TERM_MAX))

/* What packs terms from a sample of them; NULL when memory is short. */
struct dict_packer *dict_packer_new(struct span sample);
void dict_packer_free(struct dict_packer *packer);

/* Appends NAMES, at most DICT_NAMES_MAX bytes, packed; false when they do not get smaller. */
bool dict_pack(struct dict_packer *packer, struct span names, struct buf *out);

/* Unpacks to NAMES, which has room for DICT_NAMES_MAX; *LEN gets their size.  False when memory
 * is short or the bytes cannot be unpacked.  For any thread. */
bool dict_unpack(struct span packed, struct span sample, unsigned char *names, size_t *len);

#endif
