#include "indexer/dump_order.h"

#include <stdlib.h>

/* ---- By date ---------------------------------------------------------- */

/* Dates as numbers that sort: DATE_UNDATED, the smallest date, becomes the largest. */
static uint64_t
date_rank(int64_t date)
{
	return (uint64_t)date + (uint64_t)INT64_MAX;
}

static int
date_compare(const void *a, const void *b)
{
	const struct dump_place *first = a, *second = b;

	if (first->date != second->date)
		return date_rank(first->date) < date_rank(second->date) ? -1 : 1;
	return (first->doc > second->doc) - (first->doc < second->doc);
}

static enum status
places_gather(struct index_reader *reader, struct dump_place **places, size_t *count, struct error *err)
{
	struct postings *postings;
	size_t room = 0;
	enum status status = index_all(reader, &postings, err);

	while (status == STATUS_OK && (status = postings_next(postings, err)) == STATUS_OK) {
		if (*count == room) {
			struct dump_place *more;

			room = room ? 2 * room : 1024;
			more = reallocarray(*places, room, sizeof(*more));
			if (!more) {
				status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
				break;
			}
			*places = more;
		}
		(*places)[*count].doc = postings->doc;
		status = index_number(reader, COLUMN_DATE, postings->doc, &(*places)[*count].date, err);
		*count += status == STATUS_OK;
	}
	postings_free(postings);
	return status == STATUS_END ? STATUS_OK : status;
}

/* ---- By id ------------------------------------------------------------ */

struct named {
	struct span id;
	docid_t doc;
};

static int
named_compare(const void *a, const void *b)
{
	return span_compare(((const struct named *)a)->id, ((const struct named *)b)->id);
}

/* Puts the COUNT documents of one date in order of their ids. */
static enum status
run_order(struct index_reader *reader, struct dump_place *places, size_t count, struct arena *arena, struct error *err)
{
	struct named *named;
	struct buf id = BUF_INIT;
	bool ordered = true;
	enum status status = STATUS_OK;

	arena_clear(arena);
	named = arena_zalloc(arena, count, sizeof(*named));
	if (!named)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		buf_clear(&id);
		status = index_id(reader, places[i].doc, &id, err);
		named[i] = (struct named){ arena_copy(arena, buf_span(&id)), places[i].doc };
		if (status == STATUS_OK && !named[i].id.ptr)
			status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
		ordered = ordered && (i == 0 || named_compare(&named[i - 1], &named[i]) < 0);
	}
	buf_release(&id);
	if (status < 0)
		return status;
	/* One segment has them so. */
	if (!ordered)
		qsort(named, count, sizeof(*named), named_compare);
	for (size_t i = 0; i < count; i++)
		places[i].doc = named[i].doc;
	return STATUS_OK;
}

enum status
dump_order(struct index_reader *reader, struct dump_place **places, size_t *count, struct error *err)
{
	struct arena arena = ARENA_INIT;
	enum status status;

	*places = NULL;
	*count = 0;
	status = places_gather(reader, places, count, err);
	if (status == STATUS_OK && *count)
		qsort(*places, *count, sizeof(**places), date_compare);
	for (size_t from = 0, until; from < *count && status == STATUS_OK; from = until) {
		for (until = from + 1; until < *count && (*places)[until].date == (*places)[from].date; until++)
			;
		if (until - from > 1)
			status = run_order(reader, *places + from, until - from, &arena, err);
	}
	arena_release(&arena);
	if (status < 0) {
		free(*places);
		*places = NULL;
	}
	return status;
}
