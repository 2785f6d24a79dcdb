#include "tests/tap.h"

#include <stdlib.h>
#include <time.h>

#include "common/utf8.h"
#include "query/bind.h"
#include "query/parse.h"
#include "query/snippet.h"
#include "tests/engines/memory_index.h"

static struct arena arena;
static struct buf shown;

/* One article, indexed and asked; the snippet with its highlights in brackets,
 * and bars where the text goes on. */
static const char *
ask(const struct article *article, const char *query, size_t width, bool title)
{
	struct snippet_options options = { .width = width };
	struct index_reader *reader = NULL;
	struct highlighter *highlighter = NULL;
	static struct error err;
	struct snippet snippet;
	struct node *tree;
	struct ast *ast;
	size_t at = 0;
	bool counted = true;

	buf_clear(&shown);
	error_clear(&err);
	if (memory_index_new(article, 1, "en", &reader, &err) < 0 ||
	    query_parse(span_from_string(query), 0, &arena, &ast, &err) < 0 ||
	    query_bind(ast, reader, NULL, &arena, &tree, &err) < 0 ||
	    highlighter_new(tree, reader, &highlighter, &err) < 0 ||
	    (title ? snippet_title(highlighter, article, &arena, &snippet, &err)
	           : snippet_make(highlighter, article, &options, &arena, &snippet, &err)) < 0)
		return err.reason;
	if (snippet.cut_before)
		buf_append_byte(&shown, '|');
	for (size_t i = 0; i < snippet.count; i++) {
		const struct highlight *h = &snippet.highlights[i];

		buf_append(&shown, snippet.text.ptr + at, h->start - at);
		buf_append_byte(&shown, '[');
		buf_append(&shown, snippet.text.ptr + h->start, h->end - h->start);
		buf_append_byte(&shown, ']');
		at = h->end;
		counted &= h->first_point == utf8_count(span_from(snippet.text.ptr, h->start)) &&
			h->end_point == utf8_count(span_from(snippet.text.ptr, h->end));
	}
	buf_append(&shown, snippet.text.ptr + at, snippet.text.len - at);
	if (snippet.cut_after)
		buf_append_byte(&shown, '|');
	if (!counted || !utf8_valid(snippet.text))
		buf_append_string(&shown, " (WRONG OFFSETS)");
	highlighter_free(highlighter);
	index_reader_free(reader);
	return buf_string(&shown);
}

static const char *
body(const char *text, const char *query, size_t width)
{
	struct article article = { .text = { [FIELD_ID] = SPAN("x") } };

	article.text[FIELD_BODY] = span_from_string(text);
	return ask(&article, query, width, false);
}

static void
test_words(void)
{
	is_str(body("The ban was lifted. Bans are rare.", "ban", 0), "The [ban] was lifted. [Bans] are rare.", "stems");
	is_str(body("The ban was lifted. Bans are rare.", "=ban", 0), "The [ban] was lifted. Bans are rare.", "exact words");
	is_str(body("A security threat, a threat to security.", "\"security threat\"", 0),
	       "A [security threat], a threat to security.", "a phrase is one highlight");
	is_str(body("new new york", "\"new york\"", 0), "new [new york]", "a phrase after a false start");
	is_str(body("us and US", "CAPS(US)", 0), "[us] and [US]", "CAPS scores by the word, and shows it");
	is_str(body("a b", "NOT b OR a", 0), "[a] b", "what is excluded is not shown");
	is_str(body("Caf\xC3\xA9 and cafe", "=caf\xC3\xA9", 0), "[Caf\xC3\xA9] and cafe", "the spelling is looked at");
	is_str(body("cyberspace cyber", "cyb*", 0), "[cyberspace] [cyber]", "wildcards");
	is_str(body("\xE4\xB8\xAD\xE5\x9B\xBD\xE5\x8D\x8E\xE4\xB8\xBA\xE6\x8A\x80\xE6\x9C\xAF", "\xE5\x8D\x8E\xE4\xB8\xBA", 0),
	       "\xE4\xB8\xAD\xE5\x9B\xBD[\xE5\x8D\x8E\xE4\xB8\xBA]\xE6\x8A\x80\xE6\x9C\xAF", "Chinese");
	is_str(body("no match here", "other", 0), "no match here", "without a match the start");
	is_str(body("", "other", 0), "", "no text");
	is_str(body("one\n\ntwo\t three\x1B[31m \xE2\x80\xAE" "four\x07", "two four", 0), "one [two] three [31m [four]",
	       "nothing for a terminal to obey");
	is_str(body("bad \xFF ban", "ban", 0), "bad \xEF\xBF\xBD [ban]", "invalid bytes");
}

static void
test_windows(void)
{
	is_str(body("Some words come first in this text. Then the ban of Huawei. And many more words follow it here.",
	            "huawei", 40), "|Then the ban of [Huawei]. And many more|", "from the start of the sentence");
	is_str(body("A ban one two three four five six seven eight nine ten eleven twelve thirteen fourteen Huawei.",
	            "ban huawei", 40), "A [ban] one two three \xE2\x80\xA6 [Huawei].", "two parts for two words");
	is_str(body("ban x x x x x x x x x x x x x x x x x x x x x x x huawei ban x x x x x x x x x x x x x x x",
	            "ban huawei", 20), "|x [huawei] [ban] x x x x|", "the densest place");
}

static void
test_title(void)
{
	struct article article = {
		.text = { [FIELD_ID] = SPAN("x"), [FIELD_TITLE] = SPAN("Huawei\n bans"), [FIELD_NOTE] = SPAN("Note on trade") },
	};

	is_str(ask(&article, "title:ban", 0, true), "Huawei [bans]", "the title");
	is_str(ask(&article, "trade", 0, false), "Note on [trade]", "the note, when only it matches");
	is_str(ask(&article, "title:ban", 0, false), "Note on trade", "title words are for the title");
}

static void
test_huge(void)
{
	struct buf text = BUF_INIT;
	clock_t before = clock();
	const char *got;

	for (int i = 0; i < 1000000; i++)
		buf_append_string(&text, i % 3 ? "ban " : "security threat ");
	got = body(buf_string(&text), "ban \"security threat\"", 0);
	ok(strlen(got) < 2000, "a huge article has a short snippet");
	buf_clear(&text);
	for (int i = 0; i < 5000000; i++)
		buf_append_byte(&text, 'a');
	got = body(buf_string(&text), "aaaa*", 0);
	ok(strlen(got) < 2000, "so has a huge word");
	got = body(buf_string(&text), "b", 0);
	ok(strlen(got) < 2000, "matched or not");
	ok((double)(clock() - before) / CLOCKS_PER_SEC < 20, "in no time");
	buf_release(&text);
}

int
main(void)
{
	test_words();
	test_windows();
	test_title();
	test_huge();
	arena_release(&arena);
	buf_release(&shown);
	return tap_done();
}
