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
	struct stemmer *stemmers[LANGUAGES_MAX];
	char codes[LANGUAGES_MAX][8];
	size_t count;                          /* at least 1 once opened */
};

/* The index's meta key "languages": codes with commas, the default first; "en"
 * where there is none.  Codes without a stemmer are passed over.  READER may be
 * NULL: "en". */
enum status languages_open(struct languages *languages, struct index_reader *reader, struct error *err);
void languages_release(struct languages *languages);

/* The stemmer of CODE, else of the first language. */
struct stemmer *languages_stemmer(const struct languages *languages, struct span code);

#endif
