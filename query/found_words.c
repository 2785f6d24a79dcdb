#include "query/found_words.h"

#include <stdlib.h>
#include <string.h>

#include "common/arena.h"

#define ITEMS_FIRST 4096

struct found_part {
	struct arena arena;      /* of words */
	char *items;
	size_t count, room;
};

void
found_words_init(struct found_words *found, size_t size)
{
	*found = (struct found_words){ .size = size };
}

void
found_words_release(struct found_words *found)
{
	for (unsigned i = 0; found->parts && i < found->threads; i++) {
		arena_release(&found->parts[i].arena);
		free(found->parts[i].items);
	}
	free(found->parts);
	free(found->items);
	found_words_init(found, found->size);
}

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the words");
}

enum status
found_words_start(struct found_words *found, unsigned threads, struct error *err)
{
	found->parts = calloc(threads, sizeof(*found->parts));
	if (!found->parts)
		return no_memory(err);
	found->threads = threads;
	for (unsigned i = 0; i < threads; i++)
		arena_init(&found->parts[i].arena);
	return STATUS_OK;
}

enum status
found_words_add(struct found_words *found, unsigned thread, const void *item, struct error *err)
{
	struct found_part *part = &found->parts[thread];
	struct span word;
	char *at;

	if (part->count == part->room) {
		size_t room = part->room ? 2 * part->room : ITEMS_FIRST;
		char *items = realloc(part->items, room * found->size);

		if (!items)
			return no_memory(err);
		part->items = items;
		part->room = room;
	}
	at = part->items + part->count++ * found->size;
	memcpy(at, item, found->size);
	memcpy(&word, item, sizeof(word));
	word = arena_copy(&part->arena, word);
	memcpy(at, &word, sizeof(word));
	return word.ptr ? STATUS_OK : no_memory(err);
}

enum status
found_words_join(struct found_words *found, struct error *err)
{
	size_t count = 0;
	char *at;

	for (unsigned i = 0; i < found->threads; i++)
		count += found->parts[i].count;
	found->items = at = malloc((count + 1) * found->size);
	if (!at)
		return no_memory(err);
	for (unsigned i = 0; i < found->threads; i++) {
		struct found_part *part = &found->parts[i];

		if (part->count)
			memcpy(at, part->items, part->count * found->size);
		at += part->count * found->size;
		free(part->items);
		part->items = NULL;
	}
	found->count = count;
	return STATUS_OK;
}
