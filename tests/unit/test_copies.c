/* Sketches and the groups that are found by them. */
#include "index/copies.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/buf.h"
#include "index/terms.h"
#include "tests/tap.h"

static uint64_t state = 1;

static uint32_t
below(uint32_t limit)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)((state >> 33) % limit);
}

static enum status
no_sink(void *context, struct span term, uint32_t position, uint32_t frequency)
{
	(void)context, (void)term, (void)position, (void)frequency;
	return STATUS_OK;
}

static struct copy_sketch
sketch_article(const struct article *article)
{
	const struct term_sink sink = { .add = no_sink, .context = NULL };
	struct copy_sketch made = { .words = 0 };

	article_terms(article, NULL, &sink, &made.words, &made.sketch);
	return made;
}

static struct copy_sketch
sketch_text(const char *title, const char *body)
{
	const struct article article = { .text = { [FIELD_TITLE] = span_from_string(title), [FIELD_BODY] = span_from_string(body) } };

	return sketch_article(&article);
}

static bool
is_copy(struct copy_sketch a, struct copy_sketch b)
{
	bool copy = sketch_is_copy(&a.sketch, a.words, &b.sketch, b.words);

	return copy == sketch_is_copy(&b.sketch, b.words, &a.sketch, a.words) && copy;
}

/* A story of numbered words; COPY: of them so many percent are others. */
static struct copy_sketch
story(uint32_t number, uint32_t from, uint32_t until, uint32_t replaced)
{
	struct buf text = BUF_INIT;
	struct copy_sketch made;

	for (uint32_t i = from; i < until; i++) {
		if (below(100) < replaced)
			buf_append_format(&text, "other%u ", below(100000));
		else if ((i * 7 + number) % 3 == 0)
			buf_append_format(&text, "the%u ", (i * number) % 20);
		else
			buf_append_format(&text, "w%ux%u ", number, i * 2654435761u % 1000);
	}
	made = sketch_text("", buf_string(&text));
	buf_release(&text);
	return made;
}

static void
test_sketch(void)
{
	static const char text[] = "Ministers met in Paris on Monday to talk about the price of grain, officials said, and agreed on nothing.";
	static const struct span words[] = { SPAN("ministers"), SPAN("meet"), SPAN("internationalisation"), SPAN("a") };
	/* Also a promise: an index outlives the program that wrote it. */
	static const char known[] = "13:47 25:68 32:32 46:75 ";
	char room[4][32];
	struct sketch_maker maker;
	struct sketch sketch;
	struct buf shown = BUF_INIT;
	struct copy_sketch empty = sketch_text("", "");

	sketch_begin(&maker);
	for (int i = 0; i < 4; i++) {
		memset(room[i], 'x', sizeof(room[i]));
		memcpy(room[i], words[i].ptr, words[i].len);
		sketch_word(&maker, span_from(room[i], words[i].len));
	}
	sketch_end(&maker, &sketch);
	for (unsigned i = 0; i < SKETCH_BINS; i++)
		if (sketch.bins[i])
			buf_append_format(&shown, "%u:%u ", i, sketch.bins[i]);
	is_str(buf_string(&shown), known, "the sketch of known words");
	buf_release(&shown);
	ok(is_copy(sketch_text("One", text), sketch_text("Another head", text)), "the title does not count");
	ok(is_copy(sketch_text("", text), sketch_text("", "MINISTERS met, in Paris: on Monday to talk about the price of grain "
	           "officials said and agreed on nothing")), "nor do capitals and commas");
	ok(is_copy(sketch_text(text, ""), sketch_text("", text)), "without a body the title stands for it");
	ok(!is_copy(sketch_text("", text), sketch_text("", "Nothing was agreed on, said officials, and grain of price the about talk to "
	            "Monday on Paris in met ministers.")), "other sequence, other text");
	ok(!is_copy(empty, empty) && !is_copy(sketch_text("Weather", ""), sketch_text("Weather", "")), "no text is no copy of no text");
	ok(!sketch_is_same(&empty.sketch, 0, &empty.sketch, 0), "nor the same");
}

static void
test_edits(void)
{
	int found[5] = { 0 }, wrong = 0;

	for (uint32_t i = 1; i <= 200; i++) {
		struct copy_sketch whole = story(i, 0, 300, 0);

		found[0] += is_copy(whole, story(i, 0, 120, 0));
		found[1] += is_copy(whole, story(i, 150, 300, 0));
		found[2] += is_copy(whole, story(i, 0, 300, 10));
		found[3] += is_copy(whole, story(i, 0, 300, 20));
		found[4] += is_copy(whole, story(i, 0, 300, 30));
		wrong += is_copy(whole, story(i + 1000, 0, 300, 0));
	}
	printf("# of 200: first two fifths %d, second half %d, 10 %% replaced %d, 20 %% %d, 30 %% %d; others %d\n",
	       found[0], found[1], found[2], found[3], found[4], wrong);
	ok(found[0] >= 195 && found[1] >= 195, "a part is a copy");
	ok(found[2] == 200 && found[3] >= 196 && found[4] >= 140, "so is what has other words");
	is_int(wrong, 0, "another story is none");
}

#define FAMILIES 300
#define ARTICLES (4 * FAMILIES)

static struct copy_sketch articles[ARTICLES];
static uint32_t order[ARTICLES];

static bool
groups_of(struct copy_sketch *sketches, uint32_t *groups)
{
	return copies_group(sketches, ARTICLES, groups, NULL) == STATUS_OK;
}

static void
test_groups(void)
{
	static struct copy_sketch shuffled[ARTICLES];
	static uint32_t groups[ARTICLES], again[ARTICLES], few[ARTICLES];
	int good = 0, same = 0, pairs = 0;

	for (uint32_t i = 0; i < FAMILIES; i++) {
		articles[4 * i] = story(i + 1, 0, 200 + i, 0);
		articles[4 * i + 1] = story(i + 1, 0, 100 + i, 0);
		articles[4 * i + 2] = story(i + 1, 0, 200 + i, 10);
		articles[4 * i + 3] = i % 2 ? articles[4 * i] : (struct copy_sketch){ .words = 3 };
	}
	ok(groups_of(articles, groups), "many are grouped");
	for (uint32_t i = 0; i < ARTICLES; i++)
		good += groups[i] == (i % 8 == 3 ? i : i / 4 * 4);
	is_int(good, ARTICLES, "copies with their originals, what has no text alone");
	for (uint32_t i = 0; i < ARTICLES; i++)
		order[i] = i;
	for (uint32_t i = ARTICLES - 1; i > 0; i--) {
		uint32_t j = below(i + 1), kept = order[i];

		order[i] = order[j];
		order[j] = kept;
	}
	for (uint32_t i = 0; i < ARTICLES; i++)
		shuffled[i] = articles[order[i]];
	groups_of(shuffled, again);
	for (uint32_t i = 0; i < ARTICLES; i++)
		same += groups[order[i]] == groups[order[again[i]]] && again[i] <= i;
	is_int(same, ARTICLES, "in another order the groups are the same");
	copies_group(articles, 200, few, NULL);
	for (uint32_t i = 0; i < 200; i++)
		pairs += few[i] == groups[i];
	is_int(pairs, 200, "few, which are compared one by one, are grouped as many are");
}

int
main(void)
{
	test_sketch();
	test_edits();
	test_groups();
	return tap_done();
}
