#include "indexer/pipeline_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/hash.h"
#include "index/record.h"
#include "indexer/explain.h"

static const char *
result_name(enum add_result result)
{
	switch (result) {
	case ADD_NEW: return "new";
	case ADD_REPLACED: return "replaces the one with its id";
	case ADD_UNCHANGED: return "unchanged";
	case ADD_RENEWED: return "replaces another in this run with its id";
	case ADD_DUPLICATE: return "duplicate: another in this run has its id";
	case ADD_OLDER: return "duplicate: a newer version of it is known";
	case ADD_WITHDRAWN: return "withdrawn by its publisher";
	}
	return "?";
}

static void
count_result(struct account *account, struct file_record *counts, enum add_result result)
{
	counts->articles++;
	counts->shared |= result != ADD_NEW && result != ADD_REPLACED;
	account_add(account, result);
}

static enum status
remember_id(struct worker *worker, struct span id)
{
	if (worker->id_count == worker->id_size) {
		size_t size = worker->id_size ? 2 * worker->id_size : 1024;
		uint64_t *grown = reallocarray(worker->ids, size, sizeof(*grown));

		if (!grown)
			return STATUS_NOMEM;
		worker->ids = grown;
		worker->id_size = size;
	}
	worker->ids[worker->id_count++] = hash_bytes(id, 0);
	return STATUS_OK;
}

/* Standard input is another text each time: a place in it is no lasting name,
 * so an article there is known by what it says. */
static void
name_by_content(struct article *article, char *name, size_t size)
{
	struct hash128 hash;

	if (!span_equal(article->origin, SPAN("-")) || !span_starts(article->text[FIELD_ID], SPAN("-#")))
		return;
	article->text[FIELD_ID] = SPAN_NONE;
	hash = article_hash(article);
	snprintf(name, size, "-#%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
	article->text[FIELD_ID] = span_from_string(name);
	article->found_by[FIELD_ID] = "content";
}

static enum status
add_article(struct worker *worker, struct article *article, const struct site_drops *drops, struct outcome *outcome,
            struct file_record *counts, struct error *err)
{
	struct pipeline *pipeline = worker->pipeline;
	enum add_result result;
	char name[40];
	enum status status;

	name_by_content(article, name, sizeof(name));
	/* It is told how the body ends. */
	if (pipeline->set.options->explain)
		article->spare = SPAN_NONE;
	pthread_rwlock_rdlock(&pipeline->adding);
	status = index_writer_add(pipeline->set.writer, worker->lane, article, &result, err);
	pthread_rwlock_unlock(&pipeline->adding);
	if (status != STATUS_OK)
		return status;
	pipeline->added++;
	if (pipeline->set.options->explain)
		explain_article(article, drops, result_name(result), &outcome->explain);
	if (article->withdrawn)
		return STATUS_OK;
	count_result(pipeline->set.account, counts, result);
	return pipeline->set.files->keep_seen ? remember_id(worker, article->text[FIELD_ID]) : STATUS_OK;
}

static void
skip_article(struct worker *worker, struct span origin, struct outcome *outcome,
             struct file_record *counts, uint64_t offset, uint64_t number, enum status status, const struct error *err)
{
	struct pipeline *pipeline = worker->pipeline;

	counts->skipped++;
	pipeline->set.account->skipped++;
	outcome_skip(pipeline->set.output, outcome, origin, offset, number,
	             *err->reason ? err->reason : status_string(status));
}

/* Reads the articles of CHUNK and adds them, or puts them into HELD (may be
 * NULL); false when it was not read to its end. */
static bool
read_chunk(struct worker *worker, const struct chunk *chunk, struct held_chunk *held, struct outcome *outcome,
           struct file_record *counts)
{
	struct pipeline *pipeline = worker->pipeline;
	struct reader *reader = &worker->reader;

	reader_start(reader, chunk);
	while (!atomic_load(&pipeline->stop)) {
		struct error err = ERROR_INIT;
		struct article article;
		uint64_t offset = chunk->offset + reader->at;
		enum status status = reader_next(reader, &article, &err);

		if (status == STATUS_END)
			return true;
		if (status == STATUS_OK && pipeline->set.join)
			status = join_fill(pipeline->set.join, &article, &reader->arena);
		if (status == STATUS_OK || article.withdrawn) {
			struct error why = ERROR_INIT;
			enum status added = held && status == STATUS_OK ? held_chunk_add(held, &article)
				: add_article(worker, &article, NULL, outcome, counts, &why);

			if (added < 0 && added != STATUS_BADINPUT) {
				pipeline_fail(pipeline, added, &why);
				return false;
			}
			if (status == STATUS_OK) {
				status = added;
				err = why;
			}
			offset = article.offset;
		} else if (status == STATUS_NOMEM) {
			pipeline_fail(pipeline, status, &err);
			return false;
		}
		if (status < 0)
			skip_article(worker, chunk->origin, outcome, counts, err.offset != ERROR_NO_OFFSET ? err.offset : offset,
			             chunk->number + reader->count - (reader->count > 0), status, &err);
		if (status < 0 && status != STATUS_BADINPUT)
			return false;
	}
	return false;
}

/* Everything of a chunk of FILE (may be NULL) with LENGTH bytes was read and added. */
static void
end_chunk(struct worker *worker, struct tracked_file *file, const struct file_record *counts, size_t length, bool whole)
{
	struct pipeline *pipeline = worker->pipeline;

	if (file)
		files_end_chunk(pipeline->set.files, file, counts, worker->ids, worker->id_count,
		                whole ? FILE_WHOLE : atomic_load(&pipeline->stop) ? FILE_DROPPED : FILE_BROKEN);
	if (pipeline->set.options->commit_bytes && (pipeline->bytes += length) >= pipeline->set.options->commit_bytes)
		pipeline_wake(pipeline);
}

/* Reads WORK, whose articles are held. */
static void
hold_work(struct worker *worker, struct work *work, struct outcome *outcome)
{
	struct pipeline *pipeline = worker->pipeline;
	struct held_chunk *held = work->held;

	held->outcome = outcome;
	held->file = work->file;
	held->length = work->chunk.chunk.data.len;
	held->whole = read_chunk(worker, &work->chunk.chunk, held, outcome, &held->counts);
	if (hold_give(&pipeline->hold, held) < 0)
		pipeline_fail(pipeline, STATUS_NOMEM, NULL);
}

/* Adds what was held of a chunk. */
static void
add_held(struct worker *worker, struct held_chunk *held)
{
	struct pipeline *pipeline = worker->pipeline;
	bool whole = held->whole;

	worker->id_count = 0;
	for (size_t i = 0; i < held->count; i++) {
		struct article *article = &held->list[i].article;
		struct error err = ERROR_INIT;
		enum status status;

		if (atomic_load(&pipeline->stop)) {
			whole = false;
			break;
		}
		status = add_article(worker, article, &held->list[i].drops, held->outcome, &held->counts, &err);
		if (status == STATUS_BADINPUT) {
			skip_article(worker, article->origin, held->outcome, &held->counts, article->offset, article->number,
			             status, &err);
		} else if (status < 0) {
			pipeline_fail(pipeline, status, &err);
			whole = false;
			break;
		}
	}
	end_chunk(worker, held->file, &held->counts, held->length, whole);
	output_give(pipeline->set.output, held->outcome);
	held->outcome = NULL;
	held_chunk_free(held);
}

static void
worker_do(struct worker *worker, struct work *work, struct outcome *outcome)
{
	struct pipeline *pipeline = worker->pipeline;
	struct file_record counts = { 0 };
	bool whole;

	if (work->held) {
		hold_work(worker, work, outcome);
		return;
	}
	if (work->has_chunk) {
		worker->id_count = 0;
		whole = read_chunk(worker, &work->chunk.chunk, NULL, outcome, &counts);
		end_chunk(worker, work->file, &counts, work->chunk.chunk.data.len, whole);
	} else {
		pipeline->set.account->skipped += work->skipped;
		outcome_skip(pipeline->set.output, outcome, span_from_string(work->error.place), work->error.offset,
		             OUTPUT_NO_NUMBER, work->error.reason);
	}
	output_give(pipeline->set.output, outcome);
}

static void
take_work(struct worker *worker, struct work *work)
{
	struct outcome *outcome = outcome_new(work->order);

	if (outcome)
		worker_do(worker, work, outcome);
	else
		pipeline_fail(worker->pipeline, STATUS_NOMEM, NULL);
	work_free(work);
}

void *
worker_thread(void *context)
{
	struct worker *worker = context;
	struct pipeline *pipeline = worker->pipeline;
	struct held_chunk *held;
	struct work *work = NULL;

	do {
		/* What is ready goes before what is new: it takes memory. */
		while ((held = hold_take(&pipeline->hold, false)))
			add_held(worker, held);
		work = queue_take(&pipeline->queue);
		if (work)
			take_work(worker, work);
		if (pipeline->set.options->dry_run && output_closed(pipeline->set.output))
			pipeline_stop(pipeline);
	} while (work);
	while ((held = hold_take(&pipeline->hold, true)))
		add_held(worker, held);
	pthread_mutex_lock(&pipeline->lock);
	pipeline->running--;
	pthread_cond_signal(&pipeline->changed);
	pthread_mutex_unlock(&pipeline->lock);
	return NULL;
}
