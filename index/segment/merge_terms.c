#include "index/segment/merge_terms.h"

#include <stdlib.h>

enum status
merged_terms_init(struct merged_terms *terms, const struct merge_map *map, struct error *err)
{
	size_t count = map->count + 1;

	memset(terms, 0, sizeof(*terms));
	terms->map = map;
	terms->walks = malloc(count * sizeof(*terms->walks));
	terms->heap = malloc(count * sizeof(*terms->heap));
	terms->group = malloc(count * sizeof(*terms->group));
	if (!terms->walks || !terms->heap || !terms->group)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < map->count; i++) {
		dict_walk_start(&terms->walks[i], &map->segments[i]->dict);
		/* So that the first step moves each of them. */
		terms->group[terms->group_count++] = i;
	}
	return STATUS_OK;
}

void
merged_terms_release(struct merged_terms *terms)
{
	free(terms->walks);
	free(terms->heap);
	free(terms->group);
}

static int
heap_compare(const struct merged_terms *terms, size_t a, size_t b)
{
	return span_compare(terms->walks[a].term, terms->walks[b].term);
}

static void
heap_push(struct merged_terms *terms, size_t segment)
{
	size_t at = terms->heap_count++;

	for (size_t above; at > 0; at = above) {
		above = (at - 1) / 2;
		if (heap_compare(terms, terms->heap[above], segment) <= 0)
			break;
		terms->heap[at] = terms->heap[above];
	}
	terms->heap[at] = segment;
}

static size_t
heap_pop(struct merged_terms *terms)
{
	size_t top = terms->heap[0], last = terms->heap[--terms->heap_count], at = 0;

	for (size_t below; (below = 2 * at + 1) < terms->heap_count; at = below) {
		if (below + 1 < terms->heap_count && heap_compare(terms, terms->heap[below + 1], terms->heap[below]) < 0)
			below++;
		if (heap_compare(terms, last, terms->heap[below]) <= 0)
			break;
		terms->heap[at] = terms->heap[below];
	}
	terms->heap[at] = last;
	return top;
}

enum status
merged_terms_next(struct merged_terms *terms, struct error *err)
{
	for (size_t i = 0; i < terms->group_count; i++) {
		enum status status = dict_walk_next(&terms->walks[terms->group[i]], err);

		if (status < 0)
			return status;
		if (status == STATUS_OK)
			heap_push(terms, terms->group[i]);
	}
	terms->group_count = 0;
	if (!terms->heap_count)
		return STATUS_END;
	terms->term = terms->walks[terms->heap[0]].term;
	memcpy(terms->bytes, terms->term.ptr, terms->term.len);
	terms->term.ptr = terms->bytes;
	do
		terms->group[terms->group_count++] = heap_pop(terms);
	while (terms->heap_count && span_equal(terms->walks[terms->heap[0]].term, terms->term));
	return STATUS_OK;
}
