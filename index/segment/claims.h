/* claims.h - which article of a run holds an id.
 *
 * All lanes share one table: of two articles with one id that with the higher
 * sequence holds it, whichever lane saw it first.  Ids are told apart by 128
 * bits of hash, contents by 64.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_CLAIMS_H
#define NEWSDEX_INDEX_SEGMENT_CLAIMS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/hash.h"

/* Where an article of the run is: the DOCth of the batch that LANE filled
 * before its flush number FLUSH. */
struct claim_place {
	uint32_t lane, flush, doc;
};

#define CLAIM_NOWHERE ((struct claim_place){ UINT32_MAX, 0, 0 })

struct claim {
	struct hash128 id;
	uint64_t sequence, content;
	struct claim_place place;
	uint32_t used;
};

#define CLAIM_SHARDS 16

struct claims {
	struct claim_shard {
		pthread_mutex_t lock;
		struct claim *slots;
		size_t size, count;    /* size: a power of two, or 0 */
	} shards[CLAIM_SHARDS];
};

enum claim_result {
	CLAIM_NEW,            /* nobody had the id: it is held now */
	CLAIM_TAKEN,          /* it was taken from the article at *before */
	CLAIM_LOST,           /* the holder has a higher sequence and keeps it */
	CLAIM_NOMEM,
};

void claims_init(struct claims *claims);
void claims_release(struct claims *claims);
void claims_clear(struct claims *claims);

/* Claims ID for the article at PLACE.  *SAME: the article that held it had the
 * same content. */
enum claim_result claims_take(struct claims *claims, struct hash128 id, uint64_t sequence, uint64_t content,
                              struct claim_place place, struct claim_place *before, bool *same);

/* Bytes in use; may be asked while lanes work. */
size_t claims_memory(struct claims *claims);

#endif
