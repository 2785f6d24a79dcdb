/* dump_order.h - the articles of an index in an order that depends on them alone.
 *
 * By date, oldest first and the undated last, then by id.  Memory: 16 bytes an
 * article, and the ids of the most articles that share a date.
 */
#ifndef NEWSDEX_INDEXER_DUMP_ORDER_H
#define NEWSDEX_INDEXER_DUMP_ORDER_H

#include "index/index.h"

struct dump_place {
	int64_t date;
	docid_t doc;
};

/* Every document of READER, to be freed: *COUNT of them. */
enum status dump_order(struct index_reader *reader, struct dump_place **places, size_t *count, struct error *err);

#endif
