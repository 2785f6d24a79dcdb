#include "corpus/formats.h"

#include <stdlib.h>

#include "corpus/html_text.h"
#include "corpus/json_article.h"
#include "corpus/json_repair.h"

/* Objects below which articles are looked for: {"response": {"docs": [...]}}. */
#define WRAPPER_LEVELS 8

/* A record that is read where it lies, if it may be changed. */
#define OWNED_LEAST ((size_t)4 << 20)

struct json_state {
	struct json_parser *parser;
	struct buf padded;               /* a record that too few bytes follow, or that was mended */
	struct buf pending;              /* struct json_value of the current record's articles */
	size_t pending_at;
};

static bool
is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t
skip_white(struct span text, size_t at)
{
	if (at == 0 && span_starts(text, SPAN("\xEF\xBB\xBF")))
		at = 3;
	while (at < text.len && is_white(text.ptr[at]))
		at++;
	return at;
}

/* Where the value that starts at AT with a bracket ends; text.len + 1 when it does not. */
static size_t
value_end(struct span text, size_t at)
{
	size_t depth = 0;

	for (; at < text.len; at++) {
		switch (text.ptr[at]) {
		case '"':
			for (at++; at < text.len && text.ptr[at] != '"'; at++)
				at += text.ptr[at] == '\\';
			break;
		case '{':
		case '[':
			depth++;
			break;
		case '}':
		case ']':
			depth -= depth > 0;
			if (depth == 0)
				return at + 1;
			break;
		default:
			break;
		}
	}
	return text.len + 1;
}

static void
state_release(void *data)
{
	struct json_state *state = data;

	json_parser_free(state->parser);
	buf_release(&state->padded);
	buf_release(&state->pending);
	free(state);
}

static struct json_state *
state_get(struct reader *reader)
{
	struct json_state *state = reader->state;

	if (state)
		return state;
	state = calloc(1, sizeof(*state));
	if (!state)
		return NULL;
	state->parser = json_parser_new();
	if (!state->parser) {
		free(state);
		return NULL;
	}
	reader->state = state;
	return state;
}

/* The record as the parser wants it: followed by readable bytes. */
static struct span
pad(struct json_state *state, const struct chunk *chunk, struct span record)
{
	const char *end = chunk->data.ptr + chunk->data.len;
	size_t behind = (size_t)(end - (record.ptr + record.len)) + (chunk->owned ? JSON_PADDING : 0);

	if (behind >= JSON_PADDING)
		return record;
	buf_clear(&state->padded);
	buf_append_span(&state->padded, record);
	if (buf_reserve(&state->padded, JSON_PADDING))
		memset(state->padded.data + record.len, 0, JSON_PADDING);
	return buf_status(&state->padded) == STATUS_OK ? buf_span(&state->padded) : SPAN_NONE;
}

static enum status
parse_record(struct reader *reader, struct json_state *state, struct span record, struct json_value *root,
             struct error *err)
{
	struct span text;
	struct buf mended = BUF_INIT;
	const char *reason;
	enum status status;

	if (reader->chunk->owned && record.len >= OWNED_LEAST) {
		status = json_parse_owned(state->parser, record, root, &reason);
		/* What is no JSON is as it was. */
		if (status != STATUS_BADINPUT)
			return status;
	}
	text = pad(state, reader->chunk, record);
	if (!text.ptr)
		return STATUS_NOMEM;
	status = json_parse(state->parser, text, root, &reason);
	/* The parser has copies of all strings. */
	if (status == STATUS_OK)
		reader_drop(reader, record);
	if (status != STATUS_BADINPUT)
		return status;
	json_repair(record, reader->chunk->charset, &mended);
	buf_clear(&state->padded);
	buf_append_span(&state->padded, buf_span(&mended));
	if (buf_status(&mended) < 0)
		state->padded.failed = true;
	text = span_from(NULL, mended.len);
	buf_release(&mended);
	if (buf_reserve(&state->padded, JSON_PADDING))
		memset(state->padded.data + text.len, 0, JSON_PADDING);
	if (buf_status(&state->padded) < 0)
		return STATUS_NOMEM;
	text.ptr = state->padded.data;
	if (json_parse(state->parser, text, root, &(const char *){ NULL }) == STATUS_OK)
		return STATUS_OK;
	return reader_bad(reader, err, "not JSON: %s", reason);
}

/* Gathers the articles inside of VALUE, in their order. */
static void
gather(struct json_value value, struct buf *found, int level)
{
	struct json_walk walk = json_walk_start(value);
	struct json_value item;

	if (walk.object && json_is_schema(value))
		return;
	if (walk.object && json_is_article(value)) {
		buf_append(found, &value, sizeof(value));
		return;
	}
	while (level < WRAPPER_LEVELS && json_walk_next(&walk, NULL, &item))
		gather(item, found, level + 1);
}

/* An article's text may be HTML whatever its key is called. */
static enum status
plain_texts(struct reader *reader, struct article *article)
{
	static const enum article_field fields[] = { FIELD_TITLE, FIELD_BODY, FIELD_NOTE };

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (html_text_plain(&reader->arena, &article->text[fields[i]]) < 0)
			return STATUS_NOMEM;
	return STATUS_OK;
}

static enum status
next_pending(struct reader *reader, struct json_state *state, struct article *article, struct error *err)
{
	struct json_value object;
	const char *reason = NULL;
	enum status status;

	memcpy(&object, state->pending.data + state->pending_at, sizeof(object));
	state->pending_at += sizeof(object);
	reader->part++;
	status = json_article_fill(object, reader->options, &reader->hint, &reader->arena, article, &reason);
	if (status == STATUS_NOTFOUND || status == STATUS_BADINPUT)
		return reader_bad(reader, err, "%s", reason ? reason : "neither title nor text");
	return status == STATUS_OK ? plain_texts(reader, article) : status;
}

static bool
lies_in(struct span part, struct span whole)
{
	return part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len;
}

static enum status
fill_record(struct reader *reader, struct span record, struct article *article, struct error *err)
{
	struct json_state *state = state_get(reader);
	struct json_value root;
	const char *reason = NULL;
	enum status status;

	if (!state)
		return STATUS_NOMEM;
	status = parse_record(reader, state, record, &root, err);
	if (status != STATUS_OK)
		return status;
	if (json_type(root) != JSON_OBJECT && json_type(root) != JSON_ARRAY)
		return reader_bad(reader, err, "neither a JSON object nor a list of them");
	status = json_article_fill(root, reader->options, &reader->hint, &reader->arena, article, &reason);
	if (status == STATUS_BADINPUT)
		return reader_bad(reader, err, "%s", reason);
	if (status == STATUS_OK) {
		status = plain_texts(reader, article);
		/* A body that was decoded in its place is nobody else's. */
		if (article->text[FIELD_BODY].len >= OWNED_LEAST && lies_in(article->text[FIELD_BODY], record))
			article->spare = article->text[FIELD_BODY];
		return status;
	}
	if (status != STATUS_NOTFOUND)
		return status;
	*article = (struct article){ 0 };
	buf_clear(&state->pending);
	state->pending_at = 0;
	gather(root, &state->pending, 0);
	if (buf_status(&state->pending) < 0)
		return STATUS_NOMEM;
	if (!state->pending.len)
		return reader_bad(reader, err, "neither title nor text in this JSON object");
	return next_pending(reader, state, article, err);
}

static bool
has_pending(const struct reader *reader)
{
	const struct json_state *state = reader->state;

	return reader->count && state && state->pending_at < state->pending.len;
}

static void
drop_pending(struct reader *reader)
{
	struct json_state *state = reader->state;

	if (state) {
		buf_clear(&state->pending);
		state->pending_at = 0;
	}
}

static enum status
jsonl_next(struct reader *reader, struct article *article, struct error *err)
{
	struct span data = reader->chunk->data;
	size_t start, end;
	const char *newline;

	if (has_pending(reader))
		return next_pending(reader, reader->state, article, err);
	drop_pending(reader);
	start = skip_white(data, reader->at);
	if (start == data.len)
		return STATUS_END;
	newline = memchr(data.ptr + start, '\n', data.len - start);
	end = newline ? (size_t)(newline - data.ptr) : data.len;
	return fill_record(reader, reader_take(reader, start, end), article, err);
}

/* Counts what jsonl_next() takes as records: lines that are not blank. */
static uint64_t
count_lines(struct span data)
{
	uint64_t count = 0;
	size_t at = 0;

	while ((at = skip_white(data, at)) < data.len) {
		const char *newline = memchr(data.ptr + at, '\n', data.len - at);

		count++;
		at = newline ? (size_t)(newline - data.ptr) : data.len;
	}
	return count;
}

static size_t
jsonl_split(struct span data, struct span file_head, bool at_end, uint64_t *records)
{
	const char *newline = at_end || !data.len ? NULL : memrchr(data.ptr, '\n', data.len);
	size_t len = at_end ? data.len : newline ? (size_t)(newline + 1 - data.ptr) : 0;

	(void)file_head;
	*records = count_lines(span_from(data.ptr, len));
	return len;
}

static size_t
jsonl_resync(struct span data)
{
	const char *newline = memchr(data.ptr, '\n', data.len);

	return newline ? (size_t)(newline + 1 - data.ptr) : data.len;
}

/* One object a line: the first line is a whole object, and what follows
 * another, if anything does. */
static int
jsonl_sniff(struct span head, struct span path)
{
	size_t start = skip_white(head, 0), end, next;

	(void)path;
	if (start == head.len || head.ptr[start] != '{')
		return 0;
	/* Comments of Pascal stand in braces too. */
	next = skip_white(head, start + 1);
	if (next < head.len && head.ptr[next] != '"' && head.ptr[next] != '}')
		return 0;
	end = value_end(head, start);
	if (end > head.len)
		/* A first line longer than the head: JSON of one kind or the other. */
		return memchr(head.ptr + start, '\n', head.len - start) ? 0 : 70;
	if (memchr(head.ptr + start, '\n', end - start))
		return 0;
	next = skip_white(head, end);
	return next == head.len || head.ptr[next] == '{' ? 90 : 0;
}

/* A list of objects is cut between them; anything else is one record. */
static bool
is_list(struct span data)
{
	size_t start = skip_white(data, 0);

	return start < data.len && strchr("[,]", data.ptr[start]) && data.ptr[start];
}

static size_t
skip_between(struct span data, size_t at)
{
	at = skip_white(data, at);
	while (at < data.len && (strchr("[],", data.ptr[at]) || is_white(data.ptr[at])) && data.ptr[at])
		at++;
	return at;
}

/* The end of the member that starts at AT; data.len + 1 when it is cut. */
static size_t
member_end(struct span data, size_t at)
{
	if (data.ptr[at] == '{')
		return value_end(data, at);
	while (at < data.len && data.ptr[at] != '{' && data.ptr[at] != ',' && data.ptr[at] != '\n')
		at++;
	return at < data.len ? at : data.len + 1;
}

static size_t
json_split(struct span data, struct span file_head, bool at_end, uint64_t *records)
{
	size_t whole = 0, at = 0;

	(void)file_head;
	*records = 0;
	if (!is_list(data)) {
		*records = at_end;
		return at_end ? data.len : 0;
	}
	while ((at = skip_between(data, at)) < data.len) {
		size_t end = member_end(data, at);

		if (end > data.len) {
			*records += at_end;
			break;
		}
		at = whole = end;
		++*records;
	}
	return at_end ? data.len : whole;
}

static enum status
json_next(struct reader *reader, struct article *article, struct error *err)
{
	struct span data = reader->chunk->data;
	size_t start, end;

	if (has_pending(reader))
		return next_pending(reader, reader->state, article, err);
	drop_pending(reader);
	if (reader->count == 0 && !is_list(data))
		start = skip_white(data, 0), end = data.len;
	else
		start = skip_between(data, reader->at), end = start < data.len ? member_end(data, start) : start;
	if (start == data.len)
		return STATUS_END;
	return fill_record(reader, reader_take(reader, start, end < data.len ? end : data.len), article, err);
}

static int
json_sniff(struct span head, struct span path)
{
	size_t start = skip_white(head, 0), inner;

	(void)path;
	if (start == head.len)
		return 0;
	inner = skip_white(head, start + 1);
	if (head.ptr[start] == '[')
		return inner < head.len && head.ptr[inner] == '{' ? 85 : 0;
	return head.ptr[start] == '{' && inner < head.len && head.ptr[inner] == '"' ? 80 : 0;
}

const struct format format_jsonl = {
	.name = "jsonl",
	.summary = "one JSON object a line",
	.unlabelled = true,
	.sniff = jsonl_sniff,
	.split = jsonl_split,
	.resync = jsonl_resync,
	.next = jsonl_next,
	.release = state_release,
};

const struct format format_json = {
	.name = "json",
	.summary = "a JSON list of objects, or one object",
	.unlabelled = true,
	.sniff = json_sniff,
	.split = json_split,
	.next = json_next,
	.release = state_release,
};
