#include "corpus/clean.h"

#include "common/buf.h"
#include "common/utf8.h"
#include "corpus/json_c.h"

/* A text that is wrapped at a column has no line longer than this. */
#define WRAPPED_LINE 100

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

/* Characters that print nothing, besides ASCII white space. */
static bool
is_invisible(uint32_t code)
{
	return code == 0xA0 || code == 0xAD || code == 0x85 || code == 0x1680 || (code >= 0x2000 && code <= 0x200F)
		|| (code >= 0x2028 && code <= 0x202F) || (code >= 0x205F && code <= 0x2064)
		|| code == 0x3000 || code == 0xFEFF;
}

struct span
clean_trim(struct span text)
{
	while (text.len) {
		size_t len = 1;

		if (!is_white(text.ptr[0])
		    && ((unsigned char)text.ptr[0] < 0x80 || !is_invisible(utf8_decode(text.ptr, text.ptr + text.len, &len))))
			break;
		text.ptr += len;
		text.len -= len;
	}
	while (text.len) {
		const char *end = text.ptr + text.len, *last = end - 1;
		size_t len = 1;

		while (last > text.ptr && end - last < 4 && ((unsigned char)*last & 0xC0) == 0x80)
			last--;
		if (!is_white(*last) && ((unsigned char)*last < 0x80 || !is_invisible(utf8_decode(last, end, &len))))
			break;
		if (last + len != end)
			break;
		text.len -= len;
	}
	return text;
}

bool
clean_blank(struct span text)
{
	return clean_trim(text).len == 0;
}

static enum status
settle(struct arena *arena, struct buf *buf, struct span *text)
{
	enum status status = buf_status(buf);

	if (status == STATUS_OK) {
		*text = arena_copy(arena, clean_trim(buf_span(buf)));
		if (!text->ptr)
			status = STATUS_NOMEM;
	}
	buf_release(buf);
	return status;
}

enum status
clean_text(struct arena *arena, struct span *text)
{
	struct buf valid = BUF_INIT, out = BUF_INIT;
	struct span in = clean_trim(*text);
	size_t start = 0;

	*text = in.len ? in : SPAN_NONE;
	if (!in.len)
		return STATUS_OK;
	if (!json_valid_utf8(in)) {
		utf8_append_valid(&valid, in);
		in = buf_span(&valid);
	} else if (!memchr(in.ptr, '\r', in.len) && !memchr(in.ptr, '\0', in.len)) {
		return STATUS_OK;
	}
	for (size_t i = 0; i < in.len; i++) {
		if (in.ptr[i] != '\r' && in.ptr[i] != '\0')
			continue;
		buf_append(&out, in.ptr + start, i - start);
		if (in.ptr[i] == '\0')
			buf_append_byte(&out, ' ');
		else if (i + 1 == in.len || in.ptr[i + 1] != '\n')
			buf_append_byte(&out, '\n');
		start = i + 1;
	}
	buf_append(&out, in.ptr + start, in.len - start);
	if (buf_status(&valid) < 0)
		out.failed = true;
	buf_release(&valid);
	return settle(arena, &out, text);
}

enum status
clean_line(struct arena *arena, struct span *text)
{
	struct buf out = BUF_INIT;
	bool folded = true;

	if (clean_text(arena, text) < 0)
		return STATUS_NOMEM;
	for (size_t i = 0; i < text->len && folded; i++)
		folded = !is_white(text->ptr[i]) || (text->ptr[i] == ' ' && text->ptr[i + 1] != ' ');
	if (folded)
		return STATUS_OK;
	for (size_t i = 0; i < text->len; i++)
		if (!is_white(text->ptr[i]))
			buf_append_byte(&out, text->ptr[i]);
		else if (!is_white(text->ptr[i + 1]))
			buf_append_byte(&out, ' ');
	return settle(arena, &out, text);
}

/* Are the lines of TEXT whole paragraphs? */
static bool
lines_are_paragraphs(struct span text)
{
	const char *end = text.ptr + text.len, *line = text.ptr, *next;
	bool is_long = false;

	for (; (next = memchr(line, '\n', (size_t)(end - line))) != NULL; line = next + 1) {
		const char *p = next + 1;

		is_long |= next - line > WRAPPED_LINE;
		while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
			p++;
		if (p < end && *p == '\n')
			return false;
	}
	return is_long || end - line > WRAPPED_LINE;
}

enum status
clean_paragraphs(struct arena *arena, struct span *text)
{
	struct buf out = BUF_INIT;
	size_t start = 0;

	if (!text->len || !memchr(text->ptr, '\n', text->len) || !lines_are_paragraphs(*text))
		return STATUS_OK;
	for (size_t i = 0; i < text->len; i++)
		if (text->ptr[i] == '\n') {
			buf_append(&out, text->ptr + start, i - start);
			buf_append_string(&out, "\n\n");
			start = i + 1;
		}
	buf_append(&out, text->ptr + start, text->len - start);
	return settle(arena, &out, text);
}
