/* columns.h - a value a document: date, length, words, content hash, place in
 * the store, sketch, id, and the strings source, section and language.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_COLUMNS_H
#define NEWSDEX_INDEX_SEGMENT_COLUMNS_H

#include "common/hash.h"
#include "index/sketch.h"
#include "index/segment/infile.h"
#include "index/segment/outfile.h"

struct store_place {
	uint32_t block, offset;
};

/* The numbers of a document. */
struct doc_values {
	int64_t date;              /* DATE_UNDATED: none */
	uint32_t length, words;
	struct hash128 hash;
	uint32_t store_block, store_offset;
	struct sketch sketch;
};

enum doc_text { DOC_SOURCE, DOC_SECTION, DOC_LANGUAGE, DOC_ID, DOC_TEXT_COUNT };

#define DOC_STRINGS DOC_ID     /* texts before this one are strings of few kinds */

/* Where columns that are to be written come from.  Each document is asked for
 * several times, in order; an answer may be borrowed until the next. */
struct columns_source {
	const void *context;
	uint32_t docs;
	void (*values)(const void *context, uint32_t doc, struct doc_values *values);
	struct span (*text)(const void *context, uint32_t doc, enum doc_text which);
};

/* What is known of all documents together. */
struct columns_sums {
	uint64_t docs, length, words;
	int64_t first, last;       /* DATE_UNDATED when no document has a date */
	uint64_t undated;
	struct hash128 hash;       /* sum modulo 2^128 */
};

void columns_sums_init(struct columns_sums *sums);
void columns_sums_add(struct columns_sums *sums, const struct doc_values *values);

/* Writes FOLDER/NAME. */
enum status columns_write(const struct columns_source *source, const char *folder, const char *name,
                          struct columns_sums *sums, uint64_t *size, struct error *err);

enum columns_array {
	ARRAY_DATE, ARRAY_LENGTH, ARRAY_WORDS, ARRAY_HASH, ARRAY_STORE, ARRAY_SKETCH, ARRAY_ID_OFFSET, ARRAY_ID_BYTES, ARRAY_COUNT
};

/* The numbers of the tail: sums, offsets of the arrays, string columns. */
#define COLUMNS_SUMS 8
#define COLUMNS_STRINGS (COLUMNS_SUMS + ARRAY_COUNT)
#define COLUMNS_TAIL (COLUMNS_STRINGS + 5 * DOC_STRINGS)

struct string_column {
	uint64_t count, width, ordinals, offsets, bytes;
};

struct columns {
	struct infile in;
	uint32_t docs;
	uint64_t array[ARRAY_COUNT]; /* offsets, as in the tail */
	struct string_column strings[DOC_STRINGS];
};

enum status columns_open(struct columns *columns, const char *folder, const char *name, struct error *err);
void columns_release(struct columns *columns);
void columns_stored_sums(const struct columns *columns, struct columns_sums *sums);

/* DOC is < docs in all of these. */
static inline int64_t
columns_date(const struct columns *columns, uint32_t doc)
{
	return (int64_t)load_u64(columns->in.data + columns->array[ARRAY_DATE] + 8 * (uint64_t)doc);
}

static inline uint32_t
columns_length(const struct columns *columns, uint32_t doc)
{
	return load_u32(columns->in.data + columns->array[ARRAY_LENGTH] + 4 * (uint64_t)doc);
}

static inline uint32_t
columns_words(const struct columns *columns, uint32_t doc)
{
	return load_u32(columns->in.data + columns->array[ARRAY_WORDS] + 4 * (uint64_t)doc);
}

/* Borrowed from the file. */
static inline struct span
columns_sketch(const struct columns *columns, uint32_t doc)
{
	return span_from((const char *)columns->in.data + columns->array[ARRAY_SKETCH] + SKETCH_BINS * (uint64_t)doc, SKETCH_BINS);
}

/* Where the document's article is in the store. */
static inline struct store_place
columns_store(const struct columns *columns, uint32_t doc)
{
	const unsigned char *at = columns->in.data + columns->array[ARRAY_STORE] + 8 * (uint64_t)doc;

	return (struct store_place){ load_u32(at), load_u32(at + 4) };
}

/* The content hash as it is written, low half first; borrowed from the file. */
static inline struct span
columns_hash(const struct columns *columns, uint32_t doc)
{
	return span_from((const char *)columns->in.data + columns->array[ARRAY_HASH] + 16 * (uint64_t)doc, 16);
}

void columns_values(const struct columns *columns, uint32_t doc, struct doc_values *values);

/* The text, borrowed from the file; SPAN_NONE when the document has none. */
enum status columns_text(const struct columns *columns, uint32_t doc, enum doc_text which,
                         struct span *text, struct error *err);

/* Documents with date in [LOW, HIGH) are [*FROM, *UNTIL): newest first. */
void columns_date_range(const struct columns *columns, int64_t low, int64_t high, uint32_t *from, uint32_t *until);

/* Everything that can be checked without other files. */
enum status columns_check(const struct columns *columns, struct error *err);

#endif
