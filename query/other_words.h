/* other_words.h - words that are known not to be in a query.
 *
 * Most words of a text are the same few thousand.  Finding out that one of
 * them, or its stem, is none of the query's costs ten times as much as seeing
 * that it was asked about before.  What does not fit is forgotten, so the size
 * is fixed; words of more than 15 bytes are not kept.
 */
#ifndef NEWSDEX_QUERY_OTHER_WORDS_H
#define NEWSDEX_QUERY_OTHER_WORDS_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/span.h"

#define OTHER_WORDS_BITS 15

struct other_word {
	uint64_t half[2];        /* made of its bytes and its length: never all zero */
};

struct other_words {
	struct other_word *words;  /* by hash; NULL: nothing is kept */
};

static inline void
other_words_release(struct other_words *others)
{
	free(others->words);
	others->words = NULL;
}

/* Forgets them all.  False when memory is short. */
static inline bool
other_words_reset(struct other_words *others)
{
	other_words_release(others);
	others->words = calloc((size_t)1 << OTHER_WORDS_BITS, sizeof(*others->words));
	return others->words != NULL;
}

static inline uint64_t
other_words_load(const char *at, size_t bytes)
{
	uint64_t value = 0;

	memcpy(&value, at, bytes);
	return le64toh(value);
}

/* Where WORD is kept, or would be: NULL for a long one.  KEY is how.  Loads
 * overlap, so that no byte is looked at by itself. */
static inline struct other_word *
other_words_place(const struct other_words *others, struct span word, struct other_word *key)
{
	uint64_t first, second = 0, mixed;

	if (word.len >= sizeof(*key) || !word.len)
		return NULL;
	if (word.len > 8) {
		first = other_words_load(word.ptr, 8);
		second = other_words_load(word.ptr + word.len - 8, 8) >> 8 * (16 - word.len);
	} else if (word.len >= 4) {
		first = other_words_load(word.ptr, 4) | other_words_load(word.ptr + word.len - 4, 4) << 32;
	} else {
		first = other_words_load(word.ptr, 1) | other_words_load(word.ptr + word.len / 2, 1) << 8 |
			other_words_load(word.ptr + word.len - 1, 1) << 16;
	}
	key->half[0] = first;
	key->half[1] = second | (uint64_t)word.len << 56;
	mixed = (first ^ (key->half[1] << 23 | key->half[1] >> 41)) * UINT64_C(0x9E3779B97F4A7C15);
	return &others->words[mixed >> (64 - OTHER_WORDS_BITS)];
}

static inline bool
other_word_is(const struct other_word *place, const struct other_word *key)
{
	return place->half[0] == key->half[0] && place->half[1] == key->half[1];
}

#endif
