#include "query/places.h"

#include <stdlib.h>
#include <string.h>

void
places_release(struct places *places)
{
	free(places->items);
	memset(places, 0, sizeof(*places));
}

enum status
places_add(struct places *places, uint32_t start, uint32_t end)
{
	if (places->count == places->size) {
		size_t size = places->size ? places->size * 2 : 16;
		struct place *items;

		if (size > SIZE_MAX / sizeof(*items))
			return STATUS_NOMEM;
		items = realloc(places->items, size * sizeof(*items));
		if (!items)
			return STATUS_NOMEM;
		places->items = items;
		places->size = size;
	}
	places->items[places->count++] = (struct place){ start, end };
	return STATUS_OK;
}

static int
by_start(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->end > b->end) - (a->end < b->end);
}

/* The shortest first of those with one end. */
static int
by_end(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->end != b->end)
		return a->end < b->end ? -1 : 1;
	return (a->start < b->start) - (a->start > b->start);
}

void
places_sort(struct places *places)
{
	size_t kept = 0;
	bool sorted = true;

	for (size_t i = 1; i < places->count && sorted; i++)
		sorted = by_start(&places->items[i - 1], &places->items[i]) < 0;
	if (sorted)
		return;
	qsort(places->items, places->count, sizeof(*places->items), by_start);
	for (size_t i = 0; i < places->count; i++)
		if (kept == 0 || by_start(&places->items[kept - 1], &places->items[i]) != 0)
			places->items[kept++] = places->items[i];
	places->count = kept;
}

/* A copy of A sorted by end; NULL when memory is short. */
static struct place *
copy_by_end(const struct places *a)
{
	struct place *copy = malloc((a->count ? a->count : 1) * sizeof(*copy));

	if (!copy)
		return NULL;
	if (a->count)
		memcpy(copy, a->items, a->count * sizeof(*copy));
	qsort(copy, a->count, sizeof(*copy), by_end);
	return copy;
}

enum status
places_shortest(struct places *places)
{
	struct places kept = { NULL, 0, 0 };
	struct place *ends;
	enum status status = STATUS_OK;

	places_sort(places);
	ends = copy_by_end(places);
	if (!ends)
		return STATUS_NOMEM;
	for (size_t i = 0; i < places->count && status == STATUS_OK; i++)
		if (i == 0 || places->items[i].start != places->items[i - 1].start)
			status = places_add(&kept, places->items[i].start, places->items[i].end);
	for (size_t i = 0; i < places->count && status == STATUS_OK; i++)
		if (i == 0 || ends[i].end != ends[i - 1].end)
			status = places_add(&kept, ends[i].start, ends[i].end);
	free(ends);
	if (status < 0) {
		places_release(&kept);
		return status;
	}
	places_sort(&kept);
	places_release(places);
	*places = kept;
	return STATUS_OK;
}

enum status
places_append(struct places *places, const struct places *more)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < more->count && status == STATUS_OK; i++)
		status = places_add(places, more->items[i].start, more->items[i].end);
	return status;
}

/* The first of A, sorted by start, whose start is >= START. */
static size_t
first_from(const struct places *a, uint64_t start)
{
	size_t low = 0, high = a->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (a->items[middle].start < start)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* How many of the COUNT places ENDS, sorted by end, end before END. */
static size_t
ended_before(const struct place *ends, size_t count, uint64_t end)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ends[middle].end < end)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The hulls with a place of A before one of B: for each of A the nearest end,
 * for each of B the nearest start.  No other hull is a shortest one. */
static enum status
add_near(const struct places *a, const struct places *b, uint32_t distance, struct places *out)
{
	struct place *ends = copy_by_end(a);
	enum status status = ends ? STATUS_OK : STATUS_NOMEM;

	for (size_t i = 0; i < a->count && status == STATUS_OK; i++) {
		uint64_t from = (uint64_t)a->items[i].end + 1, last = (uint64_t)a->items[i].end + distance;
		uint64_t best = UINT64_MAX;

		for (size_t j = first_from(b, from); j < b->count && b->items[j].start <= last; j++)
			if (b->items[j].end < best)
				best = b->items[j].end;
		if (best != UINT64_MAX)
			status = places_add(out, a->items[i].start, (uint32_t)best);
	}
	for (size_t j = 0; j < b->count && status == STATUS_OK; j++) {
		uint64_t start = b->items[j].start;
		int64_t best = -1;

		for (size_t i = ended_before(ends, a->count, start); i-- > 0 && ends[i].end + (uint64_t)distance >= start;)
			if (ends[i].start > best)
				best = ends[i].start;
		if (best >= 0)
			status = places_add(out, (uint32_t)best, b->items[j].end);
	}
	free(ends);
	return status;
}

enum status
places_near(const struct places *a, const struct places *b, uint32_t distance, bool ordered, struct places *out)
{
	enum status status = add_near(a, b, distance, out);

	if (status == STATUS_OK && !ordered)
		status = add_near(b, a, distance, out);
	return status == STATUS_OK ? places_shortest(out) : status;
}

/* For each index the smallest end from there on: of A, which is sorted by start. */
static uint32_t *
smallest_ends(const struct places *a)
{
	uint32_t *ends = malloc((a->count + 1) * sizeof(*ends));

	if (!ends)
		return NULL;
	ends[a->count] = UINT32_MAX;
	for (size_t i = a->count; i-- > 0;)
		ends[i] = a->items[i].end < ends[i + 1] ? a->items[i].end : ends[i + 1];
	return ends;
}

/* For each count the largest start of so many of ENDS, which is sorted by end. */
static uint32_t *
largest_starts(const struct place *ends, size_t count)
{
	uint32_t *starts = malloc((count + 1) * sizeof(*starts));

	if (!starts)
		return NULL;
	starts[0] = 0;
	for (size_t i = 0; i < count; i++)
		starts[i + 1] = ends[i].start > starts[i] ? ends[i].start : starts[i];
	return starts;
}

/* Half of AND: hulls that start or end with a place of A. */
static enum status
add_and(const struct places *a, const struct places *b, struct places *out)
{
	struct place *ends = copy_by_end(b);
	uint32_t *nearest = smallest_ends(b), *starts = ends ? largest_starts(ends, b->count) : NULL;
	enum status status = nearest && starts ? STATUS_OK : STATUS_NOMEM;

	for (size_t i = 0; i < a->count && status == STATUS_OK; i++) {
		const struct place *place = &a->items[i];
		size_t from = first_from(b, place->start), until = ended_before(ends, b->count, (uint64_t)place->end + 1);

		if (from < b->count)
			status = places_add(out, place->start, nearest[from] > place->end ? nearest[from] : place->end);
		if (until > 0 && status == STATUS_OK)
			status = places_add(out, starts[until] < place->start ? starts[until] : place->start, place->end);
	}
	free(ends);
	free(nearest);
	free(starts);
	return status;
}

enum status
places_and(const struct places *a, const struct places *b, struct places *out)
{
	enum status status = add_and(a, b, out);

	if (status == STATUS_OK)
		status = add_and(b, a, out);
	return status == STATUS_OK ? places_shortest(out) : status;
}

enum status
places_not_near(const struct places *a, const struct places *b, uint32_t distance, struct places *out)
{
	uint32_t *reach = malloc((b->count + 1) * sizeof(*reach));
	enum status status = reach ? STATUS_OK : STATUS_NOMEM;

	/* reach[n]: how far the first n of B go. */
	if (reach)
		reach[0] = 0;
	for (size_t i = 0; reach && i < b->count; i++)
		reach[i + 1] = b->items[i].end > reach[i] ? b->items[i].end : reach[i];
	for (size_t i = 0; i < a->count && status == STATUS_OK; i++) {
		size_t before = first_from(b, (uint64_t)a->items[i].end + distance + 1);

		if (before == 0 || (uint64_t)reach[before] + distance < a->items[i].start)
			status = places_add(out, a->items[i].start, a->items[i].end);
	}
	free(reach);
	return status;
}

/* The number of units that begin at or before POSITION. */
static size_t
unit_of(const uint32_t *units, size_t count, uint32_t position)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (units[middle] <= position)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The hulls with a place of A before one of B, as in add_near(). */
static enum status
add_same(const struct places *a, const struct places *b, const uint32_t *units, size_t count, struct places *out)
{
	struct place *ends = copy_by_end(a);
	uint32_t *nearest = smallest_ends(b), *starts = ends ? largest_starts(ends, a->count) : NULL;
	enum status status = nearest && starts ? STATUS_OK : STATUS_NOMEM;

	for (size_t i = 0; i < a->count && status == STATUS_OK; i++) {
		size_t from = first_from(b, (uint64_t)a->items[i].end + 1);

		if (from < b->count &&
		    unit_of(units, count, a->items[i].start) == unit_of(units, count, nearest[from]))
			status = places_add(out, a->items[i].start, nearest[from]);
	}
	for (size_t j = 0; j < b->count && status == STATUS_OK; j++) {
		size_t until = ended_before(ends, a->count, b->items[j].start);

		if (until > 0 && unit_of(units, count, starts[until]) == unit_of(units, count, b->items[j].end))
			status = places_add(out, starts[until], b->items[j].end);
	}
	free(ends);
	free(nearest);
	free(starts);
	return status;
}

enum status
places_same(const struct places *a, const struct places *b, const uint32_t *units, size_t count, struct places *out)
{
	enum status status = add_same(a, b, units, count, out);

	if (status == STATUS_OK)
		status = add_same(b, a, units, count, out);
	return status == STATUS_OK ? places_shortest(out) : status;
}
