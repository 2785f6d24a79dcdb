/* merge.h - several segments become one, without their deleted documents.
 *
 * Lists are read and written one term at a time: what a merge holds in memory
 * is some bytes a document and the longest list.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_MERGE_H
#define NEWSDEX_INDEX_SEGMENT_MERGE_H

#include "index/segment/merge_map.h"

struct merge_options {
	const char *folder;
	bool best;                 /* as optimize wants it: articles packed anew, in order */
	bool smallest;             /* and everything as small as it can be */
	bool (*stop)(void *context);
	void *context;
	bool forward;              /* with a forward index, made in MEMORY bytes */
	size_t memory;
	struct span language;      /* of articles that name none; borrowed */
};

/* Writes the documents of MAP as the segment NAME.  STATUS_END: there are none. */
enum status segments_merge(const struct merge_map *map, const struct segment_name *name,
                           const struct merge_options *options, struct manifest_segment *about, struct error *err);

#endif
