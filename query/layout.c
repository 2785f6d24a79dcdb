#include "query/layout.h"

#include <string.h>

#include "index/terms.h"

void
layout_start(struct layout *layout, const struct article *article, bool authors)
{
	memset(layout, 0, sizeof(*layout));
	layout->article = article;
	layout->authors = authors;
	layout->base = 1;
}

static bool
part_text(const struct layout *layout, struct span *text)
{
	static const enum article_field fields[] = { FIELD_TITLE, FIELD_BODY, FIELD_NOTE };
	size_t count = layout->authors ? layout->article->author_count : sizeof(fields) / sizeof(*fields);

	if (layout->part >= count)
		return false;
	*text = layout->authors ? layout->article->authors[layout->part] : layout->article->text[fields[layout->part]];
	return true;
}

bool
layout_next(struct layout *layout, struct token *token, struct span *text)
{
	while (part_text(layout, text)) {
		if (!layout->started) {
			tokenizer_start(&layout->tokenizer, *text);
			layout->started = true;
			layout->words = 0;
		}
		if (token_next(&layout->tokenizer, token)) {
			layout->words++;
			token->position += layout->base;
			return true;
		}
		if (layout->words)
			layout->base += layout->words - 1 + POSITION_GAP;
		if (layout->base < POSITION_GAP && !layout->authors)
			layout->base = POSITION_GAP;
		layout->started = false;
		layout->part++;
	}
	return false;
}
