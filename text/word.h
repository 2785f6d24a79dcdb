/* word.h - the parts of the tokenizer: where a word ends and what its term is
 * (word.c, number.c), and what the text between two words says of sentences
 * (sentence.c).  token.c lists the rules.
 */
#ifndef NEWSDEX_TEXT_WORD_H
#define NEWSDEX_TEXT_WORD_H

#include "text/fold.h"
#include "text/token.h"

struct word {
	struct fold term;
	size_t end;          /* byte behind the word */
	uint32_t letters;    /* of them capitals: */
	uint32_t capitals;
	uint32_t digits;
	bool capital;        /* the first letter is one */
	bool dotted;         /* initials: the full stop at the end belongs to the word */
};

/* Reads the word that begins with the letter or digit at START.  The term's
 * room is the caller's. */
void word_scan(struct word *word, struct span text, size_t start);

/* Reads the digits at START and the separators among them; adds their value to
 * WORD and answers the byte behind them. */
size_t number_scan(struct word *word, struct span text, size_t start);

/* The character behind AT that does not combine with the one before. */
struct character character_beyond(struct span text, size_t *at);

/* Goes from the end of one word to the beginning of the next, and adds what
 * flags that one gets.  Answers its class, CHAR_OTHER at the end of the text. */
enum char_class gap_scan(struct tokenizer *tokenizer);

#endif
