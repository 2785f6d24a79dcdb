#include "index/segment/term_sort.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS 8               /* bytes of a key */
#define DIGIT_VALUES 256

struct sort_term {
	uint64_t key;              /* the first 8 bytes, big-endian */
	uint32_t term;
};

static uint64_t
big_key(struct span term)
{
	unsigned char bytes[DIGITS] = { 0 };
	uint64_t key;

	memcpy(bytes, term.ptr, term.len < DIGITS ? term.len : DIGITS);
	memcpy(&key, bytes, sizeof(key));
	return be64toh(key);
}

/* By the keys, a byte after the other from the last one on (a radix sort: no two terms
 * are compared); the result is in one of the arrays, which is returned. */
static struct sort_term *
keys_sort(struct sort_term *from, struct sort_term *to, uint32_t count)
{
	uint32_t counts[DIGITS][DIGIT_VALUES] = { { 0 } };

	for (uint32_t i = 0; i < count; i++)
		for (unsigned digit = 0; digit < DIGITS; digit++)
			counts[digit][from[i].key >> 8 * digit & (DIGIT_VALUES - 1)]++;
	for (unsigned digit = 0; digit < DIGITS; digit++) {
		struct sort_term *swap = from;
		uint32_t next = 0;

		for (unsigned value = 0; value < DIGIT_VALUES; value++) {
			uint32_t own = counts[digit][value];

			counts[digit][value] = next;
			next += own;
		}
		for (uint32_t i = 0; i < count; i++)
			to[counts[digit][from[i].key >> 8 * digit & (DIGIT_VALUES - 1)]++] = from[i];
		from = to;
		to = swap;
	}
	return from;
}

static int
whole_compare(const void *a, const void *b, void *context)
{
	const struct sort_term *first = a, *second = b;

	return span_compare(vocabulary_term(context, first->term), vocabulary_term(context, second->term));
}

bool
term_sort(const struct vocabulary *vocabulary, uint32_t *terms, uint32_t count)
{
	struct sort_term *room = malloc(2 * ((size_t)count + 1) * sizeof(*room)), *sort;

	if (!room)
		return false;
	for (uint32_t i = 0; i < count; i++)
		room[i] = (struct sort_term){ big_key(vocabulary_term(vocabulary, terms[i])), terms[i] };
	sort = keys_sort(room, room + count, count);
	/* Those that begin alike. */
	for (uint32_t from = 0, until; from < count; from = until) {
		until = from + 1;
		while (until < count && sort[until].key == sort[from].key)
			until++;
		if (until - from > 1)
			qsort_r(&sort[from], until - from, sizeof(*sort), whole_compare, (void *)(uintptr_t)vocabulary);
	}
	for (uint32_t i = 0; i < count; i++)
		terms[i] = sort[i].term;
	free(room);
	return true;
}
