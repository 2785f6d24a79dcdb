#include "corpus/json_repair.h"

#include "corpus/charset.h"

static int
hex4(const char *p, const char *end)
{
	int value = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = p[i];
		int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

/* The escape at P, which is a backslash; returns what is behind it. */
static const char *
repair_escape(const char *p, const char *end, struct buf *out)
{
	int code;

	if (end - p < 2)
		return end;
	if (p[1] != 'u') {
		if (strchr("\"\\/bfnrt", p[1]) && p[1])
			buf_append(out, p, 2);
		else
			return p + 1;
		return p + 2;
	}
	code = hex4(p + 2, end);
	if (code < 0)
		return p + 1;
	if (code >= 0xD800 && code <= 0xDBFF && end - p >= 12 && p[6] == '\\' && p[7] == 'u') {
		int low = hex4(p + 8, end);

		if (low >= 0xDC00 && low <= 0xDFFF) {
			buf_append(out, p, 12);
			return p + 12;
		}
	}
	if (code >= 0xD800 && code <= 0xDFFF)
		buf_append_string(out, "\\ufffd");
	else
		buf_append(out, p, 6);
	return p + 6;
}

/* The string at P, which is its opening quote; returns what is behind it. */
static const char *
repair_string(const char *p, const char *end, struct buf *out)
{
	buf_append_byte(out, *p++);
	while (p < end) {
		unsigned char c = (unsigned char)*p;

		if (c == '\\') {
			p = repair_escape(p, end, out);
			continue;
		}
		if (c < 0x20)
			buf_append_format(out, "\\u%04x", c);
		else
			buf_append_byte(out, c);
		p++;
		if (c == '"')
			break;
	}
	return p;
}

static bool
is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A number or a word at P; returns what is behind it. */
static const char *
repair_scalar(const char *p, const char *end, struct buf *out)
{
	const char *start = p;
	struct span word;
	bool digits = true;

	while (p < end && !is_white(*p) && !strchr(",:{}[]\"", *p) && (unsigned char)*p >= 0x20) {
		digits &= (*p >= '0' && *p <= '9') || (p == start && *p == '-');
		p++;
	}
	word = span_from(start, (size_t)(p - start));
	if (span_equal(word, SPAN("NaN")) || span_equal(word, SPAN("Infinity")) || span_equal(word, SPAN("-Infinity"))
	    || span_equal(word, SPAN("None")) || span_equal(word, SPAN("undefined")))
		buf_append_string(out, "null");
	else if (digits && word.len > 18)
		buf_append_byte(out, '"'), buf_append_span(out, word), buf_append_byte(out, '"');
	else
		buf_append_span(out, word);
	return p;
}

void
json_repair(struct span text, const char *charset, struct buf *out)
{
	struct buf valid = BUF_INIT;
	const char *p, *end;

	charset_append_guess(&valid, text, charset);
	p = buf_span(&valid).ptr;
	end = p + valid.len;
	while (p < end) {
		const char *next = p + 1;

		if (*p == '"') {
			p = repair_string(p, end, out);
		} else if (*p == ',') {
			while (next < end && is_white(*next))
				next++;
			if (next == end || (*next != '}' && *next != ']'))
				buf_append_byte(out, ',');
			p = next;
		} else if (is_white(*p) || strchr(":{}[]", *p)) {
			buf_append_byte(out, *p ? *p : ' ');
			p++;
		} else if ((unsigned char)*p < 0x20) {
			p++;
		} else {
			p = repair_scalar(p, end, out);
		}
	}
	if (buf_status(&valid) < 0)
		out->failed = true;
	buf_release(&valid);
}
