#include "indexer/pipeline.h"

#include <stdlib.h>
#include <time.h>

#include "index/repeats.h"
#include "indexer/joined.h"
#include "indexer/pipeline_state.h"
#include "indexer/signals.h"

#define CHUNK_LEAST ((size_t)256 << 10)
#define QUEUE_PIECES 256

static size_t
chunk_size(const struct add_options *options)
{
	size_t share = (size_t)options->memory / 32 / (options->threads + 1);

	return share < CHUNK_LEAST ? CHUNK_LEAST : share < INPUT_CHUNK ? share : INPUT_CHUNK;
}

static size_t
queue_bytes(const struct add_options *options)
{
	return options->threads * chunk_size(options);
}

size_t
pipeline_writer_memory(const struct add_options *options)
{
	/* Waiting, being read, being made. */
	size_t chunks = queue_bytes(options) + (options->threads + 2) * chunk_size(options);
	size_t memory = (size_t)options->memory - joined_memory(options);

	return chunks < memory / 2 ? memory - chunks : memory / 2;
}

void
pipeline_wake(void *context)
{
	struct pipeline *pipeline = context;

	pthread_mutex_lock(&pipeline->lock);
	pipeline->woken = true;
	pthread_cond_signal(&pipeline->changed);
	pthread_mutex_unlock(&pipeline->lock);
}

void
pipeline_stop(struct pipeline *pipeline)
{
	atomic_store(&pipeline->stop, true);
	queue_stop(&pipeline->queue);
	hold_stop(&pipeline->hold);
}

void
pipeline_fail(struct pipeline *pipeline, enum status status, const struct error *err)
{
	pthread_mutex_lock(&pipeline->lock);
	if (pipeline->status == STATUS_OK) {
		pipeline->status = status;
		if (err)
			pipeline->error = *err;
	}
	pthread_mutex_unlock(&pipeline->lock);
	pipeline_stop(pipeline);
	pipeline_wake(pipeline);
}

/* Articles that repeat others, as they are told. */
struct repeated {
	struct account *account;
	uint64_t *sequences;
	size_t count, size;
	bool lacking;             /* memory for more of them */
};

static void
take_repeated(void *context, uint64_t sequence, enum add_result was)
{
	struct repeated *repeated = context;

	if (repeated->count == repeated->size) {
		size_t size = repeated->size ? 2 * repeated->size : 256;
		uint64_t *grown = reallocarray(repeated->sequences, size, sizeof(*grown));

		repeated->lacking |= !grown;
		if (!grown)
			return;
		repeated->sequences = grown;
		repeated->size = size;
	}
	repeated->sequences[repeated->count++] = sequence;
	account_repeat(repeated->account, was);
}

/* When the file of the article that is kept goes, that of the one that is dropped
 * has to be read again. */
static enum status
drop_repeated(struct pipeline *pipeline, struct error *err)
{
	struct repeated repeated = { .account = pipeline->set.account };
	enum status status = repeats_drop(pipeline->set.writer, pipeline->set.options->index, take_repeated, &repeated, err);

	if (status == STATUS_OK && repeated.lacking)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	if (status == STATUS_OK)
		status = files_share(pipeline->set.files, repeated.sequences, repeated.count, err);
	free(repeated.sequences);
	return status;
}

/* Everything added so far becomes durable, and the files that are done with it. */
static enum status
pipeline_commit(struct pipeline *pipeline, struct error *err)
{
	enum status status = STATUS_OK;

	pthread_rwlock_wrlock(&pipeline->adding);
	if (!pipeline->set.options->keep_repeated)
		status = drop_repeated(pipeline, err);
	if (status == STATUS_OK)
		status = files_record(pipeline->set.files, pipeline->set.writer, err);
	if (status == STATUS_OK)
		status = index_writer_commit(pipeline->set.writer, err);
	pipeline->bytes = 0;
	pipeline->added = 0;
	pthread_rwlock_unlock(&pipeline->adding);
	return status;
}

static bool
commit_is_due(struct pipeline *pipeline, double last)
{
	const struct add_options *options = pipeline->set.options;

	if (!pipeline->added)
		return false;
	if (!options->dry_run && index_writer_crowded(pipeline->set.writer))
		return true;
	return (options->commit_bytes && pipeline->bytes >= options->commit_bytes) ||
	       (options->commit_seconds && clock_seconds() - last >= options->commit_seconds);
}

static void
wait_locked(struct pipeline *pipeline, double seconds)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += (long)(seconds * 1e9);
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	if (!pipeline->woken)
		pthread_cond_timedwait(&pipeline->changed, &pipeline->lock, &until);
	pipeline->woken = false;
}

/* Until every worker has left. */
static void
watch(struct pipeline *pipeline)
{
	double committed = clock_seconds();
	struct error err = ERROR_INIT;
	enum status status;

	pthread_mutex_lock(&pipeline->lock);
	while (pipeline->running) {
		wait_locked(pipeline, progress_wait(pipeline->set.progress));
		pthread_mutex_unlock(&pipeline->lock);
		if (signals_caught())
			pipeline_stop(pipeline);
		progress_tick(pipeline->set.progress, signals_take_request());
		if (!atomic_load(&pipeline->stop) && commit_is_due(pipeline, committed)) {
			status = pipeline_commit(pipeline, &err);
			if (status < 0)
				pipeline_fail(pipeline, status, &err);
			committed = clock_seconds();
		}
		pthread_mutex_lock(&pipeline->lock);
	}
	pthread_mutex_unlock(&pipeline->lock);
}

static enum status
start_workers(struct pipeline *pipeline, struct worker *workers, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		int errnum;

		workers[i] = (struct worker){ .pipeline = pipeline, .lane = i };
		reader_init(&workers[i].reader, &pipeline->set.options->reader);
		pthread_mutex_lock(&pipeline->lock);
		pipeline->running++;
		pthread_mutex_unlock(&pipeline->lock);
		errnum = pthread_create(&workers[i].thread, NULL, worker_thread, &workers[i]);
		if (errnum) {
			struct error err = ERROR_INIT;

			pthread_mutex_lock(&pipeline->lock);
			pipeline->running--;
			pthread_mutex_unlock(&pipeline->lock);
			reader_release(&workers[i].reader);
			workers[i].pipeline = NULL;
			error_set_errno(&err, NULL, "cannot start a thread", errnum);
			pipeline_fail(pipeline, err.status, &err);
			return err.status;
		}
	}
	return STATUS_OK;
}

static void
join_workers(struct worker *workers, unsigned count)
{
	for (unsigned i = 0; i < count && workers[i].pipeline; i++) {
		pthread_join(workers[i].thread, NULL);
		reader_release(&workers[i].reader);
		free(workers[i].ids);
	}
}

static enum status
pipeline_init(struct pipeline *pipeline, const struct pipeline_settings *settings, struct error *err)
{
	const struct add_options *options = settings->options;
	struct input_options input = {
		.reader = options->reader,
		.chunk_size = chunk_size(options),
		/* A dry run writes nothing. */
		.spill = options->dry_run ? NULL : options->index,
		.spill_least = (size_t)options->memory / 2,
		.unpack = options->unpack,
		.index = options->index,
		.follow_links = options->follow,
		.skip = feed_skips,
		.context = pipeline,
	};
	pthread_rwlockattr_t attributes;
	enum status status;

	pipeline->set = *settings;
	pipeline->settings_hash = add_options_settings(options);
	pipeline->error = (struct error)ERROR_INIT;
	pipeline->snapshot.path = options->index;
	/* A commit must not wait until all workers happen to rest. */
	pthread_rwlockattr_init(&attributes);
	pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(&pipeline->adding, &attributes);
	pthread_rwlockattr_destroy(&attributes);
	pthread_mutex_init(&pipeline->lock, NULL);
	pthread_cond_init(&pipeline->changed, NULL);
	queue_init(&pipeline->queue, queue_bytes(options), QUEUE_PIECES);
	status = hold_init(&pipeline->hold, err);
	return status < 0 ? status : input_new(&input, &pipeline->input, err);
}

static void
pipeline_free(struct pipeline *pipeline)
{
	free(pipeline->asked);
	snapshot_release(&pipeline->snapshot);
	input_free(pipeline->input);
	queue_release(&pipeline->queue);
	hold_release(&pipeline->hold, pipeline->set.files);
	pthread_cond_destroy(&pipeline->changed);
	pthread_mutex_destroy(&pipeline->lock);
	pthread_rwlock_destroy(&pipeline->adding);
	free(pipeline);
}

/* Whether the input thread has left.  One that waits for a terminal or a pipe
 * may never: after a signal it is left behind, with what it uses. */
static bool
input_joined(struct pipeline *pipeline, pthread_t thread)
{
	struct timespec until;

	if (!atomic_load(&pipeline->stop))
		return pthread_join(thread, NULL) == 0;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec++;
	return pthread_timedjoin_np(thread, NULL, &until) == 0;
}

enum status
pipeline_run(const struct pipeline_settings *settings, struct error *err)
{
	struct pipeline *pipeline = calloc(1, sizeof(*pipeline));
	unsigned threads = settings->options->threads;
	struct worker *workers = calloc(threads, sizeof(*workers));
	pthread_t input;
	enum status status = STATUS_NOMEM;
	int errnum = 0;

	if (!pipeline || !workers) {
		free(pipeline);
		free(workers);
		return error_set(err, status, NULL, "out of memory");
	}
	status = pipeline_init(pipeline, settings, err);
	if (status < 0)
		goto done;
	signals_hold(true, pipeline_wake, pipeline);
	start_workers(pipeline, workers, threads);
	errnum = pthread_create(&input, NULL, feed_thread, pipeline);
	if (errnum) {
		error_set_errno(&pipeline->error, NULL, "cannot start a thread", errnum);
		pipeline_fail(pipeline, STATUS_IO, NULL);
	}
	watch(pipeline);
	join_workers(workers, threads);
	signals_hold(true, NULL, NULL);
	status = pipeline->status;
	if (status < 0)
		error_set(err, status, pipeline->error.place, "%s",
		          *pipeline->error.reason ? pipeline->error.reason : status_string(status));
	else
		status = pipeline_commit(pipeline, err);
	if (status == STATUS_OK && signals_caught())
		status = STATUS_INTERRUPTED;
	if (errnum == 0 && !input_joined(pipeline, input)) {
		free(workers);
		return status;
	}
done:
	pipeline_free(pipeline);
	free(workers);
	return status;
}
