#include "corpus/json_long.h"

/* The longest way to write one character: a pair of \uXXXX. */
#define CHARACTER_MAX 12

/* The quote that ends the string whose first byte is at P, or END. */
static const char *
string_end(const char *p, const char *end)
{
	const char *start = p;

	while ((p = memchr(p, '"', (size_t)(end - p))) != NULL) {
		const char *back = p;

		while (back > start && back[-1] == '\\')
			back--;
		if ((p - back) % 2 == 0)
			return p;
		p++;
	}
	return end;
}

static bool
is_key(const char *behind, const char *end)
{
	while (behind < end && (*behind == ' ' || *behind == '\t' || *behind == '\n' || *behind == '\r'))
		behind++;
	return behind < end && *behind == ':';
}

void
json_long_cut(struct span text, struct buf *rest, struct buf *longs)
{
	const char *p = text.ptr, *end = text.ptr + text.len, *copied = p;

	for (size_t number = 0; p < end && (p = memchr(p, '"', (size_t)(end - p))) != NULL; number++) {
		const char *start = p + 1, *close = string_end(start, end);
		struct json_long one = { span_from(start, (size_t)(close - start)), number };

		if (close == end)
			break;
		p = close + 1;
		if (one.raw.len < JSON_LONG || is_key(p, end))
			continue;
		buf_append(rest, copied, (size_t)(start - copied));
		buf_append_string(rest, JSON_LONG_STANDS);
		buf_append(longs, &one, sizeof(one));
		copied = close;
	}
	buf_append(rest, copied, (size_t)(end - copied));
}

static bool
is_high_surrogate(const char *escape)
{
	return (escape[2] == 'd' || escape[2] == 'D') && strchr("89abAB", escape[3]) && escape[3];
}

/* The length of the character, or pair of escapes, that TEXT begins with. */
static size_t
character_len(struct span text)
{
	size_t len = 1;

	if (text.ptr[0] == '\\') {
		len = text.len > 1 && text.ptr[1] == 'u' ? 6 : 2;
		if (len == 6 && text.len >= CHARACTER_MAX && is_high_surrogate(text.ptr))
			len = CHARACTER_MAX;
	} else {
		while (len < text.len && len < 4 && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
			len++;
	}
	return len < text.len ? len : text.len;
}

size_t
json_long_piece(struct span raw, size_t most)
{
	size_t at = 0, last = 0;

	if (raw.len <= most)
		return raw.len;
	while (at <= most) {
		last = at;
		at += character_len(span_from(raw.ptr + at, raw.len - at));
	}
	return last ? last : at;
}
