#include "index/segment/committed_ids.h"

#include <stdlib.h>

#include "index/segment/id_filter.h"
#include "index/terms.h"

/* A filter is made when one id in so many of the segment's number was asked for: by then the
 * look-ups took about as long as making it. */
#define ASKED_SHARE 64

/* Pages are given back after so many look-ups: each may have brought in 300 KB, as what is mapped is what
 * lies around a page, too. */
#define LOOKUPS_KEPT 16

static void
filter_free(struct id_filter *filter)
{
	if (filter)
		id_filter_release(filter);
	free(filter);
}

void
committed_ids_release(struct committed_ids *ids)
{
	for (size_t i = 0; i < ids->count; i++)
		filter_free(atomic_load(&ids->segments[i].filter));
	free(ids->segments);
	ids->segments = NULL;
	ids->count = 0;
}

/* Moves what is known of the segment of TO, if anything is. */
static void
known_move(struct committed_ids *from, struct committed_segment *to)
{
	for (size_t i = 0; i < from->count; i++) {
		struct committed_segment *old = &from->segments[i];

		if (old->name.generation != to->name.generation || old->name.number != to->name.number)
			continue;
		atomic_store(&to->asked, atomic_load(&old->asked));
		atomic_store(&to->filter, atomic_exchange(&old->filter, NULL));
		return;
	}
}

enum status
committed_ids_follow(struct committed_ids *ids, const struct view *view, struct error *err)
{
	struct committed_ids next = { .segments = calloc(view->count + 1, sizeof(*next.segments)), .count = view->count };

	if (!next.segments)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < view->count; i++) {
		next.segments[i].segment = view->segments[i];
		next.segments[i].name = view->segments[i]->about.name;
		known_move(ids, &next.segments[i]);
	}
	committed_ids_release(ids);
	ids->segments = next.segments;
	ids->count = next.count;
	return STATUS_OK;
}

/* NULL: a filter is of no use where the dictionary cannot be read, nor needed where memory is short. */
static struct id_filter *
filter_make(const struct segment *segment)
{
	struct id_filter *filter = calloc(1, sizeof(*filter));
	struct dict_walk walk;
	enum status status;

	if (!filter || !id_filter_init(filter, segment->docs)) {
		filter_free(filter);
		return NULL;
	}
	status = dict_walk_seek(&walk, &segment->dict, SPAN(PREFIX_ID), NULL);
	while (status == STATUS_OK && (status = dict_walk_next(&walk, NULL)) == STATUS_OK
	       && walk.term.ptr[0] == PREFIX_ID[0])
		id_filter_add(filter, id_filter_hash(walk.term));
	if (status < 0) {
		filter_free(filter);
		filter = NULL;
	}
	return filter;
}

bool
committed_ids_may_have(struct committed_ids *ids, size_t number, uint64_t hash)
{
	struct committed_segment *about = &ids->segments[number];
	const struct segment *segment = about->segment;
	struct id_filter *filter = atomic_load(&about->filter);
	uint64_t asked;

	if (filter && !id_filter_has(filter, hash))
		return false;
	asked = atomic_fetch_add(&about->asked, 1) + 1;
	/* One thread makes it, while the others go on without. */
	if (asked == segment->docs / ASKED_SHARE + 1) {
		atomic_store(&about->filter, filter_make(segment));
		file_map_forget(&segment->dict.in.map);
	}
	if (atomic_fetch_add(&ids->looked, 1) % LOOKUPS_KEPT == LOOKUPS_KEPT - 1)
		for (size_t i = 0; i < ids->count; i++)
			file_map_forget(&ids->segments[i].segment->dict.in.map);
	return true;
}
