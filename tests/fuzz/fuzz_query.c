/* Any bytes as a query: it parses or is refused with a place in it; what parses
 * has a normal form that parses to the same tree; and what is bound is matched
 * and highlighted without complaint.  The first byte chooses the flags (1, 2, 4),
 * and whether the query is answered, too (8). */
#include <stdlib.h>

#include "query/bind.h"
#include "query/match.h"
#include "query/parse.h"
#include "query/snippet.h"
#include "query/suggest.h"
#include "tests/engines/memory_index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct span names[] = { SPAN("Liu Xiaoming") };
static const struct article articles[] = {
	{
		.text = {
			[FIELD_ID] = SPAN("1"), [FIELD_TITLE] = SPAN("Huawei bans"), [FIELD_SOURCE] = SPAN("Reuters"),
			[FIELD_BODY] = SPAN("The US ban, a security threat.\n\nCaf\xC3\xA9 \xE5\x8C\x97\xE4\xBA\xAC\xE5\xB8\x82 ban ban"),
		},
		.authors = names, .author_count = 1,
		.published = { .seconds = 1546300800, .zone = DATE_ZONE_UNKNOWN, .precision = DATE_DAY },
	},
	{ .text = { [FIELD_ID] = SPAN("2"), [FIELD_BODY] = SPAN("a b c d e f g us 5G") } },
};

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* The normal form says the same and stays as it is. */
static void
require_normal(const struct ast *ast, bool literal)
{
	struct arena arena = ARENA_INIT;
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct ast *again;
	enum status status;

	ast_print(ast, &once);
	require(buf_status(&once) == STATUS_OK);
	status = query_parse(buf_span(&once), PARSE_EMPTY, &arena, &again, NULL);
	/* Brackets written out can go over a limit. */
	if (status != STATUS_LIMIT) {
		require(status == STATUS_OK);
		/* Quotes within a literal word are the one thing that cannot be written. */
		require(literal || ast_equal(ast, again));
		ast_print(again, &twice);
		require(literal || span_equal(buf_span(&once), buf_span(&twice)));
	}
	buf_release(&once);
	buf_release(&twice);
	arena_release(&arena);
}

static void
show(const struct ast *ast, const struct node *tree, struct span text, struct index_reader *reader, struct arena *arena)
{
	struct highlighter *highlighter;
	struct suggestion suggestion;
	struct snippet snippet;
	struct buf out = BUF_INIT;

	require(node_print(tree, reader, &out, NULL) == STATUS_OK);
	require(highlighter_new(tree, reader, &highlighter, NULL) == STATUS_OK);
	for (size_t i = 0; i < 2; i++) {
		require(snippet_make(highlighter, &articles[i], NULL, arena, &snippet, NULL) == STATUS_OK);
		require(snippet_title(highlighter, &articles[i], arena, &snippet, NULL) == STATUS_OK);
	}
	require(suggest_make(text, ast, reader, arena, &suggestion, NULL) == STATUS_OK);
	highlighter_free(highlighter);
	buf_release(&out);
}

static void
answer(const struct ast *ast, struct span text)
{
	static struct index_reader *reader;
	struct arena arena = ARENA_INIT;
	struct hit hits[2];
	struct search search = { .bm25 = BM25_DEFAULT, .limit = 2, .want_total = true, .hits = hits };
	struct node *tree;
	enum status status;

	if (!reader)
		require(memory_index_new(articles, 2, "en,de", &reader, NULL) == STATUS_OK);
	status = query_bind(ast, reader, NULL, &arena, &tree, NULL);
	require(status == STATUS_OK || status == STATUS_LIMIT || status == STATUS_BADQUERY);
	if (status == STATUS_OK) {
		search.tree = tree;
		require(search_run(reader, &search, 0, NULL) == STATUS_OK);
		require(search.total <= 2 && search.hit_count == search.total);
		show(ast, tree, text, reader, &arena);
	}
	arena_release(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_from((const char *)data + (size > 0), size - (size > 0));
	unsigned flags = size > 0 ? data[0] % 8 : 0;
	struct arena arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	struct buf out = BUF_INIT;
	struct ast *ast;
	enum status status = query_parse(text, flags, &arena, &ast, &err);

	if (status == STATUS_OK) {
		require_normal(ast, flags & PARSE_LITERAL);
		if (size && data[0] & 8 && text.len < 2000)
			answer(ast, text);
	} else {
		require(status == STATUS_BADQUERY || status == STATUS_LIMIT);
		require(err.reason[0] && err.offset <= text.len);
		query_error_format(text, &err, &out);
		require(buf_status(&out) == STATUS_OK);
	}
	buf_release(&out);
	arena_release(&arena);
	return 0;
}
