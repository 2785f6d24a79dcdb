/* join_table.h - what the rows of tables say, by address; for join.c and join_read.c alone.
 */
#ifndef NEWSDEX_CORPUS_JOIN_TABLE_H
#define NEWSDEX_CORPUS_JOIN_TABLE_H

#include <stdatomic.h>

#include "common/buf.h"
#include "common/table.h"
#include "corpus/join.h"

/* What the rows with one address say together. */
struct join_known {
	struct span source, authors;
	struct date seen, published;
	const char *rule;              /* which table */
	uint32_t *tags;                /* numbers of names */
	size_t tag_count, tag_size;
	struct join_rest place;
	_Atomic bool met;              /* an article with this address came */
};

struct join {
	size_t limit;
	struct table keys;             /* of addresses; numbers are those of KNOWN */
	struct table names;            /* of tags, sources and authors */
	struct table origins;          /* of the files */
	struct arena arena;
	struct join_known **known;
	size_t size;
	struct buf key;
	uint64_t bad;
	struct join_rest first_bad;
};

#endif
