/* flow.h - running text out of marked-up text: white space collapsed, blocks
 * separated by an empty line, breaks by a line feed.
 */
#ifndef NEWSDEX_CORPUS_FLOW_H
#define NEWSDEX_CORPUS_FLOW_H

#include "common/buf.h"

/* Breaks and spaces are owed until more text comes. */
struct flow {
	struct buf *out;
	size_t start;      /* of this text in OUT */
	int breaks;        /* line feeds owed: 0, 1, 2 */
	bool space;        /* a space is owed */
};

static inline struct flow
flow_start(struct buf *out)
{
	return (struct flow){ .out = out, .start = out->len };
}

/* Owes BREAKS line feeds, 1 or 2. */
void flow_break(struct flow *flow, int breaks);
void flow_text(struct flow *flow, struct span text);

/* Text that agencies set in lines, whatever stands around it: an indented or empty
 * line begins a paragraph, and lines with columns in them stay lines.  Other text
 * is as for flow_text(). */
void flow_wire(struct flow *flow, struct span text);

#endif
