#include "index/segment/commit.h"

#include <stdlib.h>

#include "index/segment/merger.h"
#include "index/terms.h"

enum status
writer_bits_make(struct segment_writer *writer, struct error *err)
{
	writer->removed = calloc(writer->view.count + 1, sizeof(*writer->removed));
	writer->replaced = calloc(writer->view.count + 1, sizeof(*writer->replaced));
	if (!writer->removed || !writer->replaced)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	return committed_ids_follow(&writer->committed_ids, &writer->view, err);
}

void
writer_bits_free(struct segment_writer *writer)
{
	for (size_t i = 0; i < writer->view.count; i++) {
		if (writer->removed)
			free(writer->removed[i]);
		if (writer->replaced)
			free(writer->replaced[i]);
	}
	free(writer->removed);
	free(writer->replaced);
	writer->removed = writer->replaced = NULL;
}

/* ---- Lanes ------------------------------------------------------------ */

static void *
flush_thread(void *context)
{
	struct lane *lane = context;

	lane->status = lane_flush(lane, &lane->err);
	return NULL;
}

static enum status
lanes_flush(struct segment_writer *writer, struct error *err)
{
	pthread_t *threads = calloc(writer->lane_count, sizeof(*threads));
	bool *running = calloc(writer->lane_count, sizeof(*running));
	enum status status = STATUS_OK;

	if (!threads || !running)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (unsigned i = 0; i < writer->lane_count && status == STATUS_OK; i++) {
		error_clear(&writer->lanes[i].err);
		/* The last one is this thread's, and so is what no thread can be had for. */
		if (i + 1 < writer->lane_count && writer->lanes[i].batch.doc_count)
			running[i] = pthread_create(&threads[i], NULL, flush_thread, &writer->lanes[i]) == 0;
		if (!running[i])
			flush_thread(&writer->lanes[i]);
	}
	for (unsigned i = 0; running && i < writer->lane_count; i++) {
		struct lane *lane = &writer->lanes[i];

		if (running[i])
			pthread_join(threads[i], NULL);
		if (status == STATUS_OK && lane->status < 0)
			status = error_copy(err, lane->status, &lane->err);
	}
	free(threads);
	free(running);
	return status;
}

/* ---- Deleted documents ------------------------------------------------ */

enum status
commit_delete(struct segment_writer *writer, struct manifest_segment *about, const struct segment *segment,
              unsigned char *bits, struct error *err)
{
	char file[SEGMENT_FILE_NAME_MAX];
	struct columns_sums live;
	uint32_t deleted = 0;
	uint64_t size = 0, old = segment->deletes.bits ? segment->deletes.in.map.data.len : 0;

	columns_sums_init(&live);
	for (uint32_t doc = 0; doc < segment->docs; doc++) {
		struct doc_values values;

		if (deletes_test(&segment->deletes, doc))
			bits[doc / 8] |= (unsigned char)(1u << doc % 8);
		if (bits_test(bits, doc)) {
			deleted++;
			continue;
		}
		columns_values(&segment->columns, doc, &values);
		columns_sums_add(&live, &values);
	}
	if (deleted == segment->deletes.deleted)
		return STATUS_OK;
	about->live = live;
	about->deleted = deleted;
	about->deletes = writer->view.manifest.generation + 1;
	if (live.docs == 0)
		return STATUS_OK;
	deletes_file_name(&about->name, about->deletes, file);
	if (deletes_write(bits, segment->docs, deleted, writer->folder, file, &size, err) < 0)
		return err ? err->status : STATUS_IO;
	about->bytes += size - old;
	return STATUS_OK;
}

/* The committed segments, without what was replaced or removed. */
static enum status
old_segments(struct segment_writer *writer, struct manifest *manifest, struct error *err)
{
	for (size_t i = 0; i < writer->view.count; i++) {
		const struct segment *segment = writer->view.segments[i];
		unsigned char *bits = writer->removed[i], *more = writer->replaced[i];
		struct manifest_segment *about = manifest_add(manifest);
		enum status status = STATUS_OK;

		if (!about)
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		*about = segment->about;
		if (bits && more)
			for (uint32_t k = 0; k < segment->docs / 8 + 1; k++)
				bits[k] |= more[k];
		if (bits || more)
			status = commit_delete(writer, about, segment, bits ? bits : more, err);
		if (status < 0)
			return status;
		if (about->live.docs == 0)
			manifest->count--;
	}
	return STATUS_OK;
}

/* Deletes from one flushed segment the articles that are not to be committed. */
static enum status
flushed_delete(struct segment_writer *writer, const struct flushed *flushed, struct manifest_segment *about,
               struct error *err)
{
	struct segment *segment = NULL;
	unsigned char *bits = NULL;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < writer->dead_count && status == STATUS_OK; i++) {
		struct claim_place dead = writer->dead[i];
		uint32_t doc;

		if (dead.lane != flushed->lane || dead.flush != flushed->flush)
			continue;
		if (!segment) {
			status = segment_open(&segment, writer->folder, about, err);
			bits = calloc((size_t)about->docs / 8 + 1, 1);
			if (status == STATUS_OK && !bits)
				status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
		}
		doc = flushed->numbers[dead.doc];
		if (status == STATUS_OK && doc != DOC_END)
			bits[doc / 8] |= (unsigned char)(1u << doc % 8);
	}
	if (status == STATUS_OK && segment)
		status = commit_delete(writer, about, segment, bits, err);
	segment_free(segment);
	free(bits);
	return status;
}

static int
flushed_compare(const void *a, const void *b)
{
	const struct flushed *first = a, *second = b;

	return (first->about.name.number > second->about.name.number) - (first->about.name.number < second->about.name.number);
}

static enum status
new_segments(struct segment_writer *writer, struct manifest *manifest, struct error *err)
{
	if (writer->flushed_count)
		qsort(writer->flushed, writer->flushed_count, sizeof(*writer->flushed), flushed_compare);
	for (size_t i = 0; i < writer->flushed_count; i++) {
		struct manifest_segment *about = manifest_add(manifest);
		enum status status;

		if (!about)
			return error_set(err, STATUS_NOMEM, NULL, "out of memory");
		*about = writer->flushed[i].about;
		status = flushed_delete(writer, &writer->flushed[i], about, err);
		if (status < 0)
			return status;
		if (about->live.docs == 0)
			manifest->count--;
	}
	return STATUS_OK;
}

/* ---- The commit ------------------------------------------------------- */

static void
writer_forget(struct segment_writer *writer)
{
	for (size_t i = 0; i < writer->flushed_count; i++)
		free(writer->flushed[i].numbers);
	writer->dead_count = 0;
	writer->flushed_count = 0;
	writer->change_count = 0;
	writer->next_number = 0;
	arena_clear(&writer->meta_arena);
	claims_clear(&writer->claims);
	for (unsigned i = 0; i < writer->lane_count; i++)
		writer->lanes[i].flush = 0;
	atomic_store(&writer->flushes, 0);
}

enum status
writer_reset(struct segment_writer *writer, struct error *err)
{
	writer_bits_free(writer);
	writer_forget(writer);
	return writer_bits_make(writer, err);
}

void
commit_sweep(struct segment_writer *writer)
{
	struct manifest kept = MANIFEST_INIT;
	bool whole = true;

	kept.generation = writer->view.manifest.generation;
	kept.meta = writer->view.manifest.meta;
	for (size_t i = 0; i < writer->view.manifest.count && whole; i++) {
		struct manifest_segment *about = manifest_add(&kept);

		whole = about != NULL;
		if (whole)
			*about = writer->view.manifest.segments[i];
	}
	if (whole && merges_name(writer, &kept) == STATUS_OK)
		manifest_sweep(&kept, writer->folder);
	manifest_release(&kept);
}

/* Makes MANIFEST the index, and the view. */
static enum status
manifest_install(struct segment_writer *writer, struct manifest *manifest, struct error *err)
{
	struct view next;
	enum status status = file_sync_folder(writer->folder, err);

	if (status == STATUS_OK)
		status = manifest_write(manifest, writer->folder, err);
	if (status < 0)
		return status;
	status = view_open(&next, writer->folder, err);
	if (status < 0)
		return status;
	writer_bits_free(writer);
	for (unsigned i = 0; i < writer->lane_count; i++)
		store_cache_release(&writer->lanes[i].committed);
	view_release(&writer->view);
	writer->view = next;
	writer->fresh = false;
	writer_forget(writer);
	merges_forget(writer);
	commit_sweep(writer);
	return writer_bits_make(writer, err);
}

static enum status
meta_commit(struct segment_writer *writer, struct manifest *manifest, struct error *err)
{
	char file[SEGMENT_FILE_NAME_MAX];

	manifest->meta = writer->view.manifest.meta;
	if (!writer->change_count)
		return STATUS_OK;
	manifest->meta = manifest->generation;
	meta_file_name(manifest->meta, file);
	return metafile_write(&writer->view.meta, writer->changes, writer->change_count, writer->folder, file, err);
}

static bool
something_to_commit(const struct segment_writer *writer)
{
	bool some = writer->fresh || writer->flushed_count || writer->change_count;

	for (unsigned i = 0; i < writer->lane_count; i++)
		some |= writer->lanes[i].batch.doc_count != 0;
	for (size_t i = 0; i < writer->view.count; i++)
		some |= writer->removed[i] || writer->replaced[i];
	return some;
}

enum status
writer_commit(struct segment_writer *writer, struct error *err)
{
	struct manifest manifest = MANIFEST_INIT;
	enum status status;
	bool merged;

	if (!something_to_commit(writer)) {
		writer_forget(writer);
		return STATUS_OK;
	}
	manifest.generation = writer->view.manifest.generation + 1;
	status = lanes_flush(writer, err);
	if (status == STATUS_OK)
		status = old_segments(writer, &manifest, err);
	if (status == STATUS_OK)
		status = new_segments(writer, &manifest, err);
	if (status == STATUS_OK)
		status = merges_install(writer, &manifest, false, &merged, err);
	if (status == STATUS_OK)
		status = meta_commit(writer, &manifest, err);
	if (status == STATUS_OK)
		status = manifest_install(writer, &manifest, err);
	manifest_release(&manifest);
	return status;
}

enum status
commit_merged(struct segment_writer *writer, struct error *err)
{
	struct manifest manifest = MANIFEST_INIT;
	bool some;
	enum status status;

	manifest.generation = writer->view.manifest.generation + 1;
	status = old_segments(writer, &manifest, err);
	if (status == STATUS_OK)
		status = merges_install(writer, &manifest, true, &some, err);
	if (status == STATUS_OK)
		status = meta_commit(writer, &manifest, err);
	if (status == STATUS_OK && some)
		status = manifest_install(writer, &manifest, err);
	manifest_release(&manifest);
	return status;
}

enum status
writer_optimize(struct segment_writer *writer, struct error *err)
{
	struct manifest manifest = MANIFEST_INIT;
	bool changed = false;
	enum status status;

	/* All is merged anew. */
	merges_drop(writer);
	status = writer_commit(writer, err);
	if (status < 0)
		return status;
	manifest.generation = writer->view.manifest.generation + 1;
	status = old_segments(writer, &manifest, err);
	if (status == STATUS_OK)
		status = commit_merge_all(writer, &manifest, &changed, err);
	if (status == STATUS_OK)
		status = meta_commit(writer, &manifest, err);
	if (status == STATUS_OK && changed)
		status = manifest_install(writer, &manifest, err);
	manifest_release(&manifest);
	return status;
}
