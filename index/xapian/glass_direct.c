#include "index/xapian/glass_commit.h"

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

	for (size_t i = 0; i < commit->dead.count && status == STATUS_OK; i++) {
		status = state_remove(state, writer->base, commit->dead.docs[i], &edge, err);
		if (status == STATUS_OK)
			status = xapian_database_delete(commit->target, commit->dead.docs[i], err);
	}
	for (uint32_t i = 0; status == STATUS_OK && pile_next(&writer->pile, &i); i++)
		status = add_shard(commit, i, state, err);
	if (status == STATUS_OK && edge)
		status = state_count(commit->target, state, err);
	if (status == STATUS_OK)
		status = commit_meta(commit, err);
	return status;
}

enum status
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
