/* Nothing committed is lost: writers that are killed, disks that fill up; and
 * the same articles give the same bytes, whatever the number of lanes. */
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "common/file.h"
#include "common/hash.h"
#include "tests/engines/segment_model.h"
#include "tests/tap.h"

#define FOLDER "test_segment_durable.dir"
#define OTHER "test_segment_durable_2.dir"

static enum status
add_one(struct index_writer *writer, unsigned lane, unsigned id, uint64_t seed, uint64_t sequence, struct error *err)
{
	struct arena arena = ARENA_INIT;
	struct dice dice = { seed };
	struct article article;
	enum add_result result;
	enum status status;

	article_random(&dice, id, &arena, &article);
	article.sequence = sequence;
	status = index_writer_add(writer, lane, &article, &result, err);
	arena_release(&arena);
	return status;
}

static enum status
reader_of(const char *folder, struct index_reader **reader)
{
	struct span path = span_from_string(folder);

	return index_open(&path, 1, NULL, reader, NULL);
}

static uint64_t
articles_of(const char *folder)
{
	struct index_reader *reader = NULL;
	struct index_stats stats = { .articles = UINT64_MAX };

	if (reader_of(folder, &reader) == STATUS_OK)
		index_stats(reader, &stats, NULL);
	index_reader_free(reader);
	return stats.articles;
}

/* Commits for ever: commit n has the ids 0 to 3n - 1 and says n in its metadata. */
static void
commit_for_ever(void)
{
	struct index_writer_options options = { .engine = "segment", .lanes = 1 };
	struct index_writer *writer = NULL;
	char number[16];

	if (index_writer_open(FOLDER, &options, &writer, NULL) < 0)
		_exit(1);
	for (unsigned n = (unsigned)(articles_of(FOLDER) == UINT64_MAX ? 0 : articles_of(FOLDER) / 3) + 1;; n++) {
		for (unsigned i = 0; i < 3; i++)
			if (add_one(writer, 0, 3 * (n - 1) + i, n, i, NULL) < 0)
				_exit(2);
		snprintf(number, sizeof(number), "%u", n);
		index_writer_meta(writer, SPAN("n"), span_from_string(number), NULL);
		if ((n % 23 ? index_writer_commit(writer, NULL) : index_writer_optimize(writer, NULL)) < 0)
			_exit(3);
		/* A close merges what has become too many. */
		if (n % 5 == 0 && (index_writer_close(writer, NULL) < 0 || index_writer_open(FOLDER, &options, &writer, NULL) < 0))
			_exit(4);
	}
}

static bool
index_whole(void)
{
	struct index_reader *reader = NULL;
	struct buf value = BUF_INIT;
	struct index_stats stats;
	bool whole = reader_of(FOLDER, &reader) == STATUS_OK && index_stats(reader, &stats, NULL) == STATUS_OK
		&& index_meta(reader, SPAN("n"), &value, NULL) == STATUS_OK
		&& strtoul(buf_string(&value), NULL, 10) * 3 == stats.articles
		&& index_check(FOLDER, NULL, NULL, NULL) == STATUS_OK;

	index_reader_free(reader);
	buf_release(&value);
	return whole;
}

static void
killed_writers(void)
{
	struct dice dice = { 11 };
	unsigned whole = 0, rounds = 25;

	file_remove_tree(FOLDER, NULL);
	for (unsigned i = 0; i < rounds; i++) {
		struct timespec pause = { 0, 5000000 + (long)dice_roll(&dice, 60) * 1000000 };
		pid_t child = fork();
		int state;

		if (child == 0)
			commit_for_ever();
		/* The first one has time to commit once. */
		while (i == 0 && articles_of(FOLDER) == UINT64_MAX)
			nanosleep(&pause, NULL);
		nanosleep(&pause, NULL);
		kill(child, SIGKILL);
		waitpid(child, &state, 0);
		whole += index_whole() && WIFSIGNALED(state);
	}
	is_int(whole, rounds, "killed at any time, the index is that of a commit");
	file_remove_tree(FOLDER, NULL);
}

/* No file may grow beyond a limit: as on a full disk, writes fail. */
static void
full_disk(void)
{
	struct index_writer_options options = { .engine = "segment" };
	struct index_writer *writer = NULL;
	unsigned refused = 0, whole = 0, rounds = 0;
	pid_t child;
	int state;

	file_remove_tree(FOLDER, NULL);
	index_writer_open(FOLDER, &options, &writer, NULL);
	for (unsigned i = 0; i < 20; i++)
		add_one(writer, 0, i, i, i, NULL);
	index_writer_commit(writer, NULL);
	index_writer_close(writer, NULL);
	for (rlim_t limit = 0; limit < 20000; limit += 1000) {
		rounds++;
		fflush(stdout);
		child = fork();
		if (child == 0) {
			struct rlimit most = { limit, limit };
			enum status status;

			signal(SIGXFSZ, SIG_IGN);
			setrlimit(RLIMIT_FSIZE, &most);
			status = index_writer_open(FOLDER, &options, &writer, NULL);
			for (unsigned i = 0; i < 60 && status == STATUS_OK; i++)
				status = add_one(writer, 0, 100 + i, i, i, NULL);
			if (status == STATUS_OK)
				status = index_writer_commit(writer, NULL);
			if (writer)
				index_writer_close(writer, NULL);
			_exit(status < 0 ? 1 : 0);
		}
		waitpid(child, &state, 0);
		refused += WIFEXITED(state) && WEXITSTATUS(state) == 1;
		whole += articles_of(FOLDER) == (WEXITSTATUS(state) ? 20 : 80) && index_check(FOLDER, NULL, NULL, NULL) == STATUS_OK;
		if (!WEXITSTATUS(state))
			break;
	}
	ok(refused > 3, "writes that fail are errors");
	is_int(whole, rounds, "and leave the last commit as it was");
	file_remove_tree(FOLDER, NULL);
}

/* ---- The same bytes --------------------------------------------------- */

struct share {
	struct index_writer *writer;
	unsigned lane, lanes;
	bool failed;
};

static void *
share_add(void *context)
{
	struct share *share = context;

	for (unsigned i = share->lane; i < 600; i += share->lanes)
		share->failed |= add_one(share->writer, share->lane, i % 170, i % 400, i, NULL) < 0;
	return NULL;
}

static bool
index_of_lanes(const char *folder, unsigned lanes)
{
	struct index_writer_options options = { .engine = "segment", .lanes = lanes, .memory = 1 << 20 };
	struct index_writer *writer = NULL;
	struct share shares[8];
	pthread_t threads[8];
	bool good;

	file_remove_tree(folder, NULL);
	good = index_writer_open(folder, &options, &writer, NULL) == STATUS_OK;
	for (unsigned i = 0; good && i < lanes; i++) {
		shares[i] = (struct share){ writer, i, lanes, false };
		pthread_create(&threads[i], NULL, share_add, &shares[i]);
	}
	for (unsigned i = 0; good && i < lanes; i++)
		pthread_join(threads[i], NULL);
	for (unsigned i = 0; good && i < lanes; i++)
		good &= !shares[i].failed;
	good = good && index_writer_optimize(writer, NULL) == STATUS_OK;
	return index_writer_close(writer, NULL) == STATUS_OK && good;
}

static bool
folders_equal(const char *first, const char *second)
{
	DIR *dir = opendir(first);
	struct dirent *entry;
	bool equal = dir != NULL;
	int files = 0;

	while (equal && (entry = readdir(dir)) != NULL) {
		struct buf a = BUF_INIT, b = BUF_INIT;
		char path[600];

		if (entry->d_name[0] == '.' || strcmp(entry->d_name, "lock") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", first, entry->d_name);
		equal = file_read(path, 1 << 26, &a, NULL) == STATUS_OK;
		snprintf(path, sizeof(path), "%s/%s", second, entry->d_name);
		equal = equal && file_read(path, 1 << 26, &b, NULL) == STATUS_OK && span_equal(buf_span(&a), buf_span(&b));
		if (!equal)
			printf("# %s differs\n", path);
		files++;
		buf_release(&a);
		buf_release(&b);
	}
	closedir(dir);
	return equal && files == 6;
}

static void
same_bytes(void)
{
	ok(index_of_lanes(FOLDER, 1), "one lane");
	for (unsigned lanes = 2; lanes <= 8; lanes *= 2) {
		ok(index_of_lanes(OTHER, lanes), "%u lanes", lanes);
		ok(folders_equal(FOLDER, OTHER), "give the same bytes");
	}
	is_int((int64_t)articles_of(FOLDER), 170, "one article for each id");
	file_remove_tree(FOLDER, NULL);
	file_remove_tree(OTHER, NULL);
}

int
main(void)
{
	same_bytes();
	killed_writers();
	full_disk();
	return tap_done();
}
