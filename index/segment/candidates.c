#include "index/segment/candidates.h"

#include "common/simd.h"
#include "index/segment/top.h"

/* So many candidates for one block are worth a table of it; fewer are searched for. */
#define TABLE_CANDIDATES 20

/* More than so many are worth a walk over both with vectors. */
#define INTERSECT_CANDIDATES 5

#if defined(__x86_64__)

#include <immintrin.h>

/* There is one behind LAST. */
static __attribute__((target("avx512f"))) uint32_t
stretch_end_avx512(const uint32_t *docs, uint32_t first, uint32_t last)
{
	const __m512i lasts = _mm512_set1_epi32((int)last);
	uint32_t end = first & ~15u;
	unsigned behind;

	while (!(behind = _mm512_cmpgt_epu32_mask(_mm512_loadu_si512(docs + end), lasts)))
		end += 16;
	return end + (unsigned)__builtin_ctz(behind);
}

#endif

/* Candidates from FIRST on that do not lie behind LAST: the first that does. */
static uint32_t
stretch_end(const struct candidates *candidates, uint32_t first, uint32_t last)
{
	uint32_t end = candidates->count;

	if (candidates->docs[end - 1] <= last)
		return end;
#if defined(__x86_64__)
	if (simd_level() >= SIMD_AVX512)
		return stretch_end_avx512(candidates->docs, first, last);
#endif
	for (end = first; candidates->docs[end] <= last;)
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

/* Those of candidates [FIRST, END) that are in the cursor's block stay KEPT; THERE
 * gets their places in it. */
static void
block_search(struct candidates *candidates, uint32_t first, uint32_t end, const struct list_cursor *cursor,
             struct sieve *there)
{
	for (uint32_t i = first; i < end; i++) {
		uint32_t doc = candidates->docs[i], found = docs_search(cursor->docs, cursor->size, doc);

		sieve_set(&candidates->kept, i, cursor->docs[found] == doc);
		sieve_set(there, found, cursor->docs[found] == doc);
	}
}

/* The same for all of them in one go. */
static void
block_places(struct candidates *candidates, uint32_t first, uint32_t end, const struct list_cursor *cursor,
             struct sieve *there)
{
	uint8_t places[LIST_BLOCK];

	top_places(cursor, candidates->docs + first, end - first, places);
	for (uint32_t i = first; i < end; i++) {
		uint8_t found = places[i - first];
		bool kept = cursor->docs[found] == candidates->docs[i];

		/* A place behind the block is none. */
		sieve_set(&candidates->kept, i, kept);
		sieve_set(there, found % LIST_BLOCK, kept);
	}
}

/* The same with a table of the block, which is not cleaned: what it says is
 * looked at again. */
static void
block_table(struct candidates *candidates, uint32_t first, uint32_t end, const struct list_cursor *cursor,
            struct sieve *there)
{
	uint32_t base = cursor->docs[0], span = cursor->docs[cursor->size - 1] - base;
	uint8_t *table = candidates->table;

	for (uint32_t i = 0; i < cursor->size; i++)
		table[(cursor->docs[i] - base) % CANDIDATE_SPAN] = (uint8_t)i;
	for (uint32_t i = first; i < end; i++) {
		uint32_t doc = candidates->docs[i];
		uint8_t found = table[doc - base <= span ? doc - base : 0];
		bool kept = (found < cursor->size) & (cursor->docs[found] == doc);

		sieve_set(&candidates->kept, i, kept);
		sieve_set(there, found % LIST_BLOCK, kept);
	}
}

#if defined(__x86_64__)

/* The same, sixteen with sixteen. */
static __attribute__((target("avx512f,avx512vp2intersect"))) void
block_intersect(struct candidates *candidates, uint32_t first, uint32_t end, const struct list_cursor *cursor,
                struct sieve *there)
{
	const __m512i none = _mm512_set1_epi32((int)(DOC_END - 1));
	uint32_t i = first & ~15u, k = 0;

	while (i < end && k < cursor->size) {
		uint32_t left = end - i < 16 ? end - i : 16, skip = i < first ? first - i : 0;
		__mmask16 in = (__mmask16)((0xFFFFu >> (16 - left)) & (0xFFFFu << skip)), mine, theirs;
		__m512i docs = _mm512_mask_loadu_epi32(none, in, candidates->docs + i);
		uint32_t last = candidates->docs[i + left - 1], their_last = cursor->docs[k + 15];

		_mm512_2intersect_epi32(docs, _mm512_loadu_si512(cursor->docs + k), &mine, &theirs);
		candidates->kept.bits[i / 64] |= (uint64_t)mine << i % 64;
		there->bits[k / 64] |= (uint64_t)theirs << k % 64;
		i += last <= their_last ? 16 : 0;
		k += their_last <= last ? 16 : 0;
	}
}

#endif

/* Returns how many PLACES and COUNTS there are from COUNT on, where they are wanted. */
static uint32_t
block_meet(struct candidates *candidates, uint32_t first, uint32_t end, uint32_t count, struct list_cursor *cursor,
           uint32_t *places, uint32_t *counts)
{
	bool near = cursor->docs[cursor->size - 1] - cursor->docs[0] < CANDIDATE_SPAN;
	struct sieve there;
	uint32_t more = 0;

	sieve_clear(&there);
#if defined(__x86_64__)
	if (end - first > INTERSECT_CANDIDATES && simd_level() >= SIMD_INTERSECT)
		block_intersect(candidates, first, end, cursor, &there);
	else
#endif
	if (near && end - first >= TABLE_CANDIDATES)
		block_table(candidates, first, end, cursor, &there);
	else if (simd_level() >= SIMD_AVX512)
		block_places(candidates, first, end, cursor, &there);
	else
		block_search(candidates, first, end, cursor, &there);
	if (sieve_empty(&there))
		return 0;
	if (counts && !cursor->counted)
		list_cursor_unpack(cursor);
	if (counts)
		more = sieve_numbers(&there, cursor->counts, counts + count);
	if (places)
		more = sieve_places(&there, LIST_BLOCK * cursor->block, places + count);
	return more;
}

void
candidates_keep(struct candidates *candidates)
{
	candidates->count = sieve_numbers(&candidates->kept, candidates->docs, candidates->docs);
}

enum status
candidates_meet(struct candidates *candidates, struct list_cursor *cursor, uint32_t *places, uint32_t *counts,
                struct error *err)
{
	uint32_t count = 0;

	sieve_clear(&candidates->kept);
	for (uint32_t first = 0, end; first < candidates->count; first = end) {
		uint32_t doc = candidates->docs[first];
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
		count += block_meet(candidates, first, end, count, cursor, places, counts);
	}
	candidates_keep(candidates);
	return STATUS_OK;
}
