#include "index/segment/merge_map.h"

#include <stdlib.h>

/* The next live document of one segment. */
struct head {
	uint32_t doc;
	int64_t date;
	struct span id;
};

static enum status
head_settle(const struct merge_map *map, size_t number, struct head *head, struct error *err)
{
	const struct segment *segment = map->segments[number];

	while (head->doc < segment->docs && deletes_test(&segment->deletes, head->doc))
		head->doc++;
	if (head->doc >= segment->docs)
		return STATUS_OK;
	head->date = columns_date(&segment->columns, head->doc);
	return columns_id(&segment->columns, head->doc, &map->ids[number], &head->id, err);
}

static bool
head_before(const struct head *a, const struct head *b)
{
	return a->date != b->date ? a->date > b->date : span_compare(a->id, b->id) < 0;
}

static enum status
map_fill(struct merge_map *map, struct head *heads, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < map->count && status == STATUS_OK; i++)
		status = head_settle(map, i, &heads[i], err);
	while (status == STATUS_OK) {
		size_t best = map->count;
		uint32_t doc;

		for (size_t i = 0; i < map->count; i++)
			if (heads[i].doc < map->segments[i]->docs && (best == map->count || head_before(&heads[i], &heads[best])))
				best = i;
		if (best == map->count)
			break;
		doc = heads[best].doc++;
		map->to[best][doc] = map->docs;
		map->from[map->docs] = (struct merge_from){ (uint32_t)best, doc };
		map->lengths[map->docs] = columns_length(&map->segments[best]->columns, doc);
		map->length_sum += map->lengths[map->docs++];
		status = head_settle(map, best, &heads[best], err);
	}
	return status;
}

enum status
merge_map_init(struct merge_map *map, struct segment *const *segments, size_t count, struct error *err)
{
	struct head *heads = calloc(count + 1, sizeof(*heads));
	uint64_t live = 0;
	bool whole;
	enum status status;

	memset(map, 0, sizeof(*map));
	map->segments = segments;
	map->to = calloc(count + 1, sizeof(*map->to));
	map->ids = calloc(count + 1, sizeof(*map->ids));
	whole = heads && map->to && map->ids;
	for (size_t i = 0; i < count && whole; i++) {
		live += segments[i]->docs - segments[i]->deletes.deleted;
		map->to[i] = malloc(((size_t)segments[i]->docs + 1) * sizeof(uint32_t));
		whole = map->to[i] != NULL;
		map->count += whole;
		if (whole)
			memset(map->to[i], 255, ((size_t)segments[i]->docs + 1) * sizeof(uint32_t));
	}
	/* A damaged file of deletions may delete less than it says. */
	for (size_t i = 0; i < map->count; i++)
		live += segments[i]->deletes.deleted;
	if (whole) {
		map->from = malloc(((size_t)live + 1) * sizeof(*map->from));
		map->lengths = malloc(((size_t)live + 1) * sizeof(*map->lengths));
	}
	if (!map->from || !map->lengths)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	else
		status = map_fill(map, heads, err);
	free(heads);
	return status;
}

void
merge_map_release(struct merge_map *map)
{
	for (size_t i = 0; i < map->count; i++)
		free(map->to[i]);
	for (size_t i = 0; i < map->count && map->ids; i++)
		id_block_release(&map->ids[i]);
	free(map->ids);
	free(map->to);
	free(map->from);
	free(map->lengths);
}
