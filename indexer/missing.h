/* missing.h - --delete-missing: articles whose file is gone, or which are no
 * longer in it.
 *
 * Two files may hold the same article, and the index knows it under one file's
 * name alone.  So whenever something was removed, the files that are marked as
 * shared lose their records in the same commit and are read again: what they
 * still hold comes back.
 */
#ifndef NEWSDEX_INDEXER_MISSING_H
#define NEWSDEX_INDEXER_MISSING_H

#include "indexer/add_options.h"
#include "indexer/files.h"

struct missing {
	uint64_t files;           /* that were gone */
	uint64_t articles;        /* removed */
	struct arena arena;
	struct paths again;       /* shared files to be read again, outside the PATHs */
};

void missing_init(struct missing *missing);
void missing_release(struct missing *missing);

/* Before reading: removes the articles of files below the PATHs of OPTIONS that
 * are gone, and commits. */
enum status missing_remove_files(struct missing *missing, const struct add_options *options,
                                 struct index_writer *writer, struct error *err);

/* After reading and committing: removes articles that the files which were read
 * again no longer hold, and commits. */
enum status missing_remove_articles(struct missing *missing, const struct add_options *options,
                                    struct files *files, struct index_writer *writer, struct error *err);

#endif
