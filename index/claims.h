/* claims.h - which article of a run holds an id.
 *
 * All lanes share one table: of the articles with one id the newest holds it,
 * whichever lane saw it first.  The newest is that of the highest version
 * (version.h); among equal versions a withdrawal comes behind the articles,
 * where the version is told at all, and else the higher sequence decides.
 * Ids are told apart by 128 bits of hash.
 *
 * The holder counts as what it is; every other article of the run with its id
 * is a duplicate.  So the sums do not depend on which lane met which first.
 *
 * The table grows by some 100 to 200 bytes with each article until it is cleared.
 * Several threads may use it at once.
 */
#ifndef NEWSDEX_INDEX_CLAIMS_H
#define NEWSDEX_INDEX_CLAIMS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/hash.h"
#include "corpus/article.h"
#include "index/index.h"

/* Where an article of the run is.  Segment: the DOCth of the batch that LANE
 * filled before its flush number FLUSH.  Xapian: document DOC of shard LANE. */
struct claim_place {
	uint32_t lane, flush, doc;
};

#define CLAIM_NOWHERE ((struct claim_place){ UINT32_MAX, 0, 0 })

struct claim {
	struct hash128 id;
	uint64_t content;           /* the low half of article_hash() */
	struct article_version version;
	uint64_t sequence;
	struct claim_place place;   /* CLAIM_NOWHERE: of what is not, or not yet, written */
	docid_t committed;          /* the article with the id in the index, as the engine numbers them, or DOCID_NONE */
	uint8_t result;             /* what the holder is: ADD_NEW, ADD_REPLACED, ADD_UNCHANGED, ADD_WITHDRAWN,
	                             * ADD_DUPLICATE (claims_dropped()) */
	bool used;
};

#define CLAIM_SHARDS 16

struct claims {
	struct claim_shard {
		pthread_mutex_t lock;
		struct claim *slots;
		size_t size, count;    /* size: a power of two, or 0 */
	} shards[CLAIM_SHARDS];
	_Atomic size_t memory;         /* bytes of all slots */
};

enum claim_result {
	CLAIM_NEW,            /* nobody had the id: it is held now */
	CLAIM_TAKEN,          /* it was taken from *before */
	CLAIM_LOST,           /* the holder is newer and keeps it */
	CLAIM_NOMEM,
};

void claims_init(struct claims *claims);
void claims_release(struct claims *claims);
void claims_clear(struct claims *claims);

/* The claim of ARTICLE, whose article_hash() is CONTENT and which would count as RESULT. */
struct claim claim_of(const struct article *article, struct hash128 content, enum add_result result);

/* Puts CLAIM into the table.  BEFORE gets the claim that it took the id from. */
enum claim_result claims_take(struct claims *claims, const struct claim *claim, struct claim *before);

/* The article of CLAIM was written to PLACE; false: it has lost its id meanwhile. */
bool claims_written(struct claims *claims, const struct claim *claim, struct claim_place place);

/* The article of CLAIM could not be indexed; the one in the index stays. */
void claims_failed(struct claims *claims, const struct claim *claim);

/* The claim of who holds ID, or NULL.  No lane may be adding. */
const struct claim *claims_find(const struct claims *claims, struct span id);

/* The article of CLAIM counts as a duplicate, though it holds its id. */
void claims_dropped(struct claims *claims, const struct claim *claim);

/* Calls VISIT for each holder, until it answers an error, which is returned.
 * No lane may be adding. */
enum status claims_each(const struct claims *claims, enum status (*visit)(void *context, const struct claim *claim),
                        void *context);

/* Bytes in use; may be asked while lanes work. */
size_t claims_memory(const struct claims *claims);

#endif
