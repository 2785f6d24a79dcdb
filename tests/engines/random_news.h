/* random_news.h - small random corpora and queries, the same on every run.
 *
 * Few words, so that phrases, near operators and ties happen often.
 */
#ifndef NEWSDEX_TESTS_RANDOM_NEWS_H
#define NEWSDEX_TESTS_RANDOM_NEWS_H

#include "common/arena.h"
#include "common/buf.h"
#include "corpus/article.h"

struct dice {
	uint64_t state;
};

/* 0 to SIDES - 1. */
unsigned dice_roll(struct dice *dice, unsigned sides);

/* COUNT articles in ARENA, their ids with PREFIX.  Where they are many, some have
 * the words and the date of another, and a few are long or say one word only. */
struct article *random_articles_named(struct dice *dice, const char *prefix, size_t count, struct arena *arena);

/* Those with the prefix "id". */
struct article *random_articles(struct dice *dice, size_t count, struct arena *arena);

/* Appends a query; now and then one that does not parse. */
void random_query(struct dice *dice, unsigned depth, struct buf *out);

#endif
