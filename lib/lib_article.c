#include "lib/lib_article.h"

#include <stdlib.h>

#include "common/buf.h"
#include "common/utf8.h"

const char *
lib_string(struct arena *arena, struct span span)
{
	return span.ptr ? arena_string(arena, span) : NULL;
}

const char *const *
lib_list(struct arena *arena, const struct span *spans, size_t count)
{
	const char **list = arena_zalloc(arena, count + 1, sizeof(*list));

	for (size_t i = 0; list && i < count; i++)
		list[i] = lib_string(arena, spans[i]);
	return list;
}

const char *
lib_date(struct arena *arena, const struct date *date)
{
	char text[DATE_TEXT_SIZE];

	date_format(date, text);
	return *text ? lib_string(arena, span_from_string(text)) : NULL;
}

/* GIVEN trimmed and valid; SPAN_NONE where nothing is left. */
static struct span
text_take(const char *given, struct arena *arena)
{
	struct span text = given ? span_trim(span_from_string(given)) : SPAN_NONE;
	struct buf valid = BUF_INIT;

	if (!text.len)
		return SPAN_NONE;
	if (utf8_valid(text))
		return arena_copy(arena, text);
	utf8_append_valid(&valid, text);
	text = buf_status(&valid) < 0 ? SPAN_NONE : arena_copy(arena, buf_span(&valid));
	buf_release(&valid);
	return text;
}

static enum status
list_take(const char *const *given, struct arena *arena, const struct span **list, size_t *count)
{
	struct span *taken;
	size_t length = 0;

	*list = NULL;
	*count = 0;
	while (given && given[length])
		length++;
	if (!length)
		return STATUS_OK;
	taken = arena_zalloc(arena, length, sizeof(*taken));
	if (!taken)
		return STATUS_NOMEM;
	for (size_t i = 0; i < length; i++) {
		taken[*count] = text_take(given[i], arena);
		*count += taken[*count].ptr != NULL;
	}
	*list = taken;
	return STATUS_OK;
}

static enum status
date_take(const char *given, const char *name, struct date *date, struct error *err)
{
	if (!given || date_parse(span_from_string(given), date, NULL) == STATUS_OK)
		return STATUS_OK;
	return error_set(err, STATUS_BADINPUT, name, "'%s' is not a date", given);
}

enum status
lib_article_take(const struct newsdex_article *given, struct arena *arena, struct article *article,
                 struct error *err)
{
	enum status status;

	*article = (struct article){
		.text = {
			[FIELD_ID] = text_take(given->id, arena),
			[FIELD_URL] = text_take(given->url, arena),
			[FIELD_TITLE] = text_take(given->title, arena),
			[FIELD_BODY] = text_take(given->body, arena),
			[FIELD_NOTE] = text_take(given->note, arena),
			[FIELD_SOURCE] = text_take(given->source, arena),
			[FIELD_SECTION] = text_take(given->section, arena),
			[FIELD_LANGUAGE] = text_take(given->language, arena),
		},
		.number = 1,
	};
	if (!article->text[FIELD_ID].ptr)
		article->text[FIELD_ID] = article->text[FIELD_URL];
	if (!article->text[FIELD_ID].ptr)
		return error_set(err, STATUS_BADINPUT, "article", "has neither id nor url");
	if (!article->text[FIELD_TITLE].ptr && !article->text[FIELD_BODY].ptr)
		return error_set(err, STATUS_BADINPUT, given->id, "has neither title nor body");
	status = list_take(given->authors, arena, &article->authors, &article->author_count);
	if (status == STATUS_OK)
		status = list_take(given->tags, arena, &article->tags, &article->tag_count);
	if (status < 0)
		return error_set(err, status, given->id, "out of memory");
	status = date_take(given->published, "published", &article->published, err);
	if (status == STATUS_OK)
		status = date_take(given->modified, "modified", &article->modified, err);
	return status;
}
