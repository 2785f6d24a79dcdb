/* keyness.h - words that one set of articles has more often than another.
 *
 * Sources: log-likelihood of two corpora: Rayson and Garside, Workshop on
 * Comparing Corpora, 2000; log ratio: Hardie, 2014 (a word that one side does
 * not have counts as half an occurrence there); dispersion: Juilland's D, in
 * Juilland and Chang-Rodriguez, Frequency Dictionary of Spanish Words, 1964, with
 * the articles as parts and frequencies by their lengths, as in Gries,
 * International Journal of Corpus Linguistics 13, 2008.
 */
#ifndef NEWSDEX_QUERY_KEYNESS_H
#define NEWSDEX_QUERY_KEYNESS_H

#include "common/table.h"
#include "index/index.h"

enum { SIDE_A, SIDE_B, SIDES };

/* The words of two sets of articles. */
struct keyness {
	struct table words;              /* folded */
	struct side_counts {
		uint64_t frequency[SIDES];
		uint64_t articles[SIDES];
		double parts, squares;   /* of the first side: sums of its shares of each article's words */
		uint32_t now;            /* in the article at hand */
	} *counts;                       /* by number in words */
	uint32_t *here;                  /* the distinct words of the article at hand */
	size_t here_count;
	uint32_t *seen_in;               /* the last article that had it, from 1 */
	size_t room;
	uint32_t article;                /* of the last one that was added */
	uint64_t total[SIDES];           /* words */
	uint64_t articles[SIDES];
};

void keyness_init(struct keyness *keyness);
void keyness_release(struct keyness *keyness);

/* Counts the words of title, body and note.  STATUS_NOMEM. */
enum status keyness_add(struct keyness *keyness, int side, const struct article *article);

/* 2 (a ln(a/E1) + b ln(b/E2)); positive also where it is b that has more. */
double keyness_loglik(uint64_t a, uint64_t b, uint64_t total_a, uint64_t total_b);

/* How evenly a word is spread over COUNT articles of which it has shares that
 * add up to PARTS, their squares to SQUARES: 1 the same share of each, 0 in one
 * alone.  Of one article 1. */
double keyness_dispersion(double parts, double squares, uint64_t count);

/* log2 of how many times more often a has it, word for word. */
double keyness_log_ratio(uint64_t a, uint64_t b, uint64_t total_a, uint64_t total_b);

#endif
