/* Opening, searching and reading, as newsdex.h has it. */
#include <stdlib.h>

#include "common/buf.h"
#include "index/index.h"
#include "lib/lib_article.h"
#include "lib/lib_error.h"
#include "query/bind.h"
#include "query/match.h"
#include "query/parse.h"
#include "query/snippet.h"

struct newsdex {
	struct index_reader *reader;
};

struct newsdex_result {
	struct arena arena;          /* the hits and their strings */
	struct newsdex_hit *hits;
	size_t count;
	uint64_t total;
};

int
newsdex_open_many(const char *const *paths, size_t count, struct newsdex **index, struct newsdex_error *out)
{
	struct error err = ERROR_INIT;
	struct span *spans = calloc(count ? count : 1, sizeof(*spans));
	struct newsdex *made = calloc(1, sizeof(*made));
	enum status status = STATUS_NOMEM;

	*index = NULL;
	if (spans && made) {
		for (size_t i = 0; i < count; i++)
			spans[i] = span_from_string(paths[i]);
		status = index_open(spans, count, NULL, &made->reader, &err);
	}
	free(spans);
	if (status < 0)
		free(made);
	else
		*index = made;
	return lib_result(out, status, &err);
}

int
newsdex_open(const char *path, struct newsdex **index, struct newsdex_error *out)
{
	return newsdex_open_many(&path, 1, index, out);
}

void
newsdex_close(struct newsdex *index)
{
	if (!index)
		return;
	index_reader_free(index->reader);
	free(index);
}

int
newsdex_articles(struct newsdex *index, uint64_t *articles, struct newsdex_error *out)
{
	struct error err = ERROR_INIT;
	struct index_stats stats;
	enum status status = index_stats(index->reader, &stats, &err);

	*articles = status < 0 ? 0 : stats.articles;
	return lib_result(out, status, &err);
}

static enum status
hit_marks(struct arena *arena, const struct snippet *snippet, struct newsdex_hit *hit)
{
	struct newsdex_mark *marks = arena_zalloc(arena, snippet->count + 1, sizeof(*marks));

	if (!marks)
		return STATUS_NOMEM;
	for (size_t i = 0; i < snippet->count; i++)
		marks[i] = (struct newsdex_mark){ snippet->highlights[i].start, snippet->highlights[i].end };
	hit->marks = marks;
	hit->mark_count = snippet->count;
	return STATUS_OK;
}

static enum status
hit_fill(struct index_reader *reader, struct highlighter *highlighter, const struct hit *from, size_t width,
         struct arena *arena, struct newsdex_hit *hit, struct error *err)
{
	const struct snippet_options options = { .width = width };
	struct article article;
	struct snippet snippet;
	enum status status = index_article(reader, from->doc, arena, &article, err);

	if (status == STATUS_OK)
		status = snippet_make(highlighter, &article, &options, arena, &snippet, err);
	if (status < 0)
		return status;
	*hit = (struct newsdex_hit){
		.score = from->score,
		.id = lib_string(arena, article.text[FIELD_ID]),
		.url = lib_string(arena, article.text[FIELD_URL]),
		.title = lib_string(arena, article.text[FIELD_TITLE]),
		.source = lib_string(arena, article.text[FIELD_SOURCE]),
		.section = lib_string(arena, article.text[FIELD_SECTION]),
		.language = lib_string(arena, article.text[FIELD_LANGUAGE]),
		.published = lib_date(arena, &article.published),
		.modified = lib_date(arena, &article.modified),
		.authors = lib_list(arena, article.authors, article.author_count),
		.tags = lib_list(arena, article.tags, article.tag_count),
		.snippet = lib_string(arena, snippet.text),
	};
	return hit_marks(arena, &snippet, hit);
}

/* Runs TREE and turns hits [wanted->offset, ...) into RESULT. */
static enum status
result_fill(struct index_reader *reader, const struct node *tree, const struct newsdex_search *wanted,
            struct newsdex_result *result, struct error *err)
{
	struct highlighter *highlighter = NULL;
	size_t limit = wanted->limit ? wanted->limit : 10, window;
	struct search search = { .tree = tree, .bm25 = BM25_DEFAULT, .want_total = true };
	enum status status;

	if (__builtin_add_overflow(limit, wanted->offset, &window))
		return error_set(err, STATUS_LIMIT, NULL, "offset and limit are too large");
	search.order = wanted->order == NEWSDEX_NEWEST ? ORDER_NEWEST
	             : wanted->order == NEWSDEX_OLDEST ? ORDER_OLDEST : ORDER_RELEVANCE;
	search.limit = window;
	search.hits = arena_zalloc(&result->arena, window, sizeof(*search.hits));
	status = search.hits ? search_run(reader, &search, 0, err) : STATUS_NOMEM;
	if (status == STATUS_OK)
		status = highlighter_new(tree, reader, &highlighter, err);
	if (status < 0)
		goto done;
	result->total = search.total;
	if (search.hit_count > wanted->offset)
		result->count = search.hit_count - wanted->offset;
	result->hits = arena_zalloc(&result->arena, result->count + 1, sizeof(*result->hits));
	if (!result->hits)
		status = STATUS_NOMEM;
	for (size_t i = 0; status == STATUS_OK && i < result->count; i++)
		status = hit_fill(reader, highlighter, &search.hits[wanted->offset + i], wanted->snippet_width,
		                  &result->arena, &result->hits[i], err);
done:
	highlighter_free(highlighter);
	return status;
}

int
newsdex_search(struct newsdex *index, const char *query, const struct newsdex_search *search,
               struct newsdex_result **result, struct newsdex_error *out)
{
	const struct newsdex_search wanted = search ? *search : (struct newsdex_search){ .limit = 10 };
	struct bind_options bind = BIND_OPTIONS_INIT;
	struct error err = ERROR_INIT;
	struct newsdex_result *made = calloc(1, sizeof(*made));
	struct ast *ast;
	struct node *tree;
	enum status status;

	*result = NULL;
	if (!made)
		return lib_result(out, STATUS_NOMEM, &err);
	status = query_parse(span_from_string(query), (wanted.any ? PARSE_ANY : 0u) | (wanted.literal ? PARSE_LITERAL : 0u),
	                     &made->arena, &ast, &err);
	bind.stop_words = !wanted.keep_stop_words;
	if (status == STATUS_OK)
		status = query_bind(ast, index->reader, &bind, &made->arena, &tree, &err);
	if (status == STATUS_OK)
		status = result_fill(index->reader, tree, &wanted, made, &err);
	if (status < 0)
		newsdex_result_free(made);
	else
		*result = made;
	return lib_result(out, status, &err);
}

uint64_t
newsdex_result_total(const struct newsdex_result *result)
{
	return result->total;
}

size_t
newsdex_result_count(const struct newsdex_result *result)
{
	return result->count;
}

const struct newsdex_hit *
newsdex_result_hit(const struct newsdex_result *result, size_t i)
{
	return i < result->count ? &result->hits[i] : NULL;
}

void
newsdex_result_free(struct newsdex_result *result)
{
	if (!result)
		return;
	arena_release(&result->arena);
	free(result);
}

/* What newsdex_article() hands out, with the memory behind it. */
struct owned_article {
	struct newsdex_article article;
	struct arena arena;
};

int
newsdex_article(struct newsdex *index, const char *id, struct newsdex_article **article, struct newsdex_error *out)
{
	struct error err = ERROR_INIT;
	struct owned_article *owned = calloc(1, sizeof(*owned));
	struct article stored;
	docid_t doc;
	enum status status;

	*article = NULL;
	if (!owned)
		return lib_result(out, STATUS_NOMEM, &err);
	status = index_find(index->reader, span_from_string(id), &doc, &err);
	if (status == STATUS_OK)
		status = index_article(index->reader, doc, &owned->arena, &stored, &err);
	*article = &owned->article;
	if (status < 0) {
		newsdex_article_free(*article);
		*article = NULL;
		return lib_result(out, status, &err);
	}
	owned->article = (struct newsdex_article){
		.id = lib_string(&owned->arena, stored.text[FIELD_ID]),
		.url = lib_string(&owned->arena, stored.text[FIELD_URL]),
		.title = lib_string(&owned->arena, stored.text[FIELD_TITLE]),
		.body = lib_string(&owned->arena, stored.text[FIELD_BODY]),
		.note = lib_string(&owned->arena, stored.text[FIELD_NOTE]),
		.source = lib_string(&owned->arena, stored.text[FIELD_SOURCE]),
		.section = lib_string(&owned->arena, stored.text[FIELD_SECTION]),
		.language = lib_string(&owned->arena, stored.text[FIELD_LANGUAGE]),
		.published = lib_date(&owned->arena, &stored.published),
		.modified = lib_date(&owned->arena, &stored.modified),
		.authors = lib_list(&owned->arena, stored.authors, stored.author_count),
		.tags = lib_list(&owned->arena, stored.tags, stored.tag_count),
	};
	return 0;
}

void
newsdex_article_free(struct newsdex_article *article)
{
	struct owned_article *owned = (struct owned_article *)article;

	if (!owned)
		return;
	arena_release(&owned->arena);
	free(owned);
}
