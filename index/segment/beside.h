/* beside.h - how many positions of postings are near to given places.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_BESIDE_H
#define NEWSDEX_INDEX_SEGMENT_BESIDE_H

#include "index/segment/position_block.h"

struct beside_document {
	uint32_t parts;              /* where it has places: beside_parts() */
	uint32_t first;              /* of places */
};

/* Where positions count in numbered documents: at most SPAN, up to 2^30, from a
 * place, but not on one. */
struct beside_places {
	struct beside_document *documents;  /* and one behind the last, which has the end of places */
	const uint32_t *places;      /* ascending in each document */
	uint32_t span;
};

/* What can be seen at once of COUNT places: bit n says that position 32 * n or one
 * of the 31 behind it may be near one of them, and so every 1024 positions on. */
uint32_t beside_parts(const uint32_t *places, uint32_t count, uint32_t span);

#define BESIDE_ROOM (LIST_BLOCK + 16)  /* for vectors, which write more than they count */

#define BESIDE_QUEUE 512

/* What is being counted of some postings. */
struct beside {
	const struct beside_places *places;
	uint32_t count;              /* postings of the present block */
	uint8_t at[BESIDE_ROOM];     /* their numbers in the block, ascending */
	uint32_t numbers[BESIDE_ROOM];  /* of their documents */
	uint64_t sum;                /* of positions that are near a place, but for those that wait */
	uint32_t waiting;            /* positions that may be near a place, and in which documents */
	uint32_t positions[BESIDE_QUEUE + 16], documents[BESIDE_QUEUE + 16];
};

/* Asks for what will be read of the documents. */
static inline void
beside_ahead(const struct beside *beside)
{
	for (uint32_t i = 0; i < beside->count; i++)
		__builtin_prefetch(&beside->places->documents[beside->numbers[i]]);
}

/* Adds COUNT positions, ascending, of document NUMBER. */
void beside_add(struct beside *beside, uint32_t number, const uint32_t *positions, uint32_t count);

/* Adds those of the postings in BLOCK, which is open; ROOM is for the positions of
 * the longest posting and POSITION_ZEROS more.  False when BLOCK cannot be right. */
bool beside_block(struct beside *beside, struct position_block *block, uint32_t *room);

/* How many there were since the last call. */
uint64_t beside_take(struct beside *beside);

#endif
