/* language.h - the names and codes of languages, as ISO 639-1.
 */
#ifndef NEWSDEX_CORPUS_LANGUAGE_H
#define NEWSDEX_CORPUS_LANGUAGE_H

#include "common/span.h"

/* "en" for "en", "EN-gb", "en_US.UTF-8", "eng" and "English"; SPAN_NONE for what
 * is no language.  A code that is not known but has two or three letters comes
 * back in lower case.  OUT, of 4 bytes, is where such a code is written. */
struct span language_code(struct span text, char out[4]);

#endif
