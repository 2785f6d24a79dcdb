/* output.h - what is said of single articles, in the order of the input
 * whatever thread read them: skipped ones on stderr and in --rejects, and
 * --explain on stdout.
 */
#ifndef NEWSDEX_INDEXER_OUTPUT_H
#define NEWSDEX_INDEXER_OUTPUT_H

#include <pthread.h>
#include <stdio.h>

#include "common/buf.h"
#include "common/error.h"

/* What came of one piece of work. */
struct outcome {
	uint64_t order;           /* of the work, from 0 without gaps */
	struct buf skips;         /* lines for people */
	struct buf rejects;       /* the same as JSONL */
	struct buf explain;
	struct outcome *next;
};

struct output {
	pthread_mutex_t lock;
	uint64_t shown, hidden;   /* lines printed, and held back */
	uint64_t limit;           /* lines to print */
	FILE *rejects;            /* NULL: none wanted */
	const char *rejects_path;
	int rejects_errno;        /* of what could not be written first; 0: nothing */
	bool closed;              /* nobody reads stdout any more */
	uint64_t next_order;
	struct outcome *waiting;  /* for those before them, by order */
};

#define OUTPUT_LIMIT 20
#define OUTPUT_NO_NUMBER 0

/* REJECTS is a path, "-" for stdout, or NULL. */
enum status output_open(struct output *output, uint64_t limit, const char *rejects, struct error *err);

/* Prints what is left and how many lines were held back; fails when something
 * could not be written. */
enum status output_close(struct output *output, struct error *err);

struct outcome *outcome_new(uint64_t order);
void outcome_free(struct outcome *outcome);

/* Notes that article NUMBER (OUTPUT_NO_NUMBER: the whole file) of PLACE,
 * beginning at byte OFFSET or ERROR_NO_OFFSET, was skipped. */
void outcome_skip(struct output *output, struct outcome *outcome, struct span place, uint64_t offset,
                  uint64_t number, const char *reason);

/* Takes OUTCOME, and prints it as soon as all before it were given. */
void output_give(struct output *output, struct outcome *outcome);

/* Whether stdout was closed by its reader. */
bool output_closed(struct output *output);

#endif
