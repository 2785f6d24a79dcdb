/* layout.h - the words of a stored article with the positions they have in an
 * index (index/terms.h).
 */
#ifndef NEWSDEX_QUERY_LAYOUT_H
#define NEWSDEX_QUERY_LAYOUT_H

#include "corpus/article.h"
#include "text/token.h"

struct layout {
	const struct article *article;
	bool authors;              /* the names of authors instead of the text */
	size_t part;               /* title, body, note; or which author */
	uint32_t base;             /* position of the part's first word */
	uint32_t words;            /* of the part so far */
	bool started;
	struct tokenizer tokenizer;
};

void layout_start(struct layout *layout, const struct article *article, bool authors);

/* The next word; false at the end.  TOKEN's offsets are in *TEXT, its position
 * is the one of the index. */
bool layout_next(struct layout *layout, struct token *token, struct span *text);

#endif
