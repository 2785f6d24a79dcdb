#include "corpus/article_copy.h"

static bool
copy_span(struct span *span, struct arena *arena, size_t *bytes)
{
	if (!span->ptr)
		return true;
	*span = arena_copy(arena, *span);
	*bytes += span->len;
	return span->ptr != NULL;
}

static bool
copy_list(const struct span **list, size_t count, struct arena *arena, size_t *bytes)
{
	struct span *copy = count ? arena_zalloc(arena, count, sizeof(*copy)) : NULL;

	if (count && !copy)
		return false;
	for (size_t i = 0; i < count; i++) {
		copy[i] = (*list)[i];
		if (!copy_span(&copy[i], arena, bytes))
			return false;
	}
	*list = copy;
	return true;
}

enum status
article_copy(const struct article *article, struct arena *arena, struct article *copy, size_t *bytes)
{
	bool copied = true;

	*copy = *article;
	*bytes = 0;
	for (int i = 0; i < FIELD_TEXT_COUNT; i++)
		copied = copied && copy_span(&copy->text[i], arena, bytes);
	for (int i = 0; i < FIELD_COUNT; i++) {
		if (!article->found_by[i])
			continue;
		copy->found_by[i] = arena_string(arena, span_from_string(article->found_by[i]));
		copied = copied && copy->found_by[i];
	}
	copied = copied && copy_span(&copy->origin, arena, bytes)
		&& copy_list(&copy->authors, copy->author_count, arena, bytes)
		&& copy_list(&copy->tags, copy->tag_count, arena, bytes);
	return copied ? STATUS_OK : STATUS_NOMEM;
}
