/* charset.h - bytes of other encodings as UTF-8.
 */
#ifndef NEWSDEX_CORPUS_CHARSET_H
#define NEWSDEX_CORPUS_CHARSET_H

#include "common/buf.h"
#include "common/span.h"

/* Appends TEXT, which is UTF-8 if it can be read as that, and else Latin-1 as
 * Windows has it (0x93 is a quotation mark). */
void charset_append(struct buf *out, struct span text);

/* TEXT itself when it is UTF-8, else what charset_append() makes of it, in ROOM,
 * whose status tells whether memory was short. */
struct span charset_utf8(struct span text, struct buf *room);

/* Appends TEXT, which is in the encoding NAME; what that encoding does not have
 * becomes U+FFFD.  An encoding that is not known is taken as charset_append() does. */
void charset_append_named(struct buf *out, struct span text, struct span name);

#define CHARSET_NAME 24   /* room for an encoding's name and its NUL */

/* The encoding of TEXT, of which nobody says it, such as the start of a file: NAME
 * gets what iconv calls it, "" for UTF-8 (a few bytes of which may be damaged). */
void charset_guess(struct span text, char name[CHARSET_NAME]);

/* Appends TEXT, which is UTF-8 if it can be read as that, and else in the encoding
 * NAME; where that is "", as charset_guess() has it of TEXT itself. */
void charset_append_guess(struct buf *out, struct span text, const char *name);

#endif
