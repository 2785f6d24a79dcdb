#include "index/xapian/glass_writer.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/file.h"
#include "index/xapian/schema.h"

bool
writer_stopped(void *context)
{
	const struct writer *writer = context;

	return writer->options.stop && writer->options.stop(writer->options.context);
}

/* ---- Adding and removing ---------------------------------------------- */

static enum status
fail(struct writer *writer, enum status status, struct error *err)
{
	if (status < 0)
		error_place(err, writer->folder.path);
	if (status < 0 && status != STATUS_BADINPUT)
		__atomic_store_n(&writer->failed, true, __ATOMIC_RELAXED);
	return status;
}

static enum status
refuse_failed(const struct writer *writer, struct error *err)
{
	return __atomic_load_n(&writer->failed, __ATOMIC_RELAXED)
		? error_set(err, STATUS_INTERNAL, writer->folder.path, "the writer has failed and can only be closed") : STATUS_OK;
}

static enum status
do_add(struct index_writer *index_writer, unsigned lane, const struct article *article, enum add_result *result, struct error *err)
{
	struct writer *writer = (struct writer *)index_writer;
	enum status status = refuse_failed(writer, err);

	if (status < 0)
		return status;
	if (lane >= writer->options.lanes)
		return error_set(err, STATUS_BADQUERY, NULL, "lane %u of %u", lane, writer->options.lanes);
	return fail(writer, lane_add(&writer->lanes[lane], article, result, err), err);
}

static enum status
do_remove(struct index_writer *index_writer, struct span term, uint64_t *removed, struct error *err)
{
	struct writer *writer = (struct writer *)index_writer;
	struct xapian_postings *postings = NULL;
	enum status status = refuse_failed(writer, err);

	if (status < 0 || !writer->base)
		return status;
	if (!writer->removed)
		writer->removed = calloc(writer->base_last / 8 + 1, 1);
	if (!writer->removed)
		return fail(writer, error_set(err, STATUS_NOMEM, NULL, "out of memory"), err);
	status = xapian_postings_new(writer->base, term, &postings, err);
	while (status == STATUS_OK) {
		docid_t doc;

		status = xapian_postings_next(postings, err);
		doc = status == STATUS_OK ? xapian_postings_document(postings) : DOCID_END;
		if (doc > writer->base_last || writer_removed(writer, doc))
			continue;
		writer->removed[doc / 8] |= (unsigned char)(1u << (doc % 8));
		writer->removed_count++;
		++*removed;
	}
	xapian_postings_free(postings);
	return fail(writer, status == STATUS_END ? STATUS_OK : status, err);
}

static enum status
do_meta(struct index_writer *index_writer, struct span key, struct span value, struct error *err)
{
	struct writer *writer = (struct writer *)index_writer;
	uint32_t number;
	enum status status = refuse_failed(writer, err);

	if (status < 0)
		return status;
	number = table_put(&writer->meta_keys, key, NULL);
	if (number == TABLE_NONE)
		return fail(writer, error_set(err, STATUS_NOMEM, NULL, "out of memory"), err);
	if (number >= writer->meta_size) {
		size_t more = writer->meta_size ? writer->meta_size * 2 : 64;
		struct buf *bigger = reallocarray(writer->meta_values, more, sizeof(*bigger));

		if (!bigger)
			return fail(writer, error_set(err, STATUS_NOMEM, NULL, "out of memory"), err);
		memset(bigger + writer->meta_size, 0, (more - writer->meta_size) * sizeof(*bigger));
		writer->meta_values = bigger;
		writer->meta_size = more;
	}
	buf_clear(&writer->meta_values[number]);
	buf_append_span(&writer->meta_values[number], value);
	return fail(writer, buf_status(&writer->meta_values[number]) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory") : STATUS_OK, err);
}

/* ---- Committing ------------------------------------------------------- */

enum status
writer_rebase(struct writer *writer, struct error *err)
{
	struct buf path = BUF_INIT;
	struct xapian_stats stats = { 0 };
	enum status status = STATUS_OK;

	xapian_database_free(writer->base);
	writer->base = NULL;
	free(writer->removed);
	writer->removed = NULL;
	writer->removed_count = 0;
	if (writer->folder.current[0]) {
		status = folder_path(&writer->folder, writer->folder.current, &path, err);
		if (status == STATUS_OK)
			status = xapian_database_open(buf_string(&path), &writer->base, err);
		if (status == STATUS_OK)
			status = state_read(writer->base, &writer->state, err);
		if (status == STATUS_OK)
			status = xapian_database_stats(writer->base, &stats, err);
	}
	writer->base_last = stats.last_document;
	for (unsigned i = 0; i < writer->options.lanes && status == STATUS_OK; i++)
		status = lane_rebase(&writer->lanes[i], err);
	buf_release(&path);
	return status;
}

static enum status
do_commit(struct index_writer *index_writer, struct error *err)
{
	struct writer *writer = (struct writer *)index_writer;
	enum status status = refuse_failed(writer, err);

	return status < 0 ? status : fail(writer, writer_commit(writer, false, err), err);
}

static enum status
do_optimize(struct index_writer *index_writer, struct error *err)
{
	struct writer *writer = (struct writer *)index_writer;
	enum status status = refuse_failed(writer, err);

	return status < 0 ? status : fail(writer, writer_commit(writer, true, err), err);
}

/* ---- Life ------------------------------------------------------------- */

static enum status
do_close(struct index_writer *index_writer, struct error *err)
{
	struct writer *writer = (struct writer *)index_writer;
	enum status status = STATUS_OK;

	for (unsigned i = 0; writer->lanes && i < writer->options.lanes; i++)
		lane_release(&writer->lanes[i]);
	free(writer->lanes);
	xapian_database_free(writer->base);
	if (writer->folder.lock >= 0)
		status = file_remove_tree(writer->work, err);
	folder_release(&writer->folder);
	claims_release(&writer->claims);
	losers_release(&writer->losers);
	for (size_t i = 0; i < writer->meta_size; i++)
		buf_release(&writer->meta_values[i]);
	free(writer->meta_values);
	table_release(&writer->meta_keys);
	free(writer->removed);
	free(writer->language);
	pile_release(&writer->pile);
	free(writer->work);
	free(writer);
	return status;
}

static struct claims *
do_claims(struct index_writer *index_writer)
{
	return &((struct writer *)index_writer)->claims;
}

static enum status
do_drop(struct index_writer *index_writer, const struct claim *claim, struct error *err)
{
	struct writer *writer = (struct writer *)index_writer;

	return fail(writer, losers_add(&writer->losers, claim->place, err), err);
}

static const struct index_writer_ops writer_ops = {
	.add = do_add,
	.remove = do_remove,
	.meta = do_meta,
	.claims = do_claims,
	.drop = do_drop,
	.commit = do_commit,
	.optimize = do_optimize,
	.close = do_close,
};

enum status
writer_open(const char *path, const struct index_writer_options *options, struct index_writer **out, struct error *err)
{
	struct writer *writer = calloc(1, sizeof(*writer));
	enum status status;

	*out = NULL;
	if (!writer)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	writer->writer.ops = &writer_ops;
	writer->options = *options;
	writer->folder = (struct folder)FOLDER_INIT;
	writer->state = (struct state)STATE_INIT;
	claims_init(&writer->claims);
	losers_init(&writer->losers);
	table_init(&writer->meta_keys);
	writer->language = strndup(options->language.ptr, options->language.len);
	writer->lanes = calloc(options->lanes, sizeof(*writer->lanes));
	if (asprintf(&writer->work, "%s/" SCHEMA_WORK, path) < 0)
		writer->work = NULL;
	pile_init(&writer->pile, writer->work, writer_stopped, writer);
	if (writer->language && writer->lanes && writer->work) {
		writer->options.language.ptr = writer->language;
		status = folder_open(&writer->folder, path, options, err);
	} else {
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	}
	for (unsigned i = 0; i < options->lanes && status == STATUS_OK; i++)
		status = lane_init(&writer->lanes[i], writer, err);
	if (status == STATUS_OK)
		status = writer_rebase(writer, err);
	if (status == STATUS_OK)
		*out = &writer->writer;
	else
		do_close(&writer->writer, NULL);
	error_place(err, path);
	return status;
}
