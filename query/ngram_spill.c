#include "query/ngram_spill.h"

#include <stdlib.h>

#define PIECE 1024           /* n-grams written or read at a time */

struct ngram_run {
	uint64_t at;             /* in the file */
	size_t starts[NGRAM_PARTS + 1];
};

void
ngram_spill_release(struct ngram_spill *spill)
{
	spill_file_release(&spill->file);
	free(spill->runs);
	*spill = (struct ngram_spill)NGRAM_SPILL_INIT;
}

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the n-grams");
}

static enum status
add_run(struct ngram_spill *spill, struct error *err)
{
	size_t room = spill->room ? 2 * spill->room : 16;
	struct ngram_run *runs;

	if (spill->count < spill->room)
		return STATUS_OK;
	runs = realloc(spill->runs, room * sizeof(*runs));
	if (!runs)
		return no_memory(err);
	spill->runs = runs;
	spill->room = room;
	return STATUS_OK;
}

enum status
ngram_spill_write(struct ngram_spill *spill, const struct ngram_table *table, struct error *err)
{
	struct ngram piece[PIECE];
	uint32_t *order = NULL;
	enum status status = add_run(spill, err);

	if (status < 0)
		return status;
	spill->runs[spill->count].at = spill->file.size;
	if (ngram_table_parts(table, spill->runs[spill->count].starts, &order) < 0)
		return no_memory(err);
	for (size_t i = 0, filled = 0; status == STATUS_OK && i < table->count; ) {
		piece[filled++] = table->items[order[i++]];
		if (filled == PIECE || i == table->count) {
			status = spill_file_write(&spill->file, piece, filled * sizeof(*piece), err);
			filled = 0;
		}
	}
	spill->count += status == STATUS_OK;
	free(order);
	return status;
}

enum status
ngram_spill_read(const struct ngram_spill *spill, unsigned part, struct ngram_table *table, struct error *err)
{
	struct ngram piece[PIECE];
	enum status status = STATUS_OK;

	for (size_t run = 0; status == STATUS_OK && run < spill->count; run++) {
		const size_t *starts = spill->runs[run].starts;

		for (size_t at = starts[part]; status == STATUS_OK && at < starts[part + 1]; ) {
			size_t count = starts[part + 1] - at < PIECE ? starts[part + 1] - at : PIECE;

			status = spill_file_read(&spill->file, spill->runs[run].at + at * sizeof(*piece), piece, count * sizeof(*piece), err);
			for (size_t i = 0; status == STATUS_OK && i < count; i++)
				if (ngram_table_add(table, ngram_hash(piece[i].words, table->size, table->seed), &piece[i]) < 0)
					status = no_memory(err);
			at += count;
		}
	}
	return status;
}
