/* merge_window.h - inside a merge: long lists as one, some documents at a time.
 *
 * Which segment the next document comes from cannot be foretold: to compare
 * heads for each posting is to guess wrong at each.  Here every segment's
 * postings among the next MERGE_WINDOW documents are put where they belong,
 * segment by segment, and then taken in order.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_MERGE_WINDOW_H
#define NEWSDEX_INDEX_SEGMENT_MERGE_WINDOW_H

#include "index/segment/merge_lists.h"
#include "index/segment/postings_write.h"

#define MERGE_WINDOW 16384

/* Shorter lists are not worth it. */
#define MERGE_WINDOW_POSTINGS 512

struct merge_window {
	uint64_t bits[MERGE_WINDOW / 64];
	uint32_t counts[MERGE_WINDOW];
	uint32_t places[MERGE_WINDOW];   /* where in positions a document's are */
	struct buf positions;
};

struct merge_window *merge_window_new(void);
void merge_window_free(struct merge_window *window);

/* Adds all postings of LIST, which is on its first, to OUT, and ends it. */
enum status merge_window_write(struct merge_window *window, struct merged_list *list, struct list_writer *out,
                               struct error *err);

#endif
