/* wordpress.h - posts as WordPress keeps them, which is not quite HTML.
 */
#ifndef NEWSDEX_CORPUS_WORDPRESS_H
#define NEWSDEX_CORPUS_WORDPRESS_H

#include "common/buf.h"
#include "common/span.h"

/* Appends POST as HTML: where it has no paragraphs of its own, empty lines separate
 * them and line feeds break lines; "[gallery ids=1]" and its like go, "[caption]"
 * with what it holds. */
void wordpress_append_html(struct span post, struct buf *out);

#endif
