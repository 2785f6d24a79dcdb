/* fold.h - hits that are copies of each other under the first of them: --group.
 */
#ifndef NEWSDEX_QUERY_FOLD_H
#define NEWSDEX_QUERY_FOLD_H

#include "common/arena.h"
#include "index/index.h"

struct fold {
	uint64_t articles;         /* found, copies and all */
	const docid_t *copies;     /* those of hit I, in the order of results, are [starts[I], starts[I + 1]) */
	const size_t *starts;
};

/* Leaves of SEARCH, which has every hit, the first of each group of copies
 * (index/copies.h), in their order; its total is then the number of groups.
 * *FOLD lives in ARENA. */
enum status fold_hits(struct index_reader *reader, struct search *search, struct arena *arena,
                      const struct fold **fold, struct error *err);

#endif
