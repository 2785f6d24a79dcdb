/* flush.h - a batch becomes a segment.
 *
 * Articles are put in order of date; then the batch's stream is gone through
 * in that order, and each posting put where it belongs.  Stems are made here:
 * each distinct word is stemmed once, and the list of a stem is made of the
 * lists of its words.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_FLUSH_H
#define NEWSDEX_INDEX_SEGMENT_FLUSH_H

#include "index/segment/batch.h"
#include "index/segment/manifest.h"
#include "index/segment/stem_set.h"
#include "index/segment/store.h"

struct flush_options {
	const char *folder;
	bool forward;                /* with a forward index, made in MEMORY bytes */
	size_t memory;
	bool (*stop)(void *context);
	void *context;
};

/* Writes what is alive in BATCH and its STORE, which is finished, as the
 * segment NAME.  *NUMBERS, to be freed, gets the documents by their number in the
 * batch, DOC_END for what is dead.  STATUS_END: nothing is alive, nothing was written.
 * BATCH is used up: only batch_clear() and batch_release() may follow. */
enum status batch_flush(struct batch *batch, struct stem_set *stems, struct store_writer *store,
                        const struct segment_name *name, const struct flush_options *options,
                        struct manifest_segment *segment, uint32_t **numbers, struct error *err);

#endif
