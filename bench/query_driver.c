/* query_driver - answers a file of queries and says how long each took.
 *
 *   bench/query-driver INDEX QUERIES ROUNDS [--generic]
 *
 * QUERIES has lines of kind, words and, for some kinds, a month, with tabs
 * between:
 *   word, or, and, phrase   ranked by BM25
 *   month                   ranked, of one month (2013-04)
 *   newest                  the word's articles, the newest first
 * Each is timed from its text to its hits, in one thread, in ROUNDS passes over
 * the file after one that is not counted; the median is printed:
 *   mode (top10, top100, count), kind, number of the query, microseconds, articles
 * The peers' drivers in bench/peers/ do the same and print the same.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/file.h"
#include "query/bind.h"
#include "query/match.h"
#include "query/parse.h"

#define ROUNDS_MAX 99
#define HITS_MAX 100
#define BUDGET_NS 200000000   /* a query that has taken so long in all is not asked again */

enum mode { TOP10, TOP100, COUNT, MODE_COUNT };

static const char *const mode_names[MODE_COUNT] = { "top10", "top100", "count" };

struct query {
	struct span kind;
	struct buf text;                /* in newsdex's language */
	bool newest;
	bool top10_only;
	uint64_t found;
	int64_t spent;
	int64_t times[ROUNDS_MAX];      /* nanoseconds */
	int count;
};

struct driver {
	struct index_reader *reader;
	struct languages languages;
	struct arena arena;
	unsigned flags;
	struct query *queries;
	size_t query_count;
};

static int64_t
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static struct span
column_take(struct span *line)
{
	const char *tab = memchr(line->ptr, '\t', line->len);
	struct span column = span_from(line->ptr, tab ? (size_t)(tab - line->ptr) : line->len);

	line->ptr += column.len + (tab != NULL);
	line->len -= column.len + (tab != NULL);
	return column;
}

static void
query_write(struct query *query, struct span words, struct span month)
{
	bool or = span_equal(query->kind, SPAN("or")), phrase = span_equal(query->kind, SPAN("phrase"));

	buf_append_string(&query->text, phrase ? "\"" : "");
	for (size_t i = 0; i < words.len; i++) {
		if (words.ptr[i] == ' ' && or)
			buf_append_string(&query->text, " OR ");
		else
			buf_append_byte(&query->text, words.ptr[i]);
	}
	buf_append_string(&query->text, phrase ? "\"" : "");
	if (month.len) {
		buf_append_string(&query->text, " date:");
		buf_append_span(&query->text, month);
	}
}

/* TEXT, the whole file, is borrowed. */
static enum status
queries_read(struct driver *driver, struct span text)
{
	while (text.len) {
		const char *end = memchr(text.ptr, '\n', text.len);
		struct span line = span_from(text.ptr, end ? (size_t)(end - text.ptr) : text.len), words;
		struct query *grown = realloc(driver->queries, (driver->query_count + 1) * sizeof(*grown)), *query;

		if (!grown)
			return STATUS_NOMEM;
		driver->queries = grown;
		text.ptr += line.len + (end != NULL);
		text.len -= line.len + (end != NULL);
		if (!line.len)
			continue;
		query = &grown[driver->query_count++];
		memset(query, 0, sizeof(*query));
		query->kind = column_take(&line);
		words = column_take(&line);
		query->newest = span_equal(query->kind, SPAN("newest"));
		query->top10_only = query->newest || line.len;
		query_write(query, words, line);
		if (buf_status(&query->text) != STATUS_OK)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

static enum status
query_answer(struct driver *driver, struct query *query, enum mode mode, struct error *err)
{
	struct bind_options options = BIND_OPTIONS_INIT;
	struct hit hits[HITS_MAX];
	struct search search = {
		.bm25 = BM25_DEFAULT,
		.order = query->newest ? ORDER_NEWEST : ORDER_RELEVANCE,
		.limit = mode == TOP10 ? 10 : mode == TOP100 ? 100 : 0,
		.want_total = mode == COUNT,
		.hits = hits,
	};
	struct node *tree;
	struct ast *ast;
	enum status status;

	options.languages = &driver->languages;
	arena_clear(&driver->arena);
	status = query_parse(buf_span(&query->text), 0, &driver->arena, &ast, err);
	if (status == STATUS_OK)
		status = query_bind(ast, driver->reader, &options, &driver->arena, &tree, err);
	if (status != STATUS_OK)
		return status;
	search.tree = tree;
	status = search_run(driver->reader, &search, driver->flags, err);
	query->found = mode == COUNT ? search.total : search.hit_count;
	return status;
}

static int
time_compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static enum status
mode_run(struct driver *driver, enum mode mode, int rounds, struct error *err)
{
	for (size_t i = 0; i < driver->query_count; i++)
		driver->queries[i].count = 0, driver->queries[i].spent = 0;
	for (int round = 0; round <= rounds; round++) {
		for (size_t i = 0; i < driver->query_count; i++) {
			struct query *query = &driver->queries[i];
			int64_t start = now_ns(), took;
			enum status status;

			if ((mode != TOP10 && query->top10_only) || query->spent > BUDGET_NS)
				continue;
			status = query_answer(driver, query, mode, err);
			if (status != STATUS_OK)
				return status;
			took = now_ns() - start;
			query->spent += took;
			if (round || took > BUDGET_NS)
				query->times[query->count++] = took;
		}
	}
	for (size_t i = 0; i < driver->query_count; i++) {
		struct query *query = &driver->queries[i];

		if (!query->count)
			continue;
		qsort(query->times, (size_t)query->count, sizeof(*query->times), time_compare);
		printf("%s\t%.*s\t%zu\t%.1f\t%" PRIu64 "\n", mode_names[mode], (int)query->kind.len, query->kind.ptr, i,
		       (double)query->times[query->count / 2] / 1000, query->found);
	}
	return STATUS_OK;
}

int
main(int argc, char **argv)
{
	struct driver driver = { .arena = ARENA_INIT };
	struct error err = ERROR_INIT;
	struct buf text = BUF_INIT;
	struct span path;
	enum status status;
	int rounds;

	if (argc < 4) {
		fprintf(stderr, "usage: query-driver INDEX QUERIES ROUNDS [--generic]\n");
		return 2;
	}
	path = span_from_string(argv[1]);
	rounds = atoi(argv[3]);
	rounds = rounds < 1 ? 1 : rounds > ROUNDS_MAX - 1 ? ROUNDS_MAX - 1 : rounds;
	driver.flags = argc > 4 && strcmp(argv[4], "--generic") == 0 ? SEARCH_GENERIC : 0;
	status = file_read(argv[2], (size_t)64 << 20, &text, &err);
	if (status == STATUS_OK)
		status = queries_read(&driver, buf_span(&text));
	if (status == STATUS_OK)
		status = index_open(&path, 1, NULL, &driver.reader, &err);
	if (status == STATUS_OK)
		status = languages_open(&driver.languages, driver.reader, &err);
	for (enum mode mode = TOP10; mode < MODE_COUNT && status == STATUS_OK; mode++)
		status = mode_run(&driver, mode, rounds, &err);
	if (status != STATUS_OK)
		fprintf(stderr, "query-driver: %s: %s\n", err.place, err.status ? err.reason : status_string(status));
	for (size_t i = 0; i < driver.query_count; i++)
		buf_release(&driver.queries[i].text);
	free(driver.queries);
	languages_release(&driver.languages);
	if (driver.reader)
		index_reader_free(driver.reader);
	arena_release(&driver.arena);
	buf_release(&text);
	return status == STATUS_OK ? 0 : 2;
}
