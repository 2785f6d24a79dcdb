#include "corpus/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <strings.h>
#include <uchardet.h>

#include "common/utf8.h"
#include "corpus/json_c.h"

static void
append_code(struct buf *out, uint32_t code)
{
	char bytes[4];

	buf_append(out, bytes, utf8_encode(bytes, code));
}

static void
append_latin1(struct buf *out, struct span text)
{
	/* What Windows-1252 puts where Latin-1 has control characters. */
	static const uint16_t windows[32] = {
		0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
		0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
		0x0153, 0x9D, 0x017E, 0x0178,
	};
	size_t start = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c < 0x80)
			continue;
		buf_append(out, text.ptr + start, i - start);
		append_code(out, c < 0xA0 ? windows[c - 0x80] : c);
		start = i + 1;
	}
	buf_append(out, text.ptr + start, text.len - start);
}

void
charset_append(struct buf *out, struct span text)
{
	if (json_valid_utf8(text))
		buf_append_span(out, text);
	else
		append_latin1(out, text);
}

struct span
charset_utf8(struct span text, struct buf *room)
{
	if (json_valid_utf8(text))
		return text;
	buf_clear(room);
	append_latin1(room, text);
	return buf_span(room);
}

static bool
is_named(struct span name, const char *other)
{
	return name.len == strlen(other) && strncasecmp(name.ptr, other, name.len) == 0;
}

void
charset_append_named(struct buf *out, struct span text, struct span name)
{
	char code[40];
	iconv_t convert;
	char *in = (char *)(uintptr_t)text.ptr;
	size_t left = text.len;

	name = span_trim(name);
	if (name.len == 0 || name.len >= sizeof(code) || is_named(name, "utf-8") || is_named(name, "utf8")
	    || is_named(name, "us-ascii") || is_named(name, "ascii") || is_named(name, "iso-8859-1")
	    || is_named(name, "latin1") || is_named(name, "windows-1252")) {
		charset_append(out, text);
		return;
	}
	memcpy(code, name.ptr, name.len);
	code[name.len] = '\0';
	/* "//" in the name would be an instruction to iconv. */
	convert = strchr(code, '/') ? (iconv_t)-1 : iconv_open("UTF-8", code);
	if (convert == (iconv_t)-1) {
		charset_append(out, text);
		return;
	}
	for (bool flushed = false; !flushed;) {
		char *to = buf_reserve(out, left + 16), *start = to;
		size_t room = left + 16, result;

		if (!to)
			break;
		/* An encoding with combining marks keeps the last letter back until it is told of the end. */
		flushed = left == 0;
		result = iconv(convert, flushed ? NULL : &in, &left, &to, &room);
		out->len += (size_t)(to - start);
		if (result != (size_t)-1 || errno == E2BIG)
			continue;
		append_code(out, UTF8_REPLACEMENT);
		if (errno != EILSEQ)
			break;
		in++, left--;
	}
	iconv_close(convert);
}

/* So much of a text says what it is in. */
#define SAMPLE ((size_t)64 << 10)

/* With fewer letters beyond ASCII nobody can tell one Latin alphabet from another. */
#define LATIN_LEAST 100

/* Bytes beyond ASCII: characters of UTF-8 and what is none, how many bytes there
 * are, and how many of them have one behind them. */
struct high {
	size_t good, bad, count, pairs;
};

static struct high
count_high(struct span text)
{
	struct high high = { 0 };

	for (size_t at = 0, len; at < text.len; at += len) {
		bool is_high = (unsigned char)text.ptr[at] >= 0x80;

		len = 1;
		if (!is_high)
			continue;
		utf8_decode(text.ptr + at, text.ptr + text.len, &len);
		/* A character may be cut at the end. */
		high.bad += len == 1 && (text.len - at > 3 || (unsigned char)text.ptr[at] < 0xC2);
		high.good += len > 1;
	}
	for (size_t at = 0; at < text.len; at++) {
		if ((unsigned char)text.ptr[at] < 0x80)
			continue;
		high.count++;
		high.pairs += at + 1 < text.len && (unsigned char)text.ptr[at + 1] >= 0x80;
	}
	return high;
}

static bool
is_latin(const char *name)
{
	static const char *const names[] = {
		"ISO-8859-1", "ISO-8859-2", "ISO-8859-3", "ISO-8859-4", "ISO-8859-9", "ISO-8859-10", "ISO-8859-13", "ISO-8859-15",
		"ISO-8859-16", "WINDOWS-1250", "WINDOWS-1252", "WINDOWS-1254", "WINDOWS-1257", "WINDOWS-1258", "IBM852", "MAC-CENTRALEUROPE",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

void
charset_guess(struct span text, char name[CHARSET_NAME])
{
	struct high high;
	uchardet_t detector;
	bool latin;

	*name = '\0';
	if (text.len > SAMPLE)
		text.len = SAMPLE;
	high = count_high(text);
	if (high.bad <= high.good)
		return;
	/* In Latin alphabets letters beyond ASCII stand alone. */
	latin = high.pairs * 4 < high.count;
	detector = latin && high.count < LATIN_LEAST ? NULL : uchardet_new();
	if (detector) {
		if (uchardet_handle_data(detector, text.ptr, text.len) == 0) {
			uchardet_data_end(detector);
			snprintf(name, CHARSET_NAME, "%s", uchardet_get_charset(detector));
		}
		uchardet_delete(detector);
	}
	if (!*name || is_latin(name) != latin)
		snprintf(name, CHARSET_NAME, "WINDOWS-1252");
}

void
charset_append_guess(struct buf *out, struct span text, const char *name)
{
	char guessed[CHARSET_NAME];

	if (json_valid_utf8(text)) {
		buf_append_span(out, text);
		return;
	}
	if (!*name) {
		charset_guess(text, guessed);
		name = guessed;
	}
	if (*name)
		charset_append_named(out, text, span_from_string(name));
	else
		utf8_append_valid(out, text);
}
