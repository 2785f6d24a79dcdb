/* suffix.h - accents that folding took from a suffix, for libstemmer.
 *
 * libstemmer knows Spanish -ción, not -cion: without its accent nación and
 * naciones would have different stems.  Where a folded ending can hardly be
 * anything else, it gets its accents back before the word is stemmed.  Folding
 * and these endings together keep what libstemmer finds on accented text for
 * nouns and adjectives; of verbs the forms that news does not use are lost.
 */
#ifndef NEWSDEX_TEXT_SUFFIX_H
#define NEWSDEX_TEXT_SUFFIX_H

#include "common/span.h"

/* Room for what suffix_restore() adds to a word. */
#define SUFFIX_GROWTH 8

/* WORD (folded, of the language with ISO 639-1 code CODE) with the accents of
 * its suffix.  Written to OUT, which has room for the word and SUFFIX_GROWTH
 * bytes; WORD itself when nothing is to be restored. */
struct span suffix_restore(const char *code, struct span word, char *out);

#endif
