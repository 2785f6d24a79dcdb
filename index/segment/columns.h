/* columns.h - a value a document: date, length, words, content hash, place in
 * the store, sketch, id, and the strings source, section and language.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_COLUMNS_H
#define NEWSDEX_INDEX_SEGMENT_COLUMNS_H

#include "common/hash.h"
#include "index/index.h"
#include "index/sketch.h"
#include "index/segment/bit_column.h"
#include "index/segment/id_column.h"

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

/* Texts that many documents share. */
enum doc_string { DOC_SOURCE, DOC_SECTION, DOC_LANGUAGE, DOC_STRINGS };

/* Where columns that are to be written come from.  Each document is asked for
 * several times, in order; an answer may be borrowed until the next. */
struct columns_source {
	const void *context;
	uint32_t docs;
	void (*values)(const void *context, uint32_t doc, struct doc_values *values);
	struct span (*string)(const void *context, uint32_t doc, enum doc_string which);
	enum status (*id)(const void *context, uint32_t doc, struct span *id, struct error *err);
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

/* The columns that are numbers. */
enum doc_number { DOC_DATE, DOC_LENGTH, DOC_WORDS, DOC_STORE_BLOCK, DOC_STORE_OFFSET, DOC_NUMBERS };

/* What the numbers of the tail are of: sums, bits and offset of each number, offsets of
 * hashes and sketches, ids, string columns. */
#define COLUMNS_NUMBERS 8
#define COLUMNS_HASHES (COLUMNS_NUMBERS + 2 * DOC_NUMBERS)
#define COLUMNS_SKETCHES (COLUMNS_HASHES + 1)
#define COLUMNS_IDS (COLUMNS_SKETCHES + 1)
#define COLUMNS_STRINGS (COLUMNS_IDS + 3)
#define COLUMNS_TAIL (COLUMNS_STRINGS + 5 * DOC_STRINGS)

struct string_column {
	struct bit_column ordinals;
	uint64_t count, offsets, bytes;
};

struct columns {
	struct infile in;
	uint32_t docs, dated;      /* the first of them have a date */
	int64_t first;             /* the smallest of these */
	struct bit_column numbers[DOC_NUMBERS];
	const unsigned char *hashes, *sketches;
	struct id_column ids;
	struct string_column strings[DOC_STRINGS];
};

enum status columns_open(struct columns *columns, const char *folder, const char *name, struct error *err);
void columns_release(struct columns *columns);
void columns_stored_sums(const struct columns *columns, struct columns_sums *sums);

/* DOC is < docs in all of these. */
static inline int64_t
columns_date(const struct columns *columns, uint32_t doc)
{
	if (doc >= columns->dated)
		return DATE_UNDATED;
	return (int64_t)((uint64_t)columns->first + bit_column_get(&columns->numbers[DOC_DATE], doc));
}

static inline uint32_t
columns_length(const struct columns *columns, uint32_t doc)
{
	const struct bit_column *lengths = &columns->numbers[DOC_LENGTH];

	/* Each posting that is scored asks for one. */
	return lengths->bits == 16 ? load_u16(lengths->data + 2 * (uint64_t)doc) : (uint32_t)bit_column_get(lengths, doc);
}

static inline uint32_t
columns_words(const struct columns *columns, uint32_t doc)
{
	return (uint32_t)bit_column_get(&columns->numbers[DOC_WORDS], doc);
}

/* Borrowed from the file. */
static inline struct span
columns_sketch(const struct columns *columns, uint32_t doc)
{
	return span_from((const char *)columns->sketches + SKETCH_BINS * (uint64_t)doc, SKETCH_BINS);
}

/* Where the document's article is in the store. */
static inline struct store_place
columns_store(const struct columns *columns, uint32_t doc)
{
	return (struct store_place){
		(uint32_t)bit_column_get(&columns->numbers[DOC_STORE_BLOCK], doc),
		(uint32_t)bit_column_get(&columns->numbers[DOC_STORE_OFFSET], doc),
	};
}

/* The content hash as it is written, low half first; borrowed from the file. */
static inline struct span
columns_hash(const struct columns *columns, uint32_t doc)
{
	return span_from((const char *)columns->hashes + 16 * (uint64_t)doc, 16);
}

void columns_values(const struct columns *columns, uint32_t doc, struct doc_values *values);

/* The string, borrowed from the file; SPAN_NONE when the document has none. */
enum status columns_string(const struct columns *columns, uint32_t doc, enum doc_string which,
                           struct span *text, struct error *err);

/* The id, borrowed from BLOCK (id_column.h). */
static inline enum status
columns_id(const struct columns *columns, uint32_t doc, struct id_block *block, struct span *id, struct error *err)
{
	return id_column_get(&columns->ids, doc, block, id, err);
}

/* Documents with date in [LOW, HIGH) are [*FROM, *UNTIL): newest first. */
void columns_date_range(const struct columns *columns, int64_t low, int64_t high, uint32_t *from, uint32_t *until);

/* Everything that can be checked without other files. */
enum status columns_check(const struct columns *columns, struct error *err);

#endif
