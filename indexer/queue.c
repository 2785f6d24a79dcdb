#include "indexer/queue.h"

#include <stdlib.h>

void
work_free(struct work *work)
{
	if (work && work->has_chunk)
		input_chunk_release(&work->chunk);
	free(work);
}

void
queue_init(struct queue *queue, size_t byte_limit, size_t piece_limit)
{
	*queue = (struct queue){ .byte_limit = byte_limit, .piece_limit = piece_limit };
	queue->last = &queue->first;
	pthread_mutex_init(&queue->lock, NULL);
	pthread_cond_init(&queue->filled, NULL);
	pthread_cond_init(&queue->emptied, NULL);
}

void
queue_release(struct queue *queue)
{
	while (queue->first) {
		struct work *work = queue->first;

		queue->first = work->next;
		work_free(work);
	}
	pthread_cond_destroy(&queue->emptied);
	pthread_cond_destroy(&queue->filled);
	pthread_mutex_destroy(&queue->lock);
}

static size_t
work_bytes(const struct work *work)
{
	return sizeof(*work) + (work->has_chunk ? work->chunk.chunk.data.len : 0);
}

bool
queue_put(struct queue *queue, struct work *work)
{
	bool put;

	pthread_mutex_lock(&queue->lock);
	while (!queue->stopped && queue->pieces > 0 &&
	       (queue->pieces >= queue->piece_limit || queue->bytes + work_bytes(work) > queue->byte_limit))
		pthread_cond_wait(&queue->emptied, &queue->lock);
	put = !queue->stopped;
	if (put) {
		work->next = NULL;
		*queue->last = work;
		queue->last = &work->next;
		queue->pieces++;
		queue->bytes += work_bytes(work);
		pthread_cond_signal(&queue->filled);
	}
	pthread_mutex_unlock(&queue->lock);
	return put;
}

struct work *
queue_take(struct queue *queue)
{
	struct work *work = NULL;

	pthread_mutex_lock(&queue->lock);
	while (!queue->first && !queue->closed && !queue->stopped)
		pthread_cond_wait(&queue->filled, &queue->lock);
	if (queue->first && !queue->stopped) {
		work = queue->first;
		queue->first = work->next;
		if (!queue->first)
			queue->last = &queue->first;
		queue->pieces--;
		queue->bytes -= work_bytes(work);
		pthread_cond_signal(&queue->emptied);
	}
	pthread_mutex_unlock(&queue->lock);
	return work;
}

void
queue_close(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->closed = true;
	pthread_cond_broadcast(&queue->filled);
	pthread_mutex_unlock(&queue->lock);
}

void
queue_stop(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->stopped = true;
	pthread_cond_broadcast(&queue->filled);
	pthread_cond_broadcast(&queue->emptied);
	pthread_mutex_unlock(&queue->lock);
}
