/* fold.h - folding one character after the other into fixed room.
 *
 * token.h has the folding of whole texts; this is what the tokenizer builds
 * its terms with.
 */
#ifndef NEWSDEX_TEXT_FOLD_H
#define NEWSDEX_TEXT_FOLD_H

#include "text/unicode.h"

struct fold {
	char *data;
	size_t len;
	size_t size;      /* room in data; nothing is written behind it */
	bool plain;       /* accents go */
	bool full;        /* a character found no room: nothing is taken any more */
	bool accent;      /* an accent was taken away */
};

/* Appends what is left of a character; a mark joins the letter before it where
 * they have a composed form. */
void fold_put(struct fold *fold, struct character c);

/* Appends an ASCII sign as it is. */
void fold_put_byte(struct fold *fold, char byte);

#endif
