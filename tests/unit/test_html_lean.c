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
	{ "<SCRIPT a='>'>x<p></Script >y", "<SCRIPT a='>'></Script >y", "a script, with > in a value" },
	{ "<script>a</scripts></script>b", "<script></script>b", "only its own end ends it" },
	{ "<script type=\"application/ld+json\">{\"<!--\":1}</script>", "<script type=\"application/ld+json\">{\"<!--\":1}</script>",
	  "data with a comment stays" },
	{ "<script type=\"application/ld+json\">{}</script><style>a</style>b",
	  "<script type=\"application/ld+json\">{}</script><style></style>b", "data stays" },
	{ "<script><!-- <script> </script> --></script>b", "<script><!-- <script> </script> --></script>b", "a comment in a script may hide its end" },
	{ "<script>a", "<script>a", "an open script stays" },
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
