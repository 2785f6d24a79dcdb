/* gen-copies - articles, copies of them with known edits, and articles that
 * only look like copies, as JSON lines on standard output.
 *
 *   bench/gen-copies --articles 1000 --seed 1 >copies.jsonl
 *
 * Article N of gen-corpus has the id FAMILY:original.  Its copies have the ids
 * FAMILY:EDIT, other sources, and the texts that the edits below make of it.
 * FAMILY-b:follow is another article, up to a quarter of whose text is taken from
 * the original word by word, as background is, but not more than a third of it:
 * no copy.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/gen_article.h"
#include "common/buf.h"
#include "common/file.h"
#include "common/options.h"

#define WORDS_MAX 8192

enum { ARTICLES = 1, SEED, HELP };

static const struct option table[] = {
	{ ARTICLES, "articles", 'n', OPTION_REQUIRED, "N", "originals (1000)" },
	{ SEED, "seed", 's', OPTION_REQUIRED, "N", "another seed, other articles (1)" },
	{ HELP, "help", 'h', OPTION_NONE, NULL, "this help" },
	{ 0, NULL, 0, OPTION_NONE, NULL, NULL },
};

/* An edit: which part of the words is kept, how many of them are replaced, and
 * what is put around. */
static const struct edit {
	const char *name;
	uint32_t keep_least, keep_most;    /* percent of the words, from the front or anywhere */
	bool anywhere;
	uint32_t replaced;                 /* percent */
	bool headline, agency;
	uint32_t share;                    /* percent of the articles that have such a copy */
} edits[] = {
	{ "verbatim", 100, 100, false, 0, false, false, 10 },
	{ "cut", 35, 90, false, 0, false, false, 30 },
	{ "part", 40, 90, true, 0, false, false, 20 },
	{ "headline", 100, 100, false, 0, true, false, 20 },
	{ "agency", 100, 100, false, 0, false, true, 20 },
	{ "words-05", 100, 100, false, 5, false, false, 20 },
	{ "words-10", 100, 100, false, 10, false, false, 20 },
	{ "words-20", 100, 100, false, 20, false, false, 20 },
	{ "words-30", 100, 100, false, 30, false, false, 20 },
	{ "mixed", 60, 95, false, 10, true, true, 30 },
};

/* The words of a text in JSON; escapes stay as they are. */
struct words {
	struct span list[WORDS_MAX];
	uint32_t count;
};

struct story {
	char line[ARTICLE_SIZE];
	struct span title, body, published;
	struct words words;
};

/* The string value of KEY. */
static struct span
value_of(const char *line, const char *key)
{
	const char *from = strstr(line, key), *end;

	if (!from)
		return SPAN("");
	from += strlen(key);
	for (end = from; *end && *end != '"'; end++)
		end += *end == '\\';
	return span_from(from, (size_t)(end - from));
}

static void
words_split(struct words *words, struct span text)
{
	const char *at = text.ptr, *end = text.ptr + text.len;

	words->count = 0;
	while (at < end && words->count < WORDS_MAX) {
		const char *space = memchr(at, ' ', (size_t)(end - at));
		const char *stop = space ? space : end;

		if (stop > at)
			words->list[words->count++] = span_from(at, (size_t)(stop - at));
		at = stop + 1;
	}
}

static void
story_make(struct gen_corpus *corpus, uint64_t number, struct story *story)
{
	size_t len = gen_article(corpus, number, story->line);

	story->line[len] = '\0';
	story->title = value_of(story->line, "\"title\":\"");
	story->body = value_of(story->line, "\"body\":\"");
	story->published = value_of(story->line, "\"published\":\"");
	words_split(&story->words, story->body);
}

static void
put_words(struct buf *out, const struct gen_corpus *corpus, struct gen_random *random, const struct words *words,
          uint32_t from, uint32_t count, uint32_t replaced)
{
	for (uint32_t i = from; i < from + count; i++) {
		buf_append_string(out, i > from ? " " : "");
		if (gen_chance(random, replaced)) {
			const struct gen_word *word = gen_chance(random, 40)
				? gen_function_word(corpus->words, gen_next(random))
				: &corpus->words->content[gen_content_rank(corpus->words, gen_next(random))];

			buf_append(out, word->text, word->length - 1u);
		} else {
			buf_append_span(out, words->list[i]);
		}
	}
}

static void
put_head(struct buf *out, uint64_t family, const char *name, const char *source, struct span published, struct span title)
{
	buf_append_format(out, "{\"id\":\"%llu%s\",\"source\":\"%s\",\"published\":\"", (unsigned long long)family, name, source);
	buf_append_span(out, published);
	buf_append_string(out, "\",\"title\":\"");
	buf_append_span(out, title);
	buf_append_string(out, "\",\"body\":\"");
}

static void
put_copy(struct buf *out, const struct gen_corpus *corpus, uint64_t family, const struct edit *edit,
         const struct story *story, struct gen_random *random)
{
	uint32_t keep = edit->keep_least + gen_below(random, edit->keep_most - edit->keep_least + 1);
	uint32_t count = (story->words.count * keep + 99) / 100, number = gen_below(random, SOURCE_COUNT);
	uint32_t from = edit->anywhere ? gen_below(random, story->words.count - count + 1) : 0;
	struct words head;
	char name[32];

	snprintf(name, sizeof(name), ":%s", edit->name);
	if (edit->headline) {
		struct buf title = BUF_INIT;

		words_split(&head, story->title);
		put_words(&title, corpus, random, &head, 0, head.count, 70);
		put_head(out, family, name, gen_sources[number].name, story->published, buf_span(&title));
		buf_release(&title);
	} else {
		put_head(out, family, name, gen_sources[number].name, story->published, story->title);
	}
	if (edit->agency)
		buf_append_format(out, "%s staff and agencies - ", gen_sources[(number + 7) % SOURCE_COUNT].name);
	put_words(out, corpus, random, &story->words, from, count, edit->replaced);
	if (edit->agency)
		buf_append_format(out, "\\n\\nReporting by the newsroom of %s; editing by the desk. All rights reserved.",
		                  gen_sources[(number + 3) % SOURCE_COUNT].name);
	buf_append_string(out, "\"}\n");
}

/* New words with the old story's background behind them. */
static void
put_follow(struct buf *out, const struct gen_corpus *corpus, uint64_t family, const struct story *story,
           const struct story *other, struct gen_random *random)
{
	uint32_t taken = other->words.count / 4;
	uint32_t from;

	if (taken > story->words.count / 3)
		taken = story->words.count / 3;
	from = gen_below(random, story->words.count - taken + 1);
	put_head(out, family, "-b:follow", gen_sources[gen_below(random, SOURCE_COUNT)].name, other->published, other->title);
	put_words(out, corpus, random, &other->words, 0, other->words.count - taken, 0);
	buf_append_string(out, " ");
	put_words(out, corpus, random, &story->words, from, taken, 0);
	buf_append_string(out, "\"}\n");
}

static void
put_family(struct buf *out, struct gen_corpus *corpus, uint64_t family, struct story *story, struct story *other)
{
	struct gen_random random = gen_random_of(corpus->seed, 'f', family);

	story_make(corpus, family, story);
	put_head(out, family, ":original", gen_sources[gen_below(&random, SOURCE_COUNT)].name, story->published, story->title);
	buf_append_span(out, story->body);
	buf_append_string(out, "\"}\n");
	for (size_t i = 0; i < sizeof(edits) / sizeof(*edits); i++)
		if (gen_chance(&random, edits[i].share))
			put_copy(out, corpus, family, &edits[i], story, &random);
	if (gen_chance(&random, 30)) {
		story_make(corpus, corpus->articles / 2 + family, other);
		put_follow(out, corpus, family, story, other, &random);
	}
}

static enum status
settings_read(struct gen_corpus *corpus, int argc, const char *const *argv, struct error *err)
{
	struct option_parser parser;
	long long articles = 1000, seed = 1;
	const char *value;
	enum status status;
	int id;

	option_parser_init(&parser, table, argc, argv);
	while ((status = option_next(&parser, &id, &value, err)) == STATUS_OK) {
		struct buf help = BUF_INIT;

		if (id == ARTICLES) {
			status = option_number("--articles", value, 1, 100000000, &articles, err);
		} else if (id == SEED) {
			status = option_number("--seed", value, 0, 1000000000, &seed, err);
		} else if (id == HELP) {
			option_help(table, &help);
			printf("usage: gen-copies [option]...\n%s", buf_string(&help));
			buf_release(&help);
			exit(0);
		} else {
			return error_set(err, STATUS_BADQUERY, value, "no argument is wanted");
		}
		if (status < 0)
			return status;
	}
	/* The second half is what follow-ups are made of. */
	corpus->articles = 2 * (uint64_t)articles;
	corpus->seed = (uint64_t)seed;
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
families_write(struct gen_corpus *corpus, struct error *err)
{
	struct story *stories = calloc(2, sizeof(*stories));
	struct buf out = BUF_INIT;
	enum status status = stories ? STATUS_OK : STATUS_NOMEM;

	for (uint64_t family = 0; family < corpus->articles / 2 && status == STATUS_OK; family++) {
		buf_clear(&out);
		put_family(&out, corpus, family, &stories[0], &stories[1]);
		status = buf_status(&out);
		if (status == STATUS_OK)
			status = file_write_all(STDOUT_FILENO, out.data, out.len, "standard output", err);
	}
	buf_release(&out);
	free(stories);
	return status;
}

int
main(int argc, char **argv)
{
	struct gen_corpus corpus = { .copies = 0 };
	struct gen_words *words = NULL;
	struct error err = ERROR_INIT;
	enum status status = settings_read(&corpus, argc, (const char *const *)argv, &err);

	if (status == STATUS_OK) {
		words = gen_words_new();
		corpus.words = words;
		status = words ? gen_scene_init(&corpus.scene, corpus.seed, 2010, 2012) : STATUS_NOMEM;
	}
	if (status == STATUS_OK)
		status = families_write(&corpus, &err);
	gen_scene_release(&corpus.scene);
	free(words);
	if (status != STATUS_OK)
		fprintf(stderr, "gen-copies: %s: %s\n", err.place, err.status ? err.reason : status_string(status));
	return status == STATUS_OK ? 0 : 2;
}
