/* found_words.h - what several threads find out about words, each for itself, and
 * then all of it together.
 */
#ifndef NEWSDEX_QUERY_FOUND_WORDS_H
#define NEWSDEX_QUERY_FOUND_WORDS_H

#include "common/error.h"
#include "common/span.h"

struct found_part;

struct found_words {
	size_t size;               /* of an item: a struct whose first member is its word, a struct span */
	unsigned threads;
	struct found_part *parts;  /* by thread */
	void *items;               /* of all threads, in no order, once they are joined */
	size_t count;
};

void found_words_init(struct found_words *found, size_t size);
void found_words_release(struct found_words *found);

/* Makes room for THREADS.  STATUS_NOMEM, as of the others. */
enum status found_words_start(struct found_words *found, unsigned threads, struct error *err);

/* Copies *ITEM and its word; for THREAD alone. */
enum status found_words_add(struct found_words *found, unsigned thread, const void *item, struct error *err);

/* Makes items and count, once no thread adds any more. */
enum status found_words_join(struct found_words *found, struct error *err);

#endif
