#include "query/page_record.h"

#include <string.h>

#include "common/utf8.h"

#define SECTION "<section id=\"record\" aria-labelledby=\"record-head\""
#define ATTRIBUTE " data-record=\""
#define SECTION_END "</section>\n"

static const struct entity {
	char byte;
	const char *name;
} entities[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" } };

#define ENTITIES (sizeof(entities) / sizeof(*entities))

/* Nothing but ASCII, so that nothing of a query can be taken for something else. */
static void
append_escaped(struct buf *out, struct span json)
{
	size_t len;

	for (size_t at = 0; at < json.len; at += len) {
		uint32_t code = utf8_decode(json.ptr + at, json.ptr + json.len, &len);
		size_t i = 0;

		while (i < ENTITIES && (uint32_t)entities[i].byte != code)
			i++;
		if (i < ENTITIES)
			buf_append_string(out, entities[i].name);
		else if (code >= 0x10000)
			buf_append_format(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (code >> 10)), (unsigned)(0xDC00 + (code & 0x3FF)));
		else if (code >= 0x7F)
			buf_append_format(out, "\\u%04x", (unsigned)code);
		else
			buf_append_byte(out, code < 0x20 ? ' ' : (char)code);
	}
}

void
page_record_begin(struct buf *out, struct span json)
{
	buf_append_string(out, SECTION);
	if (json.ptr) {
		buf_append_string(out, ATTRIBUTE);
		append_escaped(out, json);
		buf_append_byte(out, '"');
	}
	buf_append_string(out, ">\n");
}

void
page_record_end(struct buf *out)
{
	buf_append_string(out, SECTION_END);
}

static void
append_plain(struct buf *json, struct span text)
{
	for (size_t at = 0; at < text.len; ) {
		size_t i = 0, len = 1;

		for (; i < ENTITIES; i++) {
			len = strlen(entities[i].name);
			if (span_starts(span_from(text.ptr + at, text.len - at), span_from(entities[i].name, len)))
				break;
		}
		buf_append_byte(json, i < ENTITIES ? entities[i].byte : text.ptr[at]);
		at += i < ENTITIES ? len : 1;
	}
}

bool
page_record_find(struct span page, struct buf *json, struct buf *rest)
{
	static const struct span begin = SPAN(SECTION ATTRIBUTE), end = SPAN(SECTION_END);
	const char *page_end = page.ptr + page.len, *section, *record, *quote, *behind;

	section = page.len ? memmem(page.ptr, page.len, begin.ptr, begin.len) : NULL;
	if (!section)
		return false;
	record = section + begin.len;
	quote = memchr(record, '"', (size_t)(page_end - record));
	behind = quote ? memmem(quote, (size_t)(page_end - quote), end.ptr, end.len) : NULL;
	if (!behind)
		return false;
	behind += end.len;
	append_plain(json, span_from(record, (size_t)(quote - record)));
	buf_append(rest, page.ptr, (size_t)(section - page.ptr));
	buf_append(rest, behind, (size_t)(page_end - behind));
	return true;
}
