/* pipeline_state.h - what the threads of a pipeline share; for pipeline.c,
 * feed.c and worker.c alone.
 */
#ifndef NEWSDEX_INDEXER_PIPELINE_STATE_H
#define NEWSDEX_INDEXER_PIPELINE_STATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "indexer/hold.h"
#include "indexer/pipeline.h"
#include "indexer/queue.h"

struct pipeline {
	struct pipeline_settings set;
	uint64_t settings_hash;
	struct queue queue;
	struct hold hold;
	pthread_rwlock_t adding;      /* read: an article is being added; write: a commit */
	pthread_mutex_t lock;         /* what follows, up to error */
	pthread_cond_t changed;
	bool woken;
	bool input_done;
	unsigned running;             /* workers */
	enum status status;           /* the first that ended the run */
	struct error error;
	atomic_bool stop;             /* no further article is begun */
	_Atomic uint64_t bytes;       /* read since the last commit */
	_Atomic uint64_t added;       /* articles since the last commit */

	/* Of feed.c's thread alone. */
	struct input *input;
	struct snapshot snapshot;
	struct tracked_file *file;    /* whose chunks are coming, or NULL */
	char *asked;                  /* the path skip() was last asked about, or NULL */
	bool asked_known;
	uint64_t order;
};

struct worker {
	struct pipeline *pipeline;
	pthread_t thread;
	unsigned lane;
	struct reader reader;
	uint64_t *ids;                /* of the present chunk, with keep_seen */
	size_t id_count, id_size;
};

/* Every thread leaves after the article at hand. */
void pipeline_stop(struct pipeline *pipeline);

/* The same because of an error; the first one is the one that is told. */
void pipeline_fail(struct pipeline *pipeline, enum status status, const struct error *err);

/* Has the caller's thread look at what changed. */
void pipeline_wake(void *pipeline);

/* The thread that reads paths and makes work of them; its argument is the pipeline. */
void *feed_thread(void *pipeline);

/* input_options.skip: whether the file is the one that was indexed. */
bool feed_skips(void *pipeline, struct span path, const struct file_stamp *stamp);

/* The threads that read and index; the argument is a worker. */
void *worker_thread(void *worker);

#endif
