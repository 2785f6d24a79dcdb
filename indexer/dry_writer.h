/* dry_writer.h - a writer that says what would happen and writes nothing.
 */
#ifndef NEWSDEX_INDEXER_DRY_WRITER_H
#define NEWSDEX_INDEXER_DRY_WRITER_H

#include "index/index.h"

/* Compares with the index at PATH (borrowed), which need not be there.  Of
 * OPTIONS what is displaced is told.  Keeps what claims.h does for each article. */
enum status dry_writer_open(const char *path, const struct index_writer_options *options, struct index_writer **writer,
                            struct error *err);

#endif
