/* vocabulary.h - the terms of a batch, numbered as they come.
 *
 * A hash table of 32-byte slots: a term of up to 23 bytes is compared inside
 * its slot, without another cache miss.  A caller that knows its next terms
 * makes their keys first, calls vocabulary_prefetch() for each, and looks them
 * up afterwards.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_VOCABULARY_H
#define NEWSDEX_INDEX_SEGMENT_VOCABULARY_H

#include "common/span.h"
#include "index/segment/pages.h"
#include "index/segment/segment_format.h"
#include "index/terms.h"

#define KEY_INLINE 23
#define TERM_NONE UINT32_MAX

/* A term's first 23 bytes and its length, and its hash. */
struct term_key {
	uint64_t words[3];
	uint32_t hash;
};

struct vocabulary_slot;

struct vocabulary {
	struct pages slots;       /* struct vocabulary_slot */
	uint32_t mask;            /* slots - 1 */
	uint32_t slotted;         /* terms that are in slots */
	uint32_t count;           /* terms */
	struct pages offsets;     /* u32 by term: where its bytes are in pool */
	struct pages pool;        /* for each term its length, one byte, and its bytes */
	size_t pool_used;
	uint64_t seed[3];
};

bool vocabulary_init(struct vocabulary *vocabulary);
void vocabulary_release(struct vocabulary *vocabulary);

/* Forgets all terms; keeps the memory. */
void vocabulary_clear(struct vocabulary *vocabulary);

/* From now on terms are looked up among those that are to come; the others keep their numbers. */
void vocabulary_seal(struct vocabulary *vocabulary);

/* Nothing will be looked up before all is forgotten: gives back what that needs.  False when memory is short. */
bool vocabulary_close(struct vocabulary *vocabulary);

/* The key of TERM, 1 to 255 bytes.  TERM_SLACK bytes behind it are read too. */
void vocabulary_key(const struct vocabulary *vocabulary, struct span term, struct term_key *key);

struct vocabulary_slot {
	uint32_t hash;
	uint32_t number;          /* of the term plus 1; 0: free */
	uint64_t words[3];
};

static inline void
vocabulary_prefetch(const struct vocabulary *vocabulary, const struct term_key *key)
{
	__builtin_prefetch((struct vocabulary_slot *)vocabulary->slots.data + (key->hash & vocabulary->mask), 1);
}

/* The number of TERM, whose key is KEY, adding it if it is new; TERM_NONE when
 * memory is short.  A TERM of up to KEY_INLINE bytes may be SPAN_NONE: it is
 * taken from the key. */
uint32_t vocabulary_put(struct vocabulary *vocabulary, const struct term_key *key, struct span term);

static inline const char *
vocabulary_term_at(const struct vocabulary *vocabulary, uint32_t number)
{
	return (const char *)vocabulary->pool.data + ((const uint32_t *)vocabulary->offsets.data)[number];
}

static inline struct span
vocabulary_term(const struct vocabulary *vocabulary, uint32_t number)
{
	const char *at = vocabulary_term_at(vocabulary, number);

	return span_from(at + 1, (unsigned char)*at);
}

/* Asks for where the term is; vocabulary_term_at() says it then. */
static inline void
vocabulary_term_prefetch(const struct vocabulary *vocabulary, uint32_t number)
{
	__builtin_prefetch((const uint32_t *)vocabulary->offsets.data + number);
}

/* Bytes in use. */
size_t vocabulary_memory(const struct vocabulary *vocabulary);

#endif
