/* other_words.h - words that are known not to be in a query.
 *
 * Most words of a text are the same few thousand.  Finding out that one of
 * them, or its stem, is none of the query's costs ten times as much as seeing
 * that it was asked about before.  What does not fit is forgotten; words of
 * more than 15 bytes are not kept.  The table grows with what is put there, up
 * to its largest size: a few articles have few words.
 */
#ifndef NEWSDEX_QUERY_OTHER_WORDS_H
#define NEWSDEX_QUERY_OTHER_WORDS_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/span.h"

#define OTHER_WORDS_LEAST_BITS 9
#define OTHER_WORDS_BITS 15

struct other_word {
	uint64_t half[2];        /* made of its bytes and its length: never all zero */
};

struct other_words {
	struct other_word *words;  /* 1 << bits of them by hash; NULL: nothing is kept */
	unsigned bits;
	uint32_t puts;             /* since the table has this size */
};

static inline void
other_words_release(struct other_words *others)
{
	free(others->words);
	others->words = NULL;
}

static inline bool
other_words_begin(struct other_words *others, unsigned bits)
{
	struct other_word *words = calloc((size_t)1 << bits, sizeof(*words));

	if (!words)
		return false;
	other_words_release(others);
	*others = (struct other_words){ .words = words, .bits = bits };
	return true;
}

/* Forgets them all.  False when memory is short. */
static inline bool
other_words_reset(struct other_words *others)
{
	return other_words_begin(others, OTHER_WORDS_LEAST_BITS);
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
	return &others->words[mixed >> (64 - others->bits)];
}

static inline bool
other_word_is(const struct other_word *place, const struct other_word *key)
{
	return place->half[0] == key->half[0] && place->half[1] == key->half[1];
}

/* Keeps KEY at its PLACE. */
static inline void
other_words_put(struct other_words *others, struct other_word *place, const struct other_word *key)
{
	*place = *key;
	/* Without memory for more the table stays as it is. */
	if (++others->puts >> others->bits && others->bits < OTHER_WORDS_BITS)
		(void)other_words_begin(others, others->bits + 3 < OTHER_WORDS_BITS ? others->bits + 3 : OTHER_WORDS_BITS);
}

#endif
