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
};

/* Takes a line, which is valid until it returns; what is not STATUS_OK ends it. */
typedef enum status concordance_take(void *context, const struct concordance_line *line, struct error *err);

/* Hands every place of the query in the hits of SEARCH, from number FROM on, to
 * TAKE, in this thread: hit by hit; title, body, note; by place.  WIDTH: as
 * kwic_cut().  Memory does not grow with the hits.  More threads than this one
 * help where there are many hits and the index can be opened again unchanged. */
enum status concordance_read(struct session *session, const struct search *search, size_t from, size_t width,
                             concordance_take *take, void *context, struct error *err);

#endif
