/* Merges go on behind commits: what is added, replaced and removed meanwhile
 * is kept, and one that is stopped, fails or is killed loses nothing. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/file.h"
#include "index/segment/merge_policy.h"
#include "index/segment/merger.h"
#include "index/terms.h"
#include "tests/engines/segment_model.h"
#include "tests/tap.h"

#define FOLDER "test_segment_merge.dir"

/* Holds up every merge, or stops it. */
static struct gate {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool shut, stop, waited;
} gate = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, false, false };

static bool
gate_passed(void *context)
{
	struct gate *held = context;
	bool stop;

	pthread_mutex_lock(&held->lock);
	held->waited |= held->shut;
	pthread_cond_broadcast(&held->changed);
	while (held->shut)
		pthread_cond_wait(&held->changed, &held->lock);
	stop = held->stop;
	pthread_mutex_unlock(&held->lock);
	return stop;
}

static void
gate_set(bool shut, bool stop)
{
	pthread_mutex_lock(&gate.lock);
	gate.shut = shut;
	gate.stop = stop;
	gate.waited = false;
	pthread_cond_broadcast(&gate.changed);
	pthread_mutex_unlock(&gate.lock);
}

static void
gate_await(void)
{
	pthread_mutex_lock(&gate.lock);
	while (!gate.waited)
		pthread_cond_wait(&gate.changed, &gate.lock);
	pthread_mutex_unlock(&gate.lock);
}

static struct index_writer *
writer_open(void)
{
	struct index_writer_options options = { .engine = "segment", .lanes = 2, .stop_merge = gate_passed, .context = &gate };
	struct index_writer *writer = NULL;

	index_writer_open(FOLDER, &options, &writer, NULL);
	return writer;
}

static struct segment_writer *
inside(struct index_writer *writer)
{
	return (struct segment_writer *)writer;
}

static bool
add(struct index_writer *writer, struct model *model, struct dice *dice, unsigned id)
{
	struct arena arena = ARENA_INIT;
	struct article article;
	enum add_result result;
	static uint64_t sequence;
	bool good;

	article_random(dice, id, &arena, &article);
	article.sequence = ++sequence;
	good = index_writer_add(writer, 0, &article, &result, NULL) == STATUS_OK;
	model_add(model, id, &article);
	arena_release(&arena);
	return good;
}

static bool
commit(struct index_writer *writer, struct model *model)
{
	model_commit(model);
	return index_writer_commit(writer, NULL) == STATUS_OK;
}

/* COUNT commits of ten articles each, from id FROM on. */
static bool
commits(struct index_writer *writer, struct model *model, struct dice *dice, unsigned from, unsigned count)
{
	bool good = writer != NULL;

	for (unsigned i = 0; i < 10 * count && good; i++) {
		good = add(writer, model, dice, from + i);
		if (good && i % 10 == 9)
			good = commit(writer, model);
	}
	return good;
}

static bool
remove_id(struct index_writer *writer, struct model *model, unsigned id)
{
	struct buf term = BUF_INIT;
	uint64_t removed = 0;
	bool good;

	buf_append_format(&term, PREFIX_ID "id%u", id);
	good = index_writer_remove(writer, buf_span(&term), &removed, NULL) == STATUS_OK
		&& removed == model_remove(model, buf_span(&term));
	buf_release(&term);
	return good;
}

/* Whether the index is what MODEL says, and sound; *SEGMENTS it has. */
static bool
index_is(const struct model *model, uint64_t *segments)
{
	struct span path = SPAN(FOLDER);
	struct index_reader *reader = NULL;
	struct index_stats stats = { 0 };
	bool good = index_open(&path, 1, NULL, &reader, NULL) == STATUS_OK && index_stats(reader, &stats, NULL) == STATUS_OK
		&& model_matches(model, reader) && index_check(FOLDER, NULL, NULL, NULL) == STATUS_OK;

	index_reader_free(reader);
	*segments = stats.segments;
	return good;
}

static void
check_index(const struct model *model, unsigned least, unsigned most, const char *what)
{
	uint64_t segments = 0;

	ok(index_is(model, &segments), "%s", what);
	ok(segments >= least && segments <= most, "in %u to %u segments: %u", least, most, (unsigned)segments);
}

static void
start(struct model *model)
{
	file_remove_tree(FOLDER, NULL);
	model_init(model);
	gate_set(false, false);
}

static void
end(struct model *model)
{
	model_release(model);
	file_remove_tree(FOLDER, NULL);
}

/* ---- Tests ------------------------------------------------------------ */

static void
at_the_end(void)
{
	struct dice dice = { 1 };
	struct model model;
	struct index_writer *writer;

	start(&model);
	writer = writer_open();
	ok(commits(writer, &model, &dice, 0, 12), "twelve commits");
	check_index(&model, 12, 12, "are seen before anything is merged");
	is_int(index_writer_close(writer, NULL), STATUS_OK, "closed");
	check_index(&model, 1, 7, "the same, merged");
	writer = writer_open();
	add(writer, &model, &dice, 199);
	model_abort(&model);
	is_int(index_writer_close(writer, NULL), STATUS_OK, "closed without a commit");
	check_index(&model, 1, 7, "what was not committed is not there");
	end(&model);
}

static void
while_more_comes(void)
{
	struct dice dice = { 2 };
	struct model model;
	struct index_writer *writer;
	bool good;

	start(&model);
	writer = writer_open();
	commits(writer, &model, &dice, 0, 9);
	gate_set(true, false);
	ok(merges_begin(inside(writer), 1, NULL) == STATUS_OK && merges_there(inside(writer)), "a merge begins");
	gate_await();
	/* While it works: a commit that it is not part of, ... */
	good = remove_id(writer, &model, 3) && remove_id(writer, &model, 88);
	for (unsigned id = 10; id < 30; id++)
		good = good && add(writer, &model, &dice, id % 25);
	ok(good && commit(writer, &model), "a commit beside it");
	ok(merges_there(inside(writer)), "which does not wait for it");
	check_index(&model, 9, 10, "is seen");
	/* ... and changes that wait for the commit that it is part of. */
	good = remove_id(writer, &model, 40);
	for (unsigned id = 50; id < 55; id++)
		good = good && add(writer, &model, &dice, id);
	gate_set(false, false);
	while (merges_there(inside(writer)) && good)
		good = add(writer, &model, &dice, 150) && commit(writer, &model);
	ok(good, "the merge is put in place by a commit");
	check_index(&model, 2, 9, "without what was removed and replaced meanwhile");
	is_int(index_writer_close(writer, NULL), STATUS_OK, "closed");
	check_index(&model, 1, 7, "the same again");
	end(&model);
}

static void
all_removed_meanwhile(void)
{
	struct dice dice = { 3 };
	struct model model;
	struct index_writer *writer;
	bool good = true;

	start(&model);
	writer = writer_open();
	commits(writer, &model, &dice, 0, 8);
	gate_set(true, false);
	merges_begin(inside(writer), 1, NULL);
	gate_await();
	for (unsigned id = 0; id < 80; id++)
		good = good && remove_id(writer, &model, id);
	ok(good && commit(writer, &model), "all is removed while it is merged");
	gate_set(false, false);
	is_int(index_writer_close(writer, NULL), STATUS_OK, "closed");
	check_index(&model, 0, 0, "nothing is left");
	end(&model);
}

static void
stopped(void)
{
	struct dice dice = { 4 };
	struct model model;
	struct index_writer *writer;

	start(&model);
	writer = writer_open();
	commits(writer, &model, &dice, 0, 10);
	gate_set(false, true);
	is_int(index_writer_close(writer, NULL), STATUS_INTERRUPTED, "merging is stopped");
	check_index(&model, 10, 10, "all that was committed is there");
	gate_set(false, false);
	writer = writer_open();
	commit(writer, &model);
	is_int(index_writer_close(writer, NULL), STATUS_OK, "the next run");
	check_index(&model, 1, 7, "merges");
	end(&model);
}

/* Every file that a merge writes is cut short in turn. */
static void
disk_full(void)
{
	struct dice dice = { 5 };
	struct model model;
	unsigned failed = 0, whole = 0, rounds = 0;
	uint64_t segments = 0;
	bool done = false;

	start(&model);
	for (rlim_t limit = 0; limit < 400000 && !done; limit += limit / 3 + 1000) {
		pid_t child;
		int state;

		rounds++;
		if (rounds == 1)
			index_writer_close(writer_open(), NULL);
		fflush(stdout);
		child = fork();
		if (child == 0) {
			struct rlimit most = { limit, limit };
			struct index_writer *writer = writer_open();

			if (rounds == 1)
				commits(writer, &model, &dice, 0, 10);
			else
				index_writer_commit(writer, NULL);
			signal(SIGXFSZ, SIG_IGN);
			setrlimit(RLIMIT_FSIZE, &most);
			_exit(index_writer_close(writer, NULL) < 0);
		}
		/* What the child has added. */
		if (rounds == 1)
			for (unsigned i = 0; i < 100; i++) {
				struct arena arena = ARENA_INIT;
				struct article article;

				article_random(&dice, i, &arena, &article);
				model_add(&model, i, &article);
				arena_release(&arena);
			}
		model_commit(&model);
		waitpid(child, &state, 0);
		done = WIFEXITED(state) && WEXITSTATUS(state) == 0;
		failed += !done;
		whole += index_is(&model, &segments) && segments == (done ? 1 : 10);
	}
	ok(failed > 2 && done, "a disk that is full: %u times", failed);
	is_int(whole, rounds, "loses nothing");
	end(&model);
}

/* ---- Long lists ------------------------------------------------------- */

#define LONG_IDS 3000

/* An article with WORD id % 3 + 1 times, each id % 5 + 1 behind the one before. */
static bool
long_add(struct index_writer *writer, unsigned id, uint64_t sequence)
{
	struct article article = { .published = { .precision = DATE_DAY } };
	struct buf body = BUF_INIT;
	enum add_result result;
	char name[16];
	bool good;

	for (unsigned i = 0; i < id % 3 + 1; i++) {
		buf_append_string(&body, "worda ");
		for (unsigned k = 0; k < id % 5; k++)
			buf_append_string(&body, "wordb ");
	}
	snprintf(name, sizeof(name), "%u", id);
	article.text[FIELD_ID] = span_from_string(name);
	article.text[FIELD_BODY] = buf_span(&body);
	article.published.seconds = (int64_t)(id * 7919u % 1000u) * 86400;
	article.sequence = sequence;
	good = index_writer_add(writer, 0, &article, &result, NULL) == STATUS_OK;
	buf_release(&body);
	return good;
}

/* How many articles of the index have the word, or 0 where one has it in other places. */
static unsigned
long_count(void)
{
	struct span path = SPAN(FOLDER);
	struct index_reader *reader = NULL;
	struct postings *postings = NULL;
	struct buf id = BUF_INIT;
	unsigned found = 0;
	bool good = index_open(&path, 1, NULL, &reader, NULL) == STATUS_OK
		&& index_postings(reader, SPAN("worda"), &postings, NULL) == STATUS_OK;

	while (good && postings_next(postings, NULL) == STATUS_OK) {
		const uint32_t *positions;
		size_t count;
		unsigned long number;

		buf_clear(&id);
		good = index_id(reader, postings->doc, &id, NULL) == STATUS_OK
			&& postings_positions(postings, &positions, &count, NULL) == STATUS_OK;
		number = strtoul(buf_string(&id), NULL, 10);
		good = good && count == number % 3 + 1;
		for (size_t i = 1; i < count && good; i++)
			good = positions[i] - positions[i - 1] == number % 5 + 1;
		found++;
	}
	postings_free(postings);
	index_reader_free(reader);
	buf_release(&id);
	return good ? found : 0;
}

static void
long_lists(void)
{
	struct index_writer *writer;
	uint64_t removed;
	bool good = true;

	file_remove_tree(FOLDER, NULL);
	gate_set(false, false);
	writer = writer_open();
	for (unsigned i = 0; i < LONG_IDS && good; i++) {
		good = long_add(writer, i * 17 % LONG_IDS, i);
		if (i % 300 == 299)
			good = good && index_writer_commit(writer, NULL) == STATUS_OK;
	}
	for (unsigned id = 100; id < 200 && good; id++)
		good = long_add(writer, id, LONG_IDS + id);
	ok(good && index_writer_remove(writer, SPAN(PREFIX_ID "7"), &removed, NULL) == STATUS_OK && removed == 1
	   && index_writer_commit(writer, NULL) == STATUS_OK, "%d articles", LONG_IDS);
	is_int(index_writer_close(writer, NULL), STATUS_OK, "closed");
	is_int(long_count(), LONG_IDS - 1, "a word has its places in all of them, merged");
	is_int(index_check(FOLDER, NULL, NULL, NULL), STATUS_OK, "and the index is sound");
	file_remove_tree(FOLDER, NULL);
}

static void
policy(void)
{
	struct manifest manifest = MANIFEST_INIT;
	bool busy[20] = { false };
	size_t numbers[20];

	for (unsigned i = 0; i < 16; i++)
		manifest_add(&manifest)->live.docs = i == 3 ? 100000 : 100;
	is_int((int64_t)merge_choose(&manifest, busy, 1000000, numbers), 15, "all small ones");
	is_int((int64_t)numbers[3], 4, "but not the large one");
	busy[0] = true;
	is_int((int64_t)merge_choose(&manifest, busy, 1000000, numbers), 14, "nor one that is merged already");
	is_int((int64_t)merge_choose(&manifest, busy, 500, numbers), 5, "as many as may be one");
	is_int((int64_t)merge_choose(&manifest, busy, 110, numbers), 0, "nothing where one is enough");
	manifest.count = 8;
	is_int((int64_t)merge_choose(&manifest, busy, 1000000, numbers), 0, "seven are not too many");
	manifest.segments[3].docs = 300000;
	manifest.segments[3].deleted = 200000;
	is_int((int64_t)merge_choose(&manifest, busy, 1000000, numbers), 1, "one that is mostly deleted");
	is_int((int64_t)numbers[0], 3, "is written again");
	manifest_release(&manifest);
}

int
main(void)
{
	policy();
	at_the_end();
	while_more_comes();
	all_removed_meanwhile();
	stopped();
	disk_full();
	long_lists();
	return tap_done();
}
