/* languages.h - the stemmers of the languages that an index holds.
 */
#ifndef NEWSDEX_QUERY_LANGUAGES_H
#define NEWSDEX_QUERY_LANGUAGES_H

#include "common/arena.h"
#include "common/error.h"
#include "index/index.h"
#include "text/stem.h"

#define LANGUAGES_MAX 64

struct languages {
	struct stemmer *stemmers[LANGUAGES_MAX];  /* each once; those without one share "none" */
	char codes[LANGUAGES_MAX][8];
	size_t count;                             /* at least 1 once opened */
};

/* The languages that READER's articles are in: its meta key "languages" (codes
 * with commas, the one of articles that name none first), else those of its
 * L terms, the most frequent first, and "en" when not every article has one.
 * READER may be NULL: "en". */
enum status languages_open(struct languages *languages, struct index_reader *reader, struct error *err);
void languages_release(struct languages *languages);

/* Adds the stemmer of CODE, or "none" where there is none for it, once. */
enum status languages_add(struct languages *languages, struct span code, struct error *err);

/* The stemmer that indexed an article in CODE; "": the first one. */
struct stemmer *languages_stemmer(const struct languages *languages, struct span code);

#endif
