/* ngram_spill.h - tables of n-grams that were full, in a file, each by parts.
 */
#ifndef NEWSDEX_QUERY_NGRAM_SPILL_H
#define NEWSDEX_QUERY_NGRAM_SPILL_H

#include "query/ngram_table.h"
#include "query/spill_file.h"

struct ngram_spill {
	struct spill_file file;
	struct ngram_run *runs;  /* tables, the first one first */
	size_t count, room;
};

#define NGRAM_SPILL_INIT { SPILL_FILE_INIT, NULL, 0, 0 }

void ngram_spill_release(struct ngram_spill *spill);

/* Writes all of TABLE behind the tables before. */
enum status ngram_spill_write(struct ngram_spill *spill, const struct ngram_table *table, struct error *err);

/* Adds PART of every table, in their order, to TABLE. */
enum status ngram_spill_read(const struct ngram_spill *spill, unsigned part, struct ngram_table *table, struct error *err);

#endif
