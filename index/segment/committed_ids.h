/* committed_ids.h - which of a writer's committed segments may have an id.
 *
 * An id that is new is in none of them, and to find that out in their dictionaries touches pages of all of
 * them.  A segment that is asked often gets a filter (id_filter.h).
 */
#ifndef NEWSDEX_INDEX_SEGMENT_COMMITTED_IDS_H
#define NEWSDEX_INDEX_SEGMENT_COMMITTED_IDS_H

#include <stdatomic.h>

#include "index/segment/view.h"

struct id_filter;

struct committed_segment {
	const struct segment *segment;
	struct segment_name name;             /* of it: the view that had it may be gone */
	_Atomic(uint64_t) asked;
	_Atomic(struct id_filter *) filter;   /* NULL: not made */
};

struct committed_ids {
	struct committed_segment *segments;   /* those of the view */
	size_t count;
	_Atomic(uint64_t) looked;             /* how often a dictionary was looked into */
};

/* All zeros are no segments. */
void committed_ids_release(struct committed_ids *ids);

/* Says that the segments are those of VIEW (borrowed) from now on; while no other thread asks. */
enum status committed_ids_follow(struct committed_ids *ids, const struct view *view, struct error *err);

/* Whether the segment with NUMBER in the view may have the id term with HASH (id_filter_hash()).  Any
 * thread, others too at the time. */
bool committed_ids_may_have(struct committed_ids *ids, size_t number, uint64_t hash);

#endif
