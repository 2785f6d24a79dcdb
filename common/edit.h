/* edit.h - how many letters two words differ by.
 */
#ifndef NEWSDEX_COMMON_EDIT_H
#define NEWSDEX_COMMON_EDIT_H

#include <stdint.h>

#include "common/span.h"

#define EDIT_WORD_MAX 64  /* code points; what is longer is cut */

/* A word taken apart for many comparisons. */
struct edit_word {
	uint32_t points[EDIT_WORD_MAX];  /* its code points */
	unsigned count;
};

void edit_word_set(struct edit_word *word, struct span text);

/* The edit distance of A and B in code points, or LIMIT + 1 when it is more
 * than LIMIT (at most 15): letters put in, left out, replaced, or two
 * neighbours exchanged, each counting one, and no part of a word changed twice
 * (optimal string alignment). */
unsigned edit_distance(const struct edit_word *a, const struct edit_word *b, unsigned limit);

/* The same for two strings. */
unsigned edit_distance_string(const char *a, const char *b, unsigned limit);

#endif
