/* concordance.h - the lines of many articles, read by several threads and
 * handed out in order.
 */
#ifndef NEWSDEX_QUERY_CONCORDANCE_H
#define NEWSDEX_QUERY_CONCORDANCE_H

#include "query/kwic.h"
#include "query/session.h"

struct concordance_line {
	struct kwic_line line;
	struct span id;
	struct date date;
	enum article_field field;
	size_t rank;             /* of its article among the hits, from 0 */
	size_t number;           /* in its article, from 0 */
};

/* Takes a line, which is valid until it returns; what is not STATUS_OK ends it. */
typedef enum status concordance_take(void *context, const struct concordance_line *line, struct error *err);

/* What is to be read. */
struct concordance {
	struct session *session;
	const struct search *search;
	size_t from;             /* the first of its hits that is read */
	size_t width;            /* as of kwic_cut() */
	size_t lines;            /* about so many are of use; SIZE_MAX: all */
	bool ordered;            /* false: articles may come in any order, which is faster */
	concordance_take *take;
	void *context;
};

/* Hands every place of the query in the hits to TAKE, in this thread: hit by hit;
 * title, body, note; by place.  Articles are read window by window, in each in the
 * order in which they are stored.  Memory is that of two windows, 2 MB each for
 * lines (of texts of the usual size), however many hits there are.  More threads
 * than this one help where there are many hits and the index can be opened again
 * unchanged. */
enum status concordance_read(const struct concordance *asked, struct error *err);

#endif
