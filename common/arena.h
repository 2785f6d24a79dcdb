/* arena.h - memory that is given back all at once.
 *
 * An arena owns everything allocated from it until arena_clear() (which keeps
 * the largest block for the next article or query) or arena_release().  One
 * arena an article, one a query: nothing inside is freed singly.  Every
 * allocation answers NULL when memory is short.  Not for sharing between
 * threads.
 */
#ifndef NEWSDEX_COMMON_ARENA_H
#define NEWSDEX_COMMON_ARENA_H

#include <stddef.h>

#include "common/span.h"

struct arena_block;
struct buf;

struct arena {
	struct arena_block *blocks;  /* the newest first */
	size_t used;                 /* bytes handed out of the newest block */
	size_t total;                /* bytes allocated in all blocks */
};

#define ARENA_INIT { NULL, 0, 0 }

void arena_init(struct arena *arena);
void arena_release(struct arena *arena);
void arena_clear(struct arena *arena);

/* SIZE bytes, aligned for any type, not initialised; NULL when memory is short. */
void *arena_alloc(struct arena *arena, size_t size);

/* COUNT * SIZE bytes of zeros; NULL when memory is short or the product overflows. */
void *arena_zalloc(struct arena *arena, size_t count, size_t size);

/* A copy of SPAN with a NUL behind it; SPAN_NONE when memory is short. */
struct span arena_copy(struct arena *arena, struct span span);

/* The same of what BUF holds, which is released; SPAN_NONE also when that is nothing. */
struct span arena_take(struct arena *arena, struct buf *buf);

/* A copy of SPAN as a C string, or NULL. */
char *arena_string(struct arena *arena, struct span span);

#endif
