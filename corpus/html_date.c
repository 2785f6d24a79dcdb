#include "corpus/html_date.h"

#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/html_dom.h"
#include "corpus/html_names.h"
#include "corpus/html_words.h"

#define SHORTEST 8
#define LONGEST 60

static bool
is_called_date(const GumboNode *node)
{
	return html_is(node, GUMBO_TAG_TIME)
		|| (html_words(html_attribute(node, "class")) | html_words(html_attribute(node, "id"))) & HTML_WORD_DATE;
}

/* Is NODE in what leads to another article: a link, a small heading, an item of a list? */
static bool
is_of_another(const GumboNode *node)
{
	for (; node; node = node->parent)
		if (html_is(node, GUMBO_TAG_A) || html_is(node, GUMBO_TAG_LI) || html_is(node, GUMBO_TAG_H2) || html_is(node, GUMBO_TAG_H3)
		    || html_is(node, GUMBO_TAG_H4))
			return true;
	return false;
}

void
html_dates_look(struct html_dates *dates, const GumboNode *node, struct arena *arena)
{
	struct article trial = { 0 };
	struct span text;

	if (dates->count == HTML_DATES || node->type != GUMBO_NODE_ELEMENT || !is_called_date(node)
	    || is_of_another(node) || html_is_beside(node))
		return;
	text = clean_trim(html_node_text(node, arena));
	if (text.len < SHORTEST || text.len > LONGEST || !fill_date_text(&trial, FIELD_PUBLISHED, text, NULL, NULL))
		return;
	/* What holds it may be called so too. */
	for (size_t i = 0; i < dates->count; i++)
		if (span_equal(dates->texts[i], text))
			return;
	dates->texts[dates->count++] = text;
}

void
html_dates_fill(const struct html_dates *dates, struct article *article)
{
	if (article->published.precision != DATE_NONE || article->modified.precision != DATE_NONE)
		return;
	for (size_t i = 0; i < dates->count; i++)
		fill_date_text(article, FIELD_PUBLISHED, dates->texts[i], NULL, "date on the page");
}
