/* glass_commit.h - the two ways of a commit.
 *
 * A few articles are written into the committed database itself, in one
 * transaction; libxapian switches from one revision to the next.  For many a
 * new database is made of the old one and the shards, and the stub file
 * switches.  Either way a writer that is killed leaves the commit before.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_GLASS_COMMIT_H
#define NEWSDEX_INDEX_XAPIAN_GLASS_COMMIT_H

#include "index/xapian/glass_purge.h"
#include "index/xapian/glass_writer.h"

/* What one commit works on. */
struct commit {
	struct writer *writer;
	struct dead dead;                /* documents of the base that are to go */
	bool copied;                     /* the base's others are in shards now */
	struct xapian_database *target;  /* being written */
};

/* glass_direct.c */
enum status commit_directly(struct commit *commit, struct error *err);

/* glass_rebuild.c.  OPTIMIZE: as small as it gets. */
enum status commit_anew(struct commit *commit, bool optimize, struct error *err);

/* Stores the changed metadata in the database that is being written. */
enum status commit_meta(struct commit *commit, struct error *err);

#endif
