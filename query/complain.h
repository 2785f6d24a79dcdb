/* complain.h - what newsquery says on standard error: lines `newsquery: place: reason`.
 *
 * Nothing that a terminal would obey gets there.
 */
#ifndef NEWSDEX_QUERY_COMPLAIN_H
#define NEWSDEX_QUERY_COMPLAIN_H

#include "common/error.h"
#include "common/span.h"

#define PROGRAM "newsquery"

/* The line of ERR. */
void complain(const struct error *err);

/* A line that is no error: `newsquery: TEXT`. */
void complain_note(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* The line of ERR, which query_parse() or query_bind() filled for TEXT, then
 * the query with a caret under the place.  PLACE: where the query was given. */
void complain_query(struct span text, const char *place, const struct error *err);

#endif
