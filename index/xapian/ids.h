/* ids.h - which article of a run wins among those with one id.
 *
 * Of two articles with the same id the one with the higher sequence wins, so
 * the outcome is the same whatever lane meets which first.  The articles of the
 * committed index (the base) come before all of the run.
 *
 * The table grows by 64 to 128 bytes with each article until the next commit.
 * Several threads may use it at once.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_IDS_H
#define NEWSDEX_INDEX_XAPIAN_IDS_H

#include <pthread.h>

#include "common/error.h"
#include "common/hash.h"
#include "index/index.h"

/* A document in one of the run's shards. */
struct place {
	uint32_t shard;
	docid_t doc;
};

struct ids {
	pthread_mutex_t mutex;
	struct ids_entry *entries;
	size_t size, count;        /* size: a power of two, or 0 */
	uint64_t seed;
	struct place *losers;      /* documents that were written and are not wanted */
	size_t loser_count, loser_size;
};

/* What is known of an article before it is written. */
struct candidate {
	struct hash128 id;         /* hash_content() of its id */
	uint64_t content;          /* of its content */
	uint64_t sequence;
	docid_t base;              /* the committed article with its id, DOCID_NONE: there is none */
	bool unchanged;            /* and that one has the same content */
};

void ids_init(struct ids *ids);
void ids_release(struct ids *ids);

/* Forgets all articles, after a commit. */
void ids_clear(struct ids *ids);

/* Whether CANDIDATE is to be written (*WRITE), and what is to be reported.
 * If it is, ids_written() or ids_failed() must follow. */
enum status ids_claim(struct ids *ids, const struct candidate *candidate, bool *write, enum add_result *result, struct error *err);

/* CANDIDATE was written to PLACE. */
enum status ids_written(struct ids *ids, const struct candidate *candidate, struct place place, struct error *err);

/* CANDIDATE could not be indexed; the committed article stays. */
void ids_failed(struct ids *ids, const struct candidate *candidate);

/* Calls TAKE for each committed document that the run has replaced, until it
 * answers an error, which is returned. */
enum status ids_each_replaced(const struct ids *ids, enum status (*take)(void *context, docid_t base), void *context);

#endif
