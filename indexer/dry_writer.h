/* dry_writer.h - a writer that says what would happen and writes nothing.
 */
#ifndef NEWSDEX_INDEXER_DRY_WRITER_H
#define NEWSDEX_INDEXER_DRY_WRITER_H

#include "index/index.h"

/* Compares with the index at PATH (borrowed), which need not be there.  Keeps
 * some 60 bytes an article, to tell duplicates. */
enum status dry_writer_open(const char *path, struct index_writer **writer, struct error *err);

#endif
