/* html_blocks.h - a page cut into blocks of running text, in its order.
 */
#ifndef NEWSDEX_CORPUS_HTML_BLOCKS_H
#define NEWSDEX_CORPUS_HTML_BLOCKS_H

#include <gumbo.h>
#include <stdbool.h>

#include "common/buf.h"
#include "common/span.h"
#include "common/status.h"

struct html_block {
	const GumboNode *node;   /* the block element it stands in */
	size_t start, len;       /* in html_blocks.text */
	size_t linked;           /* bytes inside of links */
	bool good;               /* long, and hardly linked */
};

struct html_blocks {
	struct buf text;
	struct html_block *list;
	size_t count, size;
};

/* A good block has at least so many bytes. */
#define HTML_GOOD_LENGTH 60

/* Cuts the page below ROOT, leaving out what is no text by its tags, and by its
 * names when BELIEVE_NAMES.  BLOCKS starts zeroed and is released by the caller. */
enum status html_blocks_gather(const GumboNode *root, bool believe_names, struct html_blocks *blocks);
void html_blocks_release(struct html_blocks *blocks);

static inline struct span
html_block_text(const struct html_blocks *blocks, const struct html_block *block)
{
	return span_from(blocks->text.data + block->start, block->len);
}

#endif
