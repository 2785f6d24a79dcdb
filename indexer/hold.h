/* hold.h - articles of pages, held back until it is known what their sites
 * print on every page (site_text.h).
 *
 * Chunks are announced in the order of the input and read by any thread in any
 * order.  What was read is gone through in the order of the input: each article
 * is learned from, and whenever HOLD_TEXT bytes of text have come together, or
 * the input is over, those articles lose what is their sites' and are ready to be
 * indexed.  So an input is read once, also from a pipe, an article profits from
 * the pages behind it, and what it loses depends on the input alone.
 *
 * Functions may be called from any thread, unless they say otherwise.
 */
#ifndef NEWSDEX_INDEXER_HOLD_H
#define NEWSDEX_INDEXER_HOLD_H

#include <pthread.h>

#include "corpus/site_text.h"
#include "indexer/files.h"
#include "indexer/output.h"

#define HOLD_TEXT ((size_t)8 << 20)

struct held_article {
	struct article article;
	struct site_drops drops;
	size_t bytes;
};

/* The articles of a chunk, and what is to be told when they are indexed. */
struct held_chunk {
	struct held_article *list;
	size_t count, size, bytes;
	struct arena arena;
	struct outcome *outcome;          /* owned */
	struct tracked_file *file;        /* whose chunk it is, or NULL */
	struct file_record counts;
	bool whole;                       /* it was read to its end */
	size_t length;                    /* of the chunk, in bytes */
	bool done;                        /* it was read */
	struct held_chunk *next;
};

struct hold {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct site_text *sites;
	struct held_chunk *first, **last; /* that were announced, in the order of the input */
	struct held_chunk *at;            /* where learning is: all before it are learned from; NULL: none is there */
	size_t at_article;
	size_t first_article;             /* of FIRST: those before it are parted from their sites' text */
	size_t text;                      /* bytes between there and AT */
	size_t held;                      /* bytes of all that was read and is not parted */
	struct held_chunk *ready, **ready_last;
	bool ended, stopped;
};

enum status hold_init(struct hold *hold, struct error *err);

/* Frees what is held; the files it is of are told that they were not read. */
void hold_release(struct hold *hold, struct files *files);

/* Announces a chunk, for the thread that reads the input; NULL when memory is
 * short.  It stays the hold's. */
struct held_chunk *hold_announce(struct hold *hold);

/* Nothing more will be announced. */
enum status hold_end(struct hold *hold);

/* Nobody waits any more. */
void hold_stop(struct hold *hold);

/* For the one thread that reads CHUNK: keeps a copy of ARTICLE. */
enum status held_chunk_add(struct held_chunk *chunk, const struct article *article);

/* CHUNK was read: all of it but list, count, size, bytes and arena was filled in. */
enum status hold_give(struct hold *hold, struct held_chunk *chunk);

/* The next chunk that is ready, in the order of the input, now the caller's; or
 * NULL.  Waits while too much is held, and with WAIT until there is one or there
 * will be none. */
struct held_chunk *hold_take(struct hold *hold, bool wait);

void held_chunk_free(struct held_chunk *chunk);

#endif
