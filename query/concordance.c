#include "query/concordance.h"

#include <pthread.h>
#include <stdlib.h>

#include "query/concordance_window.h"
#include "query/reopen.h"
#include "query/threads.h"

#define PARALLEL_LEAST 2048   /* hits that are worth another thread */
#define SLOTS 2               /* windows: one is handed out while the next one is read */
#define SOME_MOST 512         /* articles that a thread takes at a time: */
#define SOME_LEAST 16         /* where one part ends a block is unpacked twice */
#define SOME_EACH 4           /* parts of a window for each thread, if they can be had */

struct worker {
	struct reading *reading;
	struct session session;   /* the same, but for the reader */
	struct window_reader reader;
	struct arena arenas[SLOTS];
	pthread_t thread;
	bool started;
};

struct reading {
	const struct concordance *asked;
	struct window windows[SLOTS];
	struct worker *workers;
	size_t worker_count;

	pthread_mutex_t mutex;    /* of all below, and of what windows say of how far they are */
	pthread_cond_t changed;
	size_t slot;              /* the window that is being read */
	bool stopped;
};

/* ---- Windows ------------------------------------------------------------ */

/* Makes window SLOT the next one; nobody reads now. */
static enum status
reading_next(struct reading *reading, struct window_plan *plan, size_t slot, struct error *err)
{
	for (size_t i = 0; i < reading->worker_count; i++)
		arena_clear(&reading->workers[i].arenas[slot]);
	return window_plan_next(plan, &reading->windows[slot], err);
}

static size_t
part_size(const struct reading *reading, const struct window *window)
{
	size_t size = window->count / (SOME_EACH * reading->worker_count) + 1;

	return size < SOME_LEAST ? SOME_LEAST : size > SOME_MOST ? SOME_MOST : size;
}

/* ---- In this thread alone ------------------------------------------------ */

static enum status
read_alone(struct reading *reading, struct window_plan *plan, struct error *err)
{
	const struct concordance *asked = reading->asked;
	struct worker worker = { .reading = reading };
	struct window *window = &reading->windows[0];
	struct window_found found;
	enum status status = window_reader_init(&worker.reader, asked, asked->session, err);

	reading->workers = &worker;
	reading->worker_count = 1;
	while (status == STATUS_OK && (status = reading_next(reading, plan, 0, err)) == STATUS_OK && window->count) {
		window_read_some(window, &worker.reader, 0, window->count, &worker.arenas[0], &found);
		window_add(window, &found);
		window_plan_add(plan, window);
		status = window_hand_out(window, asked, err);
	}
	window_reader_release(&worker.reader);
	arena_release(&worker.arenas[0]);
	return status;
}

/* ---- With others --------------------------------------------------------- */

static void *
work(void *argument)
{
	struct worker *worker = argument;
	struct reading *reading = worker->reading;

	pthread_mutex_lock(&reading->mutex);
	while (!reading->stopped) {
		size_t slot = reading->slot;
		struct window *window = &reading->windows[slot];
		size_t from = window->next, until = from + part_size(reading, window);
		struct window_found found;

		if (from == window->count) {
			pthread_cond_wait(&reading->changed, &reading->mutex);
			continue;
		}
		window->next = until = until < window->count ? until : window->count;
		pthread_mutex_unlock(&reading->mutex);
		window_read_some(window, &worker->reader, from, until, &worker->arenas[slot], &found);
		pthread_mutex_lock(&reading->mutex);
		window_add(window, &found);
		window->left -= until - from;
		if (!window->left)
			pthread_cond_broadcast(&reading->changed);
	}
	pthread_mutex_unlock(&reading->mutex);
	return NULL;
}

/* Waits until the present window has been read, and starts the next one in SLOT. */
static enum status
reading_step(struct reading *reading, struct window_plan *plan, size_t slot, struct error *err)
{
	struct window *window = &reading->windows[reading->slot];
	enum status status;

	pthread_mutex_lock(&reading->mutex);
	while (window->left)
		pthread_cond_wait(&reading->changed, &reading->mutex);
	window_plan_add(plan, window);
	status = reading_next(reading, plan, slot, err);
	reading->slot = slot;
	pthread_cond_broadcast(&reading->changed);
	pthread_mutex_unlock(&reading->mutex);
	return status;
}

static enum status
hand_out_all(struct reading *reading, struct window_plan *plan, struct error *err)
{
	size_t slot = 0;
	enum status status = STATUS_OK;

	/* The first window, behind the empty one that all have waited in. */
	status = reading_step(reading, plan, slot, err);
	while (status == STATUS_OK && reading->windows[slot].count) {
		enum status next = reading_step(reading, plan, 1 - slot, err);

		status = window_hand_out(&reading->windows[slot], reading->asked, next < 0 ? NULL : err);
		status = next < 0 ? next : status;
		slot = 1 - slot;
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
	const struct session *session = reading->asked->session;

	worker->reading = reading;
	worker->session = *session;
	worker->session.reader = NULL;
	for (size_t i = 0; i < SLOTS; i++)
		arena_init(&worker->arenas[i]);
	if (session_reopen(session, &worker->session.reader, NULL) < 0 ||
	    window_reader_init(&worker->reader, reading->asked, &worker->session, NULL) < 0)
		return false;
	worker->started = pthread_create(&worker->thread, NULL, work, worker) == 0;
	return worker->started;
}

static void
worker_finish(struct worker *worker)
{
	if (worker->started)
		pthread_join(worker->thread, NULL);
	window_reader_release(&worker->reader);
	for (size_t i = 0; i < SLOTS; i++)
		arena_release(&worker->arenas[i]);
	index_reader_free(worker->session.reader);
}

/* False, and nothing was done, where no thread could start. */
static bool
read_together(struct reading *reading, struct window_plan *plan, size_t threads, enum status *status, struct error *err)
{
	struct worker *workers = calloc(threads, sizeof(*workers));
	size_t started = 0;

	reading->workers = workers;
	reading->worker_count = threads;
	pthread_mutex_init(&reading->mutex, NULL);
	pthread_cond_init(&reading->changed, NULL);
	while (workers && started < threads && worker_start(&workers[started], reading))
		started++;
	if (started)
		*status = hand_out_all(reading, plan, err);
	for (size_t i = 0; workers && i < threads; i++)
		worker_finish(&workers[i]);
	pthread_cond_destroy(&reading->changed);
	pthread_mutex_destroy(&reading->mutex);
	free(workers);
	return started;
}

enum status
concordance_read(const struct concordance *asked, struct error *err)
{
	struct reading reading = { .asked = asked, .slot = SLOTS - 1 };
	struct window_plan plan;
	size_t threads = asked->search->hit_count < asked->from + PARALLEL_LEAST ? 1 : threads_usual();
	enum status status = window_plan_init(&plan, asked, err);

	if (status == STATUS_OK && (threads < 2 || !read_together(&reading, &plan, threads, &status, err)))
		status = read_alone(&reading, &plan, err);
	window_plan_release(&plan);
	for (size_t i = 0; i < SLOTS; i++)
		window_release(&reading.windows[i]);
	return status;
}
