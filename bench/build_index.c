/* build_index ENGINE LANES MEGABYTES INDEX PATH... - how fast an engine builds.
 *
 * Reads PATHs as newsindex does, a thread a lane, commits once, and prints one
 * line: articles, seconds for reading and adding, for the commit, megabytes of
 * input a second in all, peak resident megabytes, bytes of the index.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "corpus/input.h"
#include "index/index.h"

struct build {
	pthread_mutex_t mutex;           /* for input */
	struct input *input;
	struct input_options options;
	struct index_writer *writer;
	atomic_ullong articles, bytes;
	atomic_bool failed;
};

struct worker {
	struct build *build;
	unsigned lane;
	pthread_t thread;
};

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void
complain(const struct error *err)
{
	fprintf(stderr, "build_index: %s: %s\n", err->place, err->reason);
}

static enum status
next_chunk(struct build *build, struct input_chunk *chunk, struct error *err)
{
	enum status status;

	pthread_mutex_lock(&build->mutex);
	status = input_next(build->input, chunk, err);
	pthread_mutex_unlock(&build->mutex);
	return status;
}

static enum status
add_chunk(struct worker *worker, struct reader *reader, const struct chunk *chunk, struct error *err)
{
	struct build *build = worker->build;
	struct article article;
	enum add_result result;
	enum status status = STATUS_OK;

	reader_start(reader, chunk);
	while (status >= 0 || status == STATUS_BADINPUT) {
		error_clear(err);
		status = reader_next(reader, &article, err);
		if (status == STATUS_END)
			return STATUS_OK;
		if (status == STATUS_OK)
			status = index_writer_add(build->writer, worker->lane, &article, &result, err);
		if (status == STATUS_OK)
			build->articles++;
	}
	return status;
}

static void *
work(void *context)
{
	struct worker *worker = context;
	struct build *build = worker->build;
	struct input_chunk chunk;
	struct error err = ERROR_INIT;
	struct reader reader;

	reader_init(&reader, &build->options.reader);
	while (!build->failed) {
		enum status status = next_chunk(build, &chunk, &err);

		if (status == STATUS_END)
			break;
		if (status == STATUS_OK) {
			build->bytes += chunk.chunk.data.len;
			status = add_chunk(worker, &reader, &chunk.chunk, &err);
			input_chunk_release(&chunk);
		}
		if (status < 0) {
			complain(&err);
			build->failed = true;
		}
	}
	reader_release(&reader);
	return NULL;
}

static enum status
run(struct build *build, unsigned lanes, struct error *err)
{
	struct worker *workers = calloc(lanes, sizeof(*workers));
	unsigned started = 0;
	enum status status = STATUS_OK;

	if (!workers)
		return error_set(err, STATUS_NOMEM, "workers", "out of memory");
	for (; started < lanes && status == STATUS_OK; started += status == STATUS_OK) {
		workers[started] = (struct worker){ .build = build, .lane = started };
		if (pthread_create(&workers[started].thread, NULL, work, &workers[started]) != 0)
			status = error_set(err, STATUS_NOMEM, "workers", "cannot start a thread");
	}
	for (unsigned i = 0; i < started; i++)
		pthread_join(workers[i].thread, NULL);
	free(workers);
	return status == STATUS_OK && build->failed ? error_set(err, STATUS_INTERNAL, "workers", "see above") : status;
}

static uint64_t
index_bytes(const char *path, struct error *err)
{
	struct span span = span_from_string(path);
	struct index_reader *reader = NULL;
	struct index_stats stats = { 0 };

	if (index_open(&span, 1, NULL, &reader, err) == STATUS_OK)
		index_stats(reader, &stats, err);
	index_reader_free(reader);
	return stats.bytes;
}

int
main(int argc, char **argv)
{
	struct build build = { .mutex = PTHREAD_MUTEX_INITIALIZER };
	struct error err = ERROR_INIT;
	struct index_writer_options options;
	struct rusage usage;
	double start = now(), added, committed;
	enum status status;

	if (argc < 6) {
		fprintf(stderr, "usage: build_index ENGINE LANES MEGABYTES INDEX PATH...\n");
		return 2;
	}
	options = (struct index_writer_options){
		.engine = argv[1],
		.lanes = (unsigned)strtoul(argv[2], NULL, 10),
		.memory = strtoul(argv[3], NULL, 10) << 20,
	};
	status = index_writer_open(argv[4], &options, &build.writer, &err);
	if (status == STATUS_OK)
		status = input_new(&build.options, &build.input, &err);
	for (int i = 5; i < argc && status == STATUS_OK; i++)
		status = input_add(build.input, span_from_string(argv[i]), &err);
	if (status == STATUS_OK)
		status = run(&build, options.lanes, &err);
	input_free(build.input);
	added = now();
	if (status == STATUS_OK)
		status = index_writer_commit(build.writer, &err);
	index_writer_close(build.writer, status == STATUS_OK ? &err : NULL);
	committed = now();
	if (status < 0) {
		complain(&err);
		return 2;
	}
	getrusage(RUSAGE_SELF, &usage);
	printf("articles %llu add_s %.1f commit_s %.1f MB/s %.2f peak_MB %ld index_bytes %" PRIu64 "\n",
	       (unsigned long long)build.articles, added - start, committed - added,
	       (double)build.bytes / 1e6 / (committed - start), usage.ru_maxrss / 1024, index_bytes(argv[4], &err));
	return 0;
}
