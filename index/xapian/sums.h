/* sums.h - checksums of a glass database, which has none of its own.
 *
 * When a database is complete, a sum of every 8 KiB block of its tables is
 * written into the file "sums" beside them.  A commit that changes the
 * database in place leaves that file as it is: libxapian never writes over a
 * block of the commit before, and every block begins with the number of the
 * revision that wrote it (four bytes, the highest first), so the blocks that
 * have changed since are known and left out.  No commit costs a reading of
 * the whole index, and none declares damage to be right.
 *
 * The file: the line "newsdex sums 1 REVISION"; for each file a line
 * "NAME BLOCKS" and BLOCKS sums of 4 bytes; at the end the 16 bytes of
 * hash_content() of all before.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_SUMS_H
#define NEWSDEX_INDEX_XAPIAN_SUMS_H

#include "common/error.h"

#define SUMS_FILE "sums"
#define SUMS_BLOCK 8192

/* Writes the sums of the database in folder PATH, whose revision is REVISION. */
enum status sums_write(const char *path, uint64_t revision, struct error *err);

struct sums_found {
	uint64_t compared;   /* blocks that were as they were written */
	uint64_t newer;      /* blocks of later revisions: not comparable */
	uint64_t damaged;
};

/* Compares the database in folder PATH, at REVISION now, with its sums and
 * calls REPORT for what is wrong.  STATUS_NOTFOUND: there are no sums;
 * STATUS_CORRUPT: the file of sums is damaged itself. */
enum status sums_compare(const char *path, uint64_t revision, struct sums_found *found,
                         void (*report)(void *context, const char *line), void *context, struct error *err);

#endif
