#include "common/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/buf.h"

#define ARENA_BLOCK ((size_t)16 << 10)

struct arena_block {
	struct arena_block *next;
	size_t size;                           /* bytes of data */
	alignas(max_align_t) char data[];
};

void
arena_init(struct arena *arena)
{
	*arena = (struct arena)ARENA_INIT;
}

static void
blocks_free(struct arena_block *block)
{
	while (block) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
}

void
arena_release(struct arena *arena)
{
	blocks_free(arena->blocks);
	arena_init(arena);
}

void
arena_clear(struct arena *arena)
{
	struct arena_block *keep = arena->blocks, **link;

	if (!keep)
		return;
	for (struct arena_block *block = keep; block; block = block->next)
		if (block->size > keep->size)
			keep = block;
	for (link = &arena->blocks; *link != keep; link = &(*link)->next)
		;
	*link = keep->next;
	blocks_free(arena->blocks);
	keep->next = NULL;
	arena->blocks = keep;
	arena->used = 0;
	arena->total = keep->size;
}

static size_t
align_up(size_t size)
{
	return (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->blocks;
	size_t start = align_up(arena->used), want;

	if (block && start <= block->size && size <= block->size - start) {
		arena->used = start + size;
		return block->data + start;
	}
	want = block ? block->size * 2 : ARENA_BLOCK;
	if (want > ((size_t)4 << 20))
		want = (size_t)4 << 20;
	if (want < size)
		want = size;
	if (want > SIZE_MAX / 2)
		return NULL;
	block = malloc(sizeof(*block) + want);
	if (!block)
		return NULL;
	block->size = want;
	block->next = arena->blocks;
	arena->blocks = block;
	arena->used = size;
	arena->total += want;
	return block->data;
}

void *
arena_zalloc(struct arena *arena, size_t count, size_t size)
{
	size_t bytes;
	void *data;

	if (__builtin_mul_overflow(count, size, &bytes))
		return NULL;
	data = arena_alloc(arena, bytes);
	return data ? memset(data, 0, bytes) : NULL;
}

char *
arena_string(struct arena *arena, struct span span)
{
	char *copy = span.len < SIZE_MAX ? arena_alloc(arena, span.len + 1) : NULL;

	if (!copy)
		return NULL;
	if (span.len)
		memcpy(copy, span.ptr, span.len);
	copy[span.len] = '\0';
	return copy;
}

struct span
arena_copy(struct arena *arena, struct span span)
{
	char *copy = arena_string(arena, span);

	return copy ? span_from(copy, span.len) : SPAN_NONE;
}

struct span
arena_take(struct arena *arena, struct buf *buf)
{
	struct span taken = buf_status(buf) == STATUS_OK && buf->len ? arena_copy(arena, buf_span(buf)) : SPAN_NONE;

	buf_release(buf);
	return taken;
}
