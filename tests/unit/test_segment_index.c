/* Random operations on a native index, compared with a model after each commit. */
#include <stdlib.h>
#include <unistd.h>

#include "common/file.h"
#include "index/terms.h"
#include "tests/engines/segment_model.h"
#include "tests/tap.h"

#define FOLDER "test_segment_index.dir"

static struct index_reader *
reader_open(void)
{
	struct span path = SPAN(FOLDER);
	struct index_reader *reader = NULL;
	struct error err = ERROR_INIT;

	if (index_open(&path, 1, NULL, &reader, &err) < 0)
		printf("# %s: %s\n", err.place, err.reason);
	return reader;
}

static bool
index_matches(const struct model *model)
{
	struct index_reader *reader = reader_open();
	struct error err = ERROR_INIT;
	bool same = reader && model_matches(model, reader);

	index_reader_free(reader);
	if (index_check(FOLDER, NULL, NULL, &err) < 0) {
		printf("# check: %s: %s\n", err.place, err.reason);
		return false;
	}
	return same;
}

static struct index_writer *
writer_open(void)
{
	struct index_writer_options options = { .engine = "segment", .lanes = 2, .memory = 1 << 20 };
	struct index_writer *writer = NULL;
	struct error err = ERROR_INIT;

	if (index_writer_open(FOLDER, &options, &writer, &err) < 0)
		printf("# %s: %s\n", err.place, err.reason);
	return writer;
}

/* What an operation that fails prints. */
static bool
worked(enum status status, struct error *err)
{
	if (status < 0)
		printf("# %s: %s\n", err->place, err->reason);
	error_clear(err);
	return status >= 0;
}

static bool
add_some(struct index_writer *writer, struct model *model, struct dice *dice, bool shorten, uint64_t *sequence)
{
	struct arena arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	bool good = true;

	for (uint32_t i = 1 + dice_roll(dice, 30); i > 0 && good; i--) {
		unsigned id = dice_roll(dice, MODEL_IDS);
		struct article article;
		enum add_result result;

		arena_clear(&arena);
		article_random(dice, id, &arena, &article);
		if (shorten)
			article_shorten(&article);
		article.sequence = ++*sequence;
		good = worked(index_writer_add(writer, dice_roll(dice, 2), &article, &result, &err), &err);
		model_add(model, id, &article);
		/* The same once more, and an older one that comes late. */
		if (good && dice_roll(dice, 10) == 0) {
			good = worked(index_writer_add(writer, dice_roll(dice, 2), &article, &result, &err), &err)
				&& result == ADD_DUPLICATE;
			arena_clear(&arena);
			article_random(dice, id, &arena, &article);
			article.sequence = *sequence - 1;
			good = good && worked(index_writer_add(writer, dice_roll(dice, 2), &article, &result, &err), &err);
		}
	}
	arena_release(&arena);
	return good;
}

static bool
remove_some(struct index_writer *writer, struct model *model, struct dice *dice)
{
	struct buf term = BUF_INIT;
	struct error err = ERROR_INIT;
	uint64_t removed = 0;
	bool good;

	if (dice_roll(dice, 4))
		buf_append_format(&term, PREFIX_ID "id%u", dice_roll(dice, MODEL_IDS));
	else
		buf_append_string(&term, PREFIX_LANGUAGE "de");
	good = worked(index_writer_remove(writer, buf_span(&term), &removed, &err), &err)
		&& removed == model_remove(model, buf_span(&term));
	buf_release(&term);
	return good;
}

static void
random_operations(uint64_t seed, int rounds, bool shorten)
{
	struct dice dice = { seed };
	struct model model;
	struct error err = ERROR_INIT;
	struct index_writer *writer;
	uint64_t sequence = 0;
	bool good;

	file_remove_tree(FOLDER, NULL);
	model_init(&model);
	writer = writer_open();
	good = writer != NULL;
	for (int round = 0; round < rounds && good; round++) {
		/* Removing looks at what is committed alone: begin a commit with it. */
		for (uint32_t i = dice_roll(&dice, 3); i > 0 && good; i--)
			good = remove_some(writer, &model, &dice);
		sequence += 2;
		for (uint32_t i = dice_roll(&dice, 4); i > 0 && good; i--)
			good = add_some(writer, &model, &dice, shorten, &sequence);
		if (good && dice_roll(&dice, 6) == 0) {
			good = worked(index_writer_close(writer, &err), &err);
			model_abort(&model);
			writer = writer_open();
			good = good && writer;
		} else if (good && dice_roll(&dice, 6) == 0) {
			good = worked(index_writer_optimize(writer, &err), &err);
			model_commit(&model);
		} else if (good) {
			good = worked(index_writer_commit(writer, &err), &err);
			model_commit(&model);
		}
		good = good && (round == 0 ? true : index_matches(&model));
		if (!good)
			printf("# seed %llu, round %d\n", (unsigned long long)seed, round);
	}
	ok(good, "%d rounds of random operations, seed %llu", rounds, (unsigned long long)seed);
	index_writer_close(writer, NULL);
	model_release(&model);
	file_remove_tree(FOLDER, NULL);
}

static void
metadata(void)
{
	struct index_writer *writer = writer_open();
	struct index_reader *reader;
	struct buf value = BUF_INIT, key = BUF_INIT;

	index_writer_meta(writer, SPAN("b"), SPAN("two"), NULL);
	index_writer_meta(writer, SPAN("a"), SPAN("one"), NULL);
	index_writer_meta(writer, SPAN("ab"), SPAN("x"), NULL);
	index_writer_meta(writer, SPAN("ab"), SPAN("three"), NULL);
	ok(index_writer_commit(writer, NULL) == STATUS_OK, "metadata is committed");
	index_writer_meta(writer, SPAN("b"), SPAN(""), NULL);
	index_writer_meta(writer, SPAN("c"), SPAN("four\n\xff"), NULL);
	ok(index_writer_commit(writer, NULL) == STATUS_OK, "and changed");
	index_writer_close(writer, NULL);
	reader = reader_open();
	ok(index_meta(reader, SPAN("ab"), &value, NULL) == STATUS_OK, "a key is there");
	is_str(buf_string(&value), "three", "with the last value");
	ok(index_meta(reader, SPAN("b"), &value, NULL) == STATUS_NOTFOUND, "a removed key is not");
	ok(index_meta_next(reader, SPAN("a"), &key, NULL) == STATUS_OK && span_equal(buf_span(&key), SPAN("a")), "the first key");
	ok(index_meta_next(reader, SPAN("a"), &key, NULL) == STATUS_OK && span_equal(buf_span(&key), SPAN("ab")), "the next");
	ok(index_meta_next(reader, SPAN("a"), &key, NULL) == STATUS_END, "and no more with this prefix");
	index_reader_free(reader);
	buf_release(&value);
	buf_release(&key);
	file_remove_tree(FOLDER, NULL);
}

#define PLACES 64

/* The articles of an index that was told they would be read, in its order, backwards, and some of them. */
static void
told_ahead(struct index_reader *reader)
{
	docid_t docs[PLACES];
	struct arena arena = ARENA_INIT;
	size_t wrong = 0;

	for (docid_t i = 0; i < PLACES; i++)
		docs[i] = 1 + i * 29 % PLACES;
	for (unsigned round = 0; round < 200; round++) {
		size_t from = round % 7, count = round % (INDEX_AHEAD + 2);

		index_ahead(reader, docs + from, count);
		for (size_t i = 0; i < count; i++) {
			docid_t doc = docs[from + (round % 2 ? i : count - 1 - i)];
			struct article article;
			struct buf id = BUF_INIT;

			if (round % 3 == 2 && i % 5 == 0)
				continue;
			arena_clear(&arena);
			wrong += index_article(reader, doc, &arena, &article, NULL) < 0 || index_id(reader, doc, &id, NULL) < 0
				|| !span_equal(article.text[FIELD_ID], buf_span(&id)) || article.text[FIELD_BODY].len != 1000;
			buf_release(&id);
		}
	}
	index_ahead(reader, docs, INDEX_AHEAD);
	is_int((long)wrong, 0, "articles that were told ahead are what they are");
	arena_release(&arena);
}

/* Articles are stored as they come, whatever their dates: places say so. */
static void
places(void)
{
	struct index_writer *writer = writer_open();
	struct index_reader *reader;
	struct index_stats stats;
	uint64_t by_number[PLACES] = { 0 }, sums = 0;
	char body[1000];
	bool good = true, ascend = true;

	memset(body, 'x', sizeof(body));
	for (unsigned i = 0; i < PLACES && good; i++) {
		struct article article = { .sequence = i + 1 };
		struct civil day = { .year = 2000 + (int)(i * 37 % PLACES), .month = 1, .day = 1 };
		enum add_result result;
		char id[8];

		snprintf(id, sizeof(id), "%u", i);
		article.text[FIELD_ID] = span_from_string(id);
		article.text[FIELD_BODY] = span_from(body, sizeof(body));
		good = date_from_civil(&day, DATE_DAY, DATE_ZONE_UNKNOWN, &article.published) == STATUS_OK
			&& index_writer_add(writer, 0, &article, &result, NULL) == STATUS_OK;
	}
	ok(good && index_writer_commit(writer, NULL) == STATUS_OK, "articles of many days");
	index_writer_close(writer, NULL);
	reader = reader_open();
	good = index_stats(reader, &stats, NULL) == STATUS_OK && stats.articles == PLACES && stats.segments == 1;
	for (docid_t doc = 1; doc <= PLACES && good; doc++) {
		struct buf id = BUF_INIT;
		unsigned long number;

		good = index_id(reader, doc, &id, NULL) == STATUS_OK;
		number = strtoul(buf_string(&id), NULL, 10);
		good = good && number < PLACES && index_place(reader, doc, &by_number[number], NULL) == STATUS_OK;
		sums += number == doc - 1;
		buf_release(&id);
	}
	for (unsigned i = 1; i < PLACES; i++)
		ascend = ascend && by_number[i - 1] < by_number[i];
	ok(good && sums < PLACES / 2, "are numbered in another order");
	ok(ascend, "and lie one behind the other as they came");
	ok(index_place(reader, DOCID_NONE, &sums, NULL) < 0, "no document has no place");
	told_ahead(reader);
	index_reader_free(reader);
	file_remove_tree(FOLDER, NULL);
}

static void
locking(void)
{
	struct index_writer_options options = { .engine = "segment" };
	struct index_writer *first = writer_open(), *second = NULL;
	struct error err = ERROR_INIT;
	char pid[32];

	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	ok(index_writer_open(FOLDER, &options, &second, &err) == STATUS_LOCKED, "a second writer is refused");
	ok(strstr(err.reason, pid) != NULL, "and told who has the lock");
	index_writer_close(first, NULL);
	ok(index_writer_open(FOLDER, &options, &second, NULL) == STATUS_OK, "after a close the lock is free");
	index_writer_close(second, NULL);
	file_remove_tree(FOLDER, NULL);
}

int
main(void)
{
	file_remove_tree(FOLDER, NULL);
	locking();
	metadata();
	places();
	for (uint64_t seed = 1; seed <= 3; seed++)
		random_operations(seed, 20, false);
	for (uint64_t seed = 4; seed <= 6; seed++)
		random_operations(seed, 40, true);
	return tap_done();
}
