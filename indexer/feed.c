#include "indexer/pipeline_state.h"

#include <inttypes.h>
#include <stdlib.h>

#include "indexer/message.h"

/* Paths given to the input at once, so that progress knows of sizes to come. */
#define PATHS_AHEAD 4096

/* Takes WORK, even when the queue is stopped. */
static bool
input_put(struct pipeline *pipeline, struct work *work)
{
	work->order = pipeline->order++;
	if (queue_put(&pipeline->queue, work))
		return true;
	if (work->file)
		files_end_chunk(pipeline->set.files, work->file, &(struct file_record){ 0 }, NULL, 0, FILE_DROPPED);
	work_free(work);
	return false;
}

static bool
input_put_error(struct pipeline *pipeline, enum status status, const struct error *err, uint64_t stands_for)
{
	struct work *work = calloc(1, sizeof(*work));

	if (!work) {
		pipeline_fail(pipeline, STATUS_NOMEM, NULL);
		return false;
	}
	work->error = *err;
	work->skipped = stands_for;
	if (!*work->error.reason)
		error_set(&work->error, status, NULL, "%s", status_string(status));
	return input_put(pipeline, work);
}

static void
count_unchanged(struct pipeline *pipeline, struct span path, const struct file_record *record)
{
	const struct add_options *options = pipeline->set.options;
	struct error err = ERROR_INIT;

	pipeline->set.account->unchanged += record->articles;
	pipeline->set.account->unread += record->articles;
	if (options->verbose)
		message("%.*s: unchanged, %" PRIu64 " articles", (int)path.len, path.ptr, record->articles);
	if (!record->skipped)
		return;
	error_set(&err, STATUS_BADINPUT, pipeline->asked, "unchanged: %" PRIu64 " of its articles could not be read before "
	          "(--force tries again)", record->skipped);
	input_put_error(pipeline, STATUS_BADINPUT, &err, record->skipped);
}

/* What comes next is of no file that was asked about: of standard input, or of
 * a file that went wrong and gets no record. */
static void
forget_asked(struct pipeline *pipeline)
{
	free(pipeline->asked);
	pipeline->asked = NULL;
}

bool
feed_skips(void *context, struct span path, const struct file_stamp *stamp)
{
	struct pipeline *pipeline = context;
	struct file_record record;
	struct error err = ERROR_INIT;
	enum status status;

	free(pipeline->asked);
	pipeline->asked = strndup(path.ptr, path.len);
	status = pipeline->asked ? snapshot_file(&pipeline->snapshot, path, &record, &err) : STATUS_NOMEM;
	pipeline->asked_known = status == STATUS_OK;
	if (status == STATUS_NOTFOUND)
		return false;
	if (status < 0) {
		pipeline_fail(pipeline, status, &err);
		return true;
	}
	if (pipeline->set.options->force || record.settings != pipeline->settings_hash ||
	    record.stamp.size != stamp->size || record.stamp.mtime_ns != stamp->mtime_ns ||
	    record.stamp.inode != stamp->inode)
		return false;
	count_unchanged(pipeline, path, &record);
	forget_asked(pipeline);
	return true;
}

static void
end_file(struct pipeline *pipeline, enum file_end end)
{
	if (pipeline->file)
		files_end(pipeline->set.files, pipeline->file, end);
	pipeline->file = NULL;
}

/* Follows the file at hand from its first chunk on. */
static bool
track_file(struct pipeline *pipeline, const struct input_chunk *chunk)
{
	const struct file_record record = { .stamp = chunk->stamp, .settings = pipeline->settings_hash };

	if (pipeline->file || !pipeline->asked)
		return true;
	pipeline->file = files_begin(pipeline->set.files, span_from_string(pipeline->asked), &record, pipeline->asked_known,
	                             chunk->chunk.sequence);
	if (!pipeline->file)
		pipeline_fail(pipeline, STATUS_NOMEM, NULL);
	return pipeline->file != NULL;
}

static bool
take_chunk(struct pipeline *pipeline, struct input_chunk *chunk)
{
	struct work *work = calloc(1, sizeof(*work));

	if (!work) {
		input_chunk_release(chunk);
		pipeline_fail(pipeline, STATUS_NOMEM, NULL);
		return false;
	}
	work->has_chunk = true;
	work->chunk = *chunk;
	if (!track_file(pipeline, chunk)) {
		work_free(work);
		return false;
	}
	work->file = pipeline->file;
	if (!pipeline->set.options->keep_site_text && chunk->chunk.format && chunk->chunk.format->pages) {
		work->held = hold_announce(&pipeline->hold);
		if (!work->held) {
			work_free(work);
			pipeline_fail(pipeline, STATUS_NOMEM, NULL);
			return false;
		}
	}
	if (work->file)
		files_begin_chunk(pipeline->set.files, work->file);
	if (chunk->last) {
		end_file(pipeline, FILE_WHOLE);
		forget_asked(pipeline);
	}
	return input_put(pipeline, work);
}

/* What went wrong with the file at hand, or with something packed in it. */
static bool
take_error(struct pipeline *pipeline, const struct input_chunk *chunk, enum status status, const struct error *err)
{
	static const struct file_record one = { .skipped = 1 };

	if (!pipeline->asked && !chunk->goes_on && err->place[0] == '/')
		pipeline->asked = strdup(err->place);
	if (!track_file(pipeline, chunk))
		return false;
	if (pipeline->file) {
		files_begin_chunk(pipeline->set.files, pipeline->file);
		files_end_chunk(pipeline->set.files, pipeline->file, &one, NULL, 0, FILE_WHOLE);
	}
	if (!chunk->goes_on) {
		end_file(pipeline, FILE_BROKEN);
		forget_asked(pipeline);
	}
	return input_put_error(pipeline, status, err, 1);
}

/* Reads what was added so far; false: leave. */
static bool
drain_input(struct pipeline *pipeline)
{
	struct progress *progress = pipeline->set.progress;

	while (!atomic_load(&pipeline->stop)) {
		struct input_chunk chunk;
		struct error err = ERROR_INIT;
		uint64_t seen, bytes;
		enum status status = input_next(pipeline->input, &chunk, &err);

		input_progress(pipeline->input, &seen, &bytes);
		progress->seen = seen;
		progress->read = bytes;
		if (status == STATUS_END)
			return true;
		if (status == STATUS_OK) {
			if (!take_chunk(pipeline, &chunk))
				return false;
		} else if (status == STATUS_NOMEM || status == STATUS_INTERNAL) {
			pipeline_fail(pipeline, status, &err);
			return false;
		} else if (!take_error(pipeline, &chunk, status, &err)) {
			return false;
		}
	}
	return false;
}

void *
feed_thread(void *context)
{
	struct pipeline *pipeline = context;
	bool more = true;

	while (more && !atomic_load(&pipeline->stop)) {
		for (unsigned i = 0; more && i < PATHS_AHEAD; i++) {
			struct error err = ERROR_INIT;
			struct span path;
			enum status status = paths_next(pipeline->set.paths, &path, &err);

			more = status != STATUS_END;
			if (status == STATUS_OK)
				status = input_add(pipeline->input, path, &err);
			if (status == STATUS_NOMEM)
				pipeline_fail(pipeline, status, &err);
			else if (status < 0)
				more = input_put_error(pipeline, status, &err, 1);
		}
		if (!drain_input(pipeline))
			break;
	}
	end_file(pipeline, FILE_DROPPED);
	queue_close(&pipeline->queue);
	if (hold_end(&pipeline->hold) < 0)
		pipeline_fail(pipeline, STATUS_NOMEM, NULL);
	pthread_mutex_lock(&pipeline->lock);
	pipeline->input_done = true;
	pthread_cond_signal(&pipeline->changed);
	pthread_mutex_unlock(&pipeline->lock);
	return NULL;
}
