#include "index/segment/candidates.h"

#include "common/simd.h"
#include "index/segment/top.h"

/* So many candidates for one block are worth a table of it; fewer are searched for. */
#define TABLE_CANDIDATES 20

/* Candidates from FIRST on that do not lie behind LAST: the first that does. */
static uint32_t
stretch_end(const struct candidates *candidates, uint32_t first, uint32_t last)
{
	uint32_t end = candidates->count;

	if (candidates->docs[candidates->slots[end - 1]] <= last)
		return end;
	for (end = first; candidates->docs[candidates->slots[end]] <= last;)
		end++;
	return end;
}

/* Where the first document >= DOC is among SIZE of them, the last of which is.
 * Without branches: what is asked for cannot be foreseen. */
static inline uint32_t
docs_search(const uint32_t *docs, uint32_t size, uint32_t doc)
{
	const uint32_t *from = docs;

	while (size > 1) {
		uint32_t half = size / 2;

		from += half & (uint32_t)-(from[half - 1] < doc);
		size -= half;
	}
	return (uint32_t)(from - docs);
}

/* Of candidates [FIRST, END) those in the cursor's block: their slots from KEPT
 * on, where they are in AT, by slot. */
static uint32_t
block_search(struct candidates *candidates, uint32_t first, uint32_t end, uint32_t kept, const struct list_cursor *cursor,
             uint8_t at[LIST_BLOCK])
{
	for (uint32_t i = first; i < end; i++) {
		uint8_t slot = candidates->slots[i];
		uint32_t doc = candidates->docs[slot], found = docs_search(cursor->docs, cursor->size, doc);

		candidates->slots[kept] = slot;
		at[slot] = (uint8_t)found;
		kept += cursor->docs[found] == doc;
	}
	return kept;
}

/* The same for all of them in one go. */
static uint32_t
block_places(struct candidates *candidates, uint32_t first, uint32_t end, uint32_t kept, const struct list_cursor *cursor,
             uint8_t at[LIST_BLOCK])
{
	uint32_t docs[LIST_BLOCK];
	uint8_t places[LIST_BLOCK];

	for (uint32_t i = first; i < end; i++)
		docs[i - first] = candidates->docs[candidates->slots[i]];
	top_places(cursor, docs, end - first, places);
	for (uint32_t i = first; i < end; i++) {
		uint8_t slot = candidates->slots[i], found = places[i - first];

		candidates->slots[kept] = slot;
		at[slot] = found;
		kept += cursor->docs[found] == docs[i - first];
	}
	return kept;
}

/* The same with a table of the block, which is not cleaned: what it says is
 * looked at again. */
static uint32_t
block_table(struct candidates *candidates, uint32_t first, uint32_t end, uint32_t kept, const struct list_cursor *cursor,
            uint8_t at[LIST_BLOCK])
{
	uint32_t base = cursor->docs[0], span = cursor->docs[cursor->size - 1] - base;
	uint8_t *table = candidates->table;

	for (uint32_t i = 0; i < cursor->size; i++)
		table[(cursor->docs[i] - base) % CANDIDATE_SPAN] = (uint8_t)i;
	for (uint32_t i = first; i < end; i++) {
		uint8_t slot = candidates->slots[i], found;
		uint32_t doc = candidates->docs[slot];

		found = table[doc - base <= span ? doc - base : 0];
		candidates->slots[kept] = slot;
		at[slot] = found;
		kept += (found < cursor->size) & (cursor->docs[found] == doc);
	}
	return kept;
}

static uint32_t
block_meet(struct candidates *candidates, uint32_t first, uint32_t end, uint32_t kept, struct list_cursor *cursor,
           uint32_t *places, uint32_t *counts)
{
	bool near = cursor->docs[cursor->size - 1] - cursor->docs[0] < CANDIDATE_SPAN;
	uint8_t at[LIST_BLOCK];
	uint32_t until = near && end - first >= TABLE_CANDIDATES ? block_table(candidates, first, end, kept, cursor, at)
		: simd_level() >= SIMD_AVX512 ? block_places(candidates, first, end, kept, cursor, at)
		: block_search(candidates, first, end, kept, cursor, at);

	if (until > kept && counts && !cursor->counted)
		list_cursor_unpack(cursor);
	for (uint32_t i = kept; counts && i < until; i++)
		counts[candidates->slots[i]] = cursor->counts[at[candidates->slots[i]]];
	for (uint32_t i = kept; places && i < until; i++)
		places[candidates->slots[i]] = LIST_BLOCK * cursor->block + at[candidates->slots[i]];
	return until;
}

enum status
candidates_meet(struct candidates *candidates, struct list_cursor *cursor, uint32_t *places, uint32_t *counts,
                struct error *err)
{
	uint32_t kept = 0;

	for (uint32_t first = 0, end; first < candidates->count; first = end) {
		uint32_t doc = candidates->docs[candidates->slots[first]];
		enum status status = STATUS_OK;

		if (!cursor->size || cursor->docs[cursor->size - 1] < doc)
			status = list_cursor_enter(cursor, list_cursor_find(cursor, doc), err);
		/* A list without skips has one block, which may end before DOC. */
		if (status == STATUS_OK && cursor->doc != DOC_END && cursor->docs[cursor->size - 1] < doc)
			status = list_cursor_enter(cursor, cursor->block + 1, err);
		if (status < 0)
			return status;
		if (cursor->doc == DOC_END)
			break;
		end = stretch_end(candidates, first, cursor->docs[cursor->size - 1]);
		kept = block_meet(candidates, first, end, kept, cursor, places, counts);
	}
	candidates->count = kept;
	return STATUS_OK;
}
