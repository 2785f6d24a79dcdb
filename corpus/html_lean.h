/* html_lean.h - a page without what nobody reads of it, which is half of most:
 * comments, and what stands in scripts and styles.
 */
#ifndef NEWSDEX_CORPUS_HTML_LEAN_H
#define NEWSDEX_CORPUS_HTML_LEAN_H

#include "common/buf.h"
#include "common/span.h"

/* Appends PAGE to OUT.  The tags of scripts and styles stay, and so do scripts of
 * data ("application/ld+json"); the tree of what is left is the tree of PAGE
 * without these texts.  Where the end of one is not plain, the rest stays as it is. */
void html_lean_append(struct span page, struct buf *out);

#endif
