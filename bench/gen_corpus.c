/* gen-corpus - any number of news articles as JSON lines, on standard output.
 *
 *   bench/gen-corpus --articles 100000 --seed 1 --from 2010 --to 2019 >corpus.jsonl
 *
 * The same options give the same bytes on every machine.  --skip leaves out the
 * first articles without changing the others.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/gen_article.h"
#include "common/file.h"
#include "common/options.h"

#define BUFFER_SIZE (4 * 1024 * 1024)

enum { ARTICLES = 1, SKIP, SEED, FROM, TO, COPIES, HELP };

static const struct option table[] = {
	{ ARTICLES, "articles", 'n', OPTION_REQUIRED, "N", "articles in all (10000)" },
	{ SKIP, "skip", 0, OPTION_REQUIRED, "N", "of them, leave out the first N (0)" },
	{ SEED, "seed", 's', OPTION_REQUIRED, "N", "another seed, other articles (1)" },
	{ FROM, "from", 0, OPTION_REQUIRED, "YEAR", "year of the first article (2010)" },
	{ TO, "to", 0, OPTION_REQUIRED, "YEAR", "year of the last article (2019)" },
	{ COPIES, "copies", 0, OPTION_REQUIRED, "N", "of 1000 articles, N are copies of another (40)" },
	{ HELP, "help", 'h', OPTION_NONE, NULL, "this help" },
	{ 0, NULL, 0, OPTION_NONE, NULL, NULL },
};

struct settings {
	long long articles, skip, seed, from, until, copies;
};

static void
help_print(void)
{
	struct buf help = BUF_INIT;

	option_help(table, &help);
	printf("usage: gen-corpus [option]...\n%s", buf_string(&help));
	buf_release(&help);
}

static enum status
settings_parse(struct settings *settings, int argc, const char *const *argv, struct error *err)
{
	struct option_parser parser;
	const char *value;
	enum status status;
	int id;

	option_parser_init(&parser, table, argc, argv);
	while ((status = option_next(&parser, &id, &value, err)) == STATUS_OK) {
		switch (id) {
		case ARTICLES:
			status = option_number("--articles", value, 1, 1000000000, &settings->articles, err);
			break;
		case SKIP:
			status = option_number("--skip", value, 0, 1000000000, &settings->skip, err);
			break;
		case SEED:
			status = option_number("--seed", value, 0, 1000000000, &settings->seed, err);
			break;
		case FROM:
			status = option_number("--from", value, 1970, 2100, &settings->from, err);
			break;
		case TO:
			status = option_number("--to", value, 1970, 2100, &settings->until, err);
			break;
		case COPIES:
			status = option_number("--copies", value, 0, 1000, &settings->copies, err);
			break;
		case HELP:
			help_print();
			exit(0);
		default:
			return error_set(err, STATUS_BADQUERY, value, "no argument is wanted");
		}
		if (status != STATUS_OK)
			return status;
	}
	if (status == STATUS_END && settings->from > settings->until)
		return error_set(err, STATUS_BADQUERY, "--from", "later than --to");
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
corpus_write(struct gen_corpus *corpus, const struct settings *settings, struct error *err)
{
	char *buffer = malloc(BUFFER_SIZE + ARTICLE_SIZE);
	enum status status = STATUS_OK;
	size_t used = 0;

	if (!buffer)
		return error_set(err, STATUS_NOMEM, NULL, "%s", status_string(STATUS_NOMEM));
	for (uint64_t i = (uint64_t)settings->skip; i < corpus->articles && status == STATUS_OK; i++) {
		used += gen_article(corpus, i, buffer + used);
		if (used >= BUFFER_SIZE || i + 1 == corpus->articles) {
			status = file_write_all(STDOUT_FILENO, buffer, used, "standard output", err);
			used = 0;
		}
	}
	free(buffer);
	return status;
}

int
main(int argc, char **argv)
{
	struct settings settings = { .articles = 10000, .seed = 1, .from = 2010, .until = 2019, .copies = 40 };
	struct gen_words *words = NULL;
	struct gen_corpus corpus = { 0 };
	struct error err = ERROR_INIT;
	enum status status = settings_parse(&settings, argc, (const char *const *)argv, &err);

	if (status != STATUS_OK)
		goto done;
	words = gen_words_new();
	corpus.words = words;
	corpus.seed = (uint64_t)settings.seed;
	corpus.articles = (uint64_t)settings.articles;
	corpus.copies = (uint32_t)settings.copies;
	status = words ? gen_scene_init(&corpus.scene, corpus.seed, (int)settings.from, (int)settings.until) : STATUS_NOMEM;
	if (status == STATUS_OK)
		status = corpus_write(&corpus, &settings, &err);
	gen_scene_release(&corpus.scene);
done:
	free(words);
	if (status != STATUS_OK)
		fprintf(stderr, "gen-corpus: %s: %s\n", err.place, err.status ? err.reason : status_string(status));
	return status == STATUS_OK ? 0 : 2;
}
