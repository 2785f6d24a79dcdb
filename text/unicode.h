/* unicode.h - what the tokenizer and folding know of single characters.
 *
 * The tables are unicode_tables.h, made by unicode_gen.py from the Unicode
 * Character Database; only unicode.c includes them.
 */
#ifndef NEWSDEX_TEXT_UNICODE_H
#define NEWSDEX_TEXT_UNICODE_H

#include <stdint.h>

#include "common/span.h"
#include "common/utf8.h"

/* Word characters are those from CHAR_CJK on.  The order is that of CLASSES in
 * unicode_gen.py. */
enum char_class {
	CHAR_OTHER,
	CHAR_SPACE,
	CHAR_NEWLINE,
	CHAR_PARAGRAPH,   /* form feed, U+2029 */
	CHAR_DOT,         /* ends a sentence, an abbreviation, or parts digits */
	CHAR_ELLIPSIS,
	CHAR_STOP,        /* ! ? and their like in other scripts */
	CHAR_WIDE_STOP,   /* the full stop of Chinese and Japanese: no space follows */
	CHAR_CLOSE,       /* quotes and brackets, opening ones too */
	CHAR_COMMA,       /* may part the digits of a number */
	CHAR_CONTINUE,    /* colon, semicolon: the sentence goes on */
	CHAR_APOSTROPHE,
	CHAR_MIDDOT,
	CHAR_GERSHAYIM,   /* inside a Hebrew abbreviation; the ASCII double quote too */
	CHAR_VANISH,      /* soft hyphen, zero-width, bidi, variation selectors: not there */
	CHAR_MARK,        /* combines with the character before it */
	CHAR_CJK,         /* of a script written without spaces */
	CHAR_DIGIT,
	CHAR_LETTER,      /* of a script without case */
	CHAR_HEBREW,
	CHAR_LOWER,
	CHAR_UPPER,
};

/* The tables have two stages: blocks of 1 << UNICODE_SHIFT code points, equal
 * ones kept once.  Above UNICODE_TABLE_END ranges rule. */
#define UNICODE_SHIFT 7
#define UNICODE_TABLE_END 0x30000u

extern const uint8_t unicode_class_block[];
extern const uint8_t unicode_class_value[];

static inline size_t
unicode_staged(const uint8_t *blocks, uint32_t code)
{
	return (size_t)blocks[code >> UNICODE_SHIFT] << UNICODE_SHIFT | (code & ((1u << UNICODE_SHIFT) - 1));
}

static inline enum char_class
unicode_class(uint32_t code)
{
	if (code < UNICODE_TABLE_END)
		return (enum char_class)unicode_class_value[unicode_staged(unicode_class_block, code)];
	if (code < 0x40000)   /* plane 3 holds ideographs alone */
		return CHAR_CJK;
	return code >= 0xE0000 && code < 0xE1000 ? CHAR_VANISH : CHAR_OTHER;
}

/* What folding makes of a character. */
struct folding {
	const char *ptr;      /* static, len bytes; 0: nothing is left of it */
	uint8_t len;
	bool unchanged;       /* the character itself is left, and len is 0 */
	bool accent;          /* folding takes an accent away */
};

/* Case, compatibility forms and accents removed. */
struct folding unicode_fold(uint32_t code);

/* The same keeping accents. */
struct folding unicode_fold_case(uint32_t code);

/* The composed character of FIRST and SECOND, or 0.  Source: the canonical
 * composition of UAX #15, Hangul included. */
uint32_t unicode_compose(uint32_t first, uint32_t second);

/* A vowel or final consonant of Hangul, which joins what is before it. */
static inline bool
unicode_is_jamo_behind(uint32_t code)
{
	return code >= 0x1161 && code < 0x11C3;
}

/* One character of a text. */
struct character {
	const char *ptr;
	uint32_t code;
	uint8_t len;       /* bytes; 0 at the end of the text */
	uint8_t class;     /* enum char_class; CHAR_OTHER at the end and for an invalid byte */
};

static inline struct character
character_at(struct span text, size_t at)
{
	struct character c = { text.ptr + at, 0, 0, CHAR_OTHER };
	size_t len;

	if (at >= text.len)
		return c;
	c.code = utf8_decode(c.ptr, text.ptr + text.len, &len);
	c.len = (uint8_t)len;
	c.class = (uint8_t)unicode_class(c.code);
	return c;
}

/* Letters and digits that words are made of; not marks, which need one before. */
static inline bool
class_is_letter(uint8_t class)
{
	return class >= CHAR_LETTER;
}

static inline bool
class_is_word(uint8_t class)
{
	return class >= CHAR_DIGIT;
}

static inline bool
class_is_joined(uint8_t class)
{
	return class == CHAR_VANISH || class == CHAR_MARK;
}

#endif
