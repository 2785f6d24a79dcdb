#include "corpus/html_memory.h"

/* A piece knows its class, as gumbo does not say how large what it gives back is. */
struct html_piece {
	struct html_piece *next;
	size_t class;
};

/* The class of SIZE and its room: powers of two, so that a buffer that grows
 * by doubling finds what another one left. */
static size_t
class_of(size_t size, size_t *room)
{
	size_t class = 0;

	*room = 16;
	while (*room < size && class + 1 < HTML_MEMORY_CLASSES) {
		*room *= 2;
		class++;
	}
	return class;
}

static void *
take(void *data, size_t size)
{
	struct html_memory *memory = data;
	size_t room, class = class_of(size, &room);
	struct html_piece *piece = memory->given_back[class];

	if (piece)
		memory->given_back[class] = piece->next;
	else
		piece = room < size ? NULL : arena_alloc(&memory->arena, sizeof(*piece) + room);
	if (!piece)
		return NULL;
	piece->class = class;
	return piece + 1;
}

static void
give_back(void *data, void *room)
{
	struct html_memory *memory = data;
	struct html_piece *piece = room;

	if (!piece)
		return;
	piece--;
	piece->next = memory->given_back[piece->class];
	memory->given_back[piece->class] = piece;
}

GumboOptions
html_memory_options(struct html_memory *memory)
{
	GumboOptions options = kGumboDefaultOptions;

	options.max_errors = 0;
	options.allocator = take;
	options.deallocator = give_back;
	options.userdata = memory;
	return options;
}

void
html_memory_release(struct html_memory *memory)
{
	arena_release(&memory->arena);
	*memory = (struct html_memory)HTML_MEMORY_INIT;
}
