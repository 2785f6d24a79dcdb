/* Phrases of stop words and of words that come again, words near each other and
 * words so many times: in texts of ten words, counted by looking at them, and
 * by the engine's fast path and the generic matcher; with several segments,
 * deleted articles and all of it merged, in all kinds of vectors. */
#include "tests/tap.h"

#include <stdlib.h>
#include <unistd.h>

#include "common/file.h"
#include "common/simd.h"
#include "index/terms.h"
#include "query/bind.h"
#include "query/match.h"
#include "query/parse.h"
#include "tests/engines/random_news.h"

#define TEXTS 1500
#define WORDS_MAX 70
#define QUERY_WORDS_MAX 8
#define HITS_MAX 20

static const char *const words[] = { "a", "rose", "is", "to", "be", "or", "not", "of", "the", "in" };

/* What lies in the middle of some texts. */
static const uint8_t sayings[][8] = { { 0, 1, 2, 0, 1, 2, 0, 1 }, { 3, 4, 5, 6, 3, 4, 7, 8 } };

static struct text {
	uint8_t words[WORDS_MAX];
	unsigned count;
	bool gone;
} texts[TEXTS];

enum kind { KIND_PHRASE, KIND_NEAR, KIND_BEFORE, KIND_ATLEAST, KIND_COUNT };

struct question {
	enum kind kind;
	uint8_t words[QUERY_WORDS_MAX];
	unsigned count, distance;
};

static void
must(enum status status, const struct error *err)
{
	if (status >= 0)
		return;
	printf("Bail out! %s: %s\n", err->place, err->reason);
	exit(99);
}

/* ---- Texts ---------------------------------------------------------------- */

static void
texts_make(struct dice *dice)
{
	for (unsigned i = 0; i < TEXTS; i++) {
		struct text *text = &texts[i];
		/* Few words, all of them again and again, or many. */
		unsigned kinds = dice_roll(dice, 3) ? 10 : 1 + dice_roll(dice, 4);

		text->count = 1 + dice_roll(dice, dice_roll(dice, 3) ? 20 : WORDS_MAX);
		for (unsigned k = 0; k < text->count; k++)
			text->words[k] = (uint8_t)dice_roll(dice, kinds);
		if (text->count > 12 && dice_roll(dice, 6) == 0)
			memcpy(text->words + dice_roll(dice, text->count - 8), sayings[dice_roll(dice, 2)], 8);
	}
}

static void
text_add(struct index_writer *writer, unsigned number)
{
	const struct text *text = &texts[number];
	struct article article = { .sequence = number + 1 };
	enum add_result result;
	struct error err = ERROR_INIT;
	struct buf body = BUF_INIT;
	char id[16];

	for (unsigned i = 0; i < text->count; i++)
		buf_append_format(&body, "%s ", words[text->words[i]]);
	snprintf(id, sizeof(id), "id%u", number);
	article.text[FIELD_ID] = span_from_string(id);
	article.text[FIELD_BODY] = buf_span(&body);
	article.text[FIELD_LANGUAGE] = SPAN("en");
	must(index_writer_add(writer, 0, &article, &result, &err), &err);
	buf_release(&body);
}

static void
text_remove(struct index_writer *writer, unsigned number)
{
	struct buf term = BUF_INIT;
	struct error err = ERROR_INIT;
	uint64_t removed;
	char id[16];

	snprintf(id, sizeof(id), "id%u", number);
	term_boolean(&term, PREFIX_ID, span_from_string(id), false);
	must(index_writer_remove(writer, buf_span(&term), &removed, &err), &err);
	texts[number].gone = true;
	buf_release(&term);
}

/* ---- Questions ------------------------------------------------------------ */

static bool
text_matches(const struct text *text, const struct question *question)
{
	const uint8_t *at = text->words, *wanted = question->words;
	unsigned times = 0;

	for (unsigned i = 0; i < text->count; i++) {
		if (question->kind == KIND_PHRASE)
			times += i + question->count <= text->count && memcmp(at + i, wanted, question->count) == 0;
		else if (question->kind == KIND_ATLEAST)
			times += at[i] == wanted[0];
		for (unsigned k = 0; k < text->count && (question->kind == KIND_NEAR || question->kind == KIND_BEFORE); k++)
			if (at[i] == wanted[0] && at[k] == wanted[1] && i != k)
				times += k > i ? k - i <= question->distance
				               : question->kind == KIND_NEAR && i - k <= question->distance;
	}
	return times >= (question->kind == KIND_ATLEAST ? question->distance : 1);
}

static struct question
question_random(struct dice *dice)
{
	struct question question = { .kind = (enum kind)dice_roll(dice, KIND_COUNT + 2) % KIND_COUNT };
	unsigned saying = dice_roll(dice, 2), from = dice_roll(dice, 8);

	question.distance = question.kind == KIND_ATLEAST ? 1 + dice_roll(dice, 6) : 1 + dice_roll(dice, 9);
	question.count = question.kind == KIND_PHRASE ? 2 + dice_roll(dice, 3) : 2;
	for (unsigned i = 0; i < question.count; i++)
		question.words[i] = (uint8_t)dice_roll(dice, 10);
	/* A part of what some texts have. */
	if (question.kind == KIND_PHRASE && dice_roll(dice, 2)) {
		question.count = 8 - from > 1 ? 8 - from : 2;
		memcpy(question.words, sayings[saying] + 8 - question.count, question.count);
	}
	return question;
}

static void
question_write(const struct question *question, struct buf *out)
{
	const char *first = words[question->words[0]], *second = words[question->words[1]];

	switch (question->kind) {
	case KIND_NEAR:
		buf_append_format(out, "%s W/%u %s", first, question->distance, second);
		break;
	case KIND_BEFORE:
		buf_append_format(out, "%s PRE/%u %s", first, question->distance, second);
		break;
	case KIND_ATLEAST:
		buf_append_format(out, "ATLEAST%u(%s)", question->distance, first);
		break;
	default:
		for (unsigned i = 0; i < question->count; i++)
			buf_append_format(out, "%s%s", i ? " " : "\"", words[question->words[i]]);
		buf_append_byte(out, '"');
	}
}

static bool
hits_equal(const struct search *fast, const struct search *slow)
{
	bool equal = fast->hit_count == slow->hit_count;

	for (size_t i = 0; i < fast->hit_count && equal; i++)
		equal = fast->hits[i].doc == slow->hits[i].doc
			&& fabs(fast->hits[i].score - slow->hits[i].score) <= 1e-9 * fabs(slow->hits[i].score);
	return equal;
}

/* NULL, or what is wrong. */
static const char *
tree_ask(struct index_reader *reader, const struct node *tree, uint64_t wanted)
{
	struct hit fast_hits[HITS_MAX], slow_hits[HITS_MAX];
	struct search slow = { .tree = tree, .bm25 = BM25_DEFAULT, .limit = HITS_MAX, .want_total = true, .hits = slow_hits };
	struct error err = ERROR_INIT;

	must(search_run(reader, &slow, SEARCH_GENERIC, &err), &err);
	if (slow.total != wanted)
		return "the generic matcher's total";
	for (int level = SIMD_NONE; level <= SIMD_MOST; level++) {
		struct search fast = slow;

		fast.hits = fast_hits;
		simd_limit((enum simd)level);
		for (int total = 0; total < 2; total++) {
			fast.want_total = total;
			fast.hit_count = fast.total = 0;
			if (index_top(reader, &fast, &err) != STATUS_OK)
				return "not answered by the fast path";
			if (!hits_equal(&fast, &slow))
				return "the hits";
		}
		if (fast.total != wanted)
			return "the total";
	}
	return NULL;
}

static bool
question_ask(struct index_reader *reader, const struct question *question)
{
	struct arena arena = ARENA_INIT;
	struct buf query = BUF_INIT;
	struct error err = ERROR_INIT;
	struct node *tree;
	struct ast *ast;
	const char *wrong;
	uint64_t wanted = 0;

	for (unsigned i = 0; i < TEXTS; i++)
		wanted += !texts[i].gone && text_matches(&texts[i], question);
	question_write(question, &query);
	must(query_parse(buf_span(&query), 0, &arena, &ast, &err), &err);
	must(query_bind(ast, reader, NULL, &arena, &tree, &err), &err);
	wrong = tree_ask(reader, tree, wanted);
	if (wrong)
		printf("# %s is wrong for %s\n", wrong, buf_string(&query));
	buf_release(&query);
	arena_release(&arena);
	return !wrong;
}

static void
folder_ask(struct dice *dice, const char *folder, const char *what)
{
	static const struct question known[] = {
		{ KIND_PHRASE, { 3, 4, 5, 6, 3, 4 }, 6, 0 }, { KIND_PHRASE, { 7, 8 }, 2, 0 }, { KIND_PHRASE, { 8, 8 }, 2, 0 },
		{ KIND_PHRASE, { 0, 1, 2, 0, 1, 2, 0, 1 }, 8, 0 }, { KIND_PHRASE, { 1, 2, 0, 1, 2, 0, 1 }, 7, 0 },
		{ KIND_NEAR, { 8, 8 }, 2, 1 }, { KIND_BEFORE, { 1, 1 }, 2, 3 }, { KIND_ATLEAST, { 1 }, 1, 20 },
	};
	struct span paths[1] = { span_from_string(folder) };
	struct index_reader *reader;
	struct error err = ERROR_INIT;
	unsigned right = 0, asked = 60;

	must(index_open(paths, 1, NULL, &reader, &err), &err);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		right += question_ask(reader, &known[i]);
	for (unsigned i = 0; i < asked; i++) {
		struct question question = question_random(dice);

		right += question_ask(reader, &question);
	}
	is_int(right, (int64_t)(asked + sizeof(known) / sizeof(known[0])), what);
	index_reader_free(reader);
}

int
main(void)
{
	const struct index_writer_options options = { .engine = "segment", .memory = (size_t)64 << 20 };
	struct dice dice = { .state = 7 };
	char folder[] = "/tmp/newsdex-phrases-XXXXXX";
	struct index_writer *writer;
	struct error err = ERROR_INIT;

	texts_make(&dice);
	if (!mkdtemp(folder))
		return 99;
	must(index_writer_open(folder, &options, &writer, &err), &err);
	for (unsigned i = 0; i < TEXTS; i++) {
		text_add(writer, i);
		if (i % 401 == 400)
			must(index_writer_commit(writer, &err), &err);
	}
	must(index_writer_commit(writer, &err), &err);
	folder_ask(&dice, folder, "several segments");
	for (unsigned i = 0; i < TEXTS; i += 1 + dice_roll(&dice, 20))
		text_remove(writer, i);
	must(index_writer_commit(writer, &err), &err);
	folder_ask(&dice, folder, "articles are deleted");
	must(index_writer_optimize(writer, &err), &err);
	folder_ask(&dice, folder, "one segment");
	must(index_writer_close(writer, &err), &err);
	file_remove_tree(folder, NULL);
	return tap_done();
}
