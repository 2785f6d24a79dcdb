/* The laws that operators have to keep, whatever the articles: random words in
 * random corpora, asked of the generic matcher and of the native engine. */
#include "tests/tap.h"

#include <stdlib.h>
#include <unistd.h>

#include "common/file.h"
#include "query/bind.h"
#include "query/match.h"
#include "query/parse.h"
#include "tests/engines/agree.h"
#include "tests/engines/memory_index.h"
#include "tests/engines/random_news.h"

#define ARTICLES 40
#define TRIALS 8
#define ROUNDS 30
#define WORDS 8   /* that operands are drawn from; a power of two */

/* What the first finds, the second does, too; SAME: and nothing else.  @a, @b and @c are
 * different words, as written (stems have no places), @x and @y any queries, @n is a number and @m the next one. */
static const struct law {
	const char *narrow, *wide;
	bool same;
} laws[] = {
	{ "(@x) AND (@y)", "@x", false },
	{ "@x", "(@x) OR (@y)", false },
	{ "(@x) AND (@y)", "(@y) AND (@x)", true },
	{ "(@x) OR (@y)", "(@y) OR (@x)", true },
	{ "(@x) AND (@x)", "@x", true },
	{ "NOT NOT (@x)", "@x", true },
	{ "NOT ((@x) OR (@y))", "(NOT (@x)) AND (NOT (@y))", true },
	{ "NOT ((@x) AND (@y))", "(NOT (@x)) OR (NOT (@y))", true },
	{ "(@x) AND ((@y) OR @a)", "((@x) AND (@y)) OR ((@x) AND @a)", true },
	{ "(@x) OR ((@y) AND @a)", "((@x) OR (@y)) AND ((@x) OR @a)", true },
	{ "(@x) NOT (@y)", "(@x) AND NOT (@y)", true },
	{ "(@x)^2", "@x", true },
	{ "@a W/@n @b", "@a W/@m @b", false },
	{ "@a W/@n @b", "@b W/@n @a", true },
	{ "@a W/@n @b", "@a NEAR/@n @b", true },
	{ "@a W/@n @b", "@a AND @b", false },
	{ "@a PRE/@n @b", "@a PRE/@m @b", false },
	{ "@a PRE/@n @b", "@a W/@n @b", false },
	{ "@a W/@n @b", "(@a PRE/@n @b) OR (@b PRE/@n @a)", true },
	{ "\"@a @b\"", "@a PRE/1 @b", true },
	{ "@a W/@n (@b OR @c)", "(@a W/@n @b) OR (@a W/@n @c)", true },
	{ "@a NOT W/@m @b", "@a NOT W/@n @b", false },
	{ "@a NOT W/@n @b", "@a", false },
	{ "@a NOT @b", "@a NOT W/@n @b", false },
	{ "@a", "(@a W/@n @b) OR (@a NOT W/@n @b)", false },
	{ "@a W/S @b", "@a W/P @b", false },
	{ "@a W/S @b", "@b W/S @a", true },
	{ "@a W/P @b", "@b W/P @a", true },
	{ "@a W/P @b", "@a AND @b", false },
	{ "@a W/S (@b OR @c)", "(@a W/S @b) OR (@a W/S @c)", true },
	{ "ATLEAST@m(@a)", "ATLEAST@n(@a)", false },
	{ "ATLEAST1(@a)", "@a", true },
	{ "ATLEAST@n(@a)", "ATLEAST@n(@a OR @b)", false },
	{ "FIRST@n(@a)", "FIRST@m(@a)", false },
	{ "FIRST@n(@a)", "@a", false },
	{ "FIRST@n(@a OR @b)", "FIRST@n(@a) OR FIRST@n(@b)", true },
	{ "LEAD(@a)", "@a", false },
	{ "title:(@a)", "LEAD(@a)", false },
	{ "LEAD(@a OR @b)", "LEAD(@a) OR LEAD(@b)", true },
	{ "CAPS(us)", "us", false },
	{ "CAPS(us OR ban)", "CAPS(us) OR CAPS(ban)", true },
	{ "words:>@m", "words:>@n", false },
	{ "words:>@n", "NOT words:<=@n", true },
	{ "words:>=@m", "words:>@n", true },
	{ "(@x) AND words:>@n", "@x", false },
};

static void
expand(const char *law, char *const *texts, unsigned n, struct buf *out)
{
	static const char names[] = "abcxy";

	buf_clear(out);
	for (; *law; law++) {
		if (*law != '@') {
			buf_append_byte(out, *law);
			continue;
		}
		law++;
		if (*law == 'n' || *law == 'm')
			buf_append_format(out, "%u", n + (*law == 'm'));
		else
			buf_append_string(out, texts[strchr(names, *law) - names]);
	}
}

/* Which documents QUERY finds; false when it cannot be asked. */
static bool
ask(struct index_reader *reader, const struct buf *query, bool *found)
{
	struct bind_options options = BIND_OPTIONS_INIT;
	struct arena arena = ARENA_INIT;
	struct hit hits[ARTICLES];
	struct search search = { .bm25 = BM25_DEFAULT, .limit = ARTICLES, .want_total = true, .hits = hits };
	struct error err = ERROR_INIT;
	struct node *tree;
	struct ast *ast;
	enum status status = query_parse(buf_span(query), 0, &arena, &ast, &err);

	options.stop_words = false;
	memset(found, 0, (ARTICLES + 1) * sizeof(*found));
	if (status == STATUS_OK)
		status = query_bind(ast, reader, &options, &arena, &tree, &err);
	if (status == STATUS_OK) {
		search.tree = tree;
		status = search_run(reader, &search, 0, &err);
	}
	for (size_t i = 0; status == STATUS_OK && i < search.hit_count; i++)
		found[hits[i].doc] = true;
	if (status < 0 && status != STATUS_BADQUERY)
		abort();
	arena_release(&arena);
	return status == STATUS_OK;
}

static bool
keeps(struct index_reader *reader, const struct law *law, char *const *texts, unsigned n, unsigned *asked)
{
	struct buf narrow = BUF_INIT, wide = BUF_INIT;
	bool less[ARTICLES + 1], more[ARTICLES + 1], kept = true;

	expand(law->narrow, texts, n, &narrow);
	expand(law->wide, texts, n, &wide);
	if (ask(reader, &narrow, less) && ask(reader, &wide, more)) {
		++*asked;
		for (size_t doc = 1; doc <= ARTICLES; doc++)
			kept = kept && (less[doc] <= more[doc]) && (!law->same || less[doc] == more[doc]);
	}
	if (!kept)
		printf("# %s  %s  %s\n", buf_string(&narrow), law->same ? "=" : "within", buf_string(&wide));
	buf_release(&narrow);
	buf_release(&wide);
	return kept;
}

static void
random_texts(struct dice *dice, char *texts[5])
{
	static const char *const words[WORDS] = { "=huawei", "=ban", "=us", "=security", "=threat", "=bans", "cyb*", "=nothing" };
	unsigned first = dice_roll(dice, WORDS), step = 1 + 2 * dice_roll(dice, WORDS / 2);
	struct buf query = BUF_INIT;

	for (size_t i = 0; i < 5; i++) {
		buf_clear(&query);
		if (i < 3)
			buf_append_string(&query, words[(first + i * step) % WORDS]);
		else
			random_query(dice, 1, &query);
		texts[i] = strdup(buf_string(&query));
		if (!texts[i])
			abort();
	}
	buf_release(&query);
}

static unsigned
run_trial(struct dice *dice, unsigned *asked)
{
	struct arena arena = ARENA_INIT;
	struct trial trial = { .count = ARTICLES };
	struct index_reader *readers[2];
	char folder[] = "/tmp/newsdex-algebra-XXXXXX";
	unsigned broken = 0;

	trial.articles = random_articles(dice, ARTICLES, &arena);
	if (!mkdtemp(folder) || memory_index_new(trial.articles, trial.count, NULL, &readers[0], NULL) != STATUS_OK)
		abort();
	readers[1] = trial_engine(&trial, "segment", folder, &(struct trial_shape){ .folders = 1 });
	for (unsigned round = 0; round < ROUNDS; round++) {
		unsigned n = 1 + dice_roll(dice, 6);
		char *texts[5];

		random_texts(dice, texts);
		for (size_t i = 0; i < sizeof(laws) / sizeof(*laws); i++)
			for (size_t k = 0; k < 2; k++)
				broken += !keeps(readers[k], &laws[i], texts, n, &asked[i]);
		for (size_t i = 0; i < 5; i++)
			free(texts[i]);
	}
	index_reader_free(readers[0]);
	index_reader_free(readers[1]);
	arena_release(&arena);
	file_remove_tree(folder, NULL);
	return broken;
}

int
main(void)
{
	unsigned asked[sizeof(laws) / sizeof(*laws)] = { 0 }, broken = 0;
	struct dice dice = { .state = 5 };

	for (unsigned i = 0; i < TRIALS; i++)
		broken += run_trial(&dice, asked);
	is_int(broken, 0, "no law is broken");
	for (size_t i = 0; i < sizeof(laws) / sizeof(*laws); i++)
		ok(asked[i] > ROUNDS, "%s %s %s: asked %u times", laws[i].narrow, laws[i].same ? "=" : "within", laws[i].wide, asked[i]);
	return tap_done();
}
