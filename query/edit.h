/* edit.h - how many letters two words differ by.
 */
#ifndef NEWSDEX_QUERY_EDIT_H
#define NEWSDEX_QUERY_EDIT_H

#include <stdint.h>

#include "common/span.h"
#include "text/token.h"

/* A word taken apart for many comparisons. */
struct edit_word {
	uint32_t points[TOKEN_TERM_MAX];  /* its code points; what is longer is cut */
	unsigned count;
};

void edit_word_set(struct edit_word *word, struct span text);

/* The edit distance of A and B in code points, or LIMIT + 1 when it is more
 * than LIMIT (at most 15): letters put in, left out, replaced, or two
 * neighbours exchanged, each counting one, and no part of a word changed twice
 * (optimal string alignment). */
unsigned edit_distance(const struct edit_word *a, const struct edit_word *b, unsigned limit);

#endif
