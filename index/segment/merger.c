#include "index/segment/merger.h"

#include <stdlib.h>

#include "index/segment/commit.h"
#include "index/segment/merge.h"
#include "index/segment/merge_policy.h"

/* What a merge holds for each document, for each segment (pages of its files:
 * the system maps some hundred KB around what is read), and beside that. */
#define MERGE_DOC_BYTES 32
#define MERGE_SEGMENT_BYTES ((size_t)3 << 20)
#define MERGE_OTHER_BYTES ((size_t)16 << 20)

/* One part in so many of the writer's memory is for what all merges hold for documents, and one for segments. */
#define MERGES_SHARE 4

/* However little memory there is. */
#define MERGE_DOCS_LEAST 65536

struct merge_job {
	struct merge_job *next;
	struct segment_writer *writer;
	struct segment **segments;   /* its own: the view may change while it works */
	size_t count;
	size_t memory;
	struct segment_name name;
	struct merge_map map;
	struct manifest_segment about;
	pthread_t thread;
	bool joined, installed;
	atomic_bool stop, ended;
	enum status status;
	struct error err;
};

/* ---- One merge -------------------------------------------------------- */

static bool
job_stops(void *context)
{
	struct merge_job *job = context;
	const struct segment_writer *writer = job->writer;

	return atomic_load(&job->stop) || (writer->stop && writer->stop(writer->context))
		|| (writer->stop_merge && writer->stop_merge(writer->context));
}

static void *
job_run(void *context)
{
	struct merge_job *job = context;
	struct segment_writer *writer = job->writer;
	struct merge_options options = {
		writer->folder, false, false, job_stops, job, writer->forward, writer_forward_memory(writer, true),
		span_from_string(writer->language),
	};

	job->status = merge_map_init(&job->map, job->segments, job->count, &job->err);
	if (job->status == STATUS_OK)
		job->status = segments_merge(&job->map, &job->name, &options, &job->about, &job->err);
	writer->merge_memory -= job->memory;
	pthread_mutex_lock(&writer->mutex);
	atomic_store(&job->ended, true);
	pthread_cond_signal(&writer->merged);
	pthread_mutex_unlock(&writer->mutex);
	return NULL;
}

static void
job_join(struct merge_job *job)
{
	if (!job->joined)
		pthread_join(job->thread, NULL);
	job->joined = true;
}

static void
job_free(struct merge_job *job)
{
	for (size_t i = 0; i < job->count; i++)
		segment_free(job->segments[i]);
	free(job->segments);
	merge_map_release(&job->map);
	free(job);
}

/* A merge of the COUNT segments of the view that NUMBERS names. */
static enum status
job_new(struct segment_writer *writer, const size_t *numbers, size_t count, struct merge_job **out, struct error *err)
{
	struct merge_job *job = calloc(1, sizeof(*job));
	enum status status = STATUS_OK;

	*out = NULL;
	if (job)
		job->segments = calloc(count, sizeof(*job->segments));
	if (!job || !job->segments) {
		free(job);
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	}
	job->writer = writer;
	job->err = (struct error)ERROR_INIT;
	job->memory = MERGE_OTHER_BYTES + (writer->forward ? 2 * writer_forward_memory(writer, true) : 0);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		const struct manifest_segment *about = &writer->view.manifest.segments[numbers[i]];

		status = segment_open(&job->segments[i], writer->folder, about, err);
		job->count += status == STATUS_OK;
		job->memory += (size_t)about->live.docs * MERGE_DOC_BYTES + MERGE_SEGMENT_BYTES;
		if (status == STATUS_OK)
			segment_forget(job->segments[i]);
	}
	if (status < 0) {
		job_free(job);
		return status;
	}
	job->name = (struct segment_name){ writer->view.manifest.generation + 1, writer->next_number++ };
	*out = job;
	return STATUS_OK;
}

/* ---- All of them ------------------------------------------------------ */

bool
merges_there(const struct segment_writer *writer)
{
	return writer->merges != NULL;
}

static bool
name_equal(const struct segment_name *a, const struct segment_name *b)
{
	return a->generation == b->generation && a->number == b->number;
}

/* Which of MANIFEST's segments merges work on. */
static void
busy_mark(const struct segment_writer *writer, const struct manifest *manifest, bool *busy)
{
	for (const struct merge_job *job = writer->merges; job; job = job->next)
		for (size_t i = 0; i < job->count; i++)
			for (size_t k = 0; k < manifest->count; k++)
				busy[k] |= name_equal(&job->segments[i]->about.name, &manifest->segments[k].name);
}

static uint64_t
docs_most(const struct segment_writer *writer)
{
	uint64_t docs = writer->memory / MERGES_SHARE / writer->threads / MERGE_DOC_BYTES;

	return docs < MERGE_DOCS_LEAST ? MERGE_DOCS_LEAST : docs < SEGMENT_DOCS_MAX ? docs : SEGMENT_DOCS_MAX;
}

static size_t
segments_most(const struct segment_writer *writer)
{
	size_t segments = writer->memory / MERGES_SHARE / writer->threads / MERGE_SEGMENT_BYTES;

	return segments < MERGE_WIDTH ? MERGE_WIDTH : segments;
}

static unsigned
merges_running(const struct segment_writer *writer)
{
	unsigned running = 0;

	for (const struct merge_job *job = writer->merges; job; job = job->next)
		running += !atomic_load(&job->ended);
	return running;
}

static enum status
job_start(struct segment_writer *writer, const size_t *numbers, size_t count, struct error *err)
{
	struct merge_job *job;
	enum status status = job_new(writer, numbers, count, &job, err);

	if (status < 0)
		return status;
	writer->merge_memory += job->memory;
	/* What no thread can be had for is left for later. */
	if (pthread_create(&job->thread, NULL, job_run, job)) {
		writer->merge_memory -= job->memory;
		job_free(job);
		return STATUS_END;
	}
	job->next = writer->merges;
	writer->merges = job;
	return STATUS_OK;
}

/* Under the lock. */
static enum status
jobs_start(struct segment_writer *writer, unsigned threads, size_t *numbers, bool *busy, struct error *err)
{
	const struct manifest *manifest = &writer->view.manifest;
	enum status status = STATUS_OK;

	busy_mark(writer, manifest, busy);
	for (unsigned running; status == STATUS_OK && (running = merges_running(writer)) < threads;) {
		size_t count = merge_choose(manifest, busy, docs_most(writer), numbers);
		size_t parts = count / MERGE_WIDTH < threads - running ? count / MERGE_WIDTH : threads - running;

		if (!count)
			break;
		/* Merges beside each other are worth more than one segment. */
		if (parts > 1)
			count = (count + parts - 1) / parts;
		if (count > segments_most(writer))
			count = segments_most(writer);
		for (size_t i = 0; i < count; i++)
			busy[numbers[i]] = true;
		status = job_start(writer, numbers, count, err);
	}
	return status < 0 ? status : STATUS_OK;
}

enum status
merges_begin(struct segment_writer *writer, unsigned threads, struct error *err)
{
	size_t room = writer->view.manifest.count + 1;
	size_t *numbers = calloc(room, sizeof(*numbers));
	bool *busy = calloc(room, sizeof(*busy));
	enum status status = STATUS_OK;

	pthread_mutex_lock(&writer->mutex);
	if (!numbers || !busy)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	else if (merges_running(writer) < threads)
		status = jobs_start(writer, threads, numbers, busy, err);
	pthread_mutex_unlock(&writer->mutex);
	free(numbers);
	free(busy);
	return status;
}

void
merges_forget(struct segment_writer *writer)
{
	for (struct merge_job **at = &writer->merges; *at;) {
		struct merge_job *job = *at;

		if (!job->installed) {
			at = &job->next;
			continue;
		}
		*at = job->next;
		job_free(job);
	}
}

void
merges_drop(struct segment_writer *writer)
{
	for (struct merge_job *job = writer->merges; job; job = job->next)
		atomic_store(&job->stop, true);
	for (struct merge_job *job = writer->merges; job; job = job->next) {
		job_join(job);
		job->installed = true;
	}
	merges_forget(writer);
}

enum status
merges_name(const struct segment_writer *writer, struct manifest *manifest)
{
	for (const struct merge_job *job = writer->merges; job; job = job->next) {
		struct manifest_segment *about = manifest_add(manifest);

		if (!about)
			return STATUS_NOMEM;
		about->name = job->name;
	}
	return STATUS_OK;
}

/* ---- Putting in place ------------------------------------------------- */

/* The bits of what JOB took along and is deleted by now; *SOME: there is any. */
static unsigned char *
bits_made(const struct segment_writer *writer, const struct merge_job *job, bool *some)
{
	unsigned char *bits = calloc((size_t)job->map.docs / 8 + 1, 1);

	*some = false;
	for (size_t i = 0; bits && i < job->count; i++) {
		const struct segment *old = NULL;
		const unsigned char *removed = NULL, *replaced = NULL;

		for (size_t k = 0; k < writer->view.count; k++)
			if (name_equal(&writer->view.segments[k]->about.name, &job->segments[i]->about.name)) {
				old = writer->view.segments[k];
				removed = writer->removed[k];
				replaced = writer->replaced[k];
			}
		for (uint32_t doc = 0; doc < job->segments[i]->docs; doc++) {
			uint32_t to = job->map.to[i][doc];

			/* A segment that is gone had nothing left. */
			if (to == DOC_END || (old && !deletes_test(&old->deletes, doc) && !(removed && bits_test(removed, doc))
			                      && !(replaced && bits_test(replaced, doc))))
				continue;
			bits[to / 8] |= (unsigned char)(1u << to % 8);
			*some = true;
		}
	}
	return bits;
}

/* Deletes from JOB's segment what was deleted while it was made. */
static enum status
job_delete(struct segment_writer *writer, struct merge_job *job, struct error *err)
{
	struct segment *segment = NULL;
	bool some;
	unsigned char *bits = bits_made(writer, job, &some);
	enum status status = bits ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "out of memory");

	if (status == STATUS_OK && some) {
		status = segment_open(&segment, writer->folder, &job->about, err);
		if (status == STATUS_OK)
			status = commit_delete(writer, &job->about, segment, bits, err);
		segment_free(segment);
	}
	free(bits);
	return status;
}

static enum status
job_install(struct segment_writer *writer, struct merge_job *job, struct manifest *manifest, struct error *err)
{
	enum status status = job->status == STATUS_OK ? job_delete(writer, job, err) : STATUS_OK;
	bool empty = job->status == STATUS_END || (status == STATUS_OK && job->about.live.docs == 0), put = empty;
	size_t kept = 0;

	if (status < 0)
		return status;
	for (size_t i = 0; i < manifest->count; i++) {
		bool mine = false;

		for (size_t k = 0; k < job->count; k++)
			mine |= name_equal(&manifest->segments[i].name, &job->segments[k]->about.name);
		if (mine && put)
			continue;
		put |= mine;
		manifest->segments[kept++] = mine ? job->about : manifest->segments[i];
	}
	manifest->count = kept;
	job->installed = true;
	return STATUS_OK;
}

enum status
merges_install(struct segment_writer *writer, struct manifest *manifest, bool wait, bool *some,
               struct error *err)
{
	enum status status = STATUS_OK;

	*some = false;
	for (struct merge_job *job = writer->merges; job && status == STATUS_OK; job = job->next) {
		if (!wait && !atomic_load(&job->ended))
			continue;
		job_join(job);
		if (job->status < 0)
			continue;
		*some = true;
		status = job_install(writer, job, manifest, err);
	}
	return status;
}

/* ---- The end ---------------------------------------------------------- */

/* The first failure of a merge, which is then forgotten. */
static enum status
jobs_failed(struct segment_writer *writer, struct error *err)
{
	enum status status = STATUS_OK;

	for (struct merge_job *job = writer->merges; job; job = job->next) {
		if (job->status < 0 && status == STATUS_OK)
			status = error_copy(err, job->status, &job->err);
		job->installed |= job->status < 0;
	}
	merges_forget(writer);
	return status;
}

/* Waits until no merge goes on; as soon as a thread is free the next one begins. */
static enum status
merges_follow(struct segment_writer *writer, struct error *err)
{
	enum status status = STATUS_OK;
	unsigned running;

	do {
		pthread_mutex_lock(&writer->mutex);
		running = merges_running(writer);
		while (running && merges_running(writer) == running)
			pthread_cond_wait(&writer->merged, &writer->mutex);
		pthread_mutex_unlock(&writer->mutex);
		if (running)
			status = merges_begin(writer, writer->threads, err);
	} while (running && status == STATUS_OK);
	return status;
}

enum status
merges_finish(struct segment_writer *writer, struct error *err)
{
	enum status status;

	while ((status = merges_begin(writer, writer->threads, err)) == STATUS_OK && merges_there(writer)) {
		/* The memory is for the merges, which have their own maps of the files. */
		for (size_t i = 0; i < writer->view.count; i++)
			segment_forget(writer->view.segments[i]);
		status = merges_follow(writer, err);
		if (status == STATUS_OK)
			status = commit_merged(writer, err);
		if (status == STATUS_OK)
			status = jobs_failed(writer, err);
		if (status < 0)
			break;
	}
	return status;
}
