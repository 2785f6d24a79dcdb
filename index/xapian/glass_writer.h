/* glass_writer.h - a writer of an index: its lanes, and what a commit needs.
 *
 * Articles go by way of the lanes into shards in the work folder, which no
 * reader sees.  A commit (glass_commit.c) makes them part of the index.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_GLASS_WRITER_H
#define NEWSDEX_INDEX_XAPIAN_GLASS_WRITER_H

#include "common/table.h"
#include "index/xapian/folder.h"
#include "index/xapian/losers.h"
#include "index/xapian/glass_lane.h"
#include "index/xapian/state.h"

struct writer {
	struct index_writer writer;
	struct index_writer_options options;
	char *language;                  /* what options.language points to */
	struct folder folder;
	struct claims claims;
	struct losers losers;
	struct lane *lanes;              /* options.lanes of them */

	/* The committed index. */
	struct xapian_database *base;    /* NULL: there is none yet */
	struct state state;
	docid_t base_last;               /* its highest document number */
	unsigned char *removed;          /* a bit for each of its documents: index_writer_remove() */
	uint64_t removed_count;

	char *work;                      /* path of the work folder */
	struct pile pile;

	struct table meta_keys;          /* changed since the last commit */
	struct buf *meta_values;         /* by number of the key */
	size_t meta_size;

	bool failed;                     /* only closing is left */
};

/* Whether index_writer_remove() has marked document DOC of the base. */
static inline bool
writer_removed(const struct writer *writer, docid_t doc)
{
	return writer->removed && doc <= writer->base_last && (writer->removed[doc / 8] >> (doc % 8)) & 1;
}

/* Opens the committed index anew; lanes are told. */
enum status writer_rebase(struct writer *writer, struct error *err);

/* Whether the caller asked to stop. */
bool writer_stopped(void *writer);

/* glass_commit.c */
enum status writer_commit(struct writer *writer, bool optimize, struct error *err);

enum status writer_open(const char *path, const struct index_writer_options *options, struct index_writer **writer, struct error *err);

#endif
