/* candidates.h - inside the native engine: documents of one block of the list
 * that leads a conjunction, and which of them another list has too.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_CANDIDATES_H
#define NEWSDEX_INDEX_SEGMENT_CANDIDATES_H

#include "index/segment/postings_read.h"
#include "index/segment/sieve.h"

/* Documents that a table has room for. */
#define CANDIDATE_SPAN 4096

struct candidates {
	uint32_t docs[SIEVE_ROW];          /* ascending */
	uint32_t count;
	struct sieve kept;                 /* which of those before are left */
	uint8_t table[CANDIDATE_SPAN];     /* where a document may be in a block; zeros at first */
};

/* Leaves those of the documents that KEPT says. */
void candidates_keep(struct candidates *candidates);

/* Keeps what CURSOR's list has, and moves CURSOR on; its doc is DOC_END when the
 * list has nothing behind them.  Of what is kept PLACES gets the number of the
 * posting in its list, COUNTS its count, with room for SIEVE_ROW; either may be NULL. */
enum status candidates_meet(struct candidates *candidates, struct list_cursor *cursor, uint32_t *places,
                            uint32_t *counts, struct error *err);

#endif
