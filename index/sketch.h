/* sketch.h - what an article says, in 48 bytes: two of them tell how much of
 * their text two articles share, without the texts.
 *
 * The words of the body, or of the title where there is no body, are taken in
 * pairs, each word with the next, by their first eight bytes.  Every pair has a hash; its upper bits choose
 * one of SKETCH_BINS bins, and each bin keeps the smallest hash that it met
 * (one permutation hashing: P. Li, A. Owen, C.-H. Zhang, One Permutation
 * Hashing, NIPS 2012), of which one byte is stored (b-bit minwise hashing:
 * P. Li, A. C. König, b-Bit Minwise Hashing, WWW 2010).  The share of bins that
 * agree estimates the Jaccard similarity of the two sets of pairs.
 *
 * Equal words give equal sketches in every engine, process and machine.
 */
#ifndef NEWSDEX_INDEX_SKETCH_H
#define NEWSDEX_INDEX_SKETCH_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "common/span.h"

#define SKETCH_BINS 48

/* By bin 1 to 255; 0: no pair fell into it. */
struct sketch {
	unsigned char bins[SKETCH_BINS];
};

/* A sketch in the making. */
struct sketch_maker {
	uint64_t last;                  /* of the word before */
	uint32_t least[SKETCH_BINS];
};

void sketch_begin(struct sketch_maker *maker);

/* The next word, folded, of one byte or more.  8 bytes from its start on can be
 * read, whatever its length: so it needs no branch. */
static inline void sketch_word(struct sketch_maker *maker, struct span word);

void sketch_end(const struct sketch_maker *maker, struct sketch *sketch);

/* Whether two articles, of A_WORDS and B_WORDS words, are copies of each other:
 * one is the other with a part cut away, another head, a line more, or up to
 * about three words in ten replaced.  sketch.c has the limits. */
bool sketch_is_copy(const struct sketch *a, uint64_t a_words, const struct sketch *b, uint64_t b_words);

/* Whether they say the same, word by word, as far as sketches can tell. */
bool sketch_is_same(const struct sketch *a, uint64_t a_words, const struct sketch *b, uint64_t b_words);

/* ---- In line: once a word of all that is indexed ------------------------- */

static inline uint64_t
sketch_load(const char *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof(value));
	return le64toh(value);
}

static inline uint64_t
sketch_mix(uint64_t word)
{
	__extension__ typedef unsigned __int128 wide;
	wide product = (wide)word * UINT64_C(0x9E3779B97F4A7C15);

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline void
sketch_word(struct sketch_maker *maker, struct span word)
{
	/* Eight letters tell words apart well enough, and forms of a word not at
	 * all; its own bytes are moved to the upper end, which leaves the others out. */
	unsigned few = word.len < 8 ? (unsigned)word.len : 8;
	uint64_t this = sketch_mix(sketch_load(word.ptr) << (64 - 8 * few)), pair = this ^ maker->last;
	uint32_t *least = &maker->least[(pair >> 32) * SKETCH_BINS >> 32], value = (uint32_t)(pair >> 26);

	*least = value < *least ? value : *least;
	/* Turned, so that a pair is another one the other way round. */
	maker->last = this << 17 | this >> 47;
}

#endif
