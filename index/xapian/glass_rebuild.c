#include "index/xapian/glass_commit.h"

#include "common/file.h"
#include "index/xapian/schema.h"
#include "index/xapian/sums.h"

/* Shards that are merged at once: each has some six files open. */
#define SOURCES_MAX 64

/* What the documents of the base are moved down by when they are compacted:
 * numbers that are unused at the beginning are closed up. */
static enum status
base_shift(struct writer *writer, docid_t *shift, struct error *err)
{
	struct xapian_postings *all = NULL;
	enum status status = xapian_postings_new(writer->base, SPAN(""), &all, err);

	*shift = 0;
	if (status == STATUS_OK)
		status = xapian_postings_next(all, err);
	if (status == STATUS_OK)
		*shift = xapian_postings_document(all) - 1;
	xapian_postings_free(all);
	return status == STATUS_END ? STATUS_OK : status;
}

/* Compacts the base and all shards into PATH. */
static enum status
compact(struct commit *commit, const char *path, bool optimize, struct error *err)
{
	struct writer *writer = commit->writer;
	const struct xapian_compact_options options = {
		.level = optimize ? XAPIAN_COMPACT_FULL : XAPIAN_COMPACT_STANDARD,
		.stop = writer_stopped,
		.context = writer,
	};
	struct xapian_database *sources = NULL;
	bool any = writer->base && !commit->copied;
	enum status status = pile_reduce(&writer->pile, SOURCES_MAX, err);

	if (status == STATUS_OK)
		status = xapian_database_new(&sources, err);
	if (status == STATUS_OK && any)
		status = xapian_database_add(sources, writer->base, err);
	for (uint32_t i = 0; status == STATUS_OK && pile_next(&writer->pile, &i); i++) {
		struct xapian_database *shard = NULL;

		any = true;
		status = pile_open(&writer->pile, i, &shard, err);
		if (status == STATUS_OK)
			status = xapian_database_add(sources, shard, err);
		xapian_database_free(shard);
	}
	if (status == STATUS_OK && any)
		status = xapian_database_compact(sources, path, &options, err);
	xapian_database_free(sources);
	return status;
}

static enum status
copy_meta(struct commit *commit, struct error *err)
{
	struct xapian_terms *keys = NULL;
	struct buf value = BUF_INIT;
	enum status status = xapian_terms_metadata(commit->writer->base, SPAN(SCHEMA_META_PREFIX), &keys, err);

	while (status == STATUS_OK) {
		status = xapian_terms_next(keys, err);
		if (status != STATUS_OK)
			break;
		buf_clear(&value);
		status = xapian_database_metadata(commit->writer->base, xapian_terms_term(keys), &value, err);
		if (status == STATUS_OK)
			status = xapian_database_set_metadata(commit->target, xapian_terms_term(keys), buf_span(&value), err);
	}
	buf_release(&value);
	xapian_terms_free(keys);
	return status == STATUS_END ? STATUS_OK : status;
}

/* Takes what is to go out of the new database, or what was left behind with
 * the old one into it. */
static enum status
reconcile(struct commit *commit, struct error *err)
{
	docid_t shift = 0;
	enum status status = STATUS_OK;

	if (commit->copied)
		return copy_meta(commit, err);
	if (!commit->dead.count)
		return STATUS_OK;
	status = base_shift(commit->writer, &shift, err);
	return status == STATUS_OK ? purge_delete(commit->target, &commit->dead, shift, err) : status;
}

/* Makes the new database what it should be, and writes what the commit says of itself. */
static enum status
complete(struct commit *commit, const char *path, struct error *err)
{
	static const struct xapian_write_options options = { .no_sync = true };
	struct writer *writer = commit->writer;
	struct state state = { .generation = writer->state.generation + 1 };
	enum status status = xapian_database_open_writable(path, &options, &commit->target, err);

	if (status == STATUS_OK)
		status = reconcile(commit, err);
	if (status == STATUS_OK)
		status = commit_meta(commit, err);
	if (status == STATUS_OK)
		status = xapian_database_commit(commit->target, err);
	if (status == STATUS_OK)
		status = state_count(commit->target, &state, err);
	if (status == STATUS_OK)
		status = state_write(commit->target, &state, err);
	if (status == STATUS_OK)
		status = xapian_database_close(commit->target, err);
	xapian_database_free(commit->target);
	commit->target = NULL;
	return status;
}

static enum status
write_sums(const char *path, struct error *err)
{
	struct xapian_database *db = NULL;
	uint64_t revision;
	enum status status = xapian_database_open(path, &db, err);

	if (status == STATUS_OK)
		status = xapian_database_revision(db, &revision, err);
	if (status == STATUS_OK)
		status = sums_write(path, revision, err);
	xapian_database_free(db);
	return status;
}

enum status
commit_anew(struct commit *commit, bool optimize, struct error *err)
{
	struct folder *folder = &commit->writer->folder;
	char name[FOLDER_NAME_SIZE];
	struct buf path = BUF_INIT;
	enum status status;

	folder_next_name(folder, name);
	status = folder_path(folder, name, &path, err);
	if (status == STATUS_OK)
		status = file_remove_tree(buf_string(&path), err);
	commit->copied = commit->writer->base && purge_copies(commit->dead.count, commit->writer->state.articles);
	if (status == STATUS_OK && commit->copied)
		status = purge_copy(&commit->writer->pile, commit->writer->base, &commit->dead, err);
	if (status == STATUS_OK)
		status = compact(commit, buf_string(&path), optimize, err);
	if (status == STATUS_OK)
		status = complete(commit, buf_string(&path), err);
	if (status == STATUS_OK && writer_stopped(commit->writer))
		status = error_set(err, STATUS_INTERRUPTED, folder->path, "the commit was stopped");
	if (status == STATUS_OK)
		status = write_sums(buf_string(&path), err);
	if (status == STATUS_OK)
		status = folder_sync(buf_string(&path), err);
	if (status == STATUS_OK)
		status = folder_switch(folder, name, err);
	if (status < 0)
		file_remove_tree(buf_string(&path), NULL);
	buf_release(&path);
	return status;
}
