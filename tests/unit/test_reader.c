#include "tests/tap.h"

#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/html_text.h"
#include "corpus/language.h"
#include "tests/unit/articles.h"

static struct arena arena = ARENA_INIT;

static void
line(const char *in, const char *want, const char *what)
{
	struct span text = span_from_string(in);

	clean_line(&arena, &text);
	is_bytes(text.ptr ? text.ptr : "", text.len, want, what);
}

static void
test_clean(void)
{
	struct span text = SPAN("  a\r\nb\rc\0d \xC2\xA0");

	line(" \xE2\x80\x8B\xC2\xA0 a\n\t b \xC2\xAD", "a b", "invisible characters go at the ends");
	line("a\xC2\xA0 b", "a\xC2\xA0 b", "and stay inside");
	line("\xEF\xBB\xBF\xC2\xA0\xE2\x80\x8B\xC2\xAD", "", "nothing else is nothing");
	line("x\xC0\x80y", "x\xEF\xBF\xBD\xEF\xBF\xBDy", "bad bytes are replaced");
	clean_text(&arena, &text);
	is_bytes(text.ptr, text.len, "a\nb\nc d", "ends of lines and NUL");
	text = SPAN("\x80\x80\x80");
	clean_text(&arena, &text);
	is_int((int64_t)text.len, 9, "tails without a head");
	text = SPAN("A first paragraph on one line that is long enough to show that nobody wrapped it at any column at all.\nA second one.");
	clean_paragraphs(&arena, &text);
	ok(strstr(text.ptr, "all.\n\nA second") != NULL, "lines that are paragraphs get empty lines");
	text = SPAN("short\nlines");
	clean_paragraphs(&arena, &text);
	is_bytes(text.ptr, text.len, "short\nlines", "wrapped ones do not");
}

static void
test_nothing(void)
{
	static const char *const nothing[] = { "", " \xC2\xA0", "nan", "NaN", "None", "null", "NULL", "N/A", "\\N" };

	for (size_t i = 0; i < sizeof(nothing) / sizeof(*nothing); i++)
		ok(fill_is_nothing(span_from_string(nothing[i])), "nothing: %s", nothing[i]);
	ok(!fill_is_nothing(SPAN("Nanny")) && !fill_is_nothing(SPAN("0")), "something");
}

static void
test_names(void)
{
	static const char *const names[] = {
		"Liu Xiaoming", "Ludwig van Beethoven", "J. R. R. Tolkien", "Zoë O'Neil-Smith", "Ömer Çelik", "刘晓明", "Ann Lee, John Roe",
	};
	static const char *const others[] = {
		"", "x", "the harbour", "What now?", "28 January", "Harbour closed for a week", "A, b", "Seven Words Are Too Many For One Name",
		"He Left.", "a@b.c",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		ok(fill_is_name(span_from_string(names[i])), "a name: %s", names[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		ok(!fill_is_name(span_from_string(others[i])), "no name: %s", others[i]);
}

static void
byline(const char *text, const char *want)
{
	struct article article = { 0 };
	struct buf out = BUF_INIT;

	fill_byline(&article, span_from_string(text), &arena, "test");
	for (size_t i = 0; i < article.author_count; i++) {
		buf_append_string(&out, i ? "|" : "");
		buf_append_span(&out, article.authors[i]);
	}
	is_str(buf_string(&out), want, text);
	buf_release(&out);
}

static void
test_bylines(void)
{
	byline("By Jane Doe", "Jane Doe");
	byline("BY JANE DOE AND JOHN ROE", "JANE DOE|JOHN ROE");
	byline("Jane Doe, John Roe and Ann Lee", "Jane Doe|John Roe|Ann Lee");
	byline("Jane Doe, Ann Lee, and John Roe", "Jane Doe|Ann Lee|John Roe");
	byline("Doe, Jane", "Doe, Jane");
	byline("Jane Doe, Reuters", "Jane Doe");
	byline("Melissa Roe; Jeremy C.F. Lin", "Melissa Roe|Jeremy C.F. Lin");
	byline("By JANE DOE, TIMES STAFF WRITER", "JANE DOE");
	byline(" ", "");
}

static void
test_lists(void)
{
	struct article article = { 0 };

	for (int i = 0; i < 100; i++) {
		char *name = arena_alloc(&arena, 16);

		snprintf(name, 16, "n%d", i);
		fill_item(&article, FIELD_TAG, span_from_string(name), &arena, "test");
	}
	is_int((int64_t)article.tag_count, 100, "a list grows");
	is_bytes(article.tags[99].ptr, article.tags[99].len, "n99", "and keeps its items");
	is_bytes(article.tags[0].ptr, article.tags[0].len, "n0", "all of them");
}

static void
language(const char *text, const char *want)
{
	char code[4];
	struct span found = language_code(span_from_string(text), code);

	is_bytes(found.ptr ? found.ptr : "", found.len, want, text);
}

static void
test_language(void)
{
	language("en", "en");
	language("EN-gb", "en");
	language("pt_BR.UTF-8", "pt");
	language("deu", "de");
	language("German", "de");
	language("xh", "xh");
	language("und", "");
	language("", "");
	language("e", "");
	language("english please", "");
}

static void
test_html(void)
{
	struct span text = SPAN("<p>One  <b>two</b></p><script>x</script><ul><li>a<li>b</ul>c<br>d<br><br>e &lt;&nbsp;f");
	struct buf deep = BUF_INIT;

	html_text_plain(&arena, &text);
	is_bytes(text.ptr, text.len, "One two\n\na\n\nb\n\nc\nd\n\ne <\xC2\xA0" "f", "HTML as text");
	text = SPAN("3 < 4 and AT&T; fine");
	ok(!html_text_marked(SPAN("3 < 4 and R & D")), "a sign is no tag");
	for (int i = 0; i < 100000; i++)
		buf_append_string(&deep, "<b><div>");
	is_int(html_text_append(buf_span(&deep), &deep), STATUS_LIMIT, "endless nesting is refused");
	buf_release(&deep);
}

int
main(void)
{
	test_clean();
	test_nothing();
	test_names();
	test_bylines();
	test_lists();
	test_language();
	test_html();
	arena_release(&arena);
	return tap_done();
}
