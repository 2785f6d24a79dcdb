/* page_record.h - the --record of a page, where `newsquery rerun` finds it again.
 *
 * It is an attribute of the page's section `record`, in ASCII.
 */
#ifndef NEWSDEX_QUERY_PAGE_RECORD_H
#define NEWSDEX_QUERY_PAGE_RECORD_H

#include <stdbool.h>

#include "common/buf.h"

/* Appends the start of the section, JSON with it; SPAN_NONE: without. */
void page_record_begin(struct buf *out, struct span json);
void page_record_end(struct buf *out);

/* Appends the JSON of PAGE to JSON, and PAGE without the whole section to REST.  False
 * where there is none. */
bool page_record_find(struct span page, struct buf *json, struct buf *rest);

#endif
