/* html_body.h - the text of the article on a page, told from what is around it.
 *
 * The page is cut into blocks of running text.  A block is good when it is long
 * and has few links; the article is the smallest element that holds nearly all
 * good text; inside it, blocks are kept or dropped singly.  (The features are those
 * of Kohlschuetter, Fankhauser, Nejdl: Boilerplate Detection using Shallow Text
 * Features, 2010; the search for the element is ours.)
 */
#ifndef NEWSDEX_CORPUS_HTML_BODY_H
#define NEWSDEX_CORPUS_HTML_BODY_H

#include <gumbo.h>

#include "common/buf.h"
#include "common/span.h"
#include "common/status.h"

/* Appends the article's paragraphs to OUT, an empty line between them.  TITLE
 * (may be SPAN_NONE) is left out where it stands in the text. */
enum status html_body_append(const GumboNode *root, struct span title, struct buf *out);

/* Whether TEXT begins as lines do that lead elsewhere: "Read more". */
bool html_leads_elsewhere(struct span text);

#endif
