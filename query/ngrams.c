#include "query/ngrams.h"

#include <pthread.h>
#include <stdlib.h>

#include "query/ngram_text.h"
#include "query/reopen.h"
#include "query/threads.h"

#define CHUNK 64             /* articles that a thread takes at a time */
#define PARALLEL_LEAST 1024  /* articles that are worth another thread */

struct crew {
	struct ngrams *ngrams;
	const struct doc_set *docs;
	struct worker *workers;
	unsigned count;
	pthread_mutex_t mutex;
	docid_t next;            /* article to be read */
	unsigned part;           /* to be joined */
	bool stopped;
};

struct worker {
	struct crew *crew;
	struct ngram_counter counter;
	struct index_reader *reader;
	struct highlighter *highlighter;
	pthread_t thread;
	bool started;
	enum status status;
	struct error err;
};

void
ngrams_init(struct ngrams *ngrams, struct session *session, const struct ngram_filter *filter, size_t memory, size_t limit)
{
	*ngrams = (struct ngrams){ .session = session, .filter = filter, .least = 1, .memory = memory };
	ngram_words_init(&ngrams->words, filter);
	ngram_order_init(&ngrams->order, limit, memory / 4 / sizeof(struct ngram));
}

void
ngrams_release(struct ngrams *ngrams)
{
	ngram_words_release(&ngrams->words);
	ngram_order_release(&ngrams->order);
}

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the n-grams");
}

/* ---- Reading ------------------------------------------------------------- */

/* Up to CHUNK articles, ascending; how many. */
static size_t
take_docs(struct crew *crew, docid_t docs[CHUNK])
{
	size_t count = 0;

	pthread_mutex_lock(&crew->mutex);
	while (!crew->stopped && count < CHUNK && (crew->next = doc_set_next(crew->docs, crew->next)) != DOCID_END)
		docs[count++] = crew->next++;
	pthread_mutex_unlock(&crew->mutex);
	return count;
}

/* What one thread could not do, no other has to finish. */
static void
worker_end(struct worker *worker, enum status status)
{
	pthread_mutex_lock(&worker->crew->mutex);
	worker->status = status;
	worker->crew->stopped = worker->crew->stopped || status < 0;
	pthread_mutex_unlock(&worker->crew->mutex);
}

static void *
read_articles(void *argument)
{
	struct worker *worker = argument;
	struct arena arena = ARENA_INIT;
	enum status status = STATUS_OK;
	docid_t docs[CHUNK];
	size_t count;

	while (status == STATUS_OK && (count = take_docs(worker->crew, docs)) > 0) {
		for (size_t i = 0; status == STATUS_OK && i < count; i++) {
			struct article article;

			arena_clear(&arena);
			status = index_article_text(worker->reader, docs[i], &arena, &article, &worker->err);
			if (status == STATUS_OK)
				status = ngram_counter_add(&worker->counter, docs[i], &article, &arena, &worker->err);
		}
	}
	arena_release(&arena);
	worker_end(worker, status);
	return NULL;
}

/* ---- Joining ------------------------------------------------------------- */

/* What is counted of the items of TABLE goes into the answer.  Called by one thread at a time. */
static enum status
keep(struct ngrams *ngrams, const struct ngram_table *table, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < table->count; i++) {
		struct ngram ngram = table->items[i];

		if (ngram.count < ngrams->least)
			continue;
		for (unsigned k = 0; k < table->size; k++)
			ngram.words[k] = ngram_words_rank(&ngrams->words, ngram.words[k]);
		ngrams->different++;
		status = ngram_order_add(&ngrams->order, &ngram, err);
	}
	return status;
}

/* The next part, or NGRAM_PARTS. */
static unsigned
take_part(struct crew *crew)
{
	unsigned part;

	pthread_mutex_lock(&crew->mutex);
	part = crew->stopped || crew->part == NGRAM_PARTS ? NGRAM_PARTS : crew->part++;
	pthread_mutex_unlock(&crew->mutex);
	return part;
}

static void *
join_parts(void *argument)
{
	struct worker *worker = argument;
	struct crew *crew = worker->crew;
	struct ngram_table table;
	enum status status = STATUS_OK;
	unsigned part;

	ngram_table_init(&table, crew->ngrams->filter->size, worker->counter.table.seed, SIZE_MAX);
	while (status == STATUS_OK && (part = take_part(crew)) < NGRAM_PARTS) {
		ngram_table_clear(&table);
		for (unsigned i = 0; status == STATUS_OK && i < crew->count; i++)
			status = ngram_spill_read(&crew->workers[i].counter.spill, part, &table, &worker->err);
		pthread_mutex_lock(&crew->mutex);
		if (status == STATUS_OK)
			status = keep(crew->ngrams, &table, &worker->err);
		pthread_mutex_unlock(&crew->mutex);
	}
	ngram_table_release(&table);
	worker_end(worker, status);
	return NULL;
}

/* Nothing was written: all goes into the first table. */
static enum status
join_memory(struct crew *crew, struct error *err)
{
	struct ngram_table *table = &crew->workers[0].counter.table;
	enum status status = STATUS_OK;

	table->most = SIZE_MAX;
	for (unsigned i = 1; i < crew->count; i++) {
		struct ngram_table *other = &crew->workers[i].counter.table;

		for (size_t k = 0; status == STATUS_OK && k < other->count; k++)
			status = ngram_table_add(table, ngram_hash(other->items[k].words, table->size, table->seed), &other->items[k]);
		ngram_table_release(other);
	}
	return status < 0 ? no_memory(err) : keep(crew->ngrams, table, err);
}

/* What is left in memory goes to the rest in the files, to make room. */
static enum status
write_rest(struct crew *crew, struct error *err)
{
	enum status status = STATUS_OK;

	for (unsigned i = 0; status == STATUS_OK && i < crew->count; i++) {
		status = ngram_spill_write(&crew->workers[i].counter.spill, &crew->workers[i].counter.table, err);
		ngram_table_release(&crew->workers[i].counter.table);
	}
	return status;
}

/* ---- The crew ------------------------------------------------------------ */

/* A worker with a reader of its own, but for the first, which has the session's. */
static enum status
worker_init(struct worker *worker, struct crew *crew, unsigned number, unsigned wanted, struct error *err)
{
	struct ngrams *ngrams = crew->ngrams;
	const struct session *session = ngrams->session;
	enum status status = STATUS_OK;

	*worker = (struct worker){ .crew = crew, .reader = session->reader, .err = ERROR_INIT };
	ngram_counter_init(&worker->counter, &ngrams->words, ngrams->filter->size,
	                   ngrams->memory / 2 / wanted / NGRAM_TABLE_COST);
	if (number) {
		worker->reader = NULL;
		status = session_reopen(session, &worker->reader, err);
	}
	if (status == STATUS_OK && ngrams->around)
		status = highlighter_new(session->tree, worker->reader, &worker->highlighter, err);
	worker->counter.highlighter = worker->highlighter;
	return status;
}

static void
worker_release(struct worker *worker)
{
	ngram_counter_release(&worker->counter);
	highlighter_free(worker->highlighter);
	if (worker->reader != worker->crew->ngrams->session->reader)
		index_reader_free(worker->reader);
}

/* Lets every worker run TASK, the first in this thread. */
static enum status
run(struct crew *crew, void *(*task)(void *worker), struct error *err)
{
	enum status status = STATUS_OK;

	for (unsigned i = 1; i < crew->count; i++)
		crew->workers[i].started = pthread_create(&crew->workers[i].thread, NULL, task, &crew->workers[i]) == 0;
	task(&crew->workers[0]);
	for (unsigned i = 0; i < crew->count; i++) {
		struct worker *worker = &crew->workers[i];

		if (worker->started)
			pthread_join(worker->thread, NULL);
		worker->started = false;
		if (status == STATUS_OK && worker->status < 0) {
			status = worker->status;
			if (err)
				*err = worker->err;
		}
	}
	return status;
}

static enum status
count_with(struct crew *crew, struct error *err)
{
	bool written = false;
	enum status status = run(crew, read_articles, err);

	for (unsigned i = 0; i < crew->count; i++) {
		written = written || crew->workers[i].counter.spill.count;
		crew->ngrams->word_count += crew->workers[i].counter.word_count;
		crew->ngrams->occurrences += crew->workers[i].counter.ngrams;
	}
	if (status == STATUS_OK && ngram_words_sort(&crew->ngrams->words) < 0)
		status = no_memory(err);
	if (status < 0 || !written)
		return status < 0 ? status : join_memory(crew, err);
	status = write_rest(crew, err);
	return status < 0 ? status : run(crew, join_parts, err);
}

/* Counts with up to WANTED threads; as many as there can be. */
static enum status
count_by(struct ngrams *ngrams, const struct doc_set *docs, unsigned wanted, struct error *err)
{
	struct crew crew = { .ngrams = ngrams, .docs = docs, .workers = calloc(wanted, sizeof(*crew.workers)) };
	enum status status = crew.workers ? STATUS_OK : no_memory(err);

	pthread_mutex_init(&crew.mutex, NULL);
	if (status == STATUS_OK)
		status = worker_init(&crew.workers[crew.count++], &crew, 0, wanted, err);
	while (status == STATUS_OK && crew.count < wanted && worker_init(&crew.workers[crew.count], &crew, crew.count, wanted, NULL) == STATUS_OK)
		crew.count++;
	if (status == STATUS_OK)
		status = count_with(&crew, err);
	for (unsigned i = 0; crew.workers && i < wanted && crew.workers[i].crew; i++)
		worker_release(&crew.workers[i]);
	pthread_mutex_destroy(&crew.mutex);
	free(crew.workers);
	return status;
}

enum status
ngrams_count(struct ngrams *ngrams, const struct doc_set *docs, struct error *err)
{
	unsigned threads = docs->count < PARALLEL_LEAST ? 1 : threads_usual();
	enum status status = STATUS_OK;

	if (threads > 1) {
		status = ngram_words_read(&ngrams->words, ngrams->session->reader, err);
		if (status == STATUS_OK)
			status = count_by(ngrams, docs, threads, err);
		if (status != STATUS_UNSUPPORTED)
			return status;
		ngram_words_release(&ngrams->words);
		ngrams->word_count = ngrams->occurrences = 0;
	}
	return count_by(ngrams, docs, 1, err);
}
