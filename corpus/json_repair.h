/* json_repair.h - JSON as careless writers make it, turned into JSON.
 */
#ifndef NEWSDEX_CORPUS_JSON_REPAIR_H
#define NEWSDEX_CORPUS_JSON_REPAIR_H

#include "common/buf.h"

/* Appends TEXT, in the encoding CHARSET or, where that is "", what it looks like, to
 * OUT with these mended: bytes that are not of it and halves of surrogate pairs (U+FFFD), raw control characters in strings (escaped),
 * escapes that JSON does not have (their character), NaN and Infinity (null),
 * whole numbers over 18 digits (a string), a comma before a closing bracket
 * (left out).  What else is wrong stays wrong. */
void json_repair(struct span text, const char *charset, struct buf *out);

#endif
