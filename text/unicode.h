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

/* Two foldings of a character, as UTF-8 in static memory.  UNCHANGED: the
 * character itself; an empty span: nothing is left of it. */
struct folding {
	struct span text;
	bool unchanged;
};

enum char_class unicode_class(uint32_t code);

/* Case, compatibility forms and accents removed. */
struct folding unicode_fold(uint32_t code);

/* The same keeping accents. */
struct folding unicode_fold_case(uint32_t code);

/* Whether the two differ: whether folding CODE takes an accent away. */
bool unicode_has_accent(uint32_t code);

/* The composed character of FIRST and SECOND, or 0.  Source: the canonical
 * composition of UAX #15, Hangul included. */
uint32_t unicode_compose(uint32_t first, uint32_t second);

/* Whether unicode_compose() has any pair ending in SECOND. */
bool unicode_may_compose(uint32_t second);

/* One character of a text. */
struct character {
	uint32_t code;
	size_t len;              /* bytes; 0 at the end of the text */
	enum char_class class;   /* CHAR_OTHER at the end and for an invalid byte */
};

extern const uint8_t unicode_ascii_class[128];

static inline struct character
character_at(struct span text, size_t at)
{
	struct character c = { 0, 0, CHAR_OTHER };

	if (at >= text.len)
		return c;
	c.code = utf8_decode(text.ptr + at, text.ptr + text.len, &c.len);
	c.class = c.code < 0x80 ? (enum char_class)unicode_ascii_class[c.code] : unicode_class(c.code);
	return c;
}

/* Letters and digits that words are made of; not marks, which need one before. */
static inline bool
class_is_letter(enum char_class class)
{
	return class >= CHAR_LETTER;
}

static inline bool
class_is_word(enum char_class class)
{
	return class >= CHAR_DIGIT;
}

static inline bool
class_is_joined(enum char_class class)
{
	return class == CHAR_VANISH || class == CHAR_MARK;
}

#endif
