#include "index/xapian/glass_check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/arena.h"
#include "index/record.h"
#include "index/xapian/folder.h"
#include "index/xapian/schema.h"
#include "index/xapian/state.h"
#include "index/xapian/sums.h"

struct check {
	const char *path;                             /* of the database */
	void (*report)(void *context, const char *line);
	void *context;
	uint64_t findings;
};

static void __attribute__((format(printf, 2, 3)))
say(struct check *check, const char *format, ...)
{
	char line[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	check->findings++;
	check->report(check->context, line);
}

static void
say_line(void *context, const char *line)
{
	say(context, "%s", line);
}

/* ---- Sums ------------------------------------------------------------- */

static enum status
check_sums(struct check *check, struct error *err)
{
	struct xapian_database *db = NULL;
	struct error why = ERROR_INIT;
	struct sums_found found;
	uint64_t revision = 0;
	enum status status = xapian_database_open(check->path, &db, &why);

	if (status == STATUS_OK)
		status = xapian_database_revision(db, &revision, &why);
	xapian_database_free(db);
	if (status == STATUS_NOMEM)
		return error_set(err, status, NULL, "out of memory");
	if (status < 0) {
		say(check, "cannot be opened: %s", why.reason);
		return STATUS_OK;
	}
	error_clear(&why);
	status = sums_compare(check->path, revision, &found, say_line, check, &why);
	if (status == STATUS_NOMEM || status == STATUS_IO)
		return error_set(err, status, why.place, "%s", why.reason);
	if (status < 0)
		say(check, "%s: %s", why.place, why.reason);
	return STATUS_OK;
}

/* ---- In a process of its own ------------------------------------------ */

/* What libxapian finds: it counts its findings, and its report has one line for each table as well. */
static void
check_tables(struct check *check)
{
	struct buf text = BUF_INIT;
	struct error err = ERROR_INIT;
	uint64_t errors = 0;
	char *line, *rest = NULL;
	enum status status = xapian_check(check->path, false, &text, &errors, &err);

	if (status < 0)
		say(check, "%s", err.reason);
	buf_string(&text);
	line = errors && text.data ? strtok_r(text.data, "\n", &rest) : NULL;
	for (; line; line = strtok_r(NULL, "\n", &rest))
		say(check, "%s", line);
	buf_release(&text);
}

static enum status
document_text(const struct xapian_document *document, struct buf *data, struct buf *hash, struct buf *id, struct error *err)
{
	enum status status;

	buf_clear(data);
	buf_clear(hash);
	buf_clear(id);
	status = xapian_document_data(document, data, err);
	if (status == STATUS_OK)
		status = xapian_document_value(document, SLOT_HASH, hash, err);
	return status == STATUS_OK ? xapian_document_value(document, SLOT_ID, id, err) : status;
}

/* Whether the article that is stored is the one that was indexed. */
static void
check_article(struct check *check, uint32_t doc, const struct buf *data, const struct buf *hash, const struct buf *id, struct arena *arena)
{
	struct article article;
	struct error err = ERROR_INIT;
	unsigned char packed[16];

	if (record_decode(buf_span(data), arena, &article, &err) < 0) {
		say(check, "document %u: %s", doc, err.reason);
		return;
	}
	hash_pack(article_hash(&article), packed);
	if (!span_equal(buf_span(hash), span_from((const char *)packed, sizeof(packed))))
		say(check, "document %u: the stored article is not the one that was indexed", doc);
	if (!span_equal(buf_span(id), article.text[FIELD_ID]))
		say(check, "document %u: its id and the stored article's differ", doc);
}

static void
check_articles(struct check *check)
{
	struct xapian_database *db = NULL;
	struct xapian_postings *all = NULL;
	struct buf data = BUF_INIT, hash = BUF_INIT, id = BUF_INIT;
	struct arena arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	struct state state = STATE_INIT, counted;
	enum status status = xapian_database_open(check->path, &db, &err);

	if (status == STATUS_OK)
		status = state_read(db, &state, &err);
	counted = state;
	if (status == STATUS_OK)
		status = state_count(db, &counted, &err);
	if (status == STATUS_OK && memcmp(&state, &counted, sizeof(state)) != 0)
		say(check, "the index's own count of its articles is wrong");
	if (status == STATUS_OK)
		status = xapian_postings_new(db, SPAN(""), &all, &err);
	while (status == STATUS_OK) {
		struct xapian_document *document = NULL;
		uint32_t doc;

		status = xapian_postings_next(all, &err);
		if (status != STATUS_OK)
			break;
		doc = xapian_postings_document(all);
		status = xapian_database_document(db, doc, &document, &err);
		if (status == STATUS_OK)
			status = document_text(document, &data, &hash, &id, &err);
		if (status == STATUS_OK)
			check_article(check, doc, &data, &hash, &id, &arena);
		xapian_document_free(document);
		arena_clear(&arena);
	}
	if (status < 0)
		say(check, "%s", err.reason);
	arena_release(&arena);
	buf_release(&data);
	buf_release(&hash);
	buf_release(&id);
	xapian_postings_free(all);
	xapian_database_free(db);
}

static void
write_line(void *context, const char *line)
{
	FILE *out = context;

	fprintf(out, "%s\n", line);
}

static void __attribute__((noreturn))
child_run(const char *path, int fd)
{
	FILE *out = fdopen(fd, "w");
	struct check check = { .path = path, .report = write_line, .context = out };

	if (!out)
		_exit(70);
	check_tables(&check);
	check_articles(&check);
	_exit(fflush(out) == 0 ? 0 : 70);
}

/* Passes the child's lines on. */
static void
child_listen(struct check *check, int fd)
{
	FILE *in = fdopen(fd, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	if (!in) {
		close(fd);
		return;
	}
	while ((len = getline(&line, &size, in)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		say(check, "%s", line);
	}
	free(line);
	fclose(in);
}

/* libxapian may crash on what is damaged, so it looks in a child. */
static enum status
check_in_child(struct check *check, struct error *err)
{
	int fds[2], result = 0;
	pid_t child;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return error_set_errno(err, check->path, "cannot make a pipe", errno);
	fflush(NULL);
	child = fork();
	if (child < 0) {
		close(fds[0]);
		close(fds[1]);
		return error_set_errno(err, check->path, "cannot start a process", errno);
	}
	if (child == 0)
		child_run(check->path, fds[1]);
	close(fds[1]);
	child_listen(check, fds[0]);
	while (waitpid(child, &result, 0) < 0 && errno == EINTR)
		;
	if (WIFSIGNALED(result))
		say(check, "libxapian crashed on it: %s", strsignal(WTERMSIG(result)));
	else if (WEXITSTATUS(result) != 0)
		return error_set(err, STATUS_IO, check->path, "the checking process failed");
	return STATUS_OK;
}

/* ---- The whole -------------------------------------------------------- */

/* Keeps writers away, who would change what is being looked at. */
static enum status
lock_shared(const char *path, int *fd, struct error *err)
{
	struct buf file = BUF_INIT;
	enum status status = STATUS_OK;

	buf_append_format(&file, "%s/" SCHEMA_LOCK, path);
	if (buf_status(&file) < 0)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	/* Without a lock file nobody can be writing. */
	*fd = open(buf_string(&file), O_RDONLY | O_CLOEXEC);
	if (*fd >= 0 && flock(*fd, LOCK_SH | LOCK_NB) < 0)
		status = folder_refused(path, *fd, err);
	buf_release(&file);
	return status;
}

/* libxapian's own check follows no stub file that is in a folder. */
static enum status
append_database(const char *path, struct buf *database, struct error *err)
{
	char name[FOLDER_NAME_SIZE];
	enum status status = folder_current(path, name, err);

	if (status < 0)
		return status;
	buf_append_string(database, path);
	if (name[0])
		buf_append_format(database, "/%s", name);
	return buf_status(database) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : STATUS_OK;
}

enum status
index_folder_check(const char *path, void (*report)(void *context, const char *line), void *context, struct error *err)
{
	struct buf database = BUF_INIT;
	struct check check = { .report = report, .context = context };
	int lock = -1;
	enum status status;

	if (strstr(path, "://"))
		return error_set(err, STATUS_UNSUPPORTED, path, "a served index is checked where it is");
	status = lock_shared(path, &lock, err);
	if (status == STATUS_OK)
		status = append_database(path, &database, err);
	check.path = buf_string(&database);
	if (status == STATUS_OK)
		status = check_sums(&check, err);
	if (status == STATUS_OK)
		status = check_in_child(&check, err);
	if (status == STATUS_OK && check.findings)
		status = error_set(err, STATUS_CORRUPT, path, "the index is damaged");
	error_place(err, path);
	if (lock >= 0)
		close(lock);
	buf_release(&database);
	return status;
}
