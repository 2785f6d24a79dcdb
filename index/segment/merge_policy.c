#include "index/segment/merge_policy.h"

static unsigned
tier_of(const struct manifest_segment *about)
{
	uint64_t docs = about->live.docs;
	unsigned tier = 0;

	for (docs /= MERGE_TIER_DOCS; docs; docs /= MERGE_TIER)
		tier++;
	return tier;
}

/* The segments of the lowest tier that has MERGE_WIDTH of them or more. */
static size_t
tier_choose(const struct manifest *manifest, const bool *busy, uint64_t docs_max, size_t *numbers)
{
	for (unsigned tier = 0; tier < 64; tier++) {
		size_t count = 0;
		uint64_t docs = 0;

		for (size_t i = 0; i < manifest->count; i++) {
			const struct manifest_segment *about = &manifest->segments[i];

			/* Smaller ones come along: they would be next.  What is large enough would be
			 * written again for every small one that fits. */
			if (busy[i] || tier_of(about) > tier || about->live.docs > docs_max / 2 || docs + about->live.docs > docs_max)
				continue;
			docs += about->live.docs;
			numbers[count++] = i;
		}
		/* Fewer are enough where hardly more would fit. */
		if (count >= MERGE_WIDTH || (count > 1 && docs > docs_max / 4 * 3))
			return count;
	}
	return 0;
}

/* A segment most of which is deleted. */
static size_t
wasted_choose(const struct manifest *manifest, const bool *busy, uint64_t docs_max, size_t *numbers)
{
	for (size_t i = 0; i < manifest->count; i++) {
		const struct manifest_segment *about = &manifest->segments[i];

		if (!busy[i] && about->deleted > about->docs / 2 && about->live.docs <= docs_max) {
			numbers[0] = i;
			return 1;
		}
	}
	return 0;
}

size_t
merge_choose(const struct manifest *manifest, const bool *busy, uint64_t docs_max, size_t *numbers)
{
	size_t count = tier_choose(manifest, busy, docs_max, numbers);

	return count ? count : wasted_choose(manifest, busy, docs_max, numbers);
}
