/* token.h - text to words, the same for indexing, queries and highlighting.
 *
 * Words are those of Unicode's UAX #29, with newsdex's rules on top (token.c
 * lists them): a hyphen parts ("win-win" is win, win), an apostrophe inside a
 * word does not ("don't" is don't; a possessive 's is dropped from the term:
 * "Britain's" is britain), dotted capitals are one word ("U.S." is us),
 * numbers keep their separators' value ("7,500" is 7500, "3.5" is 3.5),
 * Chinese, Japanese and Thai come as overlapping pairs of characters: every
 * character begins one token, the pair of it and the next, or it alone where
 * its run ends.
 * A term is folded: case and accents removed, compatibility forms unified.
 *
 * Sentences and paragraphs are counted as words go by.
 */
#ifndef NEWSDEX_TEXT_TOKEN_H
#define NEWSDEX_TEXT_TOKEN_H

#include <stdint.h>

#include "common/buf.h"
#include "common/span.h"

enum token_flag {
	TOKEN_CAPS = 1,        /* two letters or more, all of them capitals: US, U.S., NATO */
	TOKEN_CAPITAL = 2,     /* begins with a capital */
	TOKEN_NUMBER = 4,      /* digits, with or without separators */
	TOKEN_CJK = 8,         /* a character or pair of a script written without spaces */
	TOKEN_ACCENT = 16,     /* folding took an accent away */
	TOKEN_SENTENCE = 32,   /* the first word of a sentence */
	TOKEN_PARAGRAPH = 64,  /* the first word of a paragraph (and of a sentence) */
};

struct token {
	struct span term;      /* folded; valid until the next token_next() */
	size_t start, end;     /* bytes of the word in the text, [start, end) */
	uint32_t position;     /* the word's number in this text, from 0; a CJK pair takes the
	                          number of its first character */
	uint32_t flags;        /* enum token_flag */
};

/* Longest term in bytes; a longer word is cut at a character's end. */
#define TOKEN_TERM_MAX 64

struct tokenizer {
	struct span text;
	size_t at;             /* next byte to look at */
	uint32_t position;     /* number of the next word */
	uint32_t pending;      /* flags the next word will get */
	char term[2 * TOKEN_TERM_MAX];
	/* Private to text/: the last word, for what a full stop behind it means. */
	size_t word_start, word_end;
	bool dotted;           /* it is initials that end in a full stop */
};

/* Starts on TEXT, which is borrowed and need not be valid UTF-8. */
void tokenizer_start(struct tokenizer *tokenizer, struct span text);

/* The next word; false at the end. */
bool token_next(struct tokenizer *tokenizer, struct token *token);

/* Appends TEXT folded as terms are, whole: what fields without words (tag,
 * source, section) are compared by.  White space runs become one space. */
void fold_append(struct buf *out, struct span text);

/* The same keeping accents, for `=café`. */
void fold_case_append(struct buf *out, struct span text);

#endif
