/* stems.h - the stemmers of the languages that one lane has met, numbered. */
#ifndef NEWSDEX_INDEX_SEGMENT_STEMS_H
#define NEWSDEX_INDEX_SEGMENT_STEMS_H

#include <stdint.h>

#include "text/stem.h"

/* More than there are codes and names of languages. */
#define STEMS_MAX 256

struct stems {
	struct stemmer *stemmers[STEMS_MAX];
	char *names[STEMS_MAX];
	uint32_t count;
};

void stems_init(struct stems *stems);
void stems_release(struct stems *stems);

/* The number of LANGUAGE.  One without a stemmer gets that of "none", whose
 * stems are the words. */
enum status stems_number(struct stems *stems, struct span language, uint32_t *number, struct error *err);

#endif
