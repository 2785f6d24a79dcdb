#include "tests/engines/agree.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "query/bind.h"
#include "query/match.h"

static bool
close_to(double a, double b)
{
	return fabs(a - b) <= AGREE_RELATIVE * fmax(1e-300, fmax(fabs(a), fabs(b)));
}

/* Which article a document of READER is, or -1. */
static int
article_of(const struct trial *trial, struct index_reader *reader, docid_t doc)
{
	struct buf id = BUF_INIT;
	int found = -1;

	if (index_id(reader, doc, &id, NULL) == STATUS_OK)
		for (size_t i = 0; i < trial->count; i++)
			if (span_equal(buf_span(&id), trial->articles[i].text[FIELD_ID]))
				found = (int)i;
	buf_release(&id);
	return found;
}

static int64_t
date_of(const struct article *article)
{
	struct date date = article_date(article);

	return date.precision == DATE_NONE ? INT64_MIN : date.seconds;
}

/* Whether A may come right before B in a list by ORDER. */
static bool
in_order(const struct trial *trial, int a, int b, enum result_order order)
{
	int64_t da = date_of(&trial->articles[a]), db = date_of(&trial->articles[b]);
	double sa = trial->scores[a], sb = trial->scores[b];

	if (order == ORDER_RELEVANCE && !close_to(sa, sb))
		return sa > sb;
	/* Scores that differ in their last bits alone may stand either way. */
	if (order == ORDER_RELEVANCE && (sa > sb || sa < sb))
		return true;
	if (da != db && order == ORDER_OLDEST)
		return db == INT64_MIN || (da != INT64_MIN && da < db);
	if (da != db)
		return da > db;
	return span_compare(trial->articles[a].text[FIELD_ID], trial->articles[b].text[FIELD_ID]) < 0;
}

/* Compares the answer of READER with the brute one; NULL, or what is wrong. */
static const char *
check_answer(const struct trial *trial, struct index_reader *reader, const struct node *tree, enum result_order order,
             size_t limit, unsigned flags, struct hit *hits)
{
	struct search search = {
		.tree = tree, .bm25 = trial->bm25, .order = order, .limit = limit, .want_total = true, .hits = hits,
	};
	struct error err = ERROR_INIT;
	size_t matching = 0;
	int last = -1;

	if (search_run(reader, &search, flags, &err) != STATUS_OK) {
		printf("# %s\n", err.reason);
		return "an error";
	}
	for (size_t i = 0; i < trial->count; i++)
		matching += trial->matches[i];
	if (search.total != matching)
		return "the total";
	if (search.hit_count != (matching < limit ? matching : limit))
		return "the number of hits";
	for (size_t i = 0; i < search.hit_count; i++) {
		int article = article_of(trial, reader, hits[i].doc);

		if (article < 0 || !trial->matches[article])
			return "a document";
		if (order == ORDER_RELEVANCE && !close_to(hits[i].score, trial->scores[article])) {
			printf("# article %d: %.17g, brute %.17g\n", article, hits[i].score, trial->scores[article]);
			return "a score";
		}
		if (last >= 0 && !in_order(trial, last, article, order))
			return "the order";
		last = article;
	}
	/* What was left out must not belong before the last hit. */
	for (size_t i = 0; i < trial->count && search.hit_count == limit && limit > 0; i++) {
		bool shown = false;

		for (size_t j = 0; j < search.hit_count; j++)
			shown |= article_of(trial, reader, hits[j].doc) == (int)i;
		if (trial->matches[i] && !shown && !in_order(trial, last, (int)i, order))
			return "what was left out";
	}
	return NULL;
}

/* Whether the engine answers TREE by its fast path. */
static bool
is_fast(const struct trial *trial, struct index_reader *reader, const struct node *tree)
{
	struct hit hits[1];
	struct search search = { .tree = tree, .bm25 = trial->bm25, .limit = 1, .hits = hits };

	return index_top(reader, &search, NULL) == STATUS_OK;
}

bool
trial_answer(struct trial *trial, struct index_reader *reader, const struct ast *ast, const char *query,
             const char *name, enum result_order order, size_t limit)
{
	struct arena arena = ARENA_INIT;
	struct hit *hits = calloc(limit + 1, sizeof(*hits));
	struct error err = ERROR_INIT;
	struct node *tree;
	const char *wrong = "binding";
	bool fast = false;

	if (!hits)
		abort();
	if (query_bind(ast, reader, NULL, &arena, &tree, &err) == STATUS_OK)
		wrong = check_answer(trial, reader, tree, order, limit, SEARCH_GENERIC, hits);
	if (!wrong && reader != trial->memory) {
		fast = true;
		trial->fast_asked++;
		trial->fast_answers += is_fast(trial, reader, tree);
		wrong = check_answer(trial, reader, tree, order, limit, 0, hits);
	}
	if (wrong)
		printf("# %s%s: %s is wrong for %s %s\n", name, fast ? " (fast)" : "", wrong, query, err.reason);
	arena_release(&arena);
	free(hits);
	return !wrong;
}

struct index_reader *
trial_engine(const struct trial *trial, const char *engine, const char *path)
{
	struct index_writer_options options = { .engine = engine, .lanes = 1, .language = SPAN("en") };
	struct index_writer *writer;
	struct index_reader *reader = NULL;
	struct span paths[1] = { span_from_string(path) };
	struct error err = ERROR_INIT;
	enum status status = index_writer_open(path, &options, &writer, &err);

	if (status == STATUS_UNSUPPORTED || status == STATUS_NOTFOUND || status == STATUS_BADQUERY)
		return NULL;
	for (size_t i = 0; i < trial->count && status == STATUS_OK; i++) {
		enum add_result result;

		status = index_writer_add(writer, 0, &trial->articles[i], &result, &err);
	}
	if (status == STATUS_OK)
		status = index_writer_commit(writer, &err);
	if (status == STATUS_OK)
		status = index_writer_close(writer, &err);
	if (status == STATUS_OK)
		status = index_open(paths, 1, NULL, &reader, &err);
	if (status != STATUS_OK) {
		printf("# %s: %s\n", engine, err.reason);
		abort();
	}
	return reader;
}
