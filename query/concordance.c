#include "query/concordance.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "query/hit.h"
#include "query/reopen.h"

#define CHUNK_HITS 64         /* articles that a thread reads at a time */
#define PARALLEL_LEAST 2048   /* hits that are worth another thread */
#define THREADS_MAX 8
#define CHUNKS_EACH 4         /* that may wait to be handed out, for each thread */

struct chunk {
	struct arena arena;
	struct concordance_line *lines;
	size_t count, room;
	bool ready;
	enum status status;
	struct error err;
};

struct reading {
	struct session *session;
	const struct search *search;
	size_t from, width;
	concordance_take *take;
	void *context;

	/* With threads: chunk N of the hits is chunks[N % chunk_count] while it is on its way. */
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	struct chunk *chunks;
	size_t chunk_count, next, taken, last;
	bool stopped;
};

struct worker {
	struct reading *reading;
	struct session session;   /* the same, but for the reader */
	struct hit_viewer viewer;
	pthread_t thread;
	bool started;
};

/* ---- One chunk ---------------------------------------------------------- */

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the lines");
}

static enum status
chunk_add(struct chunk *chunk, const struct concordance_line *line)
{
	if (chunk->count == chunk->room) {
		size_t room = chunk->room ? 2 * chunk->room : 128;
		struct concordance_line *lines = realloc(chunk->lines, room * sizeof(*lines));

		if (!lines)
			return STATUS_NOMEM;
		chunk->lines = lines;
		chunk->room = room;
	}
	chunk->lines[chunk->count++] = *line;
	return STATUS_OK;
}

static enum status
read_field(struct hit_viewer *viewer, const struct hit_view *view, enum article_field field, size_t width,
           struct concordance_line *line, struct chunk *chunk)
{
	struct highlight *highlights;
	size_t count;
	enum status status = highlighter_find(viewer->highlighter, &view->article, field, &viewer->arena, &highlights, &count,
	                                      &chunk->err);

	line->field = field;
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		/* An article without a place has nothing to be kept. */
		if (!line->id.ptr)
			line->id = arena_copy(&chunk->arena, view->id);
		status = kwic_cut(view->article.text[field], &highlights[i], width, &chunk->arena, &line->line);
		if (status == STATUS_OK)
			status = line->id.ptr ? chunk_add(chunk, line) : STATUS_NOMEM;
		if (status < 0)
			no_memory(&chunk->err);
	}
	return status;
}

/* The lines of chunk NUMBER of the hits. */
static void
chunk_read(struct chunk *chunk, const struct reading *reading, struct hit_viewer *viewer, size_t number)
{
	static const enum article_field fields[] = { FIELD_TITLE, FIELD_BODY, FIELD_NOTE };
	size_t at = reading->from + number * CHUNK_HITS, end = at + CHUNK_HITS;
	struct hit_view view;

	arena_clear(&chunk->arena);
	chunk->count = 0;
	chunk->status = STATUS_OK;
	error_clear(&chunk->err);
	for (; chunk->status == STATUS_OK && at < end && at < reading->search->hit_count; at++) {
		struct concordance_line line = { .id = SPAN_NONE };

		chunk->status = hit_view(viewer, reading->search->hits[at].doc, at + 1, 0, &view, &chunk->err);
		if (chunk->status == STATUS_OK && view.article.bodiless)
			chunk->status = index_text_missing(&chunk->err);
		if (chunk->status == STATUS_OK)
			line.date = article_date(&view.article);
		for (size_t i = 0; chunk->status == STATUS_OK && i < sizeof(fields) / sizeof(*fields); i++)
			if (view.article.text[fields[i]].len)
				chunk->status = read_field(viewer, &view, fields[i], reading->width, &line, chunk);
	}
}

static enum status
chunk_hand_out(const struct chunk *chunk, const struct reading *reading, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < chunk->count; i++)
		status = reading->take(reading->context, &chunk->lines[i], err);
	if (status != STATUS_OK || chunk->status == STATUS_OK)
		return status;
	return error_set_at(err, chunk->status, *chunk->err.place ? chunk->err.place : NULL, chunk->err.offset, "%s", chunk->err.reason);
}

static void
chunk_release(struct chunk *chunk)
{
	arena_release(&chunk->arena);
	free(chunk->lines);
}

static enum status
viewer_init(struct hit_viewer *viewer, struct session *session, const struct search *search, struct error *err)
{
	enum status status = hit_viewer_init(viewer, session, search->tree, HIT_ARTICLE | HIT_BODY, err);

	/* Places are found field by field, here. */
	viewer->parts = HIT_ARTICLE;
	return status;
}

/* ---- In this thread alone ------------------------------------------------ */

static enum status
read_alone(struct reading *reading, struct error *err)
{
	struct chunk chunk = { .arena = ARENA_INIT };
	struct hit_viewer viewer;
	enum status status = viewer_init(&viewer, reading->session, reading->search, err);

	for (size_t i = 0; status == STATUS_OK && i < reading->last; i++) {
		chunk_read(&chunk, reading, &viewer, i);
		status = chunk_hand_out(&chunk, reading, err);
	}
	hit_viewer_release(&viewer);
	chunk_release(&chunk);
	return status;
}

/* ---- With others --------------------------------------------------------- */

static void *
work(void *argument)
{
	struct worker *worker = argument;
	struct reading *reading = worker->reading;

	pthread_mutex_lock(&reading->mutex);
	for (;;) {
		struct chunk *chunk;
		size_t number;

		while (!reading->stopped && reading->next < reading->last && reading->next >= reading->taken + reading->chunk_count)
			pthread_cond_wait(&reading->changed, &reading->mutex);
		if (reading->stopped || reading->next >= reading->last)
			break;
		number = reading->next++;
		chunk = &reading->chunks[number % reading->chunk_count];
		pthread_mutex_unlock(&reading->mutex);
		chunk_read(chunk, reading, &worker->viewer, number);
		pthread_mutex_lock(&reading->mutex);
		chunk->ready = true;
		pthread_cond_broadcast(&reading->changed);
	}
	pthread_mutex_unlock(&reading->mutex);
	return NULL;
}

static enum status
hand_out_all(struct reading *reading, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < reading->last; i++) {
		struct chunk *chunk = &reading->chunks[i % reading->chunk_count];

		pthread_mutex_lock(&reading->mutex);
		while (!chunk->ready)
			pthread_cond_wait(&reading->changed, &reading->mutex);
		pthread_mutex_unlock(&reading->mutex);
		status = chunk_hand_out(chunk, reading, err);
		pthread_mutex_lock(&reading->mutex);
		chunk->ready = false;
		reading->taken++;
		pthread_cond_broadcast(&reading->changed);
		pthread_mutex_unlock(&reading->mutex);
	}
	pthread_mutex_lock(&reading->mutex);
	reading->stopped = true;
	pthread_cond_broadcast(&reading->changed);
	pthread_mutex_unlock(&reading->mutex);
	return status;
}

static bool
worker_start(struct worker *worker, struct reading *reading)
{
	const struct session *session = reading->session;

	worker->reading = reading;
	worker->session = *session;
	worker->session.reader = NULL;
	if (session_reopen(session, &worker->session.reader, NULL) < 0 ||
	    viewer_init(&worker->viewer, &worker->session, reading->search, NULL) < 0)
		return false;
	worker->started = pthread_create(&worker->thread, NULL, work, worker) == 0;
	return worker->started;
}

static void
worker_finish(struct worker *worker)
{
	if (worker->started)
		pthread_join(worker->thread, NULL);
	hit_viewer_release(&worker->viewer);
	index_reader_free(worker->session.reader);
}

/* STATUS_UNSUPPORTED, and nothing was handed out, where no thread could start. */
static enum status
read_together(struct reading *reading, size_t threads, struct error *err)
{
	struct worker *workers = calloc(threads, sizeof(*workers));
	enum status status = STATUS_UNSUPPORTED;
	size_t started = 0;

	reading->chunk_count = CHUNKS_EACH * threads;
	reading->chunks = calloc(reading->chunk_count, sizeof(*reading->chunks));
	pthread_mutex_init(&reading->mutex, NULL);
	pthread_cond_init(&reading->changed, NULL);
	while (workers && reading->chunks && started < threads && worker_start(&workers[started], reading))
		started++;
	if (started)
		status = hand_out_all(reading, err);
	for (size_t i = 0; workers && i < threads; i++)
		worker_finish(&workers[i]);
	for (size_t i = 0; reading->chunks && i < reading->chunk_count; i++)
		chunk_release(&reading->chunks[i]);
	pthread_cond_destroy(&reading->changed);
	pthread_mutex_destroy(&reading->mutex);
	free(reading->chunks);
	free(workers);
	return status;
}

static size_t
thread_count(const struct reading *reading)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	if (reading->search->hit_count < reading->from + PARALLEL_LEAST || processors < 2)
		return 1;
	return processors < THREADS_MAX ? (size_t)processors : THREADS_MAX;
}

enum status
concordance_read(struct session *session, const struct search *search, size_t from, size_t width,
                 concordance_take *take, void *context, struct error *err)
{
	struct reading reading = {
		.session = session, .search = search, .from = from, .width = width, .take = take, .context = context,
	};
	size_t threads = thread_count(&reading);
	enum status status = STATUS_UNSUPPORTED;

	if (from < search->hit_count)
		reading.last = (search->hit_count - from + CHUNK_HITS - 1) / CHUNK_HITS;
	if (threads > 1)
		status = read_together(&reading, threads, err);
	return status == STATUS_UNSUPPORTED ? read_alone(&reading, err) : status;
}
