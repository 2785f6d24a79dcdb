/* stem_set.h - the stemmers of the languages that one lane has met, numbered. */
#ifndef NEWSDEX_INDEX_SEGMENT_STEM_SET_H
#define NEWSDEX_INDEX_SEGMENT_STEM_SET_H

#include <stdint.h>

#include "index/terms.h"
#include "text/stem.h"

/* More than there are codes and names of languages. */
#define STEM_SET_MAX 256

struct stem_set {
	struct stemmer *stemmers[STEM_SET_MAX];
	char *names[STEM_SET_MAX];
	uint32_t count;
};

void stem_set_init(struct stem_set *stems);
void stem_set_release(struct stem_set *stems);

/* The number of LANGUAGE.  One without a stemmer gets that of "none", whose
 * stems are the words. */
enum status stem_set_number(struct stem_set *stems, struct span language, uint32_t *number, struct error *err);

/* *STEM is the term, in ROOM, of the stem that WORD (a plain one, or one of a title) has in the
 * language with NUMBER; false: it would be too long. */
#define STEM_TERM_MAX (TERM_MAX + TERM_SLACK)
bool stem_set_term(const struct stem_set *stems, uint32_t number, struct span word, char *room, struct span *stem);

#endif
