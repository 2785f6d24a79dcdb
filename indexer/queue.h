/* queue.h - work on its way from the input thread to the workers.
 *
 * Bounded by bytes and by pieces, so that what waits costs a known amount of
 * memory; one piece always fits, however large.
 */
#ifndef NEWSDEX_INDEXER_QUEUE_H
#define NEWSDEX_INDEXER_QUEUE_H

#include <pthread.h>

#include "corpus/input.h"

struct tracked_file;
struct held_chunk;

/* A chunk to be read, or what kept the input from making one. */
struct work {
	uint64_t order;               /* from 0, in the order of the input */
	bool has_chunk;
	struct input_chunk chunk;     /* with has_chunk */
	struct error error;           /* without */
	uint64_t skipped;             /* without: articles that it stands for */
	struct tracked_file *file;    /* whose chunk it is, or NULL */
	struct held_chunk *held;      /* what keeps its articles for a while, or NULL */
	struct work *next;
};

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t filled, emptied;
	struct work *first, **last;
	size_t bytes, byte_limit;
	size_t pieces, piece_limit;
	bool closed;                  /* nothing more will be put in */
	bool stopped;                 /* nobody waits any more */
};

void queue_init(struct queue *queue, size_t byte_limit, size_t piece_limit);
void queue_release(struct queue *queue);

/* Hands WORK over once there is room; false (WORK stays the caller's) when the
 * queue was stopped. */
bool queue_put(struct queue *queue, struct work *work);

/* The next piece, now the caller's; NULL when there will be none. */
struct work *queue_take(struct queue *queue);

/* Nothing more will be put in; takers get what is there. */
void queue_close(struct queue *queue);

/* Everybody leaves at once; what is in the queue is dropped. */
void queue_stop(struct queue *queue);

void work_free(struct work *work);

#endif
