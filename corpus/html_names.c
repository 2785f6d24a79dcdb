#include "corpus/html_names.h"

#include <strings.h>

#include "corpus/html_dom.h"
#include "corpus/html_words.h"

bool
html_is_block(const GumboNode *node)
{
	if (node->type != GUMBO_NODE_ELEMENT)
		return false;
	switch (node->v.element.tag) {
	case GUMBO_TAG_A: case GUMBO_TAG_B: case GUMBO_TAG_I: case GUMBO_TAG_EM: case GUMBO_TAG_STRONG: case GUMBO_TAG_SPAN:
	case GUMBO_TAG_SMALL: case GUMBO_TAG_SUB: case GUMBO_TAG_SUP: case GUMBO_TAG_U: case GUMBO_TAG_S: case GUMBO_TAG_Q:
	case GUMBO_TAG_CITE: case GUMBO_TAG_CODE: case GUMBO_TAG_MARK: case GUMBO_TAG_TIME: case GUMBO_TAG_ABBR:
	case GUMBO_TAG_FONT: case GUMBO_TAG_LABEL: case GUMBO_TAG_WBR: case GUMBO_TAG_DFN: case GUMBO_TAG_BDO:
	case GUMBO_TAG_BDI: case GUMBO_TAG_INS: case GUMBO_TAG_DEL: case GUMBO_TAG_VAR: case GUMBO_TAG_KBD: case GUMBO_TAG_SAMP:
	case GUMBO_TAG_DATA: case GUMBO_TAG_BIG: case GUMBO_TAG_TT: case GUMBO_TAG_ACRONYM: case GUMBO_TAG_IMG: case GUMBO_TAG_BR:
	case GUMBO_TAG_NOBR: case GUMBO_TAG_UNKNOWN:
		return false;
	default:
		return true;
	}
}

bool
html_is_silent(const GumboNode *node)
{
	switch (node->v.element.tag) {
	case GUMBO_TAG_SCRIPT: case GUMBO_TAG_STYLE: case GUMBO_TAG_NOSCRIPT: case GUMBO_TAG_IFRAME: case GUMBO_TAG_TEMPLATE:
	case GUMBO_TAG_HEAD: case GUMBO_TAG_TEXTAREA: case GUMBO_TAG_SELECT: case GUMBO_TAG_SVG: case GUMBO_TAG_BUTTON:
	case GUMBO_TAG_NAV: case GUMBO_TAG_ASIDE: case GUMBO_TAG_FOOTER: case GUMBO_TAG_FORM: case GUMBO_TAG_FIGCAPTION:
	case GUMBO_TAG_FIGURE: case GUMBO_TAG_OBJECT: case GUMBO_TAG_VIDEO: case GUMBO_TAG_AUDIO:
	case GUMBO_TAG_MENU: case GUMBO_TAG_INPUT:
		return true;
	default:
		return false;
	}
}

/* Is NODE not shown, by its own style? */
static bool
is_styled_away(const GumboNode *node)
{
	struct span style = html_attribute(node, "style");

	for (size_t i = 0; i + 12 <= style.len; i++) {
		size_t at = i + 7;

		if (strncasecmp(style.ptr + i, "display", 7) != 0)
			continue;
		while (at < style.len && (style.ptr[at] == ' ' || style.ptr[at] == ':'))
			at++;
		if (style.len - at >= 4 && strncasecmp(style.ptr + at, "none", 4) == 0)
			return true;
	}
	return false;
}

/* What the classes and the id of NODE say. */
static unsigned
words_of(const GumboNode *node)
{
	return html_words(html_attribute(node, "class")) | html_words(html_attribute(node, "id"));
}

enum html_aside
html_aside(const GumboNode *node)
{
	struct span role = html_attribute(node, "role");
	unsigned words;

	if (html_is(node, GUMBO_TAG_BODY) || html_is(node, GUMBO_TAG_HTML) || html_is(node, GUMBO_TAG_ARTICLE)
	    || html_is(node, GUMBO_TAG_MAIN))
		return HTML_NO_ASIDE;
	words = words_of(node);
	if (span_equal(role, SPAN("dialog")) || span_equal(role, SPAN("alertdialog")) || words & HTML_WORD_NEVER)
		return HTML_NEVER_TEXT;
	if (span_equal(role, SPAN("navigation")) || span_equal(role, SPAN("complementary")) || html_attribute(node, "hidden").ptr)
		return HTML_ASIDE;
	if (is_styled_away(node) || words & HTML_WORD_ASIDE)
		return HTML_ASIDE;
	/* Paragraphs for subscribers are kept from screen readers. */
	if (!html_is(node, GUMBO_TAG_P) && span_equal(html_attribute(node, "aria-hidden"), SPAN("true")))
		return HTML_ASIDE;
	return HTML_NO_ASIDE;
}

bool
html_is_beside(const GumboNode *node)
{
	for (int level = 0; node; node = node->parent, level++) {
		unsigned words;

		if (node->type == GUMBO_NODE_ELEMENT && html_is_silent(node))
			return true;
		/* What is called "share" far above may hold the whole page. */
		words = node->type == GUMBO_NODE_ELEMENT && level < 4 ? words_of(node) : 0;
		if (words & HTML_WORD_NEVER || (words & HTML_WORD_ASIDE && !(words & HTML_WORD_AUTHOR)))
			return true;
	}
	return false;
}

bool
html_is_body(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT
		&& (span_equal(html_attribute(node, "itemprop"), SPAN("articleBody")) || words_of(node) & HTML_WORD_BODY);
}
