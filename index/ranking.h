/* ranking.h - the best hits of a search, kept while the matches come by.
 *
 * The order is index.h's: by score where relevance is asked for, then by date,
 * then by id.  Dates and ids cost a look-up, so the ranking asks for them only
 * where scores do not decide, and lets the engine say how it finds them.
 */
#ifndef NEWSDEX_INDEX_RANKING_H
#define NEWSDEX_INDEX_RANKING_H

#include "index/index.h"

struct ranking {
	struct search *search;   /* hits, hit_count and limit are used; hits are a heap, the
	                            worst on top, once there are limit of them */

	/* Sets *ORDER below 0 when A comes before B among equal scores: by
	 * ranking_dates(), then by id. */
	enum status (*tie)(void *context, const struct hit *a, const struct hit *b, int *order, struct error *err);
	void *context;
};

/* Below 0 when a date comes before another in BY; undated ones are last in
 * every order. */
int ranking_dates(int64_t a, int64_t b, enum result_order by);

/* Puts HIT among the best if it belongs there. */
enum status ranking_add(struct ranking *ranking, struct hit hit, struct error *err);

/* Puts the hits in order, best first; none may be added then. */
enum status ranking_finish(struct ranking *ranking, struct error *err);

#endif
