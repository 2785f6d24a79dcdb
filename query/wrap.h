/* wrap.h - text for people: lines of a width, with highlights in it.
 */
#ifndef NEWSDEX_QUERY_WRAP_H
#define NEWSDEX_QUERY_WRAP_H

#include "common/buf.h"
#include "query/snippet.h"

#define WRAP_NONE UINT_MAX  /* a width: everything in one line */

struct wrap {
	struct buf *out;
	unsigned width;         /* columns of a line */
	unsigned indent;        /* columns before every line but the first */
	unsigned column;        /* where the present line has come to */
	const char *on, *off;   /* around a highlight: escape sequences, or "" */
};

/* Appends TEXT, broken at white space (and inside what is longer than a line),
 * with HIGHLIGHTS (byte ranges of TEXT, ascending) marked; no line's end
 * behind it.  White space runs become one space and what a terminal would obey
 * is left out. */
void wrap_append(struct wrap *wrap, struct span text, const struct highlight *highlights, size_t count);

/* The part [START, END) of TEXT in the same way; HIGHLIGHTS count from the start of TEXT. */
void wrap_append_at(struct wrap *wrap, struct span text, size_t start, size_t end,
                    const struct highlight *highlights, size_t count);

/* Ends the line and indents the next. */
void wrap_newline(struct wrap *wrap);

#endif
