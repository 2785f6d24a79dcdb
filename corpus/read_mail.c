#include "corpus/formats.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <strings.h>

#include "corpus/charset.h"
#include "corpus/clean.h"
#include "corpus/fill.h"
#include "corpus/html_text.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Behind the line that separates messages, if RECORD starts with one. */
static struct span
skip_separator(struct span record)
{
	const char *newline = span_starts(record, SPAN("From ")) ? memchr(record.ptr, '\n', record.len) : NULL;

	return newline ? span_from(newline + 1, (size_t)(record.ptr + record.len - newline - 1)) : record;
}

static struct span
header(GMimeMessage *message, const char *name, struct arena *arena)
{
	const char *value = g_mime_object_get_header(GMIME_OBJECT(message), name);

	return value ? arena_copy(arena, span_from_string(value)) : SPAN_NONE;
}

static enum status
fill_sender(GMimeMessage *message, struct arena *arena, struct article *article)
{
	InternetAddressList *from = g_mime_message_get_from(message);

	for (int i = 0; from && i < internet_address_list_length(from); i++) {
		InternetAddress *address = internet_address_list_get_address(from, i);
		const char *name = internet_address_get_name(address);

		if ((!name || !*name) && INTERNET_ADDRESS_IS_MAILBOX(address))
			name = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address));
		if (name && fill_item(article, FIELD_AUTHOR, arena_copy(arena, span_from_string(name)), arena, "From") < 0)
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

/* The text of PART as UTF-8, whatever its encoding. */
static struct span
part_text(GMimePart *part, struct arena *arena)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	const char *charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
	GMimeStream *stream;
	GByteArray *bytes;
	struct buf out = BUF_INIT;

	if (!content)
		return SPAN_NONE;
	stream = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(content, stream);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	if (bytes && bytes->len)
		charset_append_named(&out, span_from((const char *)bytes->data, bytes->len), span_from_string(charset));
	g_object_unref(stream);
	return arena_take(arena, &out);
}

/* ">From " at the start of a line was "From " before the message was put into the file. */
static void
unquote_from(struct span *text)
{
	char *bytes = (char *)(uintptr_t)text->ptr, *to = bytes;
	bool line = true;

	for (size_t i = 0; i < text->len; i++) {
		if (line && bytes[i] == '>' && text->len - i > 6 && memcmp(bytes + i, ">From ", 6) == 0)
			i++;
		line = bytes[i] == '\n';
		*to++ = bytes[i];
	}
	text->len = (size_t)(to - bytes);
}

/* The first plain text that is no attachment, else the first HTML: a part of either
 * kind that shows nothing is none. */
static enum status
fill_body(GMimeMessage *message, struct arena *arena, struct article *article)
{
	GMimePartIter *iter = g_mime_part_iter_new(GMIME_OBJECT(message));
	struct span plain = SPAN_NONE, html = SPAN_NONE;

	do {
		GMimeObject *object = g_mime_part_iter_get_current(iter);
		GMimeContentType *type;

		if (!object || !GMIME_IS_TEXT_PART(object) || g_mime_part_is_attachment(GMIME_PART(object)))
			continue;
		type = g_mime_object_get_content_type(object);
		if (g_mime_content_type_is_type(type, "text", "plain"))
			plain = part_text(GMIME_PART(object), arena);
		else if (clean_blank(html) && g_mime_content_type_is_type(type, "text", "html"))
			html = part_text(GMIME_PART(object), arena);
	} while (clean_blank(plain) && g_mime_part_iter_next(iter));
	g_mime_part_iter_free(iter);
	if (!clean_blank(plain)) {
		unquote_from(&plain);
		fill_text(article, FIELD_BODY, plain, "plain text part");
		return STATUS_OK;
	}
	if (html.len && html_text_plain(arena, &html) < 0)
		return STATUS_NOMEM;
	fill_text(article, FIELD_BODY, html, "HTML part");
	return STATUS_OK;
}

static enum status
fill_message(GMimeMessage *message, struct arena *arena, struct article *article)
{
	const char *subject = g_mime_message_get_subject(message), *id = g_mime_message_get_message_id(message);
	struct span groups;
	const char *comma;

	if (subject)
		fill_text(article, FIELD_TITLE, arena_copy(arena, span_from_string(subject)), "Subject");
	if (id)
		fill_text(article, FIELD_ID, arena_copy(arena, span_from_string(id)), "Message-ID");
	fill_date_text(article, FIELD_PUBLISHED, header(message, "Date", arena), NULL, "Date");
	groups = header(message, "Newsgroups", arena);
	comma = groups.len ? memchr(groups.ptr, ',', groups.len) : NULL;
	if (comma)
		groups.len = (size_t)(comma - groups.ptr);
	fill_text(article, FIELD_SECTION, groups, "Newsgroups");
	fill_text(article, FIELD_LANGUAGE, header(message, "Content-Language", arena), "Content-Language");
	if (fill_sender(message, arena, article) < 0)
		return STATUS_NOMEM;
	return fill_body(message, arena, article);
}

static enum status
fill_record(struct reader *reader, struct span record, struct article *article, struct error *err)
{
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *message;
	enum status status;

	pthread_once(&once, g_mime_init);
	record = skip_separator(record);
	stream = g_mime_stream_mem_new_with_buffer(record.ptr, record.len);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	status = message ? fill_message(message, &reader->arena, article) : reader_bad(reader, err, "not a mail message");
	if (message)
		g_object_unref(message);
	g_object_unref(parser);
	g_object_unref(stream);
	return status;
}

/* Where the next message starts at or behind AT, which is the start of a line:
 * a line "From " at the start or behind an empty one. */
static size_t
next_message(struct span data, size_t at)
{
	const char *p = data.ptr + at, *end = data.ptr + data.len;

	if (at == 0 && span_starts(data, SPAN("From ")))
		return 0;
	while (p < end && (p = memmem(p, (size_t)(end - p), "\nFrom ", 6)) != NULL) {
		size_t here = (size_t)(p - data.ptr);

		if (here == 0 || data.ptr[here - 1] == '\n' || (here > 1 && data.ptr[here - 1] == '\r' && data.ptr[here - 2] == '\n'))
			return here + 1;
		p++;
	}
	return data.len;
}

static enum status
mbox_next(struct reader *reader, struct article *article, struct error *err)
{
	struct span data = reader->chunk->data;
	size_t start = reader->at, end;

	if (reader->count == 0)
		start = next_message(data, 0);
	if (start >= data.len)
		return STATUS_END;
	end = next_message(data, start + 1);
	return fill_record(reader, reader_take(reader, start, end), article, err);
}

static size_t
mbox_split(struct span data, struct span head, bool at_end, uint64_t *records)
{
	(void)head;
	return reader_split(data, at_end, records, next_message);
}

static size_t
mbox_resync(struct span data)
{
	return next_message(data, 0);
}

static bool
is_field_name(struct span line, size_t *len)
{
	size_t i = 0;

	while (i < line.len && line.ptr[i] > ' ' && line.ptr[i] != ':' && line.ptr[i] < 127)
		i++;
	*len = i;
	return i > 0 && i < line.len && line.ptr[i] == ':';
}

/* How many of the headers that a message has stand at the start of TEXT; -1
 * when a line there is no header. */
static int
count_headers(struct span text)
{
	static const char *const names[] = { "From", "Date", "Subject", "Message-ID", "Received", "Newsgroups", "MIME-Version" };
	unsigned seen = 0;
	size_t at = 0;

	while (at < text.len) {
		const char *newline = memchr(text.ptr + at, '\n', text.len - at);
		struct span line = span_from(text.ptr + at, newline ? (size_t)(newline - text.ptr) - at : text.len - at);
		size_t len;

		at += line.len + 1;
		if (span_trim(line).len == 0)
			return __builtin_popcount(seen);
		if (line.ptr[0] == ' ' || line.ptr[0] == '\t')
			continue;
		if (!is_field_name(line, &len))
			return newline ? -1 : __builtin_popcount(seen);
		for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
			if (strlen(names[i]) == len && strncasecmp(names[i], line.ptr, len) == 0)
				seen |= 1u << i;
	}
	return __builtin_popcount(seen);
}

static int
mbox_sniff(struct span head, struct span path)
{
	(void)path;
	return span_starts(head, SPAN("From ")) && count_headers(skip_separator(head)) >= 2 ? 90 : 0;
}

/* Some that save messages leave an empty line above the headers. */
static struct span
skip_blank(struct span message)
{
	while (message.len && strchr(" \t\r\n", message.ptr[0]) && message.ptr[0])
		message.ptr++, message.len--;
	return message;
}

static enum status
mail_next(struct reader *reader, struct article *article, struct error *err)
{
	struct span data = reader->chunk->data;

	if (reader->count)
		return STATUS_END;
	return fill_record(reader, skip_blank(reader_take(reader, 0, data.len)), article, err);
}

static int
mail_sniff(struct span head, struct span path)
{
	(void)path;
	return count_headers(skip_blank(head)) >= 3 ? 80 : 0;
}

const struct format format_mbox = {
	.name = "mbox",
	.summary = "mail or news messages, one behind the other",
	.sniff = mbox_sniff,
	.split = mbox_split,
	.resync = mbox_resync,
	.next = mbox_next,
};

const struct format format_mail = {
	.name = "mail",
	.summary = "one mail message, as in a maildir",
	.sniff = mail_sniff,
	.next = mail_next,
};
