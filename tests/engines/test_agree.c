/* The same random queries over the same random articles, answered four ways:
 * by reading everything (brute.h), by the generic matcher on an index in
 * memory, by the generic matcher on each engine's index and by the engine's
 * fast path, with all vectors that there are and without. */
#include "tests/tap.h"

#include <stdlib.h>
#include <unistd.h>

#include "common/file.h"
#include "common/simd.h"
#include "query/parse.h"
#include "tests/engines/agree.h"
#include "tests/engines/brute.h"
#include "tests/engines/memory_index.h"
#include "tests/engines/random_news.h"

#define ARTICLES_MAX 40

static const struct bm25 bm25 = BM25_DEFAULT;
static unsigned queries_run, queries_found, fast_asked, fast_answers;

static unsigned
ask(struct trial *trial, struct brute *brute, struct dice *dice, struct index_reader *const *readers, const char *const *names, size_t count)
{
	struct arena arena = ARENA_INIT;
	struct buf query = BUF_INIT;
	unsigned flags = dice_roll(dice, 4) == 0 ? PARSE_ANY : 0, wrong = 0;
	enum result_order order = (enum result_order)(dice_roll(dice, 4) ? 0 : 1 + dice_roll(dice, 2));
	size_t limit = dice_roll(dice, 2) ? ARTICLES_MAX : dice_roll(dice, 6);
	struct ast *ast;
	size_t found = 0;

	simd_limit((enum simd)(queries_run % (SIMD_MOST + 1)));
	random_query(dice, dice_roll(dice, 3), &query);
	if (query_parse(buf_span(&query), flags, &arena, &ast, NULL) == STATUS_OK) {
		brute_run(brute, ast, &bm25, trial->matches, trial->scores);
		for (size_t i = 0; i < trial->count; i++)
			found += trial->matches[i];
		queries_run++;
		queries_found += found > 0 && found < trial->count;
		for (size_t i = 0; i < count; i++)
			wrong += !trial_answer(trial, readers[i], ast, buf_string(&query), names[i], order, limit);
	}
	buf_release(&query);
	arena_release(&arena);
	return wrong;
}

/* ENGINES: how many of the names below are tried on this corpus. */
static unsigned
run_trial(struct dice *dice, unsigned questions, bool engines)
{
	static const char *const engine_names[] = { "xapian", "segment" };
	struct arena arena = ARENA_INIT;
	bool matches[ARTICLES_MAX];
	double scores[ARTICLES_MAX];
	struct trial trial = { .count = 1 + dice_roll(dice, ARTICLES_MAX), .bm25 = bm25, .matches = matches, .scores = scores };
	struct brute *brute;
	struct index_reader *readers[3];
	const char *names[3] = { "memory" };
	char folder[] = "/tmp/newsdex-agree-XXXXXX";
	size_t count = 1;
	unsigned wrong = 0;

	trial.articles = random_articles(dice, trial.count, &arena);
	brute = brute_new(trial.articles, trial.count);
	if (memory_index_new(trial.articles, trial.count, NULL, &trial.memory, NULL) != STATUS_OK ||
	    !mkdtemp(folder))
		abort();
	readers[0] = trial.memory;
	for (size_t i = 0; i < 2 && engines; i++) {
		struct buf path = BUF_INIT;

		buf_append_format(&path, "%s/%s", folder, engine_names[i]);
		readers[count] = trial_engine(&trial, engine_names[i], buf_string(&path));
		names[count] = engine_names[i];
		count += readers[count] != NULL;
		buf_release(&path);
	}
	for (unsigned i = 0; i < questions; i++)
		wrong += ask(&trial, brute, dice, readers, names, count);
	for (size_t i = 0; i < count; i++)
		index_reader_free(readers[i]);
	brute_free(brute);
	arena_release(&arena);
	file_remove_tree(folder, NULL);
	fast_asked += trial.fast_asked;
	fast_answers += trial.fast_answers;
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
