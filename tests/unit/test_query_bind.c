#include "tests/tap.h"

#include "query/bind.h"
#include "query/parse.h"
#include "tests/engines/memory_index.h"

static const struct span tags[] = { SPAN("China"), SPAN("Trade War") };
static const struct span authors[] = { SPAN("Liu Xiaoming") };

static const struct article articles[] = {
	{
		.text = {
			[FIELD_ID] = SPAN("one"), [FIELD_TITLE] = SPAN("Huawei banned"), [FIELD_SOURCE] = SPAN("Reuters"),
			[FIELD_BODY] = SPAN("The US bans Huawei. A caf\xC3\xA9 in \xE5\x8C\x97\xE4\xBA\xAC. Securities."),
			[FIELD_URL] = SPAN("https://Example.org/a?b=1"), [FIELD_LANGUAGE] = SPAN("en"),
		},
		.tags = tags, .tag_count = 2, .authors = authors, .author_count = 1,
	},
	{
		.text = {
			[FIELD_ID] = SPAN("two"), [FIELD_BODY] = SPAN("Huaweis Verbote hawaii securities"), [FIELD_LANGUAGE] = SPAN("de"),
			[FIELD_SOURCE] = SPAN("Reuters Europe"),
		},
	},
};

/* Queries, and the trees they become in an index of English and German. */
static const struct {
	const char *query, *tree;
	bool stop_words;
} cases[] = {
	{ "bans", "TERM Zban  1 article\n", false },
	{ "security", "TERM Zsecur  1 article\n", false },
	{ "securities", "SYNONYM of 2\n  TERM Zsecur  1 article\n  TERM Zsecuriti  1 article\n", false },
	{ "=bans", "TERM bans  1 article\n", false },
	{ "\"bans\"", "TERM bans  1 article\n", false },
	{ "huawei huawei", "TERM Zhuawei  1 article  2 times\n", false },
	{ "title:huawei", "TERM ZShuawei  1 article\n", false },
	{ "title:=huawei", "TERM Shuawei  1 article\n", false },
	{ "author:liu", "TERM Aliu  1 article\n", false },
	{ "\"us bans\"", "PHRASE\n  TERM us  1 article\n  TERM bans  1 article\n", false },
	{ "ban* NEAR/3 us", "NEAR 3\n  SYNONYM of 2\n    TERM banned  1 article\n    TERM bans  1 article\n  TERM us  1 article\n", false },
	{ "hawai*", "TERM hawaii  1 article\n", false },
	{ "huawai~1", "TERM huawei  1 article\n", false },
	{ "hauwei~1", "TERM huawei  1 article\n", false },
	{ "x*y", "NONE\n", false },
	{ "\xE5\x8C\x97", "TERM \xE5\x8C\x97\xE4\xBA\xAC  1 article\n", false },
	{ "=caf\xC3\xA9", "SPELT caf\xC3\xA9\n  TERM cafe  1 article\n", false },
	{ "=cafe", "TERM cafe  1 article\n", false },
	{ "CAPS(US)", "MAYBE\n  TERM XCus  1 article\n  TERM us  1 article\n", false },
	{ "source:REUTERS", "FILTER\n  TERM XSRreuters  1 article\n", false },
	{ "source:reut*", "FILTER\n  SYNONYM of 2\n    TERM XSRreuters  1 article\n    TERM XSRreuters europe  1 article\n", false },
	{ "tag:\"trade war\"", "FILTER\n  TERM Ktrade war  1 article\n", false },
	{ "url:*example.org*", "FILTER\n  NONE\n", false },
	{ "url:*Example.org*", "FILTER\n  TERM Uhttps://Example.org/a?b=1  1 article\n", false },
	{ "url:https://Example.org/a?b=1", "FILTER\n  TERM Uhttps://Example.org/a?b=1  1 article\n", false },
	{ "NOT =us", "NOT\n  ALL\n  TERM us  1 article\n", false },
	{ "=us -=bans -=x", "NOT\n  TERM us  1 article\n  TERM bans  1 article\n  TERM x  0 articles\n", false },
	{ "=us^2.5", "BOOST 2.500000\n  TERM us  1 article\n", false },
	{ "date:2019-01 words:>9", "AND\n  DATE [2019-01-01, 2019-02-01)\n  WORDS [10, )\n", false },
	{ "date:2019-01-28T20:08", "DATE [2019-01-28T20:08:00, 2019-01-28T20:09:00)\n", false },
	{ "ATLEAST2(=us OR bans OR =us)", "ATLEAST 2\n  SYNONYM of 2\n    TERM us  1 article\n    TERM Zban  1 article\n", false },
	{ "the huawei", "TERM Zhuawei  1 article\n", true },
	{ "the US", "TERM Zus  1 article\n", true },
	{ "the of", "AND\n  TERM Zthe  1 article\n  TERM Zof  0 articles\n", true },
	{ "\"the us\"", "PHRASE\n  TERM the  1 article\n  TERM us  1 article\n", true },
	{ "the AND huawei", "TERM Zhuawei  1 article\n", true },
	{ "the OR huawei", "OR\n  TERM Zthe  1 article\n  TERM Zhuawei  1 article\n", true },
	{ "huawei -the", "NOT\n  TERM Zhuawei  1 article\n  TERM Zthe  1 article\n", true },
	{ "the NEAR/2 us", "NEAR 2\n  TERM the  1 article\n  TERM us  1 article\n", true },
	{ "=the =of", "AND\n  TERM the  1 article\n  TERM of  0 articles\n", true },
};

static struct arena arena;
static struct buf buf;

static enum status
bind(struct index_reader *reader, const char *query, const struct bind_options *options, struct node **tree,
     struct error *err)
{
	struct ast *ast;
	enum status status = query_parse(span_from_string(query), 0, &arena, &ast, err);

	return status < 0 ? status : query_bind(ast, reader, options, &arena, tree, err);
}

static void
test_trees(struct index_reader *reader)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct bind_options options = BIND_OPTIONS_INIT;
		struct error err = ERROR_INIT;
		struct node *tree;

		options.stop_words = cases[i].stop_words;
		buf_clear(&buf);
		if (bind(reader, cases[i].query, &options, &tree, &err) < 0 || node_print(tree, reader, &buf, &err) < 0)
			ok(false, "%s: %s", cases[i].query, err.reason);
		else
			is_str(buf_string(&buf), cases[i].tree, cases[i].query);
	}
}

static void
test_limits(struct index_reader *reader)
{
	struct bind_options options = BIND_OPTIONS_INIT;
	struct error err = ERROR_INIT;
	struct node *tree;

	options.max_terms = 2;
	options.max_values = 1;
	ok(bind(reader, "us ban*", &options, &tree, &err) == STATUS_OK, "as many terms as the limit: %s", err.reason);
	is_int(bind(reader, "us h*", &options, &tree, &err), STATUS_BADQUERY, "more are an error");
	ok(err.offset == 3 && strstr(err.reason, "more than 2 words"), "which says where and how many: %s", err.reason);
	error_clear(&err);
	is_int(bind(reader, "source:r*", &options, &tree, &err), STATUS_BADQUERY, "values have a limit of their own");
	error_clear(&err);
	buf_clear(&buf);
	for (int i = 0; i < 1001; i++)
		buf_append_string(&buf, "*x ");
	is_int(bind(reader, buf_string(&buf), NULL, &tree, &err), STATUS_LIMIT, "so many wildcards are too many");
}

static void
test_period(struct index_reader *reader)
{
	struct bind_options options = BIND_OPTIONS_INIT;
	struct error err = ERROR_INIT;
	struct node *tree;

	options.since = 0;
	buf_clear(&buf);
	ok(bind(reader, "=us", &options, &tree, &err) == STATUS_OK && node_print(tree, NULL, &buf, &err) == STATUS_OK,
	   "a query with --since");
	is_str(buf_string(&buf), "AND\n  TERM us\n  DATE [1970-01-01, )\n", "the period is a filter");
}

int
main(void)
{
	struct index_reader *reader;
	struct error err = ERROR_INIT;

	if (!ok(memory_index_new(articles, 2, "en,de", &reader, &err) == STATUS_OK, "an index %s", err.reason))
		return tap_done();
	test_trees(reader);
	test_limits(reader);
	test_period(reader);
	index_reader_free(reader);
	arena_release(&arena);
	buf_release(&buf);
	return tap_done();
}
