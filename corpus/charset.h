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

#endif
