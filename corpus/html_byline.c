#include "corpus/html_byline.h"

#include <strings.h>

#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/html_author.h"
#include "corpus/html_body.h"
#include "corpus/html_dom.h"
#include "corpus/html_names.h"
#include "corpus/html_words.h"

/* A link of so many bytes in a heading, so close to an author's line, is a headline. */
#define TEASER_LENGTH 25
#define TEASER_LEVELS 3
#define TEASER_NODES 100

/* A line of so many bytes may be a byline; a paragraph that is longer is text. */
#define LINE_LENGTH 120

/* Above a byline stand so many bytes of paragraphs at most, above a name in bold so many. */
#define ABOVE_LINE 1000
#define ABOVE_BOLD 300

/* An <article> of so many paragraphs is no teaser. */
#define ARTICLE_PARAGRAPHS 5

static bool
is_subheading(const GumboNode *node)
{
	return html_is(node, GUMBO_TAG_H2) || html_is(node, GUMBO_TAG_H3) || html_is(node, GUMBO_TAG_H4)
		|| html_is(node, GUMBO_TAG_H5);
}

/* An element that its markup calls the author, or his line. */
static bool
is_marked(const GumboNode *node)
{
	struct span class, itemprop;

	if (html_is(node, GUMBO_TAG_META) || html_is(node, GUMBO_TAG_LINK))
		return false;
	itemprop = html_attribute(node, "itemprop");
	if (span_equal(itemprop, SPAN("author")) || span_equal(html_attribute(node, "rel"), SPAN("author")))
		return true;
	class = html_attribute(node, "class");
	return class.len < 80 && html_words(class) & HTML_WORD_AUTHOR;
}

/* Is NODE, or the link in it, that of no person but of a publishing system? */
static bool
is_system(const GumboNode *node)
{
	for (const GumboNode *at = node; at; at = html_walk(node, at, true))
		if (html_author_is_system(html_attribute(at, "href")))
			return true;
	return false;
}

static bool
is_long_article(const GumboNode *article)
{
	int paragraphs = 0;

	for (const GumboNode *at = article; at && paragraphs < ARTICLE_PARAGRAPHS; at = html_walk(article, at, true))
		paragraphs += html_is(at, GUMBO_TAG_P);
	return paragraphs == ARTICLE_PARAGRAPHS;
}

/* Is NODE in a teaser: an article or item of a list without the headline? */
static bool
is_elsewhere(const GumboNode *node, const GumboNode *heading)
{
	for (; node; node = node->parent) {
		const GumboNode *at = heading;

		if (html_is(node, GUMBO_TAG_FOOTER) || html_is(node, GUMBO_TAG_NAV))
			return true;
		if (!heading || !html_is(node, GUMBO_TAG_ARTICLE))
			continue;
		while (at && at != node)
			at = at->parent;
		if (!at && !is_long_article(node))
			return true;
	}
	return false;
}

static bool
holds_all(const GumboNode *node)
{
	return html_is(node, GUMBO_TAG_BODY) || html_is(node, GUMBO_TAG_ARTICLE) || html_is(node, GUMBO_TAG_MAIN);
}

/* Is there, close to NODE, a heading that leads to another article? */
static bool
is_teaser(const GumboNode *node, struct arena *arena)
{
	const GumboNode *box = node;
	int nodes = 0;

	for (int level = 0; level < TEASER_LEVELS && box->parent && !holds_all(box->parent); level++)
		box = box->parent;
	for (const GumboNode *at = box; at && nodes < TEASER_NODES; at = html_walk(box, at, true), nodes++) {
		if (html_is(at, GUMBO_TAG_H1))
			return false;
		if (html_is(at, GUMBO_TAG_A) && is_subheading(at->parent) && html_node_text(at, arena).len >= TEASER_LENGTH)
			return true;
	}
	return false;
}

static void
look_marked(struct html_byline *byline, const GumboNode *node, const GumboNode *heading, struct arena *arena)
{
	struct span *place = heading ? &byline->behind : &byline->before, text;

	if (place->len || !is_marked(node) || is_elsewhere(node, heading))
		return;
	text = html_node_text(node, arena);
	if (html_author_is_byline(text, arena) && !is_system(node) && !is_teaser(node, arena))
		*place = text;
}

/* "<b>Author:</b> Jane Doe": the word alone is followed by the name in what holds it. */
static void
look_labelled(struct html_byline *byline, const GumboNode *node, const GumboNode *heading, struct arena *arena)
{
	struct span text = clean_trim(span_from_string(node->v.text.text)), names = html_author_labelled(text);

	if (!names.ptr || is_elsewhere(node, heading))
		return;
	for (int level = 0; level < 3 && node->parent && names.len == 0; level++) {
		node = node->parent;
		text = html_node_text(node, arena);
		names = text.len > 200 ? SPAN_NONE : html_author_labelled(text);
		if (!names.ptr)
			return;
	}
	if (html_author_is_byline(names, arena))
		byline->labelled = arena_copy(arena, names);
}

/* The text of the block that TEXT is in, SPAN_NONE when it is long. */
static struct span
block_text(const GumboNode *text, struct arena *arena)
{
	const GumboNode *block = text->parent;
	struct span line;

	while (block && block->parent && !html_is_block(block))
		block = block->parent;
	if (!block || block->v.element.children.length > 16)
		return SPAN_NONE;
	line = clean_trim(html_node_text(block, arena));
	return line.len <= LINE_LENGTH ? line : SPAN_NONE;
}

/* "<p>By Jane Doe</p>", "<p>von <a>Jane Doe</a></p>" */
static void
look_line(struct html_byline *byline, const GumboNode *node, const GumboNode *heading, struct arena *arena)
{
	static const char *const words[] = { "By", "BY", "Von", "von", "VON", "Par", "Por", "Door", "Av", "Af", "Written by" };
	struct span text = clean_trim(span_from_string(node->v.text.text)), line;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t len = strlen(words[i]);

		if (!span_starts(text, span_from_string(words[i])) || (text.len > len && text.ptr[len] != ' '))
			continue;
		line = block_text(node, arena);
		if (fill_is_byline(line) && html_author_is_byline(line, arena) && !is_elsewhere(node, heading)
		    && !html_is_beside(node->parent) && !is_teaser(node->parent, arena))
			byline->line = line;
		return;
	}
}

/* "<p><strong>Jane Doe</strong></p>" above the text. */
static void
look_bold(struct html_byline *byline, const GumboNode *node, const GumboNode *heading, struct arena *arena)
{
	struct span text = clean_trim(html_node_text(node, arena));

	if (!text.len || is_elsewhere(node, heading) || html_is_beside(node))
		return;
	byline->above += text.len;
	for (size_t i = 0; i < node->v.element.children.length; i++) {
		const GumboNode *child = node->v.element.children.data[i];

		if (byline->above < ABOVE_BOLD && (html_is(child, GUMBO_TAG_STRONG) || html_is(child, GUMBO_TAG_B)) && !byline->bold.len
		    && span_equal(clean_trim(html_node_text(child, arena)), text) && !html_leads_elsewhere(text)
		    && html_author_is_byline(text, arena))
			byline->bold = text;
	}
}

void
html_byline_look(struct html_byline *byline, const GumboNode *node, const GumboNode *heading, struct arena *arena)
{
	if (node->type == GUMBO_NODE_ELEMENT)
		look_marked(byline, node, heading, arena);
	else if (node->type == GUMBO_NODE_TEXT && heading && !byline->labelled.len)
		look_labelled(byline, node, heading, arena);
	if (node->type == GUMBO_NODE_TEXT && heading && !byline->line.len && byline->above < ABOVE_LINE)
		look_line(byline, node, heading, arena);
	if (html_is(node, GUMBO_TAG_P) && heading && byline->above < ABOVE_LINE)
		look_bold(byline, node, heading, arena);
}

struct span
html_byline_best(const struct html_byline *byline, const char **found_by)
{
	const struct { struct span text; const char *name; } lines[] = {
		{ byline->behind, "marked as the author" }, { byline->labelled, "called the author" },
		{ byline->line, "line of the author" }, { byline->before, "marked as the author" },
		{ byline->bold, "name above the text" },
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		*found_by = lines[i].name;
		if (lines[i].text.len)
			return lines[i].text;
	}
	return SPAN_NONE;
}
