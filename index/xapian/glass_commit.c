#include "index/xapian/glass_writer.h"

#include <stdlib.h>

#include "common/file.h"
#include "index/xapian/schema.h"
#include "index/xapian/sums.h"

/* Up to this many changed articles, and up to one in so many of the index, are
 * written into the committed database itself; beyond that a new one is made.
 * Measured: writing an article there takes as long as merging 50, and its
 * blocks, which are full, part into halves. */
#define DIRECT_DOCUMENTS 2000
#define DIRECT_SHARE 100

/* Shards that are merged at once: each has some six files open. */
#define SOURCES_MAX 64

/* What one commit works on. */
struct commit {
	struct writer *writer;
	docid_t *dead;           /* documents of the base that are to go, ascending */
	size_t dead_count, dead_size;
	bool nomem;
	struct xapian_database *target;  /* being written */
};

/* ---- What is to go ---------------------------------------------------- */

static void
dead_add(void *context, docid_t doc)
{
	struct commit *commit = context;

	if (commit->dead_count == commit->dead_size) {
		size_t more = commit->dead_size ? commit->dead_size * 2 : 256;
		docid_t *bigger = reallocarray(commit->dead, more, sizeof(*bigger));

		if (!bigger) {
			commit->nomem = true;
			return;
		}
		commit->dead = bigger;
		commit->dead_size = more;
	}
	commit->dead[commit->dead_count++] = doc;
}

static int
compare_docs(const void *a, const void *b)
{
	docid_t x = *(const docid_t *)a, y = *(const docid_t *)b;

	return (x > y) - (x < y);
}

/* Gathers the base's documents that were replaced or removed. */
static enum status
dead_gather(struct commit *commit, struct error *err)
{
	struct writer *writer = commit->writer;
	size_t kept = 0;

	ids_each_replaced(&writer->ids, dead_add, commit);
	for (docid_t doc = 1; writer->removed_count && doc <= writer->base_last; doc++)
		if (writer_removed(writer, doc))
			dead_add(commit, doc);
	if (commit->nomem)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (commit->dead_count)
		qsort(commit->dead, commit->dead_count, sizeof(*commit->dead), compare_docs);
	for (size_t i = 0; i < commit->dead_count; i++)
		if (i == 0 || commit->dead[i] != commit->dead[kept - 1])
			commit->dead[kept++] = commit->dead[i];
	commit->dead_count = kept;
	return STATUS_OK;
}

static int
compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->shard != y->shard ? (x->shard > y->shard) - (x->shard < y->shard) : (x->doc > y->doc) - (x->doc < y->doc);
}

/* Deletes the COUNT documents at PLACES, all of one shard. */
static enum status
shard_delete(struct writer *writer, const struct place *places, size_t count, struct error *err)
{
	static const struct xapian_write_options options = { .action = XAPIAN_OPEN, .no_sync = true, .dangerous = true };
	struct xapian_database *shard = NULL;
	struct buf path = BUF_INIT;
	enum status status = pile_path(&writer->pile, places->shard, &path, err);

	if (status == STATUS_OK)
		status = xapian_database_open_writable(buf_string(&path), &options, &shard, err);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = xapian_database_delete(shard, places[i].doc, err);
	if (status == STATUS_OK)
		status = xapian_database_close(shard, err);
	xapian_database_free(shard);
	buf_release(&path);
	return status;
}

/* Takes those out of the shards that another article of the run has beaten. */
static enum status
losers_delete(struct writer *writer, struct error *err)
{
	struct place *losers = writer->ids.losers;
	size_t count = writer->ids.loser_count, end;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count; i++)
		pile_resolve(&writer->pile, &losers[i]);
	if (count)
		qsort(losers, count, sizeof(*losers), compare_places);
	for (size_t i = 0; i < count && status == STATUS_OK; i = end) {
		for (end = i + 1; end < count && losers[end].shard == losers[i].shard; end++)
			;
		status = shard_delete(writer, losers + i, end - i, err);
	}
	return status;
}

/* ---- What both ways share --------------------------------------------- */

static enum status
write_meta(struct commit *commit, struct error *err)
{
	struct writer *writer = commit->writer;
	struct buf key = BUF_INIT;
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < writer->meta_keys.count && status == STATUS_OK; i++) {
		buf_clear(&key);
		buf_append_string(&key, SCHEMA_META_PREFIX);
		buf_append_span(&key, table_key(&writer->meta_keys, i));
		status = buf_status(&key) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory")
		                              : xapian_database_set_metadata(commit->target, buf_span(&key), buf_span(&writer->meta_values[i]), err);
	}
	buf_release(&key);
	return status;
}

/* ---- A few articles: into the committed database ---------------------- */

static enum status
copy_documents(struct commit *commit, struct xapian_database *shard, struct error *err)
{
	struct xapian_postings *all = NULL;
	enum status status = xapian_postings_new(shard, SPAN(""), &all, err);

	while (status == STATUS_OK) {
		struct xapian_document *document = NULL;
		docid_t added;

		status = xapian_postings_next(all, err);
		if (status == STATUS_OK)
			status = xapian_database_document(shard, xapian_postings_document(all), &document, err);
		if (status == STATUS_OK)
			status = xapian_database_add_document(commit->target, document, &added, err);
		xapian_document_free(document);
	}
	xapian_postings_free(all);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
add_shard(struct commit *commit, uint32_t number, struct state *state, struct error *err)
{
	struct xapian_database *shard = NULL;
	struct state own = STATE_INIT;
	enum status status = pile_open(&commit->writer->pile, number, &shard, err);

	if (status == STATUS_OK)
		status = copy_documents(commit, shard, err);
	if (status == STATUS_OK)
		status = state_count(shard, &own, err);
	if (status == STATUS_OK)
		state_add(state, &own);
	xapian_database_free(shard);
	return status;
}

static enum status
change_directly(struct commit *commit, struct state *state, struct error *err)
{
	struct writer *writer = commit->writer;
	bool edge = false;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < commit->dead_count && status == STATUS_OK; i++) {
		status = state_remove(state, writer->base, commit->dead[i], &edge, err);
		if (status == STATUS_OK)
			status = xapian_database_delete(commit->target, commit->dead[i], err);
	}
	for (uint32_t i = 0; status == STATUS_OK && pile_next(&writer->pile, &i); i++)
		status = add_shard(commit, i, state, err);
	if (status == STATUS_OK && edge)
		status = state_count(commit->target, state, err);
	if (status == STATUS_OK)
		status = write_meta(commit, err);
	return status;
}

static enum status
commit_directly(struct commit *commit, struct error *err)
{
	static const struct xapian_write_options options = { .action = XAPIAN_OPEN };
	struct writer *writer = commit->writer;
	struct state state = writer->state;
	struct buf path = BUF_INIT;
	enum status status = folder_path(&writer->folder, writer->folder.current, &path, err);

	state.generation++;
	if (status == STATUS_OK)
		status = xapian_database_open_writable(buf_string(&path), &options, &commit->target, err);
	/* One transaction: libxapian would commit part of it when it has gathered much. */
	if (status == STATUS_OK)
		status = xapian_database_begin(commit->target, true, err);
	if (status == STATUS_OK)
		status = change_directly(commit, &state, err);
	if (status == STATUS_OK)
		status = state_write(commit->target, &state, err);
	if (status == STATUS_OK)
		status = xapian_database_end(commit->target, err);
	if (status == STATUS_OK)
		status = xapian_database_close(commit->target, err);
	xapian_database_free(commit->target);
	commit->target = NULL;
	buf_release(&path);
	return status;
}

/* ---- Many: a new database of the old one and the shards --------------- */

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
	enum status status = pile_reduce(&writer->pile, SOURCES_MAX, err);

	if (status == STATUS_OK)
		status = xapian_database_new(&sources, err);
	if (status == STATUS_OK && writer->base)
		status = xapian_database_add(sources, writer->base, err);
	for (uint32_t i = 0; status == STATUS_OK && pile_next(&writer->pile, &i); i++) {
		struct xapian_database *shard = NULL;

		status = pile_open(&writer->pile, i, &shard, err);
		if (status == STATUS_OK)
			status = xapian_database_add(sources, shard, err);
		xapian_database_free(shard);
	}
	if (status == STATUS_OK && (writer->base || writer->pile.count))
		status = xapian_database_compact(sources, path, &options, err);
	xapian_database_free(sources);
	return status;
}

/* Takes out what is to go, and writes what the commit says of itself. */
static enum status
complete(struct commit *commit, const char *path, struct error *err)
{
	static const struct xapian_write_options options = { .no_sync = true };
	struct writer *writer = commit->writer;
	struct state state = { .generation = writer->state.generation + 1 };
	docid_t shift = 0;
	enum status status = commit->dead_count ? base_shift(writer, &shift, err) : STATUS_OK;

	if (status == STATUS_OK)
		status = xapian_database_open_writable(path, &options, &commit->target, err);
	for (size_t i = 0; i < commit->dead_count && status == STATUS_OK; i++)
		status = xapian_database_delete(commit->target, commit->dead[i] - shift, err);
	if (status == STATUS_OK)
		status = write_meta(commit, err);
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

static enum status
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

/* ---- A commit --------------------------------------------------------- */

static bool
is_small(const struct commit *commit)
{
	const struct writer *writer = commit->writer;
	uint64_t changed = writer->pile.documents + commit->dead_count;

	return writer->base && changed <= DIRECT_DOCUMENTS && changed * DIRECT_SHARE <= writer->state.articles;
}

/* Begins anew after a commit. */
static enum status
forget(struct writer *writer, struct error *err)
{
	enum status status;

	ids_clear(&writer->ids);
	table_clear(&writer->meta_keys);
	pile_clear(&writer->pile);
	for (unsigned i = 0; i < writer->options.lanes; i++)
		memset(&writer->lanes[i].ladder, 0, sizeof(writer->lanes[i].ladder));
	status = file_remove_tree(writer->work, err);
	return status == STATUS_OK ? writer_rebase(writer, err) : status;
}

enum status
writer_commit(struct writer *writer, bool optimize, struct error *err)
{
	struct commit commit = { .writer = writer };
	enum status status = STATUS_OK;

	for (unsigned i = 0; i < writer->options.lanes && status == STATUS_OK; i++)
		status = lane_finish(&writer->lanes[i], err);
	if (status == STATUS_OK)
		status = losers_delete(writer, err);
	if (status == STATUS_OK)
		status = dead_gather(&commit, err);
	if (status < 0)
		goto done;
	if (writer->base && !optimize && !writer->pile.count && !commit.dead_count && !writer->meta_keys.count) {
		ids_clear(&writer->ids);
		goto done;
	}
	status = is_small(&commit) && !optimize ? commit_directly(&commit, err) : commit_anew(&commit, optimize, err);
	if (status == STATUS_OK)
		status = forget(writer, err);
done:
	free(commit.dead);
	return status;
}
