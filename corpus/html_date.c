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

/* Is NODE in what leads to another article: a link, a small heading, an item of a list
 * (of which one may say "Published on ..." of this one)? */
static bool
is_of_another(const GumboNode *node, bool item)
{
	for (; node; node = node->parent)
		if (html_is(node, GUMBO_TAG_A) || (html_is(node, GUMBO_TAG_LI) && item) || html_is(node, GUMBO_TAG_H2)
		    || html_is(node, GUMBO_TAG_H3) || html_is(node, GUMBO_TAG_H4))
			return true;
	return false;
}

static bool
says_published(struct span text, const struct date_hint *hint)
{
	enum date_kind kind;
	struct date date;

	return date_parse_hint(text, hint, &date, &kind, NULL) == STATUS_OK && kind == DATE_PUBLISHED;
}

void
html_dates_look(struct html_dates *dates, const GumboNode *node, struct arena *arena)
{
	struct article trial = { 0 };
	struct span text;

	if (dates->count == HTML_DATES || node->type != GUMBO_NODE_ELEMENT || !is_called_date(node)
	    || is_of_another(node, false) || html_is_beside(node))
		return;
	text = clean_trim(html_node_text(node, arena));
	if (text.len < SHORTEST || text.len > LONGEST || !fill_date_text(&trial, FIELD_PUBLISHED, text, &dates->hint, NULL))
		return;
	if (is_of_another(node, true) && !says_published(text, &dates->hint))
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
	bool dated = article->published.precision != DATE_NONE || article->modified.precision != DATE_NONE;

	for (size_t i = 0; i < dates->count; i++)
		if (!dated || says_published(dates->texts[i], &dates->hint))
			fill_date_text(article, FIELD_PUBLISHED, dates->texts[i], &dates->hint, "date on the page");
}
