/* restore.h - an index out of a dump, exactly. */
#ifndef NEWSDEX_INDEXER_RESTORE_H
#define NEWSDEX_INDEXER_RESTORE_H

#include "index/index.h"

struct restore {
	const struct span *paths;     /* files, or "-"; their lines are one dump */
	size_t count;
	bool (*stop)(void);           /* asked at every line */
	uint64_t articles, meta;      /* out: read so far */
};

/* Gives all of the dump to WRITER, without a commit.  The first line that is
 * not a dump's, that repeats an id, or that an index cannot hold is
 * STATUS_BADINPUT with `FILE:LINE` as its place. */
enum status restore_read(struct restore *restore, struct index_writer *writer, struct error *err);

#endif
