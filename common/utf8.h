/* utf8.h - code points in and out of UTF-8, checked as RFC 3629 asks.
 *
 * Overlong forms, surrogates and values over U+10FFFF are invalid.  A reader
 * that meets an invalid byte takes it singly as U+FFFD, so every input
 * decodes to something and nothing is read past the end.
 */
#ifndef NEWSDEX_COMMON_UTF8_H
#define NEWSDEX_COMMON_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/span.h"

#define UTF8_REPLACEMENT 0xFFFDu

/* Decodes the code point at P, before END (P < END); stores its length in
 * bytes, 1 to 4, in *LEN.  An invalid byte answers UTF8_REPLACEMENT, length 1. */
uint32_t utf8_decode_multibyte(const unsigned char *p, const unsigned char *end, size_t *len);

static inline uint32_t
utf8_decode(const char *p, const char *end, size_t *len)
{
	unsigned char first = (unsigned char)*p;

	if (first < 0x80) {
		*len = 1;
		return first;
	}
	return utf8_decode_multibyte((const unsigned char *)p, (const unsigned char *)end, len);
}

/* Writes CODE to OUT (room for 4 bytes); returns the length.  What is no code
 * point is written as U+FFFD. */
size_t utf8_encode(char *out, uint32_t code);

bool utf8_valid(struct span text);

/* Code points in TEXT, an invalid byte counting as one. */
size_t utf8_count(struct span text);

/* Whether C is inside a character, not its first byte. */
static inline bool
utf8_is_tail(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* The byte POINTS code points before, or behind, byte AT of TEXT; its start or
 * end where there are fewer. */
size_t utf8_step_back(struct span text, size_t at, size_t points);
size_t utf8_step_on(struct span text, size_t at, size_t points);

/* Appends TEXT with every invalid byte replaced by U+FFFD. */
void utf8_append_valid(struct buf *out, struct span text);

#endif
