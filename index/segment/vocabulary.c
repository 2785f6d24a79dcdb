#include "index/segment/vocabulary.h"

#include "common/hash.h"

#define SLOTS_MIN ((uint32_t)1 << 12)

static bool
slots_make(struct vocabulary *vocabulary)
{
	vocabulary->slotted = 0;
	vocabulary->mask = SLOTS_MIN - 1;
	return pages_grow(&vocabulary->slots, SLOTS_MIN * sizeof(struct vocabulary_slot));
}

bool
vocabulary_init(struct vocabulary *vocabulary)
{
	uint64_t seed = hash_process_seed();

	memset(vocabulary, 0, sizeof(*vocabulary));
	for (int i = 0; i < 3; i++)
		vocabulary->seed[i] = hash_bytes(span_from((const char *)&seed, sizeof(seed)), (uint64_t)i);
	return slots_make(vocabulary);
}

void
vocabulary_release(struct vocabulary *vocabulary)
{
	pages_release(&vocabulary->slots);
	pages_release(&vocabulary->offsets);
	pages_release(&vocabulary->pool);
}

void
vocabulary_clear(struct vocabulary *vocabulary)
{
	vocabulary_seal(vocabulary);
	vocabulary->count = 0;
	vocabulary->pool_used = 0;
}

void
vocabulary_seal(struct vocabulary *vocabulary)
{
	pages_zero(&vocabulary->slots);
	vocabulary->slotted = 0;
}

bool
vocabulary_close(struct vocabulary *vocabulary)
{
	pages_release(&vocabulary->slots);
	return slots_make(vocabulary);
}

static inline uint64_t
mix(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* The bytes of WORDS[i] that belong to a term of LEN bytes are those from
 * 24 + 8 i - LEN. */
static const unsigned char key_mask[48] = {
	255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
	255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
};

void
vocabulary_key(const struct vocabulary *vocabulary, struct span term, struct term_key *key)
{
	const unsigned char *at = (const unsigned char *)term.ptr;
	const unsigned char *mask = key_mask + 24 - (term.len < KEY_INLINE ? term.len : KEY_INLINE);
	const uint64_t *seed = vocabulary->seed;

	/* How long words are cannot be foretold: no branch asks. */
	key->words[0] = load_u64(at) & load_u64(mask);
	key->words[1] = load_u64(at + 8) & load_u64(mask + 8);
	key->words[2] = (load_u64(at + 16) & load_u64(mask + 16)) | (uint64_t)(unsigned char)term.len << 56;
	if (term.len > KEY_INLINE)
		key->hash = (uint32_t)hash_bytes(term, seed[0]);
	else
		key->hash = (uint32_t)mix(mix(key->words[0] ^ seed[0], key->words[1] ^ seed[1]) ^ key->words[2], seed[2]);
}

static struct span
key_text(const struct term_key *key, char room[24])
{
	for (int i = 0; i < 3; i++)
		store_u64(room + 8 * i, key->words[i]);
	return span_from(room, (unsigned char)room[KEY_INLINE]);
}

/* The slot of a term, or the free one where it belongs. */
static inline struct vocabulary_slot *
slot_find(const struct vocabulary *vocabulary, const struct term_key *key, struct span term)
{
	struct vocabulary_slot *slots = vocabulary->slots.data;

	for (uint32_t at = key->hash & vocabulary->mask;; at = (at + 1) & vocabulary->mask) {
		struct vocabulary_slot *slot = &slots[at];

		if (!slot->number)
			return slot;
		if (slot->hash != key->hash || slot->words[0] != key->words[0] || slot->words[1] != key->words[1]
		    || slot->words[2] != key->words[2])
			continue;
		if (key->words[2] >> 56 <= KEY_INLINE
		    || span_equal(vocabulary_term(vocabulary, slot->number - 1), term))
			return slot;
	}
}

static bool
slots_double(struct vocabulary *vocabulary)
{
	uint32_t old_size = vocabulary->mask + 1, mask = 2 * old_size - 1;
	const struct vocabulary_slot *old = vocabulary->slots.data;
	struct pages pages = PAGES_INIT;
	struct vocabulary_slot *slots;

	if (old_size > UINT32_MAX / 4 || !pages_grow(&pages, 2 * (size_t)old_size * sizeof(*slots)))
		return false;
	slots = pages.data;
	for (uint32_t i = 0; i < old_size; i++) {
		uint32_t at = old[i].hash & mask;

		if (!old[i].number)
			continue;
		while (slots[at].number)
			at = (at + 1) & mask;
		slots[at] = old[i];
	}
	pages_release(&vocabulary->slots);
	vocabulary->slots = pages;
	vocabulary->mask = mask;
	return true;
}

/* Keeps the bytes of the next term. */
static bool
pool_put(struct vocabulary *vocabulary, struct span term)
{
	size_t need = vocabulary->pool_used + 1 + term.len, offsets = ((size_t)vocabulary->count + 1) * sizeof(uint32_t);
	char *at;

	if (need > UINT32_MAX
	    || (need > vocabulary->pool.size && !pages_grow(&vocabulary->pool, need + need / 2))
	    || (offsets > vocabulary->offsets.size && !pages_grow(&vocabulary->offsets, offsets + offsets / 2)))
		return false;
	((uint32_t *)vocabulary->offsets.data)[vocabulary->count] = (uint32_t)vocabulary->pool_used;
	at = (char *)vocabulary->pool.data + vocabulary->pool_used;
	*at = (char)term.len;
	memcpy(at + 1, term.ptr, term.len);
	vocabulary->pool_used = need;
	return true;
}

uint32_t
vocabulary_put(struct vocabulary *vocabulary, const struct term_key *key, struct span term)
{
	struct vocabulary_slot *slot = slot_find(vocabulary, key, term);
	char room[24];

	if (slot->number)
		return slot->number - 1;
	if (vocabulary->slotted >= vocabulary->mask / 2) {
		if (!slots_double(vocabulary))
			return TERM_NONE;
		slot = slot_find(vocabulary, key, term);
	}
	if (!pool_put(vocabulary, term.ptr ? term : key_text(key, room)))
		return TERM_NONE;
	slot->hash = key->hash;
	memcpy(slot->words, key->words, sizeof(slot->words));
	slot->number = ++vocabulary->count;
	vocabulary->slotted++;
	return vocabulary->count - 1;
}

size_t
vocabulary_memory(const struct vocabulary *vocabulary)
{
	return vocabulary->slots.size + vocabulary->pool_used + sizeof(uint32_t) * (size_t)vocabulary->count;
}
