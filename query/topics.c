#include "query/topics.h"

#include "common/buf.h"
#include "common/file.h"
#include "common/table.h"
#include "query/read_all.h"

#define TOPICS_SIZE_MAX ((size_t)256 << 20)

struct reading {
	const char *path;
	struct arena *arena;
	struct topic *topics;
	size_t count, room;
	struct table ids;
	struct error *err;
};

static enum status
no_memory(struct reading *reading)
{
	return error_set(reading->err, STATUS_NOMEM, reading->path, "not enough memory for the queries");
}

static enum status
add_topic(struct reading *reading, struct span id, struct span text, bool literal, size_t line)
{
	bool added;

	id = span_trim(id);
	text = span_trim(text);
	if (!id.len || !text.len)
		return error_set(reading->err, STATUS_BADINPUT, reading->path, "line %zu: a query without %s", line,
		                 id.len ? "words" : "an id");
	if (table_put(&reading->ids, id, &added) == TABLE_NONE)
		return no_memory(reading);
	if (!added)
		return error_set(reading->err, STATUS_BADINPUT, reading->path, "line %zu: a second query %.*s", line,
		                 (int)(id.len < 100 ? id.len : 100), id.ptr);
	if (reading->count == reading->room) {
		size_t room = reading->room ? 2 * reading->room : 256;
		struct topic *topics = arena_zalloc(reading->arena, room, sizeof(*topics));

		if (!topics)
			return no_memory(reading);
		if (reading->count)
			memcpy(topics, reading->topics, reading->count * sizeof(*topics));
		reading->topics = topics;
		reading->room = room;
	}
	reading->topics[reading->count++] = (struct topic){ id, text, literal, line };
	return STATUS_OK;
}

/* ---- id<tab>query ------------------------------------------------------- */

/* In a list of names, without any tab, each line is its own id. */
static enum status
read_lines(struct reading *reading, struct span content)
{
	bool names = content.len && !memchr(content.ptr, '\t', content.len);
	enum status status = STATUS_OK;

	for (size_t line = 1; status == STATUS_OK && content.len; line++) {
		const char *newline = memchr(content.ptr, '\n', content.len);
		size_t len = newline ? (size_t)(newline - content.ptr) : content.len;
		struct span row = span_from(content.ptr, len);
		const char *tab = memchr(row.ptr, '\t', len);

		content.ptr += len + (newline != NULL);
		content.len -= len + (newline != NULL);
		if (!span_trim(row).len)
			continue;
		if (names) {
			status = add_topic(reading, row, row, false, line);
			continue;
		}
		if (!tab)
			return error_set(reading->err, STATUS_BADINPUT, reading->path,
			                 "line %zu has no tab; a line is an id, a tab and a query", line);
		status = add_topic(reading, span_from(row.ptr, (size_t)(tab - row.ptr)),
		                   span_from(tab + 1, (size_t)(row.ptr + len - tab - 1)), false, line);
	}
	return status;
}

/* ---- TREC topics -------------------------------------------------------- */

static struct span
after(struct span text, const char *at)
{
	return span_from(at, text.len - (size_t)(at - text.ptr));
}

static const char *
find(struct span text, const char *what)
{
	return text.len ? memmem(text.ptr, text.len, what, strlen(what)) : NULL;
}

/* What stands behind the tag NAME, up to the next tag; SPAN_NONE without one. */
static struct span
element(struct span topic, const char *name)
{
	const char *at = find(topic, name), *end;
	struct span rest;

	if (!at)
		return SPAN_NONE;
	rest = after(topic, at + strlen(name));
	end = memchr(rest.ptr, '<', rest.len);
	return span_trim(end ? span_from(rest.ptr, (size_t)(end - rest.ptr)) : rest);
}

static struct span
without_label(struct span text, struct span label)
{
	if (!text.ptr || !span_starts(text, label))
		return text;
	return span_trim(span_from(text.ptr + label.len, text.len - label.len));
}

/* The value of number="..." in the opening tag. */
static struct span
number_attribute(struct span topic)
{
	const char *end = memchr(topic.ptr, '>', topic.len), *at, *quote;
	struct span tag = end ? span_from(topic.ptr, (size_t)(end - topic.ptr)) : SPAN_NONE;

	at = find(tag, "number=\"");
	if (!at)
		return SPAN_NONE;
	tag = after(tag, at + strlen("number=\""));
	quote = memchr(tag.ptr, '"', tag.len);
	return quote ? span_from(tag.ptr, (size_t)(quote - tag.ptr)) : SPAN_NONE;
}

/* TEXT with the five entities of XML undone, in the arena. */
static struct span
unescape(struct reading *reading, struct span text)
{
	static const struct { const char *entity; char byte; } entities[] = {
		{ "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' },
	};
	struct buf out = BUF_INIT;
	struct span copy;

	while (text.len) {
		size_t taken = 1;
		char byte = *text.ptr;

		for (size_t i = 0; byte == '&' && taken == 1 && i < sizeof(entities) / sizeof(*entities); i++) {
			if (span_starts(text, span_from_string(entities[i].entity))) {
				taken = strlen(entities[i].entity);
				byte = entities[i].byte;
				break;
			}
		}
		buf_append_byte(&out, byte);
		text.ptr += taken;
		text.len -= taken;
	}
	copy = buf_status(&out) == STATUS_OK ? arena_copy(reading->arena, buf_span(&out)) : SPAN_NONE;
	buf_release(&out);
	return copy;
}

static enum status
read_topic(struct reading *reading, struct span topic, size_t line)
{
	struct span id = without_label(element(topic, "<num>"), SPAN("Number:"));
	struct span text = without_label(element(topic, "<title>"), SPAN("Topic:"));

	if (!id.ptr)
		id = number_attribute(topic);
	if (!text.ptr)
		text = element(topic, "<query>");
	if (text.ptr)
		text = unescape(reading, text);
	return add_topic(reading, id, text, true, line);
}

static size_t
count_lines(const char *from, const char *to)
{
	size_t lines = 0;

	for (; from < to; from++)
		lines += *from == '\n';
	return lines;
}

/* The next <top> or <topic ...>, not <topics>. */
static const char *
find_topic(struct span text)
{
	const char *at;

	for (; (at = find(text, "<top")) != NULL; text = after(text, at + 1)) {
		struct span tag = after(text, at);

		if (span_starts(tag, SPAN("<top>")) || span_starts(tag, SPAN("<topic ")) || span_starts(tag, SPAN("<topic>")))
			return at;
	}
	return NULL;
}

static enum status
read_topics(struct reading *reading, struct span content)
{
	const char *at = find_topic(content), *seen = content.ptr;
	enum status status = STATUS_OK;
	size_t line = 1;

	while (status == STATUS_OK && at) {
		struct span rest = after(content, at + 1);
		const char *next = find_topic(rest);

		line += count_lines(seen, at);
		seen = at;
		status = read_topic(reading, span_from(at, next ? (size_t)(next - at) : rest.len + 1), line);
		at = next;
	}
	return status;
}

enum status
topics_read(const char *path, struct arena *arena, struct topic **topics, size_t *count, struct error *err)
{
	struct reading reading = { .path = path, .arena = arena, .err = err };
	struct buf file = BUF_INIT;
	struct span content;
	enum status status;

	*topics = NULL;
	*count = 0;
	table_init(&reading.ids);
	status = read_all(path, TOPICS_SIZE_MAX, &file, err);
	if (status < 0)
		goto done;
	content = arena_copy(arena, buf_span(&file));
	if (!content.ptr)
		status = no_memory(&reading);
	else if (find_topic(content))
		status = read_topics(&reading, content);
	else
		status = read_lines(&reading, content);
	*topics = reading.topics;
	*count = reading.count;
done:
	table_release(&reading.ids);
	buf_release(&file);
	return status;
}
