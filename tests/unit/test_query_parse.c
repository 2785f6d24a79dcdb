#include "tests/tap.h"

#include "query/parse.h"

static struct arena arena;
static struct buf buf;

/* Queries and their normal forms. */
static const struct {
	const char *query, *normal;
	unsigned flags;
} good[] = {
	{ "huawei", "huawei", 0 },
	{ "  huawei\tcybersecurity\n", "(huawei AND cybersecurity)", 0 },
	{ "huawei cybersecurity", "(huawei OR cybersecurity)", PARSE_ANY },
	{ "huawei OR zte", "(huawei OR zte)", 0 },
	{ "a b OR c d", "((a AND b) OR (c AND d))", 0 },
	{ "a b AND c", "(a AND b AND c)", 0 },
	{ "a b AND c", "((a OR b) AND c)", PARSE_ANY },
	{ "a OR b AND NOT c", "(a OR (b AND NOT c))", 0 },
	{ "NOT a OR b", "(NOT a OR b)", 0 },
	{ "NOT NOT a", "NOT NOT a", 0 },
	{ "huawei AND (ban OR banned) NOT phone", "(huawei AND (ban OR banned) AND NOT phone)", 0 },
	{ "huawei -phone", "(huawei AND NOT phone)", 0 },
	{ "-phone", "NOT phone", 0 },
	{ "huawei zte -phone date:2019", "((huawei OR zte) AND NOT phone AND date:2019)", PARSE_ANY },
	{ "huawei -(phone tablet)", "(huawei AND NOT (phone AND tablet))", 0 },
	{ "huawei -\"mobile phone\"", "(huawei AND NOT \"mobile phone\")", 0 },
	{ "huawei -title:phone", "(huawei AND NOT title:phone)", 0 },
	{ "huawei and zte or not", "(huawei AND and AND zte AND or AND not)", 0 },
	{ "\"security threat\"", "\"security threat\"", 0 },
	{ "\xE2\x80\x9Csecurity threat\xE2\x80\x9D", "\"security threat\"", 0 },
	{ "\"AND\"", "\"AND\"", 0 },
	{ "=banned =AND", "(=banned AND =AND)", 0 },
	{ "=caf\xC3\xA9", "=caf\xC3\xA9", 0 },
	{ "win-win", "\"win-win\"", 0 },
	{ "10:30", "\"10:30\"", 0 },
	{ "http://www.example.com/a?b", "\"http://www.example.com/a?b\"", 0 },
	{ "user@example.com", "\"user@example.com\"", 0 },
	{ "Breaking: Huawei - the end & more | less", "(Breaking: AND Huawei AND the AND end AND more AND less)", 0 },
	{ "U.S. don't O'Brien", "(U.S. AND don't AND O'Brien)", 0 },
	{ "cyber* *port h?awei", "(cyber* AND *port AND h?awei)", 0 },
	{ "\"cyber* threat\"", "\"cyber* threat\"", 0 },
	{ "win-w*", "\"win-w*\"", 0 },
	{ "huawai~1 sekurity~2", "(huawai~1 AND sekurity~2)", 0 },
	{ "who sold the fibre plant?", "(who AND sold AND the AND fibre AND plant)", 0 },
	{ "sold the plant ??\n", "(sold OR the OR plant)", PARSE_ANY },
	{ "what did O'Brien say in 2019?", "(what AND did AND O'Brien AND say AND in AND 2019)", 0 },
	{ "the plant?", "(the AND plant?)", 0 },
	{ "plant?", "plant?", 0 },
	{ "sold the pl?nt?", "(sold AND the AND pl?nt?)", 0 },
	{ "sold? the plant", "(sold? AND the AND plant)", 0 },
	{ "sold the plan* or plant?", "(sold AND the AND plan* AND or AND plant?)", 0 },
	{ "sold the OR fibre plant?", "((sold AND the) OR (fibre AND plant?))", 0 },
	{ "sold the =fibre plant?", "(sold AND the AND =fibre AND plant?)", 0 },
	{ "sold \"the fibre\" big plant?", "(sold AND \"the fibre\" AND big AND plant?)", 0 },
	{ "sold title:the fibre plant?", "(sold AND title:the AND fibre AND plant?)", 0 },
	{ "a NEAR/5 b", "(a NEAR/5 b)", 0 },
	{ "a W/5 b PRE/3 c", "((a NEAR/5 b) PRE/3 c)", 0 },
	{ "a NOT W/5 b", "(a NOT W/5 b)", 0 },
	{ "x a NOT W/5 b NOT c", "(x AND (a NOT W/5 b) AND NOT c)", 0 },
	{ "a W/S b W/P c", "((a W/S b) W/P c)", 0 },
	{ "(a OR b) W/5 \"c d\"", "((a OR b) NEAR/5 \"c d\")", 0 },
	{ "NOT a NEAR/2 b", "NOT (a NEAR/2 b)", 0 },
	{ "title:ban", "title:ban", 0 },
	{ "TITLE:ban author:\"liu xiaoming\"", "(title:ban AND author:\"liu xiaoming\")", 0 },
	{ "title:(a OR -b)", "(title:a OR NOT title:b)", 0 },
	{ "title:AND", "title:AND", 0 },
	{ "title:foo:bar", "title:\"foo:bar\"", 0 },
	{ "title:=ban", "title:=ban", 0 },
	{ "source:Reuters tag:\"trade war\"", "(source:\"Reuters\" AND tag:\"trade war\")", 0 },
	{ "source:(reuters OR \"xinhua net\")", "(source:\"reuters\" OR source:\"xinhua net\")", 0 },
	{ "url:*cgtn.com*", "url:\"*cgtn.com*\"", 0 },
	{ "(url:http://x.org/a_(b)?c=1)", "url:\"http://x.org/a_(b)?c=1\"", 0 },
	{ "date:2019-01-20..2019-02", "date:2019-01-20..2019-02", 0 },
	{ "date:>=2019 words:>1000", "(date:>=2019 AND words:>1000)", 0 },
	{ "date:2019-01-28T20:08", "date:2019-01-28T20:08", 0 },
	{ "words:200..500", "words:200..500", 0 },
	{ "ATLEAST3(huawei)", "ATLEAST3(huawei)", 0 },
	{ "ATLEAST3(huawei OR zte)", "ATLEAST3(huawei OR zte)", 0 },
	{ "CAPS(US) LEAD(huawei) FIRST50 (a b)", "(CAPS(US) AND LEAD(huawei) AND FIRST50(a AND b))", 0 },
	{ "CAPS LEAD FIRST", "(CAPS AND LEAD AND FIRST)", 0 },
	{ "huawei^2 zte^0.5 (a b)^0.000001", "(huawei^2 AND zte^0.5 AND (a AND b)^0.000001)", 0 },
	{ "(a^2)^3 (NOT a)^4", "((a^2)^3 AND (NOT a)^4)", 0 },
	{ "huawei AND (AND) -x \"y", "(huawei AND and AND and AND x AND y)", PARSE_LITERAL },
	{ "title:x date:bad a*b", "(\"title:x\" AND \"date:bad\" AND \"a b\")", PARSE_LITERAL },
	{ "\xE5\x8D\x8E\xE4\xB8\xBA", "\xE5\x8D\x8E\xE4\xB8\xBA", 0 },
	{ "", "", PARSE_EMPTY },
	{ " - ", "", PARSE_EMPTY },
};

/* Queries with the byte where they go wrong and a part of what is said. */
static const struct {
	const char *query;
	int offset;
	const char *reason;
	unsigned flags;
} bad[] = {
	{ "", 0, "no word", 0 },
	{ "...", 0, "no word", 0 },
	{ "huawei AND (ban", 11, "not closed", 0 },
	{ "huawei ban)", 10, "no bracket is open", 0 },
	{ "a \"b c", 2, "quote is not closed", 0 },
	{ "a ()", 2, "nothing in these brackets", 0 },
	{ "\"\"", 0, "no word in these quotes", 0 },
	{ "a AND", 5, "ends where a word", 0 },
	{ "AND a", 0, "needs something before", 0 },
	{ "a OR OR b", 5, "needs something before", 0 },
	{ "(a OR)", 5, "before this bracket", 0 },
	{ "a NOT", 5, "ends where", 0 },
	{ "foo:bar", 0, "no field foo; put it in quotes", 0 },
	{ "x tilte:bar", 2, "write title:", 0 },
	{ "headline:bar", 0, "write title:", 0 },
	{ "title: bar", 6, "nothing stands behind", 0 },
	{ "title:-bar", 6, "minus sign before title:", 0 },
	{ "title:(a source:b)", 9, "field inside", 0 },
	{ "date:yesterday", 5, "no date", 0 },
	{ "date:2019-13", 5, "no date", 0 },
	{ "date:2019-02-30", 5, "no date", 0 },
	{ "date:2019..2018", 5, "ends before", 0 },
	{ "date:2019..nix", 11, "no date", 0 },
	{ "words:many", 6, "no number", 0 },
	{ "*", 0, "needs letters", 0 },
	{ "a ?", 2, "needs letters", 0 },
	{ "\"a * b\"", 3, "PRE/2", 0 },
	{ "source:*", 7, "needs letters", 0 },
	{ "huawai~3", 6, "1 or 2 letters", 0 },
	{ "huawai~", 6, "~1 or ~2", 0 },
	{ "huaw*~1", 0, "wildcards or", 0 },
	{ "win-win~1", 0, "one word", 0 },
	{ "a NEAR b", 6, "NEAR/10", 0 },
	{ "a NEAR/0 b", 7, "1 to 255", 0 },
	{ "a W/256 b", 4, "1 to 255", 0 },
	{ "a W/x b", 4, "number of words", 0 },
	{ "a w/5 b", 2, "capitals", 0 },
	{ "a near/5 b", 2, "capitals", 0 },
	{ "a W/5", 5, "ends where", 0 },
	{ "a W/5 date:2019", 6, "place in the text", 0 },
	{ "a W/5 author:b", 6, "author", 0 },
	{ "a NOT W/S b", 6, "W/n and NEAR/n only", 0 },
	{ "ATLEAST(a)", 7, "needs a number", 0 },
	{ "ATLEAST3 a", 8, "needs a bracket", 0 },
	{ "ATLEAST3(a b)", 9, "counts a word", 0 },
	{ "CAPS(title:a)", 5, "CAPS takes", 0 },
	{ "LEAD(date:2019)", 5, "place in the text", 0 },
	{ "a^", 1, "needs a number", 0 },
	{ "a^x", 1, "needs a number", 0 },
	{ "a^2^3", 1, "needs a number", 0 },
	{ "a ^2", 2, "nothing to stand behind", 0 },
	{ "date:2019^2", 5, "no date", 0 },
	{ "\"a b\"~2", 5, "NEAR/5", 0 },
	{ "a || b", 2, "write OR", 0 },
	{ "a && b", 2, "write AND", 0 },
	{ "a !b", 2, "write -", 0 },
	{ "a +b", 2, "write AND", PARSE_ANY },
	{ "a --b", 2, "two minus signs", 0 },
	{ "\"a\"-b", 3, "space before the minus", 0 },
	{ "=(a b)", 0, "one word", 0 },
	{ "=\"a b\"", 0, "exact already", 0 },
	{ "=t\xC3\xAAte-\xC3\xA0-t\xC3\xAAte", 0, "one word only", 0 },
};

static enum status
parse(const char *query, unsigned flags, struct ast **ast, struct error *err)
{
	error_clear(err);
	return query_parse(span_from_string(query), flags, &arena, ast, err);
}

static void
test_good(void)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct error err = ERROR_INIT;
		struct ast *ast, *again;

		arena_clear(&arena);
		buf_clear(&buf);
		if (parse(good[i].query, good[i].flags, &ast, &err) < 0) {
			ok(false, "%s: %s", good[i].query, err.reason);
			continue;
		}
		ast_print(ast, &buf);
		is_str(buf_string(&buf), good[i].normal, good[i].query[0] ? good[i].query : "(empty)");
		if (parse(buf_string(&buf), PARSE_EMPTY, &again, &err) < 0)
			ok(false, "again: %s", err.reason);
		else
			ok(ast_equal(ast, again), "... and the same again");
	}
}

static void
test_bad(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct error err = ERROR_INIT;
		struct ast *ast;
		enum status status;

		arena_clear(&arena);
		status = parse(bad[i].query, bad[i].flags, &ast, &err);
		ok(status == STATUS_BADQUERY && (int)err.offset == bad[i].offset && strstr(err.reason, bad[i].reason),
		   "%s: %d: %s", bad[i].query, (int)err.offset, err.reason);
	}
}

static void
test_limits(void)
{
	struct error err = ERROR_INIT;
	struct ast *ast;

	buf_clear(&buf);
	for (int i = 0; i < 200; i++)
		buf_append_byte(&buf, '(');
	is_int(parse(buf_string(&buf), 0, &ast, &err), STATUS_LIMIT, "brackets are limited");
	buf_clear(&buf);
	for (int i = 0; i < 200; i++)
		buf_append_string(&buf, "NOT ");
	is_int(parse(buf_string(&buf), 0, &ast, &err), STATUS_LIMIT, "NOT is limited");
	buf_clear(&buf);
	for (int i = 0; i < 200; i++)
		buf_append_string(&buf, "a W/3 ");
	is_int(parse(buf_string(&buf), 0, &ast, &err), STATUS_LIMIT, "chains are limited");
	buf_clear(&buf);
	for (int i = 0; i < 20000; i++)
		buf_append_string(&buf, "a ");
	is_int(parse(buf_string(&buf), 0, &ast, &err), STATUS_LIMIT, "words are limited");
	is_int(parse(buf_string(&buf), PARSE_LITERAL, &ast, &err), STATUS_LIMIT, "literal words too");
	for (int i = 0; i < 20000; i++)
		buf_append_string(&buf, "a ");
	is_int(parse(buf_string(&buf), 0, &ast, &err), STATUS_LIMIT, "length is limited");
	is_int(query_parse(SPAN_NONE, PARSE_EMPTY, &arena, &ast, NULL), STATUS_OK, "no text, no error record");
	is_int(query_parse(SPAN("(("), 0, &arena, &ast, NULL), STATUS_BADQUERY, "an error, no error record");
}

static void
format(const char *query)
{
	struct error err = ERROR_INIT;
	struct ast *ast;

	buf_clear(&buf);
	parse(query, 0, &ast, &err);
	query_error_format(span_from_string(query), &err, &buf);
}

static void
test_format(void)
{
	format("huawei AND (ban");
	is_str(buf_string(&buf), "  huawei AND (ban\n             ^\n  this bracket is not closed\n  a closing ) is missing\n",
	       "the caret is under the bracket");
	format("\xE5\x8D\x8E\xE4\xB8\xBA (");
	is_str(buf_string(&buf), "  \xE5\x8D\x8E\xE4\xB8\xBA (\n        ^\n  the query ends where a word should be\n", "wide characters take two columns");
	format("0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 \x1B[31m\n (");
	ok(!strchr(buf_string(&buf), 0x1B), "no escape reaches a terminal");
	ok(strstr(buf_string(&buf), "... "), "a long query is cut");
}

/* A small generator of its own, so that every run asks the same. */
static uint32_t seed = 1;

static unsigned
roll(unsigned n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

static void
random_query(struct buf *out, int depth)
{
	static const char *const leaves[] = {
		"huawei", "ban", "=exact", "caf\xC3\xA9", "=caf\xC3\xA9", "\"two words\"", "cy*", "h?w", "\"w* x\"",
		"mis~1", "title:a", "title:\"b c\"", "author:(x y)", "win-win", "U.S.", "5g", "and", "\xE5\x8D\x8E\xE4\xB8\xBA",
		"\xE5\x8C\x97", "source:x*", "date:2019", "words:<5", "CAPS(US)", "ATLEAST2(x)", "LEAD(x)", "FIRST9(y)",
		"title:(a OR b)", "don't", "\"x\"", "url:a?b*",
	};
	static const char *const joins[] = { " ", " AND ", " OR ", " NOT ", " -", " NEAR/3 ", " W/S ", " NOT W/2 ", " PRE/9 " };

	if (depth == 0 || roll(3) == 0) {
		buf_append_string(out, leaves[roll(sizeof(leaves) / sizeof(*leaves))]);
		if (roll(8) == 0)
			buf_append_format(out, "^%u.%u", roll(9), roll(100));
		return;
	}
	if (roll(6) == 0)
		buf_append_string(out, "NOT ");
	buf_append_byte(out, '(');
	random_query(out, depth - 1);
	for (unsigned i = roll(3); i > 0; i--) {
		buf_append_string(out, joins[roll(sizeof(joins) / sizeof(*joins))]);
		random_query(out, depth - 1);
	}
	buf_append_byte(out, ')');
}

static void
test_random(void)
{
	struct buf query = BUF_INIT;
	unsigned parsed = 0, wrong = 0;

	for (int i = 0; i < 20000; i++) {
		struct ast *ast, *again;
		struct error err = ERROR_INIT;
		unsigned flags = roll(2) ? PARSE_ANY : 0;

		arena_clear(&arena);
		buf_clear(&query);
		buf_clear(&buf);
		random_query(&query, 3);
		if (parse(buf_string(&query), flags, &ast, &err) < 0)
			continue;
		parsed++;
		ast_print(ast, &buf);
		if (parse(buf_string(&buf), 0, &again, &err) < 0 || !ast_equal(ast, again)) {
			if (!wrong++)
				printf("# %s\n# %s\n# %s\n", buf_string(&query), buf_string(&buf), err.reason);
		}
	}
	is_int(wrong, 0, "the normal form parses to the same tree");
	ok(parsed > 5000, "%u random queries were parsed", parsed);
	buf_release(&query);
}

int
main(void)
{
	test_good();
	test_bad();
	test_limits();
	test_format();
	test_random();
	arena_release(&arena);
	buf_release(&buf);
	return tap_done();
}
