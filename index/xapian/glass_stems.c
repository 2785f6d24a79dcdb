#include "index/xapian/glass_stems.h"

#include <stdlib.h>

/* Words remembered before all are forgotten: a few megabytes. */
#define STEMS_MAX 65536

enum status
stems_init(struct stems *stems, struct span language, struct error *err)
{
	enum status status;

	memset(stems, 0, sizeof(*stems));
	table_init(&stems->words);
	arena_init(&stems->arena);
	status = stemmer_new(language, &stems->stemmer, NULL);
	if (status == STATUS_UNSUPPORTED)
		status = stemmer_new(SPAN("none"), &stems->stemmer, err);
	return status == STATUS_NOMEM ? error_set(err, status, NULL, "out of memory") : status;
}

void
stems_release(struct stems *stems)
{
	stemmer_free(stems->stemmer);
	table_release(&stems->words);
	free(stems->found);
	arena_release(&stems->arena);
	memset(stems, 0, sizeof(*stems));
}

struct span
stems_of(struct stems *stems, struct span word)
{
	uint32_t number = table_get(&stems->words, word);
	struct span stem;

	if (number != TABLE_NONE)
		return stems->found[number];
	if (stems->words.count >= STEMS_MAX) {
		table_clear(&stems->words);
		arena_clear(&stems->arena);
	}
	number = table_put(&stems->words, word, NULL);
	if (number == TABLE_NONE)
		return SPAN_NONE;
	if (number >= stems->found_size) {
		size_t more = stems->found_size ? stems->found_size * 2 : 1024;
		struct span *bigger = reallocarray(stems->found, more, sizeof(*bigger));

		if (!bigger)
			goto nomem;
		stems->found = bigger;
		stems->found_size = more;
	}
	stem = arena_copy(&stems->arena, stemmer_stem(stems->stemmer, word));
	if (!stem.ptr)
		goto nomem;
	return stems->found[number] = stem;
nomem:
	/* The word has a number but no stem: neither is to be kept. */
	table_clear(&stems->words);
	arena_clear(&stems->arena);
	return SPAN_NONE;
}
