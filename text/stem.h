/* stem.h - words to stems, by libstemmer, for every language that it has.
 */
#ifndef NEWSDEX_TEXT_STEM_H
#define NEWSDEX_TEXT_STEM_H

#include "common/error.h"
#include "common/span.h"

struct stemmer;

/* LANGUAGE is an ISO 639-1 code or an English name ("en", "english"), or
 * "none", whose stems are the words.  STATUS_UNSUPPORTED names the known ones. */
enum status stemmer_new(struct span language, struct stemmer **stemmer, struct error *err);
void stemmer_free(struct stemmer *stemmer);

/* The stem, folded too, of a folded word.  Valid until the next call.  Not for sharing
 * between threads.  Numbers and words with digits are their own stems. */
struct span stemmer_stem(struct stemmer *stemmer, struct span word);

/* Whether every stem begins with the first byte of its word: so in languages
 * whose stemmer takes away nothing but endings. */
bool stemmer_keeps_first(const struct stemmer *stemmer);

/* Whether WORD (folded) is on the stop list of the stemmer's language. */
bool stemmer_is_stop(const struct stemmer *stemmer, struct span word);

/* ISO 639-1 codes that stemmer_new() takes, ended by NULL; static. */
const char *const *stemmer_languages(void);

#endif
