/* state.h - what a commit says of itself, kept as metadata.
 *
 * Lines `name=value`, so that xapian-delve can show it.  The sum of the
 * articles' hashes depends neither on their order nor on how they are spread
 * over databases: indexes of the same articles have the same fingerprint.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_STATE_H
#define NEWSDEX_INDEX_XAPIAN_STATE_H

#include "common/hash.h"
#include "index/index.h"
#include "index/xapian/xapian_c.h"

struct state {
	uint64_t generation;
	uint64_t articles;
	uint64_t words;
	uint64_t undated;
	int64_t first, last;   /* DATE_UNDATED: none */
	struct hash128 sum;    /* of all articles' hashes, modulo 2^128 */
};

#define STATE_INIT { .first = DATE_UNDATED, .last = DATE_UNDATED }

/* Reads the state of DB.  STATUS_UNSUPPORTED when DB is no index of ours, or
 * of a version that is not known. */
enum status state_read(struct xapian_database *db, struct state *state, struct error *err);

/* Stores STATE, for the next commit. */
enum status state_write(struct xapian_database *db, const struct state *state, struct error *err);

/* Makes STATE, but for its generation, what a walk over all values of DB finds. */
enum status state_count(struct xapian_database *db, struct state *state, struct error *err);

/* Adds what FROM says to STATE: two indexes seen as one. */
void state_add(struct state *state, const struct state *from);

/* Takes the article with number DOC of DB out of the sums.  *EDGE becomes true
 * when its date was the first or the last: these are then to be counted again. */
enum status state_remove(struct state *state, struct xapian_database *db, uint32_t doc, bool *edge, struct error *err);

void state_add_article(struct state *state, int64_t date, uint64_t words, struct hash128 hash);

/* 32 hex digits that are equal when the articles are. */
void state_fingerprint(const struct state *state, char out[33]);

void hash_pack(struct hash128 hash, unsigned char out[16]);
struct hash128 hash_unpack(const unsigned char in[16]);

#endif
