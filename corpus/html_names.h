/* html_names.h - what elements of a page are, told by their tags, and by the
 * classes, ids and roles that page makers give them.
 */
#ifndef NEWSDEX_CORPUS_HTML_NAMES_H
#define NEWSDEX_CORPUS_HTML_NAMES_H

#include <gumbo.h>
#include <stdbool.h>

/* Is NODE an element that starts a paragraph of its own? */
bool html_is_block(const GumboNode *node);

/* Is it of a kind that is no part of an article's text: scripts, controls, <nav>? */
bool html_is_silent(const GumboNode *node);

/* What stands around an article, by its name. */
enum html_aside {
	HTML_NO_ASIDE,
	HTML_ASIDE,          /* often; where it holds much of the page the name is not to be believed */
	HTML_NEVER_TEXT      /* consent, dialogs: however much text they hold */
};

enum html_aside html_aside(const GumboNode *node);

/* Does NODE stand where no part of an article does: in a menu, a footer, or what is called an aside? */
bool html_is_beside(const GumboNode *node);

/* Is NODE what page makers call the text of an article: itemprop="articleBody", class="article-body"? */
bool html_is_body(const GumboNode *node);

#endif
