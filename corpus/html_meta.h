/* html_meta.h - what a page says about its article: JSON-LD first, then
 * OpenGraph and other meta elements, microdata, the page itself.
 */
#ifndef NEWSDEX_CORPUS_HTML_META_H
#define NEWSDEX_CORPUS_HTML_META_H

#include <gumbo.h>

#include "common/arena.h"
#include "corpus/article.h"
#include "corpus/json_c.h"

struct html_meta {
	bool is_article;        /* the page calls itself one */
	struct span body;       /* articleBody of JSON-LD; SPAN_NONE */
	struct span site;       /* name of the site, to be cut off titles */
};

/* Fills ARTICLE with all but the text, from the page below ROOT.  Texts are
 * borrowed from the tree or live in ARENA. */
enum status html_meta_fill(const GumboNode *root, struct json_parser *parser, struct arena *arena,
                           struct article *article, struct html_meta *meta);

/* The part of it that is in one JSON-LD block, a text of JSON. */
enum status html_jsonld_fill(struct span json, struct json_parser *parser, struct arena *arena,
                             struct article *article, struct html_meta *meta);

#endif
