/* gdelt.h - rows of GDELT's tables, which hold what machines found out about
 * articles, under the articles' addresses, and no text.
 *
 * Known are the event tables of version 1 (58 columns) and 2 (61), the mentions
 * (16) and the knowledge graph 2.1 (27).  All are of UTF-8, more or less, with
 * tabs between columns, without quotes and without a row of names.  (Columns as
 * in GDELT's codebooks: Event 1.0 and 2.0, GKG 2.1.)
 */
#ifndef NEWSDEX_CORPUS_GDELT_H
#define NEWSDEX_CORPUS_GDELT_H

#include "corpus/date.h"
#include "common/span.h"

#include <stdbool.h>
#include <stddef.h>

enum gdelt_table {
	GDELT_NONE,
	GDELT_EVENTS,
	GDELT_MENTIONS,
	GDELT_GRAPH,
};

/* Columns that name things, of one row. */
#define GDELT_LISTS 6

/* What stands in one; texts are as they are in the table, and borrowed. */
struct gdelt_list {
	struct span items;
	char separator;          /* between items; 0: it is one item */
	unsigned part;           /* the item's part that is its name, from 0, parts being */
	char part_separator;     /* separated by this; 0: it has no parts */
	const char *prefix;      /* goes before each item */
};

struct gdelt_row {
	enum gdelt_table table;
	struct span url;
	struct span source;      /* SPAN_NONE when the table has none */
	struct span authors;     /* separated by semicolons; or SPAN_NONE */
	struct date seen;        /* when GDELT met the article, by quarters of an hour or days */
	struct date published;   /* what the article says of itself; DATE_NONE */
	struct gdelt_list lists[GDELT_LISTS];
	size_t list_count;
};

/* Takes LINE apart; false when it is no row of such a table, or names no page. */
bool gdelt_row_read(struct span line, struct gdelt_row *row);

/* What the first line of a file shows it to be. */
enum gdelt_table gdelt_table_of(struct span head);

/* The next item of LIST at *AT, as it stands; false when there is none. */
bool gdelt_list_next(const struct gdelt_list *list, size_t *at, struct span *item);

#endif
