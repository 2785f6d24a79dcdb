/* foreign_database.h - what the files of the Nexis and Factiva reader share;
 * nobody else includes it.
 */
#ifndef NEWSDEX_QUERY_FOREIGN_DATABASE_H
#define NEWSDEX_QUERY_FOREIGN_DATABASE_H

#include "query/foreign_tree.h"

enum mark_kind { MARK_END, MARK_OPEN, MARK_CLOSE, MARK_QUOTED, MARK_WORD, MARK_COMPARE };

struct mark {
	enum mark_kind kind;
	size_t start, end;
	struct span text;          /* without quotes */
};

enum connector { CON_NONE, CON_OR, CON_NEAR, CON_PRE, CON_NOT_NEAR, CON_SENTENCE, CON_PARAGRAPH, CON_SEGMENT, CON_AND, CON_NOT };

struct connection {
	enum connector kind;
	int distance;
	size_t at, end;
};

struct database {
	struct foreign *foreign;
	enum query_syntax syntax;
	struct mark mark;          /* the next one */
	struct buf scratch;
};

/* The mark that begins at or behind byte AT. */
enum status mark_at(struct foreign *foreign, size_t at, struct mark *mark);

/* Onto the next mark. */
enum status database_advance(struct database *database);

/* The connector that comes next, of one word or two; CON_NONE: none does. */
enum status database_peek(struct database *database, struct connection *found);

/* What binds most has the smallest. */
int connection_looseness(const struct database *database, const struct connection *connection);

/* The number that is all that follows PREFIX (in any case) in TEXT, or -1. */
int foreign_number(struct span text, const char *prefix);

#endif
