/* top_all.h - inside the native engine: what the two halves of a conjunction
 * share, the walk over documents and the comparison of positions.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_TOP_ALL_H
#define NEWSDEX_INDEX_SEGMENT_TOP_ALL_H

#include "index/segment/candidates.h"
#include "index/segment/top.h"

/* Articles that have all the words and wait for a look at their positions. */
#define WAITING_MAX 1024

struct waiting {
	uint32_t count;
	uint32_t docs[WAITING_MAX];
	double scores[WAITING_MAX];
	uint32_t *places[TOP_LEAVES];      /* of postings in their lists, by required leaf; NULL outside of phrases */
	uint32_t *room;
	/* While they are looked at: */
	uint32_t left[WAITING_MAX];        /* which of them are left, ascending */
	double sorted[WAITING_MAX];
	struct buf starts;                 /* of phrases */
	uint32_t start_at[WAITING_MAX], start_count[WAITING_MAX];
};

struct conjunction {
	struct top_search *top;
	struct top_run *required[TOP_LEAVES];  /* the rarest first */
	unsigned count;
	unsigned number[TOP_LEAVES];           /* in required, by leaf */
	double others;                         /* no optional leaves add more */
	bool pruning;
	bool scoring;                          /* scores are of use */
	bool plain;                            /* all that have the required leaves pass */
	struct candidates candidates;
	uint32_t (*counts)[LIST_BLOCK];        /* by required leaf and slot */
	uint32_t (*places)[LIST_BLOCK];
	struct waiting *waiting;               /* NULL without phrases */
};

/* Room for the articles that wait. */
enum status waiting_new(struct conjunction *all, struct error *err);
void waiting_free(struct waiting *waiting);

/* Looks at the positions of all that wait; hits go among the best. */
enum status waiting_settle(struct conjunction *all, struct error *err);

#endif
