/* newsindex merge: the articles of other indexes, added to one. */
#include <sys/stat.h>

#include "index/engines.h"
#include "indexer/account.h"
#include "indexer/command.h"
#include "indexer/files.h"
#include "indexer/message.h"
#include "indexer/progress.h"
#include "indexer/signals.h"

enum { MERGE_ENGINE = OPTION_OWN, MERGE_MEMORY, MERGE_WAIT, MERGE_QUIET };

static const struct option table[] = {
	COMMON_OPTIONS,
	{ MERGE_ENGINE, "engine", 0, OPTION_REQUIRED, "NAME", "engine of a new index" },
	{ MERGE_MEMORY, "memory", 0, OPTION_REQUIRED, "SIZE", "memory to use (512M)" },
	{ MERGE_WAIT, "wait", 0, OPTION_NONE, NULL, "wait while another process writes" },
	{ MERGE_QUIET, "quiet", 'q', OPTION_NONE, NULL, "say only what went wrong" },
	{ 0 },
};

struct merge {
	struct index_writer_options options;
	struct span *sources;
	size_t count;
	bool quiet;

	const char *target;
	struct index_writer *writer;
	struct snapshot snapshot;     /* the target as the last commit left it */
	struct account account;
	uint64_t sequence;
	struct arena arena, older;    /* an article of a source, and the target's with its id */
};

static bool
stop_asked(void *context)
{
	(void)context;
	return signals_caught() != 0;
}

/* When an article was last said to be written, in UTC if BOTH zones are known. */
static int64_t
instant(const struct date *date, bool both)
{
	return both ? date->seconds - (int64_t)date->zone * 60 : date->seconds;
}

static const struct date *
last_written(const struct article *article)
{
	return article->modified.precision != DATE_NONE ? &article->modified : &article->published;
}

static bool
is_newer(const struct article *article, const struct article *than)
{
	const struct date *a = last_written(article), *b = last_written(than);
	bool both = a->zone != DATE_ZONE_UNKNOWN && b->zone != DATE_ZONE_UNKNOWN;

	return a->precision != DATE_NONE && b->precision != DATE_NONE && instant(a, both) > instant(b, both);
}

/* Whether the target has a newer article with the id of ARTICLE. */
static enum status
is_outdated(struct merge *merge, const struct article *article, bool *outdated, struct error *err)
{
	struct error absent = ERROR_INIT;
	struct index_reader *reader;
	struct article there;
	docid_t doc;
	enum status status = snapshot_reader(&merge->snapshot, &reader, err);

	*outdated = false;
	if (status < 0 || !reader)
		return status;
	status = index_find(reader, article->text[FIELD_ID], &doc, &absent);
	if (status == STATUS_NOTFOUND)
		return STATUS_OK;
	if (status < 0) {
		*err = absent;
		return status;
	}
	arena_clear(&merge->older);
	status = index_article(reader, doc, &merge->older, &there, err);
	*outdated = status == STATUS_OK && is_newer(&there, article);
	return status;
}

static void
skip_article(struct merge *merge, struct span source, const struct article *article, const struct error *err)
{
	struct span id = article->text[FIELD_ID];

	merge->account.skipped++;
	message("%.*s: %.*s: %s", (int)source.len, source.ptr, (int)(id.len < 200 ? id.len : 200), id.ptr, err->reason);
}

static enum status
merge_article(struct merge *merge, struct span source, struct article *article, struct error *err)
{
	struct account *account = &merge->account;
	struct error why = ERROR_INIT;
	enum add_result result;
	bool outdated;
	enum status status = is_outdated(merge, article, &outdated, err);

	if (status < 0)
		return status;
	if (outdated) {
		account->unchanged++;
		return STATUS_OK;
	}
	article->sequence = merge->sequence++;
	status = index_writer_add(merge->writer, 0, article, &result, &why);
	if (status == STATUS_BADINPUT) {
		skip_article(merge, source, article, &why);
		return STATUS_OK;
	}
	if (status < 0) {
		*err = why;
		return status;
	}
	account_add(account, result);
	return STATUS_OK;
}

/* Each source is a commit: articles of the next are compared with what it left. */
static enum status
merge_source(struct merge *merge, struct span source, struct error *err)
{
	struct index_reader *reader = NULL;
	struct postings *postings = NULL;
	enum status status = index_open(&source, 1, NULL, &reader, err);

	if (status == STATUS_OK)
		status = index_all(reader, &postings, err);
	while (status == STATUS_OK && (status = postings_next(postings, err)) == STATUS_OK) {
		struct article article;

		if (signals_caught()) {
			status = error_set(err, STATUS_INTERRUPTED, NULL, "stopped by a signal");
			break;
		}
		arena_clear(&merge->arena);
		status = index_article_text(reader, postings->doc, &merge->arena, &article, err);
		if (status == STATUS_OK)
			status = merge_article(merge, source, &article, err);
	}
	postings_free(postings);
	index_reader_free(reader);
	if (status == STATUS_END)
		status = index_writer_commit(merge->writer, err);
	snapshot_release(&merge->snapshot);
	return status;
}

/* Each source is there, can be read, and is not the target. */
static enum status
check_source(const struct merge *merge, struct span source, struct error *err)
{
	struct index_reader *reader;
	struct stat there, target;
	enum status status;

	if (stat(source.ptr, &there) == 0 && stat(merge->target, &target) == 0 &&
	    there.st_dev == target.st_dev && there.st_ino == target.st_ino)
		return error_set(err, STATUS_BADQUERY, source.ptr, "is the index that is added to");
	status = index_open(&source, 1, NULL, &reader, err);
	if (status == STATUS_OK)
		index_reader_free(reader);
	return status;
}

static enum status
merge_all(struct merge *merge, struct error *err)
{
	enum status status = STATUS_OK, closed;

	for (size_t i = 0; status == STATUS_OK && i < merge->count; i++)
		status = check_source(merge, merge->sources[i], err);
	if (status == STATUS_OK)
		status = index_writer_open(merge->target, &merge->options, &merge->writer, err);
	if (status < 0)
		return status;
	merge->snapshot.path = merge->target;
	signals_hold(true, NULL, NULL);
	for (size_t i = 0; status == STATUS_OK && i < merge->count; i++)
		status = merge_source(merge, merge->sources[i], err);
	closed = index_writer_close(merge->writer, status < 0 ? NULL : err);
	signals_hold(false, NULL, NULL);
	return status < 0 ? status : closed;
}

static enum status
read_option(struct merge *merge, int id, const char *value, struct error *err)
{
	unsigned long long memory = 0;
	enum status status;

	switch (id) {
	case MERGE_ENGINE:
		merge->options.engine = value;
		return engine_named(value) ? STATUS_OK
			: error_set(err, STATUS_BADQUERY, "--engine", "there is no engine '%s'", value);
	case MERGE_MEMORY:
		status = option_size("--memory", value, &memory, err);
		merge->options.memory = (size_t)memory;
		return status;
	case MERGE_WAIT:
		merge->options.wait = true;
		return STATUS_OK;
	case MERGE_QUIET:
		merge->quiet = true;
		return STATUS_OK;
	}
	merge->sources[merge->count++] = span_from_string(value);
	return STATUS_OK;
}

static int
merge_run(int argc, const char *const *argv)
{
	struct merge merge = { .options = { .lanes = 1, .stop = stop_asked }, .arena = ARENA_INIT, .older = ARENA_INIT };
	struct command_line line;
	double began = clock_seconds();
	const char *value;
	int id, code;
	enum status status = STATUS_OK;

	command_line_init(&line, &command_merge, argc, argv);
	merge.sources = arena_zalloc(&line.arena, (size_t)argc + 1, sizeof(*merge.sources));
	if (!merge.sources)
		status = error_set(&line.error, STATUS_NOMEM, NULL, "out of memory");
	while (status == STATUS_OK && command_line_next(&line, &id, &value))
		status = read_option(&merge, id, value, &line.error);
	if (status == STATUS_OK && line.exit < 0 && merge.count == 0)
		status = error_set(&line.error, STATUS_BADQUERY, NULL, "nothing to merge: name the indexes to be added (-h for help)");
	if (status == STATUS_OK && line.exit < 0 && command_line_index(&line)) {
		command_line_make_parents(&line);
		merge.target = line.index;
		status = merge_all(&merge, &line.error);
		line.exit = merge.account.skipped ? EXIT_SKIPPED : EXIT_DONE;
		if (status == STATUS_OK && !merge.quiet)
			account_print(&merge.account, clock_seconds() - began);
	}
	if (status < 0)
		command_line_fail(&line, status);
	code = status == STATUS_INTERRUPTED && signals_caught() ? 128 + signals_caught() : line.exit;
	arena_release(&merge.arena);
	arena_release(&merge.older);
	command_line_release(&line);
	return code;
}

const struct command command_merge = {
	.name = "merge",
	.arguments = "SOURCE...",
	.summary = "Add the articles of other indexes; of two with one id the newer stays",
	.options = table,
	.run = merge_run,
};
