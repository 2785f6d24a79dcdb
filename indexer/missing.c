#include "indexer/missing.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "common/hash.h"
#include "index/terms.h"

/* The PATHs, absolute. */
struct scope {
	struct span *paths;
	size_t count;
};

void
missing_init(struct missing *missing)
{
	*missing = (struct missing){ .again = PATHS_INIT };
	arena_init(&missing->arena);
}

void
missing_release(struct missing *missing)
{
	paths_release(&missing->again);
	arena_release(&missing->arena);
}

/* A PATH that is not there itself removes nothing: its disk may be missing. */
static enum status
scope_init(struct scope *scope, const struct paths *paths, struct arena *arena, struct error *err)
{
	struct buf path = BUF_INIT;
	enum status status = STATUS_OK;

	scope->count = 0;
	scope->paths = arena_zalloc(arena, paths->count + 1, sizeof(*scope->paths));
	if (!scope->paths)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; status == STATUS_OK && i < paths->count; i++) {
		struct stat st;

		if (paths->arguments[i][0] == '@' || strcmp(paths->arguments[i], "-") == 0 ||
		    stat(paths->arguments[i], &st) < 0)
			continue;
		buf_clear(&path);
		status = path_absolute(span_from_string(paths->arguments[i]), &path, err);
		if (status == STATUS_OK)
			scope->paths[scope->count++] = arena_copy(arena, buf_span(&path));
	}
	buf_release(&path);
	return status;
}

static bool
scope_has(const struct scope *scope, struct span path)
{
	for (size_t i = 0; i < scope->count; i++) {
		struct span above = scope->paths[i];

		if (above.ptr && span_starts(path, above) &&
		    (path.len == above.len || above.len == 1 || path.ptr[above.len] == '/'))
			return true;
	}
	return false;
}

static bool
is_gone(const char *path)
{
	struct stat st;

	return lstat(path, &st) < 0 && (errno == ENOENT || errno == ENOTDIR);
}

/* Calls VISIT for every file that the index holds; PATH has a NUL behind it. */
static enum status
each_file(struct index_reader *reader, enum status (*visit)(void *, struct span key, struct span path, const struct file_record *, struct error *),
          void *context, struct error *err)
{
	struct buf key = BUF_INIT, value = BUF_INIT, name = BUF_INIT;
	enum status status;

	while ((status = index_meta_next(reader, SPAN(FILES_PREFIX), &key, err)) == STATUS_OK) {
		struct file_record record;
		struct span path;

		buf_clear(&value);
		status = index_meta(reader, buf_span(&key), &value, err);
		if (status < 0)
			break;
		if (!file_record_decode(buf_span(&key), buf_span(&value), &record, &path))
			continue;
		buf_clear(&name);
		buf_append_span(&name, path);
		path = span_from(buf_string(&name), name.len);
		status = name.failed ? STATUS_NOMEM : visit(context, buf_span(&key), path, &record, err);
		if (status < 0)
			break;
	}
	buf_release(&name);
	buf_release(&value);
	buf_release(&key);
	return status == STATUS_END ? STATUS_OK : status;
}

struct visit {
	struct missing *missing;
	const struct scope *scope;
	struct index_writer *writer;
	struct buf term;
};

static enum status
remove_if_gone(void *context, struct span key, struct span path, const struct file_record *record, struct error *err)
{
	struct visit *visit = context;
	uint64_t removed = 0;
	enum status status;

	(void)record;
	if (!scope_has(visit->scope, path) || !is_gone(path.ptr))
		return STATUS_OK;
	buf_clear(&visit->term);
	term_boolean(&visit->term, PREFIX_ORIGIN, path, false);
	status = index_writer_remove(visit->writer, buf_span(&visit->term), &removed, err);
	if (status == STATUS_OK)
		status = index_writer_meta(visit->writer, key, SPAN(""), err);
	visit->missing->files++;
	visit->missing->articles += removed;
	return status;
}

static enum status
forget_if_shared(void *context, struct span key, struct span path, const struct file_record *record, struct error *err)
{
	struct visit *visit = context;
	enum status status;

	if (!record->shared || is_gone(path.ptr))
		return STATUS_OK;
	status = index_writer_meta(visit->writer, key, SPAN(""), err);
	if (status == STATUS_OK && !scope_has(visit->scope, path)) {
		char *copy = arena_string(&visit->missing->arena, path);

		status = copy ? paths_add(&visit->missing->again, copy, err) : STATUS_NOMEM;
	}
	return status;
}

static enum status
commit_removal(struct visit *visit, struct index_reader *reader, struct error *err)
{
	enum status status = each_file(reader, forget_if_shared, visit, err);

	return status < 0 ? status : index_writer_commit(visit->writer, err);
}

enum status
missing_remove_files(struct missing *missing, const struct add_options *options, struct index_writer *writer,
                     struct error *err)
{
	struct snapshot snapshot = { .path = options->index };
	struct scope scope;
	struct visit visit = { missing, &scope, writer, BUF_INIT };
	struct index_reader *reader;
	enum status status = scope_init(&scope, &options->paths, &missing->arena, err);

	if (status == STATUS_OK)
		status = snapshot_reader(&snapshot, &reader, err);
	if (status == STATUS_OK && reader)
		status = each_file(reader, remove_if_gone, &visit, err);
	if (status == STATUS_OK && missing->files)
		status = commit_removal(&visit, reader, err);
	buf_release(&visit.term);
	snapshot_release(&snapshot);
	return status;
}

/* Removes the articles that are in the index as of FILE and were not seen in it. */
static enum status
remove_unseen(struct visit *visit, struct index_reader *reader, struct tracked_file *file, struct error *err)
{
	struct postings *postings;
	struct buf id = BUF_INIT;
	uint64_t removed;
	enum status status;

	if (file->seen_count)
		qsort(file->seen, file->seen_count, sizeof(*file->seen), compare_u64);
	buf_clear(&visit->term);
	term_boolean(&visit->term, PREFIX_ORIGIN, span_from(file->path, file->path_len), false);
	status = index_postings(reader, buf_span(&visit->term), &postings, err);
	if (status < 0)
		return status;
	while ((status = postings_next(postings, err)) == STATUS_OK) {
		uint64_t hash;

		buf_clear(&id);
		status = index_id(reader, postings->doc, &id, err);
		if (status < 0)
			break;
		hash = hash_bytes(buf_span(&id), 0);
		if (file->seen_count && bsearch(&hash, file->seen, file->seen_count, sizeof(hash), compare_u64))
			continue;
		buf_clear(&visit->term);
		term_boolean(&visit->term, PREFIX_ID, buf_span(&id), false);
		status = index_writer_remove(visit->writer, buf_span(&visit->term), &removed, err);
		if (status < 0)
			break;
		visit->missing->articles += removed;
	}
	postings_free(postings);
	buf_release(&id);
	return status == STATUS_END ? STATUS_OK : status;
}

enum status
missing_remove_articles(struct missing *missing, const struct add_options *options, struct files *files,
                        struct index_writer *writer, struct error *err)
{
	struct snapshot snapshot = { .path = options->index };
	/* Everything is outside this scope: all shared files are to be read again. */
	struct scope nothing = { NULL, 0 };
	struct visit visit = { missing, &nothing, writer, BUF_INIT };
	uint64_t before = missing->articles;
	struct index_reader *reader = NULL;
	enum status status = STATUS_OK;

	if (files->recorded)
		status = snapshot_reader(&snapshot, &reader, err);
	for (struct tracked_file *file = files->recorded; status == STATUS_OK && reader && file; file = file->next)
		status = remove_unseen(&visit, reader, file, err);
	if (status == STATUS_OK && missing->articles > before)
		status = commit_removal(&visit, reader, err);
	buf_release(&visit.term);
	snapshot_release(&snapshot);
	return status;
}
