/* topics.h - files of queries, for --batch.
 */
#ifndef NEWSDEX_QUERY_TOPICS_H
#define NEWSDEX_QUERY_TOPICS_H

#include "common/arena.h"
#include "common/error.h"

struct topic {
	struct span id, text;
	bool literal;        /* plain words, not a query with operators */
	size_t line;         /* where it begins, from 1 */
};

/* Reads PATH ("-": standard input): TREC topics, where there is a <top> or
 * <topic> (the words of <title>, or of <query>, taken literally, under <num>
 * or number=), else lines `id<tab>query`, or in a file without any tab lines that are both.  What cannot be read, and an id that
 * is there twice, is STATUS_BADINPUT with the line.  *TOPICS and all they
 * point to live in ARENA. */
enum status topics_read(const char *path, struct arena *arena, struct topic **topics, size_t *count,
                        struct error *err);

#endif
