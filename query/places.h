/* places.h - lists of places, and what operators make of two of them.
 *
 * match.h says what a place is and which ones each operator has.  Every list
 * here is sorted by start, then end, without repetition; the functions that
 * join two append to an empty OUT and leave it so.  All answer STATUS_OK or
 * STATUS_NOMEM; time is near-linear in the lists (times the distance, for NEAR).
 */
#ifndef NEWSDEX_QUERY_PLACES_H
#define NEWSDEX_QUERY_PLACES_H

#include "common/status.h"
#include "query/match.h"

struct places {
	struct place *items;
	size_t count, size;
};

void places_release(struct places *places);

enum status places_add(struct places *places, uint32_t start, uint32_t end);

/* Adds all of MORE, another list. */
enum status places_append(struct places *places, const struct places *more);

/* Sorts what was added in any order, each once. */
void places_sort(struct places *places);

/* Of the hulls added to PLACES keeps those that are the shortest of all with
 * their start, or of all with their end. */
enum status places_shortest(struct places *places);

enum status places_and(const struct places *a, const struct places *b, struct places *out);
enum status places_near(const struct places *a, const struct places *b, uint32_t distance, bool ordered,
                        struct places *out);
enum status places_not_near(const struct places *a, const struct places *b, uint32_t distance, struct places *out);

/* UNITS: the COUNT positions where sentences or paragraphs begin, ascending. */
enum status places_same(const struct places *a, const struct places *b, const uint32_t *units, size_t count,
                        struct places *out);

#endif
