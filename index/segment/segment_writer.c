#include "index/segment/segment_writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index/segment/commit.h"
#include "index/segment/lock.h"
#include "index/segment/merger.h"

static struct segment_writer *
writer_of(struct index_writer *writer)
{
	return (struct segment_writer *)writer;
}

struct segment_name
writer_next_name(struct segment_writer *writer)
{
	struct segment_name name = { writer->view.manifest.generation + 1, 0 };

	pthread_mutex_lock(&writer->mutex);
	name.number = writer->next_number++;
	pthread_mutex_unlock(&writer->mutex);
	return name;
}

enum status
writer_mark(const struct segment_writer *writer, unsigned char **bits, size_t segment, uint32_t doc, bool on,
            struct error *err)
{
	uint32_t docs = writer->view.segments[segment]->docs;
	unsigned char mask = (unsigned char)(1u << doc % 8);

	if (!bits[segment] && !on)
		return STATUS_OK;
	if (!bits[segment])
		bits[segment] = calloc((size_t)docs / 8 + 1, 1);
	if (!bits[segment])
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (on)
		bits[segment][doc / 8] |= mask;
	else
		bits[segment][doc / 8] &= (unsigned char)~mask;
	return STATUS_OK;
}

/* ---- Operations ------------------------------------------------------- */

/* After an error nothing but close works. */
static enum status
writer_usable(const struct segment_writer *writer, struct error *err)
{
	return writer->failed == STATUS_OK
		? STATUS_OK
		: error_set(err, writer->failed, writer->folder, "the writer has failed before");
}

static enum status
op_add(struct index_writer *base, unsigned lane, const struct article *article, enum add_result *result,
       struct error *err)
{
	struct segment_writer *writer = writer_of(base);
	enum status status = writer_usable(writer, err);

	if (status < 0)
		return status;
	if (lane >= writer->lane_count)
		return error_set(err, STATUS_INTERNAL, NULL, "there is no lane %u", lane);
	status = lane_add(&writer->lanes[lane], article, result, err);
	if (status < 0 && status != STATUS_BADINPUT)
		writer->failed = status;
	return status;
}

static enum status
segment_remove(struct segment_writer *writer, size_t number, struct span term, uint64_t *removed, struct error *err)
{
	const struct segment *segment = writer->view.segments[number];
	struct list_cursor cursor;
	struct list list;
	enum status status = segment_list(segment, term, &list, err);

	if (status < 0 || !list.df)
		return status;
	status = list_cursor_open(&cursor, &segment->files, &list, err);
	if (status == STATUS_OK)
		status = list_cursor_next(&cursor, err);
	while (status == STATUS_OK && cursor.doc != DOC_END) {
		unsigned char *bits = writer->removed[number], *replaced = writer->replaced[number];

		/* What a new article has replaced is gone already. */
		if (!deletes_test(&segment->deletes, cursor.doc) && !(bits && bits_test(bits, cursor.doc))
		    && !(replaced && bits_test(replaced, cursor.doc))) {
			status = writer_mark(writer, writer->removed, number, cursor.doc, true, err);
			++*removed;
		}
		if (status == STATUS_OK)
			status = list_cursor_next(&cursor, err);
	}
	return status;
}

static enum status
op_remove(struct index_writer *base, struct span term, uint64_t *removed, struct error *err)
{
	struct segment_writer *writer = writer_of(base);
	enum status status = writer_usable(writer, err);

	for (size_t i = 0; i < writer->view.count && status == STATUS_OK; i++)
		status = segment_remove(writer, i, term, removed, err);
	return status;
}

static enum status
op_meta(struct index_writer *base, struct span key, struct span value, struct error *err)
{
	struct segment_writer *writer = writer_of(base);
	struct meta_change change = { .order = writer->change_count };
	enum status status = writer_usable(writer, err);

	if (status < 0)
		return status;
	if (writer->change_count == writer->change_room) {
		size_t room = writer->change_room ? 2 * writer->change_room : 64;
		struct meta_change *more = realloc(writer->changes, room * sizeof(*more));

		if (!more)
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		writer->changes = more;
		writer->change_room = room;
	}
	change.key = arena_copy(&writer->meta_arena, key);
	change.value = arena_copy(&writer->meta_arena, value.ptr ? value : SPAN(""));
	if (!change.key.ptr || !change.value.ptr)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	writer->changes[writer->change_count++] = change;
	return STATUS_OK;
}

static enum status
op_commit(struct index_writer *base, struct error *err)
{
	struct segment_writer *writer = writer_of(base);
	enum status status = writer_usable(writer, err);

	if (status == STATUS_OK)
		status = writer->failed = writer_commit(writer, err);
	writer->merge_due |= status == STATUS_OK;
	return status;
}

static enum status
op_optimize(struct index_writer *base, struct error *err)
{
	struct segment_writer *writer = writer_of(base);
	enum status status = writer_usable(writer, err);

	if (status == STATUS_OK)
		status = writer->failed = writer_optimize(writer, err);
	return status;
}

/* ---- Opening and closing ---------------------------------------------- */

static void
lane_release(struct lane *lane)
{
	batch_release(&lane->batch);
	stem_set_release(&lane->stems);
	if (lane->store_open)
		store_writer_release(&lane->store);
	buf_release(&lane->head);
	buf_release(&lane->term);
	store_cache_release(&lane->committed);
}

static void
lanes_free(struct segment_writer *writer)
{
	for (unsigned i = 0; i < writer->lane_count; i++)
		lane_release(&writer->lanes[i]);
	free(writer->lanes);
	writer->lanes = NULL;
	writer->lane_count = 0;
}

static void
writer_free(struct segment_writer *writer)
{
	merges_drop(writer);
	lanes_free(writer);
	writer_bits_free(writer);
	view_release(&writer->view);
	committed_ids_release(&writer->committed_ids);
	claims_release(&writer->claims);
	for (size_t i = 0; i < writer->flushed_count; i++)
		free(writer->flushed[i].numbers);
	free(writer->dead);
	free(writer->flushed);
	free(writer->changes);
	arena_release(&writer->meta_arena);
	pthread_cond_destroy(&writer->merged);
	pthread_mutex_destroy(&writer->mutex);
	lock_release(writer->lock);
	free(writer->folder);
	free(writer);
}

static enum status
op_close(struct index_writer *base, struct error *err)
{
	struct segment_writer *writer = writer_of(base);
	enum status status = STATUS_OK;

	/* The memory of articles is for merging now. */
	lanes_free(writer);
	if (writer->failed == STATUS_OK && writer->merge_due) {
		status = writer_reset(writer, err);
		if (status == STATUS_OK)
			status = merges_finish(writer, err);
	}
	merges_drop(writer);
	/* What was flushed and not committed is named by no manifest.  After a
	 * failure the manifest may be newer than the view: the next writer sweeps. */
	if (writer->failed == STATUS_OK)
		commit_sweep(writer);
	writer_free(writer);
	return status;
}

static struct claims *
op_claims(struct index_writer *base)
{
	return &writer_of(base)->claims;
}

/* A commit opens each segment that was written, and the merge behind it reads from many at once. */
#define FLUSHED_MOST 64

static bool
op_crowded(struct index_writer *base)
{
	struct segment_writer *writer = writer_of(base);
	bool crowded;

	pthread_mutex_lock(&writer->mutex);
	crowded = writer->flushed_count >= FLUSHED_MOST;
	pthread_mutex_unlock(&writer->mutex);
	return crowded;
}

static enum status
op_drop(struct index_writer *base, const struct claim *claim, struct error *err)
{
	struct segment_writer *writer = writer_of(base);
	enum status status = writer_usable(writer, err);

	return status < 0 ? status : (writer->failed = writer_bury(writer, claim->place, err));
}

static const struct index_writer_ops writer_ops = {
	.add = op_add,
	.remove = op_remove,
	.meta = op_meta,
	.claims = op_claims,
	.crowded = op_crowded,
	.drop = op_drop,
	.commit = op_commit,
	.optimize = op_optimize,
	.close = op_close,
};

static enum status
folder_make(const char *path, struct error *err)
{
	struct stat st;

	if (mkdir(path, 0755) == 0)
		return STATUS_OK;
	if (errno != EEXIST)
		return error_set_errno(err, path, "cannot create", errno);
	if (stat(path, &st) < 0)
		return error_set_errno(err, path, "cannot open", errno);
	return S_ISDIR(st.st_mode) ? STATUS_OK : error_set(err, STATUS_IO, path, "is not a folder");
}

/* Before the lock is taken: that makes a file already. */
static enum status
folder_refuse_strangers(const char *path, struct error *err)
{
	struct buf manifest = BUF_INIT;
	bool there;

	buf_append_format(&manifest, "%s/" MANIFEST_NAME, path);
	there = access(buf_string(&manifest), F_OK) == 0;
	buf_release(&manifest);
	return there ? STATUS_OK : manifest_refuse_strangers(path, err);
}

static enum status
lanes_init(struct segment_writer *writer, unsigned count, struct error *err)
{
	writer->lanes = calloc(count, sizeof(*writer->lanes));
	if (!writer->lanes)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (unsigned i = 0; i < count; i++) {
		struct lane *lane = &writer->lanes[i];
		enum status status;

		lane->writer = writer;
		stem_set_init(&lane->stems);
		writer->lane_count++;
		status = batch_init(&lane->batch, err);
		if (status < 0)
			return status;
	}
	return STATUS_OK;
}

/* Opens what is committed. */
static enum status
writer_begin_view(struct segment_writer *writer, struct error *err)
{
	struct error why = ERROR_INIT;
	enum status status = view_open(&writer->view, writer->folder, &why);

	if (status < 0 && status != STATUS_NOTFOUND)
		return error_copy(err, status, &why);
	writer->fresh = writer->view.manifest.generation == 0;
	manifest_sweep(&writer->view.manifest, writer->folder);
	return STATUS_OK;
}

static enum status
writer_begin(struct segment_writer *writer, const struct index_writer_options *options, struct error *err)
{
	enum status status = folder_make(writer->folder, err);

	if (status == STATUS_OK)
		status = folder_refuse_strangers(writer->folder, err);
	if (status == STATUS_OK)
		status = lock_take(writer->folder, options->wait, &writer->lock, err);
	if (status == STATUS_OK)
		status = writer_begin_view(writer, err);
	if (status == STATUS_OK)
		status = writer_bits_make(writer, err);
	return status < 0 ? status : lanes_init(writer, options->lanes, err);
}

static struct segment_writer *
writer_new(const char *path, const struct index_writer_options *options)
{
	struct segment_writer *writer = calloc(1, sizeof(*writer));

	if (!writer)
		return NULL;
	writer->base.ops = &writer_ops;
	writer->lock = -1;
	writer->memory = options->memory;
	writer->threads = options->lanes;
	writer->bodiless = options->text == TEXT_NONE;
	writer->forward = options->forward == FORWARD_KEPT;
	writer->smallest = options->smallest;
	writer->stop = options->stop;
	writer->stop_merge = options->stop_merge;
	writer->displaced = options->displaced;
	writer->context = options->context;
	snprintf(writer->language, sizeof(writer->language), "%.*s", (int)(options->language.len < 15 ? options->language.len : 15),
	         options->language.ptr ? options->language.ptr : "");
	claims_init(&writer->claims);
	pthread_mutex_init(&writer->mutex, NULL);
	pthread_cond_init(&writer->merged, NULL);
	arena_init(&writer->meta_arena);
	writer->folder = strdup(path);
	if (writer->folder)
		return writer;
	writer_free(writer);
	return NULL;
}

enum status
segment_writer_open(const char *path, const struct index_writer_options *options, struct index_writer **out,
                    struct error *err)
{
	struct segment_writer *writer = writer_new(path, options);
	enum status status;

	*out = NULL;
	if (!writer)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	status = writer_begin(writer, options, err);
	if (status < 0) {
		writer_free(writer);
		return status;
	}
	*out = &writer->base;
	return STATUS_OK;
}

enum status
segment_writer_open_manifest(const char *path, int lock, const struct manifest *manifest,
                             const struct index_writer_options *options, struct segment_writer **out, struct error *err)
{
	struct segment_writer *writer = writer_new(path, options);
	enum status status;

	*out = NULL;
	if (!writer) {
		lock_release(lock);
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	}
	writer->lock = lock;
	writer->fresh = true;
	status = view_open_manifest(&writer->view, path, manifest, err);
	if (status == STATUS_OK)
		status = writer_bits_make(writer, err);
	if (status == STATUS_OK)
		status = lanes_init(writer, options->lanes, err);
	if (status < 0) {
		writer_free(writer);
		return status;
	}
	*out = writer;
	return STATUS_OK;
}
