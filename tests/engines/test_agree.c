/* The same random queries over the same random articles, answered four ways:
 * by reading everything (brute.h), by the generic matcher on an index in
 * memory, by the generic matcher on each engine's index and by the engine's
 * fast path. */
#include "tests/tap.h"

#include <stdlib.h>
#include <unistd.h>

#include "common/file.h"
#include "query/bind.h"
#include "query/match.h"
#include "query/parse.h"
#include "tests/engines/brute.h"
#include "tests/engines/memory_index.h"
#include "tests/engines/random_news.h"

#define ARTICLES_MAX 40
#define RELATIVE 1e-9

static const struct bm25 bm25 = BM25_DEFAULT;

/* One corpus and what it is asked. */
struct trial {
	const struct article *articles;
	size_t count;
	struct index_reader *memory;
	struct brute *brute;
	bool matches[ARTICLES_MAX];
	double scores[ARTICLES_MAX];
};

static unsigned queries_run, queries_found, fast_asked, fast_answers;

static bool
close_to(double a, double b)
{
	return fabs(a - b) <= RELATIVE * fmax(1e-300, fmax(fabs(a), fabs(b)));
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
	return article->published.precision == DATE_NONE ? INT64_MIN : article->published.seconds;
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
             size_t limit, unsigned flags)
{
	struct hit hits[ARTICLES_MAX];
	struct search search = {
		.tree = tree, .bm25 = bm25, .order = order, .limit = limit, .want_total = true, .hits = hits,
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
is_fast(struct index_reader *reader, const struct node *tree)
{
	struct hit hits[1];
	struct search search = { .tree = tree, .bm25 = bm25, .limit = 1, .hits = hits };

	return index_top(reader, &search, NULL) == STATUS_OK;
}

static bool
answer(const struct trial *trial, struct index_reader *reader, const struct ast *ast, const char *query, const char *name,
       enum result_order order, size_t limit)
{
	struct arena arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	struct node *tree;
	const char *wrong = "binding";
	bool fast = false;

	if (query_bind(ast, reader, NULL, &arena, &tree, &err) == STATUS_OK)
		wrong = check_answer(trial, reader, tree, order, limit, SEARCH_GENERIC);
	if (!wrong && reader != trial->memory) {
		fast = true;
		fast_asked++;
		fast_answers += is_fast(reader, tree);
		wrong = check_answer(trial, reader, tree, order, limit, 0);
	}
	if (wrong)
		printf("# %s%s: %s is wrong for %s %s\n", name, fast ? " (fast)" : "", wrong, query, err.reason);
	arena_release(&arena);
	return !wrong;
}

static unsigned
ask(struct trial *trial, struct dice *dice, struct index_reader *const *readers, const char *const *names, size_t count)
{
	struct arena arena = ARENA_INIT;
	struct buf query = BUF_INIT;
	unsigned flags = dice_roll(dice, 4) == 0 ? PARSE_ANY : 0, wrong = 0;
	enum result_order order = (enum result_order)(dice_roll(dice, 4) ? 0 : 1 + dice_roll(dice, 2));
	size_t limit = dice_roll(dice, 2) ? ARTICLES_MAX : dice_roll(dice, 6);
	struct ast *ast;
	size_t found = 0;

	random_query(dice, dice_roll(dice, 3), &query);
	if (query_parse(buf_span(&query), flags, &arena, &ast, NULL) == STATUS_OK) {
		brute_run(trial->brute, ast, &bm25, trial->matches, trial->scores);
		for (size_t i = 0; i < trial->count; i++)
			found += trial->matches[i];
		queries_run++;
		queries_found += found > 0 && found < trial->count;
		for (size_t i = 0; i < count; i++)
			wrong += !answer(trial, readers[i], ast, buf_string(&query), names[i], order, limit);
	}
	buf_release(&query);
	arena_release(&arena);
	return wrong;
}

/* An index of the articles by ENGINE in folder PATH; NULL when this build has
 * no such engine. */
static struct index_reader *
engine_index(const char *engine, const struct trial *trial, const char *path)
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
		status = index_writer_meta(writer, SPAN("languages"), SPAN(RANDOM_LANGUAGES), &err);
	if (status == STATUS_OK)
		status = index_writer_commit(writer, &err);
	if (status == STATUS_OK)
		status = index_writer_close(writer, &err);
	if (status == STATUS_OK)
		status = index_open(paths, 1, NULL, &reader, &err);
	ok(status == STATUS_OK, "an index by %s: %s", engine, err.reason);
	return reader;
}

/* ENGINES: how many of the names below are tried on this corpus. */
static unsigned
run_trial(struct dice *dice, unsigned questions, bool engines)
{
	static const char *const engine_names[] = { "xapian", "segment" };
	struct arena arena = ARENA_INIT;
	struct trial trial = { .count = 1 + dice_roll(dice, ARTICLES_MAX) };
	struct index_reader *readers[3];
	const char *names[3] = { "memory" };
	char folder[] = "/tmp/newsdex-agree-XXXXXX";
	size_t count = 1;
	unsigned wrong = 0;

	trial.articles = random_articles(dice, trial.count, &arena);
	trial.brute = brute_new(trial.articles, trial.count, RANDOM_LANGUAGES);
	if (memory_index_new(trial.articles, trial.count, RANDOM_LANGUAGES, &trial.memory, NULL) != STATUS_OK ||
	    !mkdtemp(folder))
		abort();
	readers[0] = trial.memory;
	for (size_t i = 0; i < 2 && engines; i++) {
		struct buf path = BUF_INIT;

		buf_append_format(&path, "%s/%s", folder, engine_names[i]);
		readers[count] = engine_index(engine_names[i], &trial, buf_string(&path));
		names[count] = engine_names[i];
		count += readers[count] != NULL;
		buf_release(&path);
	}
	for (unsigned i = 0; i < questions; i++)
		wrong += ask(&trial, dice, readers, names, count);
	for (size_t i = 0; i < count; i++)
		index_reader_free(readers[i]);
	brute_free(trial.brute);
	arena_release(&arena);
	file_remove_tree(folder, NULL);
	return wrong;
}

int
main(int argc, char **argv)
{
	/* `test_agree 500 100 7` is a long run with a seed of its own. */
	unsigned trials = argc > 1 ? (unsigned)atoi(argv[1]) : 60, questions = argc > 2 ? (unsigned)atoi(argv[2]) : 80;
	struct dice dice = { .state = argc > 3 ? (uint64_t)atoll(argv[3]) : 1 };
	unsigned wrong = 0;

	for (unsigned i = 0; i < trials; i++)
		wrong += run_trial(&dice, questions, i % 20 == 0);
	is_int(wrong, 0, "all answers are the same");
	ok(queries_run > trials * questions / 2, "%u queries, %u of them found some articles and not all", queries_run,
	   queries_found);
	if (fast_asked)
		ok(fast_answers > 0, "engines answered %u of %u by their fast path", fast_answers, fast_asked);
	return tap_done();
}
