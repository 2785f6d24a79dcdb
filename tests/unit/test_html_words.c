/* What classes and ids say of an element. */
#include "corpus/html_words.h"
#include "tests/tap.h"

static const struct {
	const char *names;
	unsigned says;
} cases[] = {
	{ "", 0 },
	{ "grid__item grid__item--wide", 0 },
	{ "cookie-bar", HTML_WORD_NEVER },
	{ "site-Footer", HTML_WORD_ASIDE },
	{ "siteFooter", HTML_WORD_ASIDE },
	{ "sitefooter", 0 },
	{ "wide\tsidebar", HTML_WORD_ASIDE },
	{ "article__body", HTML_WORD_BODY },
	{ "article", 0 },
	{ "article__lead lead", HTML_WORD_LEAD },
	{ "subheadline", HTML_WORD_LEAD },
	{ "byline", HTML_WORD_ASIDE | HTML_WORD_AUTHOR },
	{ "story-body author-bio", HTML_WORD_BODY | HTML_WORD_ASIDE | HTML_WORD_AUTHOR },
	{ "a t s", 0 },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ok(html_words(span_from_string(cases[i].names)) == cases[i].says, "\"%s\"", cases[i].names);
	return tap_done();
}
