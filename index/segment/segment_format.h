/* segment_format.h - the numbers of doc/index-format.md, and how its integers
 * lie in memory.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_FORMAT_H
#define NEWSDEX_INDEX_SEGMENT_FORMAT_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

#define FORMAT_VERSION 6

#define FORMAT_HEAD_SIZE 16    /* magic, version, zero */
#define FORMAT_END_SIZE 24     /* tail_size, zero, tail_sum, file_sum */

enum file_kind {
	KIND_DICT = 'd',
	KIND_POST = 'p',
	KIND_POS = 'o',
	KIND_COLS = 'c',
	KIND_STORE = 's',
	KIND_DEL = 'x',
	KIND_META = 'm',
	KIND_FORWARD = 'f',
};

#define DICT_BLOCK 32          /* terms of a block */
#define DICT_PACKED (UINT64_C(1) << 63)    /* in the offset of a block */
#define ID_BLOCK 32            /* ids of a block */
#define ID_PACKED (UINT64_C(1) << 63)      /* in the offset of a block */
#define ID_NAMES_MAX 8192      /* bytes of a block that is packed */
#define LIST_BLOCK 128         /* postings of a block */
#define LIST_INLINE 4          /* longest list that lies in the dictionary */
#define LIST_BASE_LEAST 64     /* shortest list that others are ranks in */
#define LIST_BASE_TIMES 8      /* how many times as long as these a writer lets it be */
#define RANKS_HEAD_SIZE 4      /* in front of a block of ranks, in a list with skips */
#define BOUND_SIZE 4
#define PROMISE_SIZE 4
#define STORE_HEAD_SIZE 17     /* codec, raw, size, sum */
#define STORE_BACK_SIZE 8

#define SEGMENT_DOCS_MAX ((uint32_t)1 << 27)
#define STORE_RECORD_MAX ((size_t)1 << 30)

enum list_flag {
	LIST_COUNTED = 1,      /* the frequency is the posting's count */
	LIST_POSITIONS = 2,
	LIST_IN_ENTRY = 4,
	LIST_SHARED = 8,
	LIST_RANKED = 16,      /* documents are ranks in another list */
	LIST_PLACELESS = 32,   /* in memory alone: positions are there, and not to be seen */
};

/* What the flags of an entry in a dictionary say besides. */
enum entry_flag {
	ENTRY_FLAGS = 31,      /* these are a list's */
	ENTRY_SINGLES = 32,    /* with LIST_COUNTED: cf is df */
	ENTRY_ONE_PAIR = 64,   /* of a list that lies in .post: its bound repeats the first pair */
	ENTRY_NONE = 128,      /* of such a list: not used */
};

#define ENTRY_DF_SHIFT 6       /* with LIST_IN_ENTRY: df - 1 in the highest bits */
#define ENTRY_LEN_MAX 15       /* in half a byte; the rest follows */

enum store_codec {
	CODEC_NONE,
	CODEC_ZSTD,
	CODEC_ZSTD_DICTIONARY, /* how far back its dictionary lies, a zstd frame */
	CODEC_DICTIONARY,      /* no articles, but what blocks behind it are packed with */
};

/* Bytes of a skip, whose last four are of positions. */
#define SKIP_SIZE(flags) ((flags) & (LIST_POSITIONS | LIST_PLACELESS) ? 16u : 12u)
#define SKIP_SIZE_MAX 16

/* FLAGS of a stem that has the list of a word with FLAGS. */
#define LIST_STEM_FLAGS(flags) ((flags) & LIST_POSITIONS ? ((flags) & ~(unsigned)LIST_POSITIONS) | LIST_PLACELESS : (flags))

/* A list whose counts are stored. */
#define LIST_HAS_COUNTS(flags) (((flags) & (LIST_COUNTED | LIST_POSITIONS)) != 0)

static inline uint16_t
load_u16(const void *at)
{
	uint16_t value;

	memcpy(&value, at, sizeof(value));
	return le16toh(value);
}

static inline uint32_t
load_u32(const void *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return le32toh(value);
}

static inline uint64_t
load_u64(const void *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof(value));
	return le64toh(value);
}

static inline void
store_u16(void *at, uint16_t value)
{
	value = htole16(value);
	memcpy(at, &value, sizeof(value));
}

static inline void
store_u32(void *at, uint32_t value)
{
	value = htole32(value);
	memcpy(at, &value, sizeof(value));
}

static inline void
store_u64(void *at, uint64_t value)
{
	value = htole64(value);
	memcpy(at, &value, sizeof(value));
}

#endif
