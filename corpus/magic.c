#include "corpus/magic.h"

#include <stddef.h>

struct magic {
	const char *bytes;
	size_t len;
};

#define MAGIC(text) { text, sizeof(text) - 1 }

static const struct {
	struct magic magic;
	enum packing packing;
} packings[] = {
	{ MAGIC("\x1F\x8B"), PACKED_GZIP },
	{ MAGIC("\x28\xB5\x2F\xFD"), PACKED_ZSTD },
	{ MAGIC("\xFD" "7zXZ\0"), PACKED_XZ },
	{ MAGIC("\x1F\x9D"), PACKED_COMPRESS },
	{ MAGIC("\x04\x22\x4D\x18"), PACKED_LZ4 },
	{ MAGIC("LZIP\x01"), PACKED_LZIP },
	{ MAGIC("PK\x03\x04"), PACKED_ZIP },
	{ MAGIC("PK\x05\x06"), PACKED_ZIP },
	{ MAGIC("070701"), PACKED_CPIO },
	{ MAGIC("070702"), PACKED_CPIO },
	{ MAGIC("070707"), PACKED_CPIO },
	{ MAGIC("7z\xBC\xAF\x27\x1C"), PACKED_7ZIP },
};

static const struct {
	struct magic magic;
	const char *kind;
} kinds[] = {
	{ MAGIC("\xFF\xFE\0\0"), "text in UTF-32; UTF-8 is needed" },
	{ MAGIC("\xFF\xFE"), "text in UTF-16; UTF-8 is needed" },
	{ MAGIC("\xFE\xFF"), "text in UTF-16; UTF-8 is needed" },
	{ MAGIC("%PDF-"), "a PDF document" },
	{ MAGIC("{\\rtf"), "an RTF document" },
	{ MAGIC("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "an old office document" },
	{ MAGIC("%!PS"), "a PostScript document" },
	{ MAGIC("\xFF\xD8\xFF"), "a JPEG picture" },
	{ MAGIC("\x89PNG\r\n"), "a PNG picture" },
	{ MAGIC("GIF8"), "a GIF picture" },
	{ MAGIC("\x7F" "ELF"), "a program" },
	{ MAGIC("SQLite format 3"), "a SQLite database" },
	{ MAGIC("PAR1"), "a Parquet table" },
	{ MAGIC("ARROW1"), "an Arrow table" },
	{ MAGIC("Rar!\x1A\x07"), "a RAR archive" },
};

static bool
has(struct span head, struct magic magic)
{
	return span_starts(head, span_from(magic.bytes, magic.len));
}

/* "BZh", the size of blocks, and the mark of a block or of the end. */
static bool
is_bzip2(struct span head)
{
	return head.len >= 10 && span_starts(head, SPAN("BZh")) && head.ptr[3] >= '1' && head.ptr[3] <= '9'
		&& (memcmp(head.ptr + 4, "1AY&SY", 6) == 0 || memcmp(head.ptr + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

/* The sum of a header's bytes is in it in octal, itself taken as spaces: that
 * holds for every kind of tar, "ustar" does not. */
static bool
is_tar(struct span head)
{
	const unsigned char *byte = (const unsigned char *)head.ptr;
	unsigned sum = 0, said = 0;
	size_t i = 148;

	if (head.len < MAGIC_SIZE || byte[0] == '\0')
		return false;
	while (i < 156 && byte[i] == ' ')
		i++;
	if (i == 156 || byte[i] < '0' || byte[i] > '7')
		return false;
	for (; i < 156 && byte[i] >= '0' && byte[i] <= '7'; i++)
		said = said * 8 + (unsigned)(byte[i] - '0');
	for (i = 0; i < MAGIC_SIZE; i++)
		sum += i >= 148 && i < 156 ? ' ' : byte[i];
	return sum == said;
}

enum packing
magic_packing(struct span head)
{
	for (size_t i = 0; i < sizeof(packings) / sizeof(*packings); i++)
		if (has(head, packings[i].magic))
			return packings[i].packing;
	return is_bzip2(head) ? PACKED_BZIP2 : is_tar(head) ? PACKED_TAR : PACKED_NOT;
}

const char *
packing_name(enum packing packing)
{
	static const char *const names[] = {
		[PACKED_NOT] = "file", [PACKED_GZIP] = "gzip", [PACKED_ZSTD] = "zstd", [PACKED_XZ] = "xz",
		[PACKED_BZIP2] = "bzip2", [PACKED_COMPRESS] = "compress", [PACKED_LZ4] = "lz4", [PACKED_LZIP] = "lzip",
		[PACKED_TAR] = "tar", [PACKED_ZIP] = "zip", [PACKED_CPIO] = "cpio", [PACKED_7ZIP] = "7z",
	};

	return names[packing];
}

const char *
magic_kind(struct span head)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (has(head, kinds[i].magic))
			return kinds[i].kind;
	return NULL;
}
