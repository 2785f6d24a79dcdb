/* top_all.h - inside the native engine: what the two halves of a conjunction
 * share, the walk over documents and the comparison of positions.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_TOP_ALL_H
#define NEWSDEX_INDEX_SEGMENT_TOP_ALL_H

#include "index/segment/candidates.h"
#include "index/segment/top.h"

/* Articles that have all the words and wait for a look at their positions. */
#define WAITING_MAX 16384          /* whose numbers are 16 bits */

/* Positions of a word in articles that wait, by article. */
struct spots {
	struct buf numbers;                /* uint32_t, with POSITION_ZEROS behind those of each article */
	uint32_t at[WAITING_MAX], count[WAITING_MAX];
};

struct waiting {
	uint32_t count;
	uint32_t docs[WAITING_MAX];
	double scores[WAITING_MAX];
	uint32_t *places[TOP_LEAVES];      /* of postings in their lists, by required leaf; NULL outside of phrases */
	uint32_t *room;                    /* for as many words */
	size_t words;
	/* While they are looked at: */
	uint16_t order[WAITING_MAX + 1];   /* the best first, as exact as drawers (top.h) */
	uint64_t chosen[WAITING_MAX / 64]; /* one bit each */
	struct spots starts, spots;        /* of the first word, as far as phrases begin there; of another */
};

struct conjunction {
	struct top_search *top;
	struct top_run *required[TOP_LEAVES];  /* the rarest first */
	unsigned count;
	unsigned number[TOP_LEAVES];           /* in required, by leaf; optional ones behind */
	double others;                         /* no optional leaves add more */
	double rest;                           /* all but the first add no more in the leading block; once there is a threshold */
	bool pruning;
	bool scoring;                          /* scores are of use */
	bool plain;                            /* all that have the required leaves pass */
	struct candidates candidates;
	bool flat;                             /* scores are one sum over all leaves, in their order */
	uint32_t (*counts)[SIEVE_ROW];         /* of the candidates, by number */
	uint32_t (*places)[SIEVE_ROW];
	struct waiting *waiting;               /* the reader's; NULL without phrases */
};

/* Room for the articles that wait: the reader's, which keeps it from search to
 * search, for fresh memory costs more than some searches.  waiting_put() lets go
 * of what is too large to keep. */
enum status waiting_get(struct conjunction *all, struct error *err);
void waiting_put(struct waiting *waiting);
void waiting_free(struct waiting *waiting);

/* Looks at the positions of all that wait; hits go among the best. */
enum status waiting_settle(struct conjunction *all, struct error *err);

#endif
