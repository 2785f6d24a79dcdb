/* What a commit promises: all or nothing, whatever happens to it. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/engines/fixture.h"

static void
add_numbered(struct index_writer *writer, int from, int count, const char *word)
{
	for (int i = from; i < from + count; i++) {
		char id[32], body[256];

		snprintf(id, sizeof(id), "n%d", i);
		snprintf(body, sizeof(body), "%s number%d of the articles that are written into an index word%d for a test", word, i, i * 31 % 977);
		fixture_add(writer, 0, fixture_article(id, "Title", body, "2020-02-02", (uint64_t)i));
	}
}

static uint64_t
count_articles(const char *path, uint64_t *generation)
{
	struct index_reader *reader = fixture_reader(path);
	struct index_stats stats;
	struct error err = ERROR_INIT;

	fixture_must(index_stats(reader, &stats, &err), &err, "stats");
	index_reader_free(reader);
	if (generation)
		*generation = stats.generation;
	return stats.articles;
}

static char findings[4096];

static void
note_finding(void *context, const char *line)
{
	(void)context;
	snprintf(findings + strlen(findings), sizeof(findings) - strlen(findings), "# %s\n", line);
}

static enum status
check(const char *path)
{
	findings[0] = '\0';
	return index_check(path, note_finding, NULL, NULL);
}

static bool
is_sound(const char *path)
{
	enum status status = check(path);

	if (status != STATUS_OK)
		printf("# check: %s\n%s", status_string(status), findings);
	return status == STATUS_OK;
}

/* Entries of folder PATH. */
static int
count_entries(const char *path)
{
	DIR *entries = opendir(path);
	struct dirent *entry;
	int count = 0;

	while (entries && (entry = readdir(entries)))
		count += entry->d_name[0] != '.';
	if (entries)
		closedir(entries);
	return count;
}

/* ---- Killed ----------------------------------------------------------- */

static void __attribute__((noreturn))
write_until_killed(const char *path, int round)
{
	struct index_writer *writer = fixture_writer(path, 1);

	add_numbered(writer, round * 1000, 60, "killed");
	fixture_commit(writer);
	fixture_close(writer);
	_exit(0);
}

static void
test_killed(void)
{
	const char *path = fixture_path("killed");
	struct index_writer *writer = fixture_writer(path, 1);
	uint64_t before, generation;
	int whole = 0, kills = 0;

	add_numbered(writer, 900000, 200, "first");
	fixture_commit(writer);
	fixture_close(writer);
	before = count_articles(path, &generation);
	for (int round = 0; round < 40; round++) {
		struct timespec pause = { 0, (long)(round % 20) * 1500000 };
		uint64_t after, next;
		int result;
		pid_t child;

		fflush(stdout);
		child = fork();
		if (child == 0)
			write_until_killed(path, round);
		nanosleep(&pause, NULL);
		kill(child, SIGKILL);
		waitpid(child, &result, 0);
		kills += WIFSIGNALED(result);
		after = count_articles(path, &next);
		if (after != before && (after != before + 60 || next != generation + 1))
			ok(false, "round %d: %d articles became %d", round, (int)before, (int)after);
		whole += after == before || after == before + 60;
		before = after;
		generation = next;
	}
	is_int(whole, 40, "a killed commit is made or not made, never half");
	printf("# %d of 40 were killed\n", kills);
	ok(is_sound(path), "and the index is sound");
	writer = fixture_writer(path, 1);
	add_numbered(writer, 800000, 5, "last");
	fixture_commit(writer);
	fixture_close(writer);
	is_int((int64_t)count_articles(path, NULL), (int64_t)before + 5, "and can be written to");
	is_int(count_entries(path), 3, "and nothing of the dead is left");
}

/* ---- No room ---------------------------------------------------------- */

static void __attribute__((noreturn))
write_without_room(const char *path)
{
	const struct rlimit limit = { 200000, 200000 };
	struct index_writer *writer = fixture_writer(path, 1);
	enum status status;

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	for (int i = 0; i < 3000; i++) {
		struct article article;
		enum add_result result;
		char id[32], body[400];

		snprintf(id, sizeof(id), "r%d", i);
		snprintf(body, sizeof(body), "w%d x%d y%d z%d a%d b%d c%d d%d", i, i * 3, i * 7, i * 11, i * 13, i * 17, i * 19, i * 23);
		article = fixture_article(id, "Room", body, NULL, (uint64_t)i);
		status = index_writer_add(writer, 0, &article, &result, NULL);
		if (status < 0)
			break;
	}
	if (status == STATUS_OK)
		status = index_writer_commit(writer, NULL);
	index_writer_close(writer, NULL);
	_exit(status == STATUS_IO ? 42 : status == STATUS_OK ? 1 : 2);
}

static void
test_no_room(void)
{
	const char *path = fixture_path("room");
	struct index_writer *writer = fixture_writer(path, 1);
	int result;
	pid_t child;

	add_numbered(writer, 0, 50, "room");
	fixture_commit(writer);
	fixture_close(writer);
	fflush(stdout);
	child = fork();
	if (child == 0)
		write_without_room(path);
	waitpid(child, &result, 0);
	is_int(WIFEXITED(result) ? WEXITSTATUS(result) : -1, 42, "a full disk is an input/output error");
	is_int((int64_t)count_articles(path, NULL), 50, "and leaves the index as it was");
	ok(is_sound(path), "and sound");
}

/* ---- Locked ----------------------------------------------------------- */

static bool
stop_at_once(void *context)
{
	(void)context;
	return true;
}

static void
test_locked(void)
{
	const char *path = fixture_path("locked");
	struct index_writer *writer = fixture_writer(path, 1), *second;
	const struct index_writer_options waiting = { .engine = "xapian", .wait = true, .stop = stop_at_once };
	struct error err = ERROR_INIT;
	char pid[64];

	is_int(index_writer_open(path, &(struct index_writer_options){ .engine = "xapian" }, &second, &err), STATUS_LOCKED, "a second writer is refused");
	snprintf(pid, sizeof(pid), "process %ld is writing", (long)getpid());
	ok(strstr(err.reason, pid) != NULL, "and told who writes: %s", err.reason);
	is_int(index_writer_open(path, &waiting, &second, NULL), STATUS_INTERRUPTED, "one that waits can be stopped");
	fixture_commit(writer);
	is_int(check(path), STATUS_LOCKED, "nor is it checked meanwhile");
	fixture_close(writer);
	writer = fixture_writer(path, 1);
	ok(writer != NULL, "afterwards it is free");
	fixture_close(writer);
	is_int((int64_t)count_articles(path, NULL), 0, "an index without articles is one");
}

static void
test_strangers(void)
{
	const char *path = fixture_path("home");
	struct index_writer *writer;
	struct error err = ERROR_INIT;

	mkdir(path, 0777);
	fixture_must(file_replace(fixture_path("home/letter"), SPAN("dear"), &err), &err, "letter");
	is_int(index_writer_open(path, &(struct index_writer_options){ .engine = "xapian" }, &writer, NULL), STATUS_BADQUERY,
	       "a folder with something else in it is left alone");
	is_int(count_entries(path), 1, "as it was");
}

/* ---- Stopped ---------------------------------------------------------- */

static bool stop;

static bool
ask_stop(void *context)
{
	(void)context;
	return stop;
}

static void
test_stopped(void)
{
	const char *path = fixture_path("stopped");
	const struct index_writer_options options = { .engine = "xapian", .stop = ask_stop };
	struct index_writer *writer = fixture_writer(path, 1);
	enum add_result result;
	struct article article = fixture_article("x", "X", "x", NULL, 1);
	struct error err = ERROR_INIT;

	add_numbered(writer, 0, 5, "kept");
	fixture_commit(writer);
	fixture_close(writer);
	fixture_must(index_writer_open(path, &options, &writer, &err), &err, "writer");
	add_numbered(writer, 5, 50, "dropped");
	stop = true;
	is_int(index_writer_commit(writer, NULL), STATUS_INTERRUPTED, "a commit can be stopped");
	is_int(index_writer_add(writer, 0, &article, &result, NULL), STATUS_INTERNAL, "then the writer only closes");
	index_writer_close(writer, NULL);
	stop = false;
	is_int((int64_t)count_articles(path, NULL), 5, "and the index is as it was");
}

/* ---- Readers meanwhile ------------------------------------------------ */

static int
count_postings(struct index_reader *reader, const char *term, enum status *status)
{
	struct postings *postings;
	struct error err = ERROR_INIT;
	int count = 0;

	*status = index_postings(reader, span_from_string(term), &postings, &err);
	while (*status == STATUS_OK) {
		*status = postings_next(postings, &err);
		count += *status == STATUS_OK;
	}
	postings_free(postings);
	return count;
}

static void
test_snapshots(void)
{
	const char *path = fixture_path("snapshots");
	struct index_writer *writer = fixture_writer(path, 1);
	struct index_reader *before, *after;
	struct node term = fixture_term("old");
	enum status status;
	uint64_t total = 0;

	add_numbered(writer, 0, 300, "old");
	fixture_commit(writer);
	before = fixture_reader(path);
	add_numbered(writer, 0, 300, "new");
	fixture_commit(writer);
	after = fixture_reader(path);
	is_int(count_postings(before, "old", &status), 300, "a reader keeps what it opened");
	is_int(status, STATUS_END, "to the end");
	fixture_top(before, &term, ORDER_NEWEST, 3, &total);
	is_int((int64_t)total, 300, "in searches too");
	is_int(count_postings(after, "old", &status), 0, "a new reader has what is new");
	is_int(count_postings(after, "new", &status), 300, "all of it");
	index_reader_free(before);

	/* Small commits go into the database that is being read. */
	for (int i = 0; i < 6; i++) {
		add_numbered(writer, i, 1, "small");
		fixture_commit(writer);
	}
	is_int(count_entries(fixture_path("snapshots")), 3, "small commits make no new database");
	term = fixture_term("new");
	fixture_top(after, &term, ORDER_NEWEST, 3, &total);
	ok(total == 300 || total == 294, "a reader that small commits overtook answers of one commit or the newest");
	count_postings(after, "new", &status);
	ok(status == STATUS_END || status == STATUS_CHANGED, "its cursors end or say that the index changed");
	index_reader_free(after);
	fixture_close(writer);
	after = fixture_reader(path);
	is_int(count_postings(after, "small", &status), 6, "small commits are all there");
	is_int((int64_t)count_articles(path, NULL), 300, "and replaced what they should");
	index_reader_free(after);
	ok(is_sound(path), "and the checksums of what they left alone still hold");
}

/* ---- Damage ----------------------------------------------------------- */

/* Flips a bit of byte AT of the file (from the end when negative). */
static void
flip(const char *path, long at)
{
	int fd = open(path, O_RDWR);
	off_t place = lseek(fd, at, at < 0 ? SEEK_END : SEEK_SET);
	char byte;

	if (fd < 0 || place < 0 || pread(fd, &byte, 1, place) != 1)
		exit(99);
	byte ^= 0x10;
	if (pwrite(fd, &byte, 1, place) != 1)
		exit(99);
	close(fd);
}

static void
test_damage(void)
{
	static const char *const tables[] = { "docdata", "position", "postlist", "termlist" };
	const char *path = fixture_path("damaged");
	struct index_writer *writer = fixture_writer(path, 1);
	char name[16] = "", file[300];
	struct buf stub = BUF_INIT;
	struct error err = ERROR_INIT;

	add_numbered(writer, 0, 400, "sound");
	fixture_commit(writer);
	fixture_close(writer);
	ok(is_sound(path), "a sound index is said to be sound");
	fixture_must(file_read(fixture_path("damaged/XAPIANDB"), 100, &stub, &err), &err, "stub");
	ok(sscanf(buf_string(&stub), "auto %15s", name) == 1, "the stub file names the database");
	buf_release(&stub);
	for (size_t i = 0; i < 4; i++) {
		static const long places[] = { 4, 100, 8192 + 5000, -1, -4000 };
		int missed = 0;

		snprintf(file, sizeof(file), "%s/%s/%s.glass", path, name, tables[i]);
		for (size_t j = 0; j < 5; j++) {
			flip(file, places[j]);
			missed += check(path) != STATUS_CORRUPT;
			flip(file, places[j]);
		}
		is_int(missed, 0, "one wrong bit anywhere is found");
	}
	snprintf(file, sizeof(file), "%s/%s/sums", path, name);
	flip(file, 60);
	is_int(check(path), STATUS_CORRUPT, "one in the sums too");
	flip(file, 60);
	snprintf(file, sizeof(file), "%s/%s/iamglass", path, name);
	flip(file, 20);
	is_int(check(path), STATUS_CORRUPT, "and one in the version file");
	flip(file, 20);
	ok(is_sound(path), "mended, it is sound");

	/* A small commit leaves most blocks as they are. */
	writer = fixture_writer(path, 1);
	add_numbered(writer, 1, 1, "changed");
	fixture_commit(writer);
	fixture_close(writer);
	snprintf(file, sizeof(file), "%s/%s/docdata.glass", path, name);
	ok(is_sound(path), "after a small commit it is sound");
	flip(file, 8192 + 5000);
	is_int(check(path), STATUS_CORRUPT, "and damage to what that left alone is found");
}

int
main(void)
{
	test_killed();
	test_no_room();
	test_locked();
	test_strangers();
	test_stopped();
	test_snapshots();
	test_damage();
	return tap_done();
}
