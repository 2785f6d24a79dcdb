#include "corpus/reader.h"

#include <stdarg.h>
#include <stdio.h>

#include "common/memory.h"
#include "corpus/clean.h"
#include "corpus/json_c.h"
#include "corpus/language.h"

/* A record whose memory is worth a call of the kernel. */
#define DROP_LEAST ((size_t)4 << 20)

void
reader_init(struct reader *reader, const struct reader_options *options)
{
	*reader = (struct reader){ .options = options };
	arena_init(&reader->arena);
}

static void
drop_state(struct reader *reader)
{
	if (reader->format && reader->format->release && reader->state)
		reader->format->release(reader->state);
	reader->state = NULL;
}

void
reader_release(struct reader *reader)
{
	drop_state(reader);
	arena_release(&reader->arena);
	*reader = (struct reader){ 0 };
}

void
reader_start(struct reader *reader, const struct chunk *chunk)
{
	if (reader->format != chunk->format)
		drop_state(reader);
	reader->format = chunk->format;
	reader->chunk = chunk;
	reader->at = 0;
	reader->record = 0;
	reader->count = 0;
	reader->part = 0;
	reader->hint = (struct date_hint){
		.order = reader->options->date_order != DATE_ORDER_UNKNOWN ? reader->options->date_order : chunk->order,
	};
}

size_t
reader_split(struct span data, bool at_end, uint64_t *records, size_t (*next)(struct span data, size_t at))
{
	size_t whole = 0, at = next(data, 0);

	*records = 0;
	while (at < data.len) {
		size_t end = next(data, at + 1);

		if (end == data.len && !at_end)
			break;
		++*records;
		whole = at = end;
	}
	return at_end ? data.len : whole;
}

struct span
reader_take(struct reader *reader, size_t start, size_t end)
{
	reader->record = start;
	reader->at = end;
	reader->count++;
	reader->part = 0;
	return span_from(reader->chunk->data.ptr + start, end - start);
}

void
reader_drop(const struct reader *reader, struct span record)
{
	if (reader->chunk->owned && record.len >= DROP_LEAST)
		memory_give_back(record);
}

enum status
reader_utf8(struct reader *reader, struct span *record)
{
	struct buf room = BUF_INIT;
	enum status status;

	if (json_valid_utf8(*record))
		return STATUS_OK;
	charset_append_guess(&room, *record, reader->chunk->charset);
	status = buf_status(&room);
	*record = arena_copy(&reader->arena, buf_span(&room));
	buf_release(&room);
	return record->ptr ? status : STATUS_NOMEM;
}

static enum status
bad_at(const struct reader *reader, enum status status, struct error *err, const char *reason)
{
	const struct chunk *chunk = reader->chunk;
	char place[sizeof(err->place)];

	snprintf(place, sizeof(place), "%.*s", (int)(chunk->origin.len < 4096 ? chunk->origin.len : 4096),
	         chunk->origin.ptr ? chunk->origin.ptr : "");
	return error_set_at(err, status, place, chunk->offset + reader->record, "%s", reason);
}

enum status
reader_bad(const struct reader *reader, struct error *err, const char *format, ...)
{
	char reason[256];
	va_list args;

	va_start(args, format);
	vsnprintf(reason, sizeof(reason), format, args);
	va_end(args);
	return bad_at(reader, STATUS_BADINPUT, err, reason);
}

/* Cleans every item and leaves out blank ones and those that came before. */
static enum status
clean_list(struct arena *arena, const struct span **items, size_t *count)
{
	struct span *list = (struct span *)(uintptr_t)*items;
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++) {
		struct span item = list[i];
		size_t j;

		if (clean_line(arena, &item) < 0)
			return STATUS_NOMEM;
		/* A list of thousands is no list of authors: comparing all pairs would take hours. */
		if (!item.len || kept >= READER_LIST_LIMIT)
			continue;
		for (j = 0; j < kept && !span_equal(list[j], item); j++)
			;
		if (j == kept)
			list[kept++] = item;
	}
	*count = kept;
	if (!kept)
		*items = NULL;
	return STATUS_OK;
}

static enum status
clean_texts(struct reader *reader, struct article *article)
{
	for (int i = 0; i < FIELD_TEXT_COUNT; i++) {
		struct span *text = &article->text[i];
		bool long_text = i == FIELD_BODY || i == FIELD_NOTE;

		if (!text->len)
			*text = SPAN_NONE;
		else if ((long_text ? clean_text(&reader->arena, text) : clean_line(&reader->arena, text)) < 0)
			return STATUS_NOMEM;
		if (!text->len)
			article->found_by[i] = NULL;
	}
	if (clean_paragraphs(&reader->arena, &article->text[FIELD_BODY]) < 0
	    || clean_list(&reader->arena, &article->authors, &article->author_count) < 0
	    || clean_list(&reader->arena, &article->tags, &article->tag_count) < 0)
		return STATUS_NOMEM;
	if (!article->author_count)
		article->found_by[FIELD_AUTHOR] = NULL;
	if (!article->tag_count)
		article->found_by[FIELD_TAG] = NULL;
	return STATUS_OK;
}

static enum status
set_language(struct reader *reader, struct article *article)
{
	struct span *language = &article->text[FIELD_LANGUAGE];
	char out[4];
	struct span code;

	if (!language->len)
		return STATUS_OK;
	code = language_code(*language, out);
	if (!code.len) {
		*language = SPAN_NONE;
		article->found_by[FIELD_LANGUAGE] = NULL;
		return STATUS_OK;
	}
	*language = arena_copy(&reader->arena, code);
	return language->ptr ? STATUS_OK : STATUS_NOMEM;
}

/* By its text, when that is wanted and nobody said. */
static enum status
identify_language(struct reader *reader, struct article *article)
{
	struct span *language = &article->text[FIELD_LANGUAGE];
	char code[8];

	if (language->len || !reader->options->identify
	    || !reader->options->identify(article->text[FIELD_TITLE], article->text[FIELD_BODY], code))
		return STATUS_OK;
	*language = arena_copy(&reader->arena, span_from_string(code));
	article->found_by[FIELD_LANGUAGE] = "the text";
	return language->ptr ? STATUS_OK : STATUS_NOMEM;
}

static void
set_default(struct article *article, enum article_field field, struct span value, const char *found_by)
{
	if (article->text[field].len || !value.len)
		return;
	article->text[field] = value;
	article->found_by[field] = found_by;
}

/* The URL, else "news.jsonl#7", or "news.jsonl#7.2" for the second article of record 7. */
static enum status
set_id(struct reader *reader, struct article *article)
{
	char number[48];
	size_t len;
	char *id;
	const struct chunk *chunk = reader->chunk;

	set_default(article, FIELD_ID, article->text[FIELD_URL], "url");
	if (article->text[FIELD_ID].len)
		return STATUS_OK;
	len = (size_t)snprintf(number, sizeof(number), "#%llu", (unsigned long long)article->number);
	if (reader->part)
		len += (size_t)snprintf(number + len, sizeof(number) - len, ".%lu", (unsigned long)reader->part);
	id = arena_alloc(&reader->arena, chunk->origin.len + len);
	if (!id)
		return STATUS_NOMEM;
	if (chunk->origin.len)
		memcpy(id, chunk->origin.ptr, chunk->origin.len);
	memcpy(id + chunk->origin.len, number, len);
	article->text[FIELD_ID] = span_from(id, chunk->origin.len + len);
	article->found_by[FIELD_ID] = "place in the file";
	/* A file's name may hold any bytes. */
	return clean_line(&reader->arena, &article->text[FIELD_ID]);
}

enum status
reader_next(struct reader *reader, struct article *article, struct error *err)
{
	const struct chunk *chunk = reader->chunk;
	enum status status;

	arena_clear(&reader->arena);
	*article = (struct article){ 0 };
	if (!reader->format)
		return STATUS_END;
	/* The parts of a record are all where it is: reader_take() alone goes on. */
	status = reader->format->next(reader, article, err);
	if (status != STATUS_OK)
		article->withdrawn = false;
	if (status == STATUS_NOMEM)
		return bad_at(reader, STATUS_NOMEM, err, "out of memory");
	if (status != STATUS_OK)
		return status;
	article->origin = chunk->origin;
	article->file_len = chunk->file_len;
	article->offset = chunk->offset + reader->record;
	article->number = chunk->number + (reader->count ? reader->count - 1 : 0);
	article->sequence = chunk->sequence + reader->record + reader->part;
	if (clean_texts(reader, article) < 0 || set_language(reader, article) < 0)
		return bad_at(reader, STATUS_NOMEM, err, "out of memory");
	if (!article->text[FIELD_TITLE].len && !article->text[FIELD_BODY].len && !article->withdrawn)
		return reader_bad(reader, err, "neither title nor text");
	set_default(article, FIELD_SOURCE, reader->options->source, "--source");
	set_default(article, FIELD_LANGUAGE, reader->options->language, "--language");
	if (identify_language(reader, article) < 0 || set_id(reader, article) < 0)
		return bad_at(reader, STATUS_NOMEM, err, "out of memory");
	return article->withdrawn ? reader_bad(reader, err, "no article: withdrawn by its publisher") : STATUS_OK;
}
