#include "common/utf8.h"
#include "query/highlighter.h"
#include "query/lex.h"

/* Characters without a place in one line of text: what terminals obey, and what
 * turns the direction of the text around them. */
static bool
is_harmful(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x061C || code == 0x200E || code == 0x200F ||
		(code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

static bool
is_white(struct span text, size_t at, uint32_t code)
{
	/* A control character in white space's place parts words, as in the tokenizer. */
	return code < 0x20 || (code >= 0x7F && code <= 0x9F) || query_space(text, at) > 0;
}

enum status
clean_append(struct buf *clean, size_t *points, struct span text, size_t start, size_t end,
             const struct highlight *highlights, size_t count, struct highlights *out)
{
	bool space = false, open = false;
	struct highlight current = { 0 };
	size_t next = 0, base = clean->len, len;
	enum status status = STATUS_OK;

	while (next < count && highlights[next].start < start)
		next++;
	for (size_t at = start; at < end && status == STATUS_OK; at += len) {
		uint32_t code = utf8_decode(text.ptr + at, text.ptr + end, &len);

		if (is_white(text, at, code)) {
			space = true;
		} else if (!is_harmful(code)) {
			char bytes[4];

			if (space && clean->len > base) {
				buf_append_byte(clean, ' ');
				++*points;
			}
			space = false;
			if (!open && next < count && at >= highlights[next].start) {
				open = true;
				current = (struct highlight){ .start = clean->len, .first_point = *points, .unit = highlights[next].unit };
			}
			buf_append(clean, bytes, utf8_encode(bytes, code));
			++*points;
		}
		if (open && (at + len >= highlights[next].end || at + len >= end)) {
			current.end = clean->len;
			current.end_point = *points;
			status = highlights_add(out, current);
			open = false;
			next++;
		}
	}
	return status == STATUS_OK ? buf_status(clean) : status;
}
