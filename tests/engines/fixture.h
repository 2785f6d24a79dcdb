/* fixture.h - small indexes for the engines' tests: a folder that goes away,
 * articles from a few words, queries from a few nodes.
 *
 * For one test program at a time; failures of the fixture itself end it.
 */
#ifndef NEWSDEX_TESTS_ENGINES_FIXTURE_H
#define NEWSDEX_TESTS_ENGINES_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/file.h"
#include "index/index.h"
#include "tests/engines/asan.h"
#include "tests/tap.h"

static char fixture_folder[64];

static inline void
fixture_end(void)
{
	file_remove_tree(fixture_folder, NULL);
}

/* The path of NAME in the test's own folder, in one of eight buffers that take turns. */
static inline const char *
fixture_path(const char *name)
{
	static char paths[8][256];
	static unsigned turn;
	char *path = paths[turn++ % 8];

	if (!fixture_folder[0]) {
		const char *base = getenv("TMPDIR");

		snprintf(fixture_folder, sizeof(fixture_folder), "%.40s/newsdex-XXXXXX", base && *base ? base : "/tmp");
		if (!mkdtemp(fixture_folder))
			exit(99);
		atexit(fixture_end);
	}
	snprintf(path, 256, "%s/%s", fixture_folder, name);
	return path;
}

static inline void
fixture_must(enum status status, const struct error *err, const char *what)
{
	if (status >= 0)
		return;
	printf("Bail out! %s: %s: %s (%s)\n", what, err->place, err->reason, status_string(status));
	exit(99);
}

/* An article of DATE ("2019-01-28", NULL: undated); strings are borrowed. */
static inline struct article
fixture_article(const char *id, const char *title, const char *body, const char *date, uint64_t sequence)
{
	struct article article = { .sequence = sequence };

	article.text[FIELD_ID] = span_from_string(id);
	article.text[FIELD_TITLE] = title ? span_from_string(title) : SPAN_NONE;
	article.text[FIELD_BODY] = body ? span_from_string(body) : SPAN_NONE;
	if (date) {
		struct civil civil = { .month = 1 };

		if (sscanf(date, "%" SCNd64 "-%d-%d", &civil.year, &civil.month, &civil.day) != 3
		    || date_from_civil(&civil, DATE_DAY, DATE_ZONE_UNKNOWN, &article.published) != STATUS_OK)
			exit(99);
	}
	return article;
}

static inline struct index_writer *
fixture_writer(const char *path, unsigned lanes)
{
	const struct index_writer_options options = { .engine = "xapian", .lanes = lanes, .memory = (size_t)64 << 20 };
	struct index_writer *writer = NULL;
	struct error err = ERROR_INIT;

	fixture_must(index_writer_open(path, &options, &writer, &err), &err, "writer");
	return writer;
}

static inline enum add_result
fixture_add(struct index_writer *writer, unsigned lane, struct article article)
{
	enum add_result result = ADD_NEW;
	struct error err = ERROR_INIT;

	fixture_must(index_writer_add(writer, lane, &article, &result, &err), &err, "add");
	return result;
}

static inline void
fixture_commit(struct index_writer *writer)
{
	struct error err = ERROR_INIT;

	fixture_must(index_writer_commit(writer, &err), &err, "commit");
}

static inline void
fixture_close(struct index_writer *writer)
{
	struct error err = ERROR_INIT;

	fixture_must(index_writer_close(writer, &err), &err, "close");
}

static inline struct index_reader *
fixture_reader(const char *path)
{
	struct span span = span_from_string(path);
	struct index_reader *reader = NULL;
	struct error err = ERROR_INIT;

	fixture_must(index_open(&span, 1, NULL, &reader, &err), &err, "open");
	return reader;
}

static inline uint64_t
fixture_df(struct index_reader *reader, const char *term)
{
	struct term_stats stats;
	struct error err = ERROR_INIT;

	fixture_must(index_term(reader, span_from_string(term), &stats, &err), &err, "term");
	return stats.df;
}

static inline struct node
fixture_term(const char *term)
{
	return (struct node){ .kind = NODE_TERM, .term = span_from_string(term), .wqf = 1 };
}

/* The ids of the best LIMIT articles for TREE, parted by spaces, "" when there
 * are none; *TOTAL may be NULL. */
static inline const char *
fixture_top(struct index_reader *reader, const struct node *tree, enum result_order order, size_t limit, uint64_t *total)
{
	static struct buf ids = BUF_INIT;
	struct search search = { .tree = tree, .bm25 = BM25_DEFAULT, .order = order, .limit = limit, .want_total = true };
	struct error err = ERROR_INIT;

	search.hits = calloc(limit + 1, sizeof(*search.hits));
	fixture_must(index_top(reader, &search, &err), &err, "top");
	buf_release(&ids);
	for (size_t i = 0; i < search.hit_count; i++) {
		if (i)
			buf_append_byte(&ids, ' ');
		fixture_must(index_id(reader, search.hits[i].doc, &ids, &err), &err, "id");
	}
	if (total)
		*total = search.total;
	free(search.hits);
	return buf_string(&ids);
}

#endif
