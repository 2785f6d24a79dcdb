/* A page without scripts, styles and comments: what is cut, and what must stay. */
#include "corpus/html_lean.h"
#include "tests/tap.h"

static const struct {
	const char *page, *lean, *what;
} pages[] = {
	{ "<p>a</p>", "<p>a</p>", "text stays" },
	{ "a<!-- b -->c", "ac", "a comment goes" },
	{ "a<!--> b -->c", "a<!--> b -->c", "an empty comment is not the start of another" },
	{ "a<!-- b --!>c --> d", "a<!-- b --!>c --> d", "nor where a wrong mark ends it" },
	{ "a<!-- b", "a<!-- b", "an open comment stays" },
	{ "<style>p{}</style>x", "<style></style>x", "a style is emptied" },
	{ "<SCRIPT a='>'>x<p></Script >y", "<SCRIPT></Script >y", "a script, with > in a value" },
	{ "<script>a</scripts></script>b", "<script></script>b", "only its own end ends it" },
	{ "<script type=\"application/ld+json\">{\"<!--\":1}</script>", "<script type=\"application/ld+json\">{\"<!--\":1}</script>",
	  "data with a comment stays" },
	{ "<script type=\"application/ld+json\">{}</script><style>a</style>b",
	  "<script type=\"application/ld+json\">{}</script><style></style>b", "data stays" },
	{ "<script><!-- <script> </script> --></script>b", "<script><!-- <script> </script> --></script>b", "a comment in a script may hide its end" },
	{ "<script><!-- a --></script>b", "<script></script>b", "or not" },
	{ "<script>a", "<script>a", "an open script stays" },
	{ "<script type='application/json'>{}</script>", "<script></script>", "data that is no JSON-LD goes" },
	{ "<script type=APPLICATION/LD+JSON>{}</script>", "<script type=APPLICATION/LD+JSON>{}</script>", "capitals" },
	{ "<p data-a=\"1\" class=\"lead\" title='c>d' >e", "<p class=\"lead\" >e", "attributes that say nothing go" },
	{ "<a title=\"<!--\" role=b>c--></a>", "<a role=b>c--></a>", "a value is no comment" },
	{ "<a role=b data-c='d'/>e", "<a role=b />e", "a mark does not come to stand behind a value" },
	{ "<a data-c='d'role=b>e", "<a role=b>e", "attributes without a space between" },
	{ "<a DATA-C = d ROLE = b>e", "<a ROLE = b>e", "spaces around the sign" },
	{ "<a =\"b\" c>e", "<a>e", "a sign without a name" },
	{ "<p style=\"color:red\">a<p style='Display: NONE'>b", "<p>a<p style='Display: NONE'>b", "a style that hides stays" },
	{ "<p hidden data-a>a", "<p hidden>a", "without values" },
	{ "<p class='grid wide'>a<p id=story-body>b", "<p>a<p id=story-body>b", "names that say something stay" },
	{ "<a href=\"/a/b.html\" rel='nofollow'>c<a rel=author href='/author/admin'>d", "<a href>c<a rel=author href='/author/admin'>d",
	  "where a link leads is nothing, but for authors" },
	{ "<a href='b'role=c>d", "<a href='b'role=c>d", "where that can be told apart" },
	{ "<link rel=icon href=a><link href=b rel=canonical>", "<link><link href=b rel=canonical>", "the page's own address stays" },
	{ "<img class=a src=b/>c", "<img>c", "of pictures nothing is asked" },
	{ "<p class=\"lead", "<p class=\"lead", "an open value stays" },
	{ "<p>a</p>\n\t\t<p>  b \n</p>", "<p>a</p>\n<p>  b </p>", "white space before a tag is one character" },
	{ "<svg class=a><title>b</title><path d='>'/><g><use /></g></svg>c", "<svg></svg>c", "a drawing is emptied" },
	{ "<svg><path d=1><p>a</p></svg>b", "<svg><path><p>a</p></svg>b", "but not one with something else in it" },
	{ "<svg><title><b>a</title></svg>b", "<svg><title><b>a</title></svg>b", "markup in its title" },
	{ "<svg/><path>b</svg>", "<svg/><path>b</svg>", "a drawing without content" },
	{ "<svg><path", "<svg><path", "an open drawing stays" },
	{ "<title>a <b title=c>  </title>d", "<title>a <b title=c>  </title>d", "a title is text" },
	{ "<textarea><p title=a></textarea><p title=b>", "<textarea><p title=a></textarea><p>", "and so is what is written in a form" },
	{ "<textarea><p title=a>", "<textarea><p title=a>", "to the end" },
	{ "<scripty>a</scripty>", "<scripty>a</scripty>", "another element stays" },
	{ "<", "<", "a mark alone" },
	{ "", "", "nothing" },
};

int
main(void)
{
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		buf_clear(&out);
		html_lean_append(span_from_string(pages[i].page), &out);
		ok(span_equal(buf_span(&out), span_from_string(pages[i].lean)), "%s", pages[i].what);
	}
	buf_release(&out);
	return tap_done();
}
