/* index_repair() of the native engine: sound segments stay, articles of
 * damaged ones are written anew, and one commit puts both in the place of what
 * was there. */
#include "index/segment/repair.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "index/segment/check.h"
#include "index/segment/lock.h"
#include "index/segment/salvage.h"
#include "index/segment/segment_engine.h"

struct repair {
	const char *folder;
	const struct index_writer_options *options;
	void (*report)(void *context, const char *line);
	void *context;
	struct index_repaired *result;
	struct manifest found, sound;
	bool *damaged;             /* by segment of found */
	bool manifest_lost, meta_lost;
};

static void
say(const struct repair *repair, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void
say(const struct repair *repair, const char *format, ...)
{
	char line[2200];
	va_list args;

	if (!repair->report)
		return;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	repair->report(repair->context, line);
}

/* Whether STATUS is damage; what it is goes to the report.  A file of another
 * version below a manifest of this one is. */
static bool
is_damage(const struct repair *repair, enum status status, const struct error *why)
{
	if (status != STATUS_CORRUPT && status != STATUS_NOTFOUND && status != STATUS_UNSUPPORTED)
		return false;
	if (*why->reason)
		say(repair, "%s: %s", why->place, why->reason);
	return true;
}

/* ---- What is there ---------------------------------------------------- */

static enum status
manifest_find(struct repair *repair, struct error *err)
{
	struct error why = ERROR_INIT;
	enum status status = manifest_read(&repair->found, repair->folder, &why);

	if (status == STATUS_OK)
		return STATUS_OK;
	if (status != STATUS_NOTFOUND && status != STATUS_CORRUPT)
		return error_copy(err, status, &why);
	manifest_release(&repair->found);
	repair->manifest_lost = true;
	status = repair_list(&repair->found, repair->folder, err);
	if (status == STATUS_OK && !repair->found.count)
		return error_set(err, STATUS_NOTFOUND, repair->folder, "no segment of an index is here");
	if (status == STATUS_OK)
		say(repair, "the manifest is lost: %zu segments are there; articles of a run that was not committed may be among them",
		    repair->found.count);
	return status;
}

static enum status
segment_try(struct repair *repair, size_t number, struct error *err)
{
	struct manifest_segment *about = &repair->found.segments[number];
	struct manifest_segment *kept;
	struct segment *segment = NULL;
	struct error why = ERROR_INIT;
	enum status status = repair->manifest_lost ? repair_sums(about, repair->folder, &why) : STATUS_OK;

	if (status == STATUS_OK)
		status = segment_open(&segment, repair->folder, about, &why);
	if (status == STATUS_OK)
		status = segment_examine(segment, repair->folder, repair->report, repair->context, &why);
	segment_free(segment);
	if (status < 0) {
		repair->damaged[number] = is_damage(repair, status, &why);
		return repair->damaged[number] ? STATUS_OK : error_copy(err, status, &why);
	}
	kept = manifest_add(&repair->sound);
	if (!kept)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	*kept = *about;
	return STATUS_OK;
}

static enum status
meta_try(struct repair *repair, struct error *err)
{
	struct metafile meta;
	struct error why = ERROR_INIT;
	char file[SEGMENT_FILE_NAME_MAX];
	enum status status;

	memset(&meta, 0, sizeof(meta));
	if (!repair->found.meta)
		return STATUS_OK;
	meta_file_name(repair->found.meta, file);
	status = metafile_open(&meta, repair->folder, file, &why);
	if (status == STATUS_OK)
		status = infile_verify(&meta.in, &why);
	if (status == STATUS_OK)
		status = metafile_check(&meta, &why);
	metafile_release(&meta);
	if (status == STATUS_OK) {
		repair->sound.meta = repair->found.meta;
		return STATUS_OK;
	}
	repair->meta_lost = is_damage(repair, status, &why);
	if (!repair->meta_lost)
		return error_copy(err, status, &why);
	say(repair, "which files were read is not known any more: the next run reads them again");
	return STATUS_OK;
}

static enum status
look(struct repair *repair, struct error *err)
{
	enum status status = manifest_find(repair, err);

	if (status < 0)
		return status;
	repair->sound.generation = repair->found.generation;
	repair->damaged = calloc(repair->found.count + 1, sizeof(*repair->damaged));
	if (!repair->damaged)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < repair->found.count && status == STATUS_OK; i++)
		status = segment_try(repair, i, err);
	return status < 0 ? status : meta_try(repair, err);
}

/* ---- Making it sound -------------------------------------------------- */

/* Without a manifest a segment and what it was merged into may both be there:
 * of two articles with one id that of the later segment counts. */
static enum status
doubles_remove(struct segment_writer *writer, struct error *err)
{
	struct id_block ids = ID_BLOCK_INIT;
	enum status status = STATUS_OK;

	for (size_t i = 0; i + 1 < writer->view.count; i++) {
		const struct segment *segment = writer->view.segments[i];

		for (uint32_t doc = 0; doc < segment->docs && status == STATUS_OK; doc++) {
			struct span id;
			bool later;

			if (deletes_test(&segment->deletes, doc))
				continue;
			status = columns_id(&segment->columns, doc, &ids, &id, err);
			if (status == STATUS_OK)
				status = salvage_find(&writer->view, i + 1, id, &later, err);
			if (status == STATUS_OK && later)
				status = writer_mark(writer, writer->removed, i, doc, true, err);
		}
	}
	id_block_release(&ids);
	return status;
}

static enum status
salvage_all(struct repair *repair, struct segment_writer *writer, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < repair->found.count && status == STATUS_OK; i++) {
		const struct manifest_segment *about = &repair->found.segments[i];
		struct salvage salvage = {
			.writer = writer, .about = about, .counted = !repair->manifest_lost,
			.sequence = (uint64_t)i << 32, .report = repair->report, .context = repair->context,
		};

		if (!repair->damaged[i])
			continue;
		status = salvage_segment(&salvage, err);
		if (status < 0)
			break;
		repair->result->saved += salvage.saved;
		repair->result->lost += salvage.lost;
		repair->result->lost_unknown |= !salvage.lost_known;
		say(repair, "segment %" PRIu64 "-%" PRIu64 ": %" PRIu64 " articles saved, %" PRIu64 " lost%s", about->name.generation,
		    about->name.number, salvage.saved, salvage.lost,
		    salvage.lost_known ? "" : "; how many it had is not known");
	}
	return status;
}

static enum status
rewrite(struct repair *repair, int lock, struct error *err)
{
	struct index_writer_options options = *repair->options;
	struct segment_writer *writer;
	char aside[SEGMENT_FILE_NAME_MAX];
	enum status status;

	for (size_t i = 0; i < repair->found.count; i++)
		if (repair->found.segments[i].forward)
			options.forward = FORWARD_KEPT;
	status = segment_writer_open_manifest(repair->folder, lock, &repair->sound, &options, &writer, err);
	if (status < 0)
		return status;
	for (size_t i = 0; i < writer->view.count; i++)
		repair->result->kept += writer->view.segments[i]->about.live.docs;
	snprintf(aside, sizeof(aside), "damaged-%" PRIu64, repair->found.generation + 1);
	status = repair_keep(&repair->found, repair->folder, aside, err);
	if (status == STATUS_OK && repair->manifest_lost)
		status = doubles_remove(writer, err);
	if (status == STATUS_OK)
		status = salvage_all(repair, writer, err);
	if (status == STATUS_OK)
		status = index_writer_commit(&writer->base, err);
	/* A writer that has not failed removes what its manifest does not name. */
	if (status < 0)
		writer->failed = status;
	index_writer_close(&writer->base, NULL);
	if (status == STATUS_OK)
		say(repair, "what was there before is kept in %s/%s", repair->folder, aside);
	return status;
}

/* Before the lock is taken: that makes a file already. */
static enum status
folder_possible(const char *path, struct error *err)
{
	struct manifest manifest;
	enum status status;

	if (segment_engine.recognise(path))
		return STATUS_OK;
	status = repair_list(&manifest, path, err);
	if (status == STATUS_OK && !manifest.count)
		status = error_set(err, STATUS_NOTFOUND, path, "no segment of an index is here");
	manifest_release(&manifest);
	return status;
}

enum status
segment_engine_repair(const char *path, const struct index_writer_options *options,
                      void (*report)(void *context, const char *line), void *context,
                      struct index_repaired *result, struct error *err)
{
	struct repair repair = {
		.folder = path, .options = options, .report = report, .context = context, .result = result,
		.found = MANIFEST_INIT, .sound = MANIFEST_INIT,
	};
	int lock;
	enum status status = folder_possible(path, err);

	if (status == STATUS_OK)
		status = lock_take(path, options->wait, &lock, err);
	if (status < 0)
		return status;
	status = look(&repair, err);
	if (status == STATUS_OK) {
		result->sound = !repair.manifest_lost && !repair.meta_lost && repair.sound.count == repair.found.count;
		for (size_t i = 0; i < repair.sound.count && result->sound; i++)
			result->kept += repair.sound.segments[i].live.docs;
	}
	if (status == STATUS_OK && !result->sound)
		status = rewrite(&repair, lock, err);
	else
		lock_release(lock);
	manifest_release(&repair.found);
	manifest_release(&repair.sound);
	free(repair.damaged);
	return status;
}
