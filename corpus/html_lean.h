/* html_lean.h - a page without what nobody reads of it, which is most of most:
 * comments, what stands in scripts and styles, drawings, and attributes that say
 * nothing of the news.
 */
#ifndef NEWSDEX_CORPUS_HTML_LEAN_H
#define NEWSDEX_CORPUS_HTML_LEAN_H

#include "common/buf.h"
#include "common/span.h"

/* Appends PAGE to OUT.  The tags of scripts, styles and drawings (svg) stay, and so
 * does JSON-LD; of white space before a tag one character does.  The tree of what is
 * left is the tree of PAGE without these.  Where the end of one is not plain, the
 * rest stays as it is. */
void html_lean_append(struct span page, struct buf *out);

#endif
