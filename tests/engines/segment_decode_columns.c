#include "tests/engines/segment_decode_columns.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "tests/engines/segment_decode.h"

uint64_t
column_number(const struct bytes *cols, int at, uint64_t doc)
{
	const unsigned char *bits = cols->data + cols->tail[at + 1];
	uint64_t width = cols->tail[at], sum = 0;

	for (uint64_t i = 0; i < width; i++) {
		uint64_t place = doc * width + i;

		sum |= (uint64_t)(bits[place / 8] >> place % 8 & 1) << i;
	}
	return sum;
}

int64_t
column_date(const struct bytes *cols, uint64_t doc)
{
	uint64_t docs = cols->tail[0], undated = cols->tail[5];

	return doc < docs - undated ? (int64_t)(cols->tail[3] + column_number(cols, TAIL_DATE, doc)) : INT64_MIN;
}

static size_t packed_blocks;

size_t
decode_packed_ids(void)
{
	return packed_blocks;
}

/* Spells out COUNT ids from AT to END. */
static void
ids_spell(const unsigned char *at, const unsigned char *end, struct document_id *ids, uint64_t count)
{
	for (uint64_t i = 0; i < count; i++) {
		uint64_t shared = varint(&at), rest = varint(&at);

		ids[i].len = shared + rest;
		ids[i].bytes = calloc(ids[i].len + 1, 1);
		if (shared)
			memcpy(ids[i].bytes, ids[i - 1].bytes, shared);
		memcpy(ids[i].bytes + shared, at, rest);
		at += rest;
	}
	if (at != end)
		complain("a block of ids has other bytes");
}

struct document_id *
column_ids(const struct bytes *cols)
{
	static unsigned char names[8192];
	uint64_t docs = cols->tail[0], index = cols->tail[TAIL_IDS];
	struct document_id *ids = calloc(docs + 1, sizeof(*ids));

	for (uint64_t doc = 0; doc < docs; doc += 32) {
		const unsigned char *element = cols->data + index + 8 * (doc / 32);
		uint64_t from = number(element, 8), count = docs - doc < 32 ? docs - doc : 32;
		uint64_t until = count < docs - doc ? number(element + 8, 8) & INT64_MAX : index;
		const unsigned char *at = cols->data + (from & INT64_MAX), *end = cols->data + until;

		if (from >> 63) {
			ZSTD_DCtx *zstd = ZSTD_createDCtx();
			size_t len = ZSTD_decompress_usingDict(zstd, names, sizeof(names), at, (size_t)(end - at),
			                                       cols->data + cols->tail[TAIL_IDS + 1], cols->tail[TAIL_IDS + 2]);

			ZSTD_freeDCtx(zstd);
			if (ZSTD_isError(len))
				complain("ids cannot be unpacked");
			at = names;
			end = names + (ZSTD_isError(len) ? 0 : len);
			packed_blocks++;
		}
		ids_spell(at, end, ids + doc, count);
	}
	return ids;
}

void
column_ids_free(struct document_id *ids, uint64_t count)
{
	for (uint64_t i = 0; ids && i < count; i++)
		free(ids[i].bytes);
	free(ids);
}
