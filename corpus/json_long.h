/* json_long.h - the long strings of a JSON text, told apart from the rest of it.
 *
 * A parser copies every string.  An article of hundreds of megabytes is one string, and
 * its copy as large again: so it is cut out, the rest is parsed without it, and the
 * string is decoded piece by piece where it lies (json_c.h, json_parse_owned()).
 */
#ifndef NEWSDEX_CORPUS_JSON_LONG_H
#define NEWSDEX_CORPUS_JSON_LONG_H

#include "common/buf.h"
#include "common/span.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is copied sooner than cut out. */
#define JSON_LONG ((size_t)1 << 20)

/* What stands in the rest for a string that is cut out. */
#define JSON_LONG_STANDS "                               "

struct json_long {
	struct span raw;         /* between the quotes, as it stands in the text */
	size_t number;           /* of the string among all strings of the text, keys too, from 0 */
};

/* Appends TEXT to REST, but for values that are strings of JSON_LONG bytes or more:
 * JSON_LONG_STANDS is in their place, and a struct json_long each is appended to
 * LONGS.  What TEXT is not whole JSON need not be told here: the rest is not either. */
void json_long_cut(struct span text, struct buf *rest, struct buf *longs);

/* The length of the first piece of RAW, the inside of a string, that is a string for
 * itself: at most MOST bytes, unless the first character is longer. */
size_t json_long_piece(struct span raw, size_t most);

#ifdef __cplusplus
}
#endif

#endif
