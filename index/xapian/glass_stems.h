/* glass_stems.h - stems of words, remembered: a language's words come again and
 * again, and finding a stem costs as much as everything else about a word.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_GLASS_STEMS_H
#define NEWSDEX_INDEX_XAPIAN_GLASS_STEMS_H

#include "common/table.h"
#include "text/stem.h"

/* One language's. */
struct stems {
	struct stemmer *stemmer;
	struct table words;
	struct span *found;      /* by number of the word; in ARENA */
	size_t found_size;
	struct arena arena;
};

/* LANGUAGE as stemmer_new() takes it; one that is not known has its words for stems. */
enum status stems_init(struct stems *stems, struct span language, struct error *err);
void stems_release(struct stems *stems);

/* The stem of a folded word, valid until the next call; SPAN_NONE when memory
 * is short. */
struct span stems_of(struct stems *stems, struct span word);

#endif
