/* csv_dialect.h - how a table of text is written, and where its rows end.
 */
#ifndef NEWSDEX_CORPUS_CSV_DIALECT_H
#define NEWSDEX_CORPUS_CSV_DIALECT_H

#include <stdbool.h>

#include "common/span.h"

/* More columns than this no table of articles has. */
#define CSV_COLUMNS 256

struct csv_dialect {
	char delimiter;      /* , ; tab | */
	char quote;          /* " or ', or 0: none */
	size_t columns;      /* in most rows */
	size_t quoted;       /* fields in quotes among those looked at */
	size_t fields;       /* fields looked at */
	double agreement;    /* share of the rows that have so many columns */
};

/* The dialect that fits the rows in HEAD best; false when none gives two columns. */
bool csv_dialect_find(struct span head, struct csv_dialect *dialect);

/* The end of the row that starts at AT: its line feed, or data.len.  *FIELDS
 * and *QUOTED (may be NULL) count its fields.  *ENDED is false when a quote is
 * still open at the end of DATA. */
size_t csv_row_end(struct span data, size_t at, const struct csv_dialect *dialect, size_t *fields, size_t *quoted,
                   bool *ended);

#endif
