#include "index/segment/doc_counts.h"

#include <stdlib.h>

enum status
doc_counts_init(struct doc_counts *counts, uint32_t docs, struct error *err)
{
	*counts = (struct doc_counts){
		.counts = calloc((size_t)docs + 1, sizeof(*counts->counts)),
		.bits = calloc((size_t)docs / 64 + 1, sizeof(*counts->bits)),
		.groups = calloc((size_t)docs / 4096 + 1, sizeof(*counts->groups)),
		.docs = docs,
	};
	return counts->counts && counts->bits && counts->groups
		? STATUS_OK
		: error_set(err, STATUS_NOMEM, NULL, "out of memory");
}

void
doc_counts_release(struct doc_counts *counts)
{
	free(counts->counts);
	free(counts->bits);
	free(counts->groups);
	*counts = (struct doc_counts){ 0 };
}

/* The documents of one word of bits. */
static void
word_take(struct doc_counts *counts, uint32_t word, struct buf *out)
{
	uint64_t bits = counts->bits[word];
	uint32_t *to = (uint32_t *)(void *)buf_reserve(out, 64 * 2 * sizeof(uint32_t));

	for (; bits; bits &= bits - 1) {
		uint32_t doc = 64 * word + (uint32_t)__builtin_ctzll(bits);

		if (to) {
			*to++ = doc;
			*to++ = counts->counts[doc];
			out->len += 2 * sizeof(uint32_t);
		}
		counts->counts[doc] = 0;
	}
	counts->bits[word] = 0;
}

void
doc_counts_take(struct doc_counts *counts, struct buf *out)
{
	for (uint32_t group = 0; group <= counts->docs / 4096; group++) {
		for (uint64_t words = counts->groups[group]; words; words &= words - 1)
			word_take(counts, 64 * group + (uint32_t)__builtin_ctzll(words), out);
		counts->groups[group] = 0;
	}
}
