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

/* A corpus of the usual kind, and one whose lists have several blocks. */
#define ARTICLES_FEW 40
#define ARTICLES_MANY 400

static const struct bm25 bm25 = BM25_DEFAULT;
static unsigned queries_run, queries_found, fast_asked, fast_answers;

static unsigned
ask(struct trial *trial, struct brute *brute, struct dice *dice, struct index_reader *const *readers, const char *const *names, size_t count)
{
	struct arena arena = ARENA_INIT;
	struct buf query = BUF_INIT;
	unsigned flags = dice_roll(dice, 4) == 0 ? PARSE_ANY : 0, wrong = 0;
	enum result_order order = (enum result_order)(dice_roll(dice, 4) ? 0 : 1 + dice_roll(dice, 2));
	static const size_t limits[] = { 1, 10, 100, 1000 };
	size_t limit = dice_roll(dice, 2) ? limits[dice_roll(dice, 4)] : dice_roll(dice, 6);
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

/* Articles that are not there any more: the first few have ids of the trial's, others have their own. */
static void
random_ghosts(struct dice *dice, const struct trial *trial, struct trial_shape *shape, struct arena *arena)
{
	size_t replaced = dice_roll(dice, (unsigned)trial->count), removed = dice_roll(dice, (unsigned)trial->count);
	struct article *ghosts = random_articles_named(dice, "ghost", replaced + removed, arena);

	/* An index knows languages for good: those of what was deleted are the others'. */
	for (size_t i = 0; i < replaced + removed; i++)
		ghosts[i].text[FIELD_LANGUAGE] = trial->articles[0].text[FIELD_LANGUAGE];
	for (size_t i = 0; i < replaced; i++)
		ghosts[i].text[FIELD_ID] = trial->articles[i].text[FIELD_ID];
	shape->ghosts = ghosts;
	shape->ghost_count = replaced + removed;
}

static struct trial_shape
random_shape(struct dice *dice, const struct trial *trial, struct arena *arena)
{
	struct trial_shape shape = { .folders = dice_roll(dice, 2) ? 1 : 1 + dice_roll(dice, TRIAL_FOLDERS) };

	if (dice_roll(dice, 2))
		shape.step = 1 + dice_roll(dice, (unsigned)trial->count);
	if (dice_roll(dice, 2))
		random_ghosts(dice, trial, &shape, arena);
	shape.optimize = dice_roll(dice, 3) == 0;
	return shape;
}

/* Indexes of TRIAL's articles: that in memory and, with ENGINES, one by each. */
static size_t
open_readers(struct dice *dice, struct trial *trial, bool engines, const char *folder, struct arena *arena,
             struct index_reader **readers, const char **names, struct trial_shape *shapes)
{
	static const char *const engine_names[] = { "xapian", "segment" };
	size_t count = 1;

	if (memory_index_new(trial->articles, trial->count, NULL, &trial->memory, NULL) != STATUS_OK)
		abort();
	readers[0] = trial->memory;
	names[0] = "memory";
	for (size_t i = 0; i < 2 && engines; i++) {
		struct trial_shape shape = random_shape(dice, trial, arena);
		struct buf path = BUF_INIT;

		buf_append_format(&path, "%s/%s", folder, engine_names[i]);
		readers[count] = trial_engine(trial, engine_names[i], buf_string(&path), &shape);
		shapes[count] = shape;
		names[count] = engine_names[i];
		count += readers[count] != NULL;
		buf_release(&path);
	}
	return count;
}

/* COUNT articles; with ENGINES not only the index in memory is asked. */
static unsigned
run_trial(struct dice *dice, size_t articles, unsigned questions, bool engines)
{
	struct arena arena = ARENA_INIT;
	struct table ids;
	bool *matches = calloc(articles, sizeof(*matches));
	double *scores = calloc(articles, sizeof(*scores));
	struct trial trial = { .count = articles, .bm25 = bm25, .matches = matches, .scores = scores, .ids = &ids };
	struct brute *brute;
	struct index_reader *readers[3];
	const char *names[3];
	struct trial_shape shapes[3];
	char folder[] = "/tmp/newsdex-agree-XXXXXX";
	size_t count;
	unsigned wrong = 0;

	if (!matches || !scores || !mkdtemp(folder))
		abort();
	trial.articles = random_articles(dice, trial.count, &arena);
	table_init(&ids);
	for (size_t i = 0; i < trial.count; i++)
		if (table_put(&ids, trial.articles[i].text[FIELD_ID], NULL) != i)
			abort();
	brute = brute_new(trial.articles, trial.count);
	count = open_readers(dice, &trial, engines, folder, &arena, readers, names, shapes);
	for (unsigned i = 0; i < questions; i++)
		wrong += ask(&trial, brute, dice, readers, names, count);
	for (size_t i = 1; i < count && wrong; i++)
		printf("# in %zu articles; %s: %u folders, commits after %u, %zu ghosts, optimize %d\n", articles, names[i], shapes[i].folders,
		       shapes[i].step, shapes[i].ghost_count, shapes[i].optimize);
	for (size_t i = 0; i < count; i++)
		index_reader_free(readers[i]);
	brute_free(brute);
	table_release(&ids);
	arena_release(&arena);
	free(matches);
	free(scores);
	file_remove_tree(folder, NULL);
	fast_asked += trial.fast_asked;
	fast_answers += trial.fast_answers;
	return wrong;
}

int
main(int argc, char **argv)
{
	/* `test_agree 500 100 7` is a long run with a seed of its own; a fourth number, of articles at
	 * most, has all trials ask the engines. */
	unsigned trials = argc > 1 ? (unsigned)atoi(argv[1]) : 60, questions = argc > 2 ? (unsigned)atoi(argv[2]) : 80;
	struct dice dice = { .state = argc > 3 ? (uint64_t)atoll(argv[3]) : 1 };
	unsigned most = argc > 4 ? (unsigned)atoi(argv[4]) : 0, wrong = 0;

	/* What is wrong is seen while a long run goes on. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (unsigned i = 0; i < trials; i++) {
		unsigned articles = 1 + dice_roll(&dice, most ? most : ARTICLES_FEW);

		if (!most && i == trials / 2)
			articles = ARTICLES_MANY;
		wrong += run_trial(&dice, articles, questions, most || i % 10 == 0);
	}
	is_int(wrong, 0, "all answers are the same");
	ok(queries_run > trials * questions / 2, "%u queries, %u of them found some articles and not all", queries_run,
	   queries_found);
	if (fast_asked)
		ok(fast_answers > 0, "engines answered %u of %u by their fast path", fast_answers, fast_asked);
	return tap_done();
}
