/* copies.h - which of many articles are copies of each other: wire copy,
 * reprints, new versions of a story, across sources and days.
 *
 * Articles are taken in pairs by their sketches (sketch.h), and what is a copy
 * of a copy is of the same group.  The groups depend on the articles alone: not
 * on their order, their numbers, or the engine.
 *
 * Pairs are looked for where two sketches agree in two bins that stand close
 * together (locality-sensitive hashing with bands of two: A. Broder, On the
 * Resemblance and Containment of Documents, 1997; P. Indyk, R. Motwani, STOC
 * 1998), and are then compared whole.  Two bins that very many articles have
 * say nothing and are passed over.  Takes some 90 bytes an article.
 */
#ifndef NEWSDEX_INDEX_COPIES_H
#define NEWSDEX_INDEX_COPIES_H

#include "index/index.h"
#include "index/sketch.h"

/* What is compared of an article. */
struct copy_sketch {
	struct sketch sketch;
	uint32_t words;
};

/* GROUPS[i] gets the smallest j such that SKETCHES[j] and SKETCHES[i] are of
 * one group: i itself where there is none before it. */
enum status copies_group(struct copy_sketch *sketches, size_t count, uint32_t *groups, struct error *err);

/* Reads the sketches of COUNT documents; *SKETCHES, in their order, is to be
 * freed.  What was indexed before there were sketches has empty ones. */
enum status copies_read(struct index_reader *reader, const docid_t *docs, size_t count,
                        struct copy_sketch **sketches, struct error *err);

#endif
