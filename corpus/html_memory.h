/* html_memory.h - where gumbo's tree of a page lives: memory that is given back
 * all at once, as nobody needs a part of a tree.
 */
#ifndef NEWSDEX_CORPUS_HTML_MEMORY_H
#define NEWSDEX_CORPUS_HTML_MEMORY_H

#include <gumbo.h>

#include "common/arena.h"

#define HTML_MEMORY_CLASSES 40

struct html_memory {
	struct arena arena;
	struct html_piece *given_back[HTML_MEMORY_CLASSES];   /* by size, to be handed out again */
};

#define HTML_MEMORY_INIT { .arena = ARENA_INIT }

/* The default options of gumbo, without errors kept, and MEMORY for the tree. */
GumboOptions html_memory_options(struct html_memory *memory);

/* Gives all back; trees in it need no gumbo_destroy_output(). */
void html_memory_release(struct html_memory *memory);

#endif
