/* segment_decode_columns.h - of the second reader: section 8 of doc/index-format.md. */
#ifndef NEWSDEX_TESTS_SEGMENT_DECODE_COLUMNS_H
#define NEWSDEX_TESTS_SEGMENT_DECODE_COLUMNS_H

#include "tests/engines/segment_decode_bytes.h"

/* Numbers of the tail. */
enum { TAIL_DATE = 8, TAIL_LENGTH = 10, TAIL_WORDS = 12, TAIL_BLOCK = 14, TAIL_OFFSET = 16, TAIL_SKETCH = 19, TAIL_IDS = 20,
       TAIL_COLUMNS = 38 };

/* The number of document DOC in the column of which numbers AT and AT + 1 of the tail tell. */
uint64_t column_number(const struct bytes *cols, int at, uint64_t doc);

int64_t column_date(const struct bytes *cols, uint64_t doc);

struct document_id {
	char *bytes;
	size_t len;
};

/* The ids of all documents. */
struct document_id *column_ids(const struct bytes *cols);
void column_ids_free(struct document_id *ids, uint64_t count);

#endif
