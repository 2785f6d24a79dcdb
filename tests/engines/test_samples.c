/* The queries of queries.txt over the bundled articles: each engine, by the
 * generic matcher and by its fast path, gives what the generic matcher gives
 * on an index in memory. */
#include "tests/tap.h"

#include <stdlib.h>
#include <unistd.h>

#include "common/file.h"
#include "corpus/input.h"
#include "index/record.h"
#include "query/bind.h"
#include "query/match.h"
#include "query/parse.h"
#include "tests/engines/agree.h"
#include "tests/engines/memory_index.h"

#define ARTICLES_MAX 1000

static struct article articles[ARTICLES_MAX];
static struct arena arena;

static const char *
source_path(struct buf *path, const char *name)
{
	const char *top = getenv("NEWSDEX_SOURCE");

	buf_clear(path);
	buf_append_format(path, "%s/%s", top ? top : ".", name);
	return buf_string(path);
}

/* Keeps what the reader only lends. */
static enum status
keep_article(const struct article *article, size_t count, struct error *err)
{
	struct buf record = BUF_INIT;
	struct span copy = SPAN_NONE;

	record_encode(article, &record);
	if (buf_status(&record) == STATUS_OK)
		copy = arena_copy(&arena, buf_span(&record));
	buf_release(&record);
	return copy.ptr ? record_decode(copy, &arena, &articles[count], err) : STATUS_NOMEM;
}

static size_t
read_samples(const char *folder)
{
	struct input_options options = { .chunk_size = 0 };
	struct error err = ERROR_INIT;
	struct input_chunk chunk;
	struct reader reader;
	struct input *input;
	size_t count = 0;

	if (input_new(&options, &input, &err) < 0 || input_add(input, span_from_string(folder), &err) < 0)
		abort();
	reader_init(&reader, &options.reader);
	while (input_next(input, &chunk, NULL) == STATUS_OK) {
		struct article article;

		reader_start(&reader, &chunk.chunk);
		while (reader_next(&reader, &article, NULL) == STATUS_OK && count < ARTICLES_MAX)
			if (keep_article(&article, count, &err) == STATUS_OK)
				articles[count].sequence = count, count++;
		input_chunk_release(&chunk);
	}
	reader_release(&reader);
	input_free(input);
	return count;
}

/* Takes the generic matcher's answer over the index in memory as the right one. */
static size_t
expect(struct trial *trial, const struct ast *ast)
{
	struct arena scratch = ARENA_INIT;
	struct match_cursor *cursor;
	struct node *tree;
	size_t found = 0;

	memset(trial->matches, 0, trial->count * sizeof(*trial->matches));
	if (query_bind(ast, trial->memory, NULL, &scratch, &tree, NULL) < 0 ||
	    match_open(trial->memory, tree, &trial->bm25, &cursor, NULL) < 0)
		abort();
	while (match_next(cursor, NULL) == STATUS_OK) {
		size_t article = match_doc(cursor) - 1;

		trial->matches[article] = true;
		found++;
		if (match_score(cursor, &trial->scores[article], NULL) < 0)
			abort();
	}
	match_close(cursor);
	arena_release(&scratch);
	return found;
}

static void
run_queries(struct trial *trial, struct index_reader *reader, const char *engine, struct span queries)
{
	unsigned asked = 0, wrong = 0, found = 0;

	while (queries.len) {
		const char *newline = memchr(queries.ptr, '\n', queries.len);
		size_t len = newline ? (size_t)(newline - queries.ptr) : queries.len;
		struct arena scratch = ARENA_INIT;
		char *query = arena_string(&scratch, span_from(queries.ptr, len));
		struct error err = ERROR_INIT;
		struct ast *ast;

		if (query && query_parse(span_from_string(query), 0, &scratch, &ast, &err) == STATUS_OK) {
			found += expect(trial, ast) > 0;
			wrong += !trial_answer(trial, reader, ast, query, engine, ORDER_RELEVANCE, trial->count);
			wrong += !trial_answer(trial, reader, ast, query, engine, ORDER_RELEVANCE, 10);
			wrong += !trial_answer(trial, reader, ast, query, engine, ORDER_NEWEST, 10);
			asked++;
		} else {
			printf("# %s: %s\n", query ? query : "", err.reason);
			wrong++;
		}
		arena_release(&scratch);
		len += newline != NULL;
		queries = span_from(queries.ptr + len, queries.len - len);
	}
	is_int(wrong, 0, engine);
	ok(asked == 300 && found > 200, "%s: %u queries, %u found something, %u of %u by the fast path", engine, asked,
	   found, trial->fast_answers, trial->fast_asked);
}

int
main(void)
{
	static const char *const engines[] = { "memory", "xapian", "segment" };
	char folder[] = "/tmp/newsdex-samples-XXXXXX";
	struct buf path = BUF_INIT, queries = BUF_INIT;
	const struct trial_shape plain = { .folders = 1 };
	struct table ids;
	struct trial trial = { .articles = articles, .bm25 = BM25_DEFAULT, .ids = &ids };

	trial.count = read_samples(source_path(&path, "corpus/samples"));
	ok(trial.count >= 60, "%zu bundled articles", trial.count);
	trial.matches = calloc(trial.count + 1, sizeof(*trial.matches));
	trial.scores = calloc(trial.count + 1, sizeof(*trial.scores));
	if (!trial.matches || !trial.scores || !mkdtemp(folder) ||
	    file_read(source_path(&path, "tests/engines/queries.txt"), 1 << 20, &queries, NULL) < 0 ||
	    memory_index_new(articles, trial.count, NULL, &trial.memory, NULL) < 0)
		abort();
	table_init(&ids);
	for (size_t i = 0; i < trial.count; i++)
		if (table_put(&ids, articles[i].text[FIELD_ID], NULL) != i)
			abort();
	for (size_t i = 0; i < sizeof(engines) / sizeof(*engines); i++) {
		struct index_reader *reader = trial.memory;

		buf_clear(&path);
		buf_append_format(&path, "%s/%s", folder, engines[i]);
		if (i)
			reader = trial_engine(&trial, engines[i], buf_string(&path), &plain);
		if (!reader) {
			tap_skip("%s is not built", engines[i]);
			continue;
		}
		trial.fast_asked = trial.fast_answers = 0;
		run_queries(&trial, reader, engines[i], buf_span(&queries));
		if (i)
			index_reader_free(reader);
	}
	index_reader_free(trial.memory);
	file_remove_tree(folder, NULL);
	table_release(&ids);
	free(trial.matches);
	free(trial.scores);
	buf_release(&path);
	buf_release(&queries);
	arena_release(&arena);
	return tap_done();
}
