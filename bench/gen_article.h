/* gen_article.h - one generated article as a line of JSON.
 *
 * An article is a function of seed and number alone: any part of a corpus can
 * be made without the rest, and a copy of wire news finds its original by
 * making it again.
 */
#ifndef NEWSDEX_BENCH_GEN_ARTICLE_H
#define NEWSDEX_BENCH_GEN_ARTICLE_H

#include <stddef.h>

#include "bench/gen_scene.h"

#define ARTICLE_SIZE (64 * 1024)   /* more bytes than one line takes */

struct gen_corpus {
	const struct gen_words *words;
	struct gen_scene scene;
	uint64_t seed;
	uint64_t articles;      /* of the whole corpus: how dense the years are */
	uint32_t copies;        /* articles of 1000 that are another's text under another name */
};

/* Writes article NUMBER (from 0) and a newline to OUT, which has room for
 * ARTICLE_SIZE bytes; returns the bytes written. */
size_t gen_article(struct gen_corpus *corpus, uint64_t number, char *out);

#endif
