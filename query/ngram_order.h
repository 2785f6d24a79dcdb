/* ngram_order.h - n-grams into the order of the answer: the most frequent
 * first, of those what stands in more articles, then by their words.
 *
 * Where there are more than memory has room for, sorted parts of them lie in a
 * file and are merged.
 */
#ifndef NEWSDEX_QUERY_NGRAM_ORDER_H
#define NEWSDEX_QUERY_NGRAM_ORDER_H

#include <stdbool.h>

#include "common/error.h"
#include "query/ngram.h"
#include "query/spill_file.h"

struct ngram_order {
	size_t limit;            /* so many are wanted; SIZE_MAX: all */
	size_t most;             /* that may be in memory */
	struct ngram *items;
	size_t count, room;
	bool bounded;            /* what comes behind worst is not wanted */
	struct ngram worst;
	struct spill_file file;
	struct ngram_stretch *runs;  /* in the file; a heap while they are merged */
	size_t run_count, run_room;
	size_t at;               /* the next of items, without runs */
	bool merging;
};

void ngram_order_init(struct ngram_order *order, size_t limit, size_t most);
void ngram_order_release(struct ngram_order *order);

enum status ngram_order_add(struct ngram_order *order, const struct ngram *ngram, struct error *err);

/* The next one: STATUS_OK, STATUS_END.  Nothing is added any more. */
enum status ngram_order_next(struct ngram_order *order, struct ngram *ngram, struct error *err);

#endif
