#include "corpus/html_words.h"

#include <strings.h>

struct word {
	const char *name;         /* in small letters */
	size_t len;
	unsigned says;
};

#define NEVER(name) { name, sizeof(name) - 1, HTML_WORD_NEVER }
#define ASIDE(name) { name, sizeof(name) - 1, HTML_WORD_ASIDE }
#define BODY(name) { name, sizeof(name) - 1, HTML_WORD_BODY }
#define LEAD(name) { name, sizeof(name) - 1, HTML_WORD_LEAD }
#define AUTHOR(name) { name, sizeof(name) - 1, HTML_WORD_AUTHOR }
#define DATE(name) { name, sizeof(name) - 1, HTML_WORD_DATE }
#define LETTER(letter, ...) [letter - 'a'] = (const struct word[]){ __VA_ARGS__, { NULL, 0, 0 } }

static const struct word *const words['z' - 'a' + 1] = {
	LETTER('a', ASIDE("advert"), ASIDE("also"), BODY("article-body"), BODY("article-content"), BODY("article-text"),
	       BODY("article__body"), BODY("article__content"), BODY("article_body"), BODY("articlebody"), ASIDE("audio"),
	       AUTHOR("author"), ASIDE("author-bio"), ASIDE("authorbox")),
	LETTER('b', ASIDE("banner"), ASIDE("breadcrumb"), ASIDE("byline"), AUTHOR("byline")),
	LETTER('c', ASIDE("caption"), ASIDE("carousel"), LEAD("chapeau"), ASIDE("comment"), NEVER("consent"),
	       NEVER("cookie"), ASIDE("copyright"), ASIDE("correction-form"), ASIDE("credits")),
	LETTER('d', DATE("date"), LEAD("deck"), LEAD("dek"), LEAD("description"), ASIDE("disclaimer")),
	LETTER('e', LEAD("excerpt")),
	LETTER('f', ASIDE("factbox"), ASIDE("footer")),
	LETTER('g', ASIDE("gallery")),
	LETTER('h', ASIDE("hidden")),
	LETTER('i', ASIDE("infobox"), LEAD("ingress"), ASIDE("instagram-media"), LEAD("intro")),
	LETTER('l', LEAD("lead"), LEAD("lede"), ASIDE("livestream"), ASIDE("liveticker"), ASIDE("login")),
	LETTER('m', ASIDE("menu"), NEVER("modal"), ASIDE("most-read"), ASIDE("mostread")),
	LETTER('n', ASIDE("navbar"), ASIDE("navigation"), NEVER("newsletter"), ASIDE("noprint")),
	LETTER('o', NEVER("onetrust"), ASIDE("outbrain")),
	LETTER('p', ASIDE("pagination"), LEAD("perex"), ASIDE("player"), ASIDE("podcast"), ASIDE("popular"),
	       NEVER("popup"), LEAD("preamble"), DATE("posted"), ASIDE("print-only"), ASIDE("promo"), DATE("pubdate"),
	       DATE("publish")),
	LETTER('r', ASIDE("read-more"), ASIDE("readmore"), ASIDE("recommend"), ASIDE("regwall"), ASIDE("related")),
	LETTER('s', LEAD("sapo"), ASIDE("screen-reader"), ASIDE("share"), ASIDE("sharing"), ASIDE("sidebar"),
	       ASIDE("sign-up"), ASIDE("signup"), ASIDE("slideshow"), ASIDE("social"), ASIDE("sponsor"), LEAD("spot"),
	       ASIDE("sr-only"), LEAD("standfirst"), BODY("story-body"), BODY("story-content"), BODY("story-text"),
	       BODY("story__body"), BODY("storybody"), LEAD("subhead"), ASIDE("subscribe"), LEAD("subtitle"),
	       LEAD("summary")),
	LETTER('t', ASIDE("taboola"), ASIDE("taglist"), ASIDE("tags"), ASIDE("teaser"), ASIDE("tiktok-embed"), DATE("time"),
	       ASIDE("toc"), ASIDE("toolbar"), ASIDE("tooltip"), ASIDE("trending"), ASIDE("twitter-tweet")),
	LETTER('u', DATE("update")),
	LETTER('v', ASIDE("visually-hidden"), LEAD("vorspann")),
};

/* Does a word start at AT of NAMES: at its start, behind a mark, or as a capital behind a small letter? */
static bool
starts_word(struct span names, size_t at)
{
	char before = at ? names.ptr[at - 1] : ' ';

	return before == '-' || before == '_' || before == ' ' || (before >= '\t' && before <= '\r')
		|| (names.ptr[at] >= 'A' && names.ptr[at] <= 'Z' && before >= 'a');
}

unsigned
html_words(struct span names)
{
	unsigned says = 0;

	for (size_t at = 0; at < names.len; at++) {
		unsigned letter = (unsigned)(names.ptr[at] | 0x20) - 'a';

		if (letter > 'z' - 'a' || !words[letter] || !starts_word(names, at))
			continue;
		for (const struct word *word = words[letter]; word->name; word++)
			if (word->len <= names.len - at && (names.ptr[at + 1] | 0x20) == word->name[1]
			    && strncasecmp(names.ptr + at, word->name, word->len) == 0)
				says |= word->says;
	}
	return says;
}
