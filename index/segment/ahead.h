/* ahead.h - articles that are about to be read one after another, fetched by two threads.
 *
 * Half a block is unpacked for each, which is most of what showing ten hits costs.  A second thread begins
 * with the last of them while the reader begins with the first; where they meet each has done what it could.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_AHEAD_H
#define NEWSDEX_INDEX_SEGMENT_AHEAD_H

#include "index/index.h"
#include "index/segment/store.h"

struct ahead;

struct ahead_place {
	docid_t doc;
	const struct store *store;   /* stays open until ahead_free() */
	uint32_t block, offset;
};

/* Begins with the last of COUNT PLACES, which are copied.  NULL where that gains nothing, on one
 * processor or for few, and where memory or a thread are not to be had. */
struct ahead *ahead_new(const struct ahead_place *places, size_t count);
void ahead_free(struct ahead *ahead);

/* Whether the record of DOC was fetched; it is borrowed until ahead_free().  Else the caller has to, now. */
bool ahead_take(struct ahead *ahead, docid_t doc, struct span *record);

#endif
