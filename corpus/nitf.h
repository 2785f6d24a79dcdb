/* nitf.h - the fields of an article in NITF, which stands alone or inside of NewsML.
 */
#ifndef NEWSDEX_CORPUS_NITF_H
#define NEWSDEX_CORPUS_NITF_H

#include "corpus/article.h"
#include "corpus/xml_doc.h"

/* Fills ARTICLE from ROOT, an element nitf, as far as it has no values yet. */
enum status nitf_fill(const xmlNode *root, struct arena *arena, struct article *article);

/* The running text in NODE, which may be blank; SPAN_NONE when there is none. */
struct span nitf_flow(const xmlNode *node, struct arena *arena);

#endif
