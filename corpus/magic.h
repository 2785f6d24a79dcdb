/* magic.h - what the first bytes of a file say of how it is packed.
 */
#ifndef NEWSDEX_CORPUS_MAGIC_H
#define NEWSDEX_CORPUS_MAGIC_H

#include <stdbool.h>

#include "common/span.h"

/* Bytes that are enough to know: a tar header's. */
#define MAGIC_SIZE ((size_t)512)

enum packing {
	PACKED_NOT,
	PACKED_GZIP,        /* up to PACKED_LZIP: one stream of bytes */
	PACKED_ZSTD,
	PACKED_XZ,
	PACKED_BZIP2,
	PACKED_COMPRESS,    /* .Z */
	PACKED_LZ4,
	PACKED_LZIP,
	PACKED_TAR,         /* from here: many files */
	PACKED_ZIP,
	PACKED_CPIO,
	PACKED_7ZIP,
};

/* How the file that starts with HEAD is packed. */
enum packing magic_packing(struct span head);
const char *packing_name(enum packing packing);

static inline bool
packing_is_archive(enum packing packing)
{
	return packing >= PACKED_TAR;
}

/* What a file is that no format reads ("a PDF document"); NULL when HEAD does not say. */
const char *magic_kind(struct span head);

#endif
