#include "common/utf8.h"

static bool
is_tail(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

uint32_t
utf8_decode_multibyte(const unsigned char *p, const unsigned char *end, size_t *len)
{
	size_t left = (size_t)(end - p);
	uint32_t code;

	if (p[0] >= 0xC2 && p[0] <= 0xDF && left >= 2 && is_tail(p[1])) {
		*len = 2;
		return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
	}
	if ((p[0] & 0xF0) == 0xE0 && left >= 3 && is_tail(p[1]) && is_tail(p[2])) {
		code = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
		if (code >= 0x800 && (code < 0xD800 || code > 0xDFFF)) {
			*len = 3;
			return code;
		}
	} else if (p[0] >= 0xF0 && p[0] <= 0xF4 && left >= 4 && is_tail(p[1]) && is_tail(p[2]) && is_tail(p[3])) {
		code = (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
		if (code >= 0x10000 && code <= 0x10FFFF) {
			*len = 4;
			return code;
		}
	}
	*len = 1;
	return p[0] < 0x80 ? p[0] : UTF8_REPLACEMENT;
}

size_t
utf8_encode(char *out, uint32_t code)
{
	if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		code = UTF8_REPLACEMENT;
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xE0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3F));
		out[2] = (char)(0x80 | (code & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3F));
	out[2] = (char)(0x80 | (code >> 6 & 0x3F));
	out[3] = (char)(0x80 | (code & 0x3F));
	return 4;
}

/* Most text is ASCII: 32 bytes of it are seen at once. */
#define ASCII_STEP 32

static inline bool
is_ascii(const char *p)
{
	uint64_t words[ASCII_STEP / 8];

	memcpy(words, p, sizeof(words));
	return !((words[0] | words[1] | words[2] | words[3]) & UINT64_C(0x8080808080808080));
}

/* Length of the run of valid UTF-8 at the start of TEXT. */
static size_t
valid_prefix(struct span text)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	size_t len;

	while (p < end) {
		if (end - p >= ASCII_STEP && is_ascii(p)) {
			p += ASCII_STEP;
			continue;
		}
		if (utf8_decode(p, end, &len) == UTF8_REPLACEMENT && len == 1)
			break;
		p += len;
	}
	return (size_t)(p - text.ptr);
}

bool
utf8_valid(struct span text)
{
	return valid_prefix(text) == text.len;
}

size_t
utf8_count(struct span text)
{
	size_t count = 0, len;

	for (size_t at = 0; at < text.len; at += len, count++) {
		for (; text.len - at >= ASCII_STEP && is_ascii(text.ptr + at); at += ASCII_STEP)
			count += ASCII_STEP;
		if (at == text.len)
			break;
		utf8_decode(text.ptr + at, text.ptr + text.len, &len);
	}
	return count;
}

size_t
utf8_step_back(struct span text, size_t at, size_t points)
{
	for (; at > 0 && points > 0; points--)
		for (at--; at > 0 && utf8_is_tail(text.ptr[at]); at--)
			;
	return at;
}

size_t
utf8_step_on(struct span text, size_t at, size_t points)
{
	size_t len;

	for (; at < text.len && points > 0; points--, at += len)
		utf8_decode(text.ptr + at, text.ptr + text.len, &len);
	return at;
}

void
utf8_append_valid(struct buf *out, struct span text)
{
	while (text.len) {
		size_t good = valid_prefix(text);

		buf_append(out, text.ptr, good);
		if (good == text.len)
			return;
		buf_append_string(out, "\xEF\xBF\xBD");
		text.ptr += good + 1;
		text.len -= good + 1;
	}
}
