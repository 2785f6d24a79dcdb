/* JSON with strings of megabytes, read where it lies, beside the same read with copies. */
#include "tests/tap.h"

#include <stdlib.h>

#include "corpus/json_c.h"
#include "corpus/json_long.h"

static struct json_parser *copying, *owning;
static uint64_t state = 1;

static unsigned
roll(unsigned sides)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)((state >> 33) % sides);
}

/* Appends SIZE bytes or a few more of a string's inside, of the KINDS first of these. */
static void
put_string(struct buf *out, size_t size, unsigned kinds)
{
	static const char *const parts[] = {
		"word ", "x", "caf\xC3\xA9 ", "\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude00", "\xF0\x9F\x98\x80", "\\/", "\xE5\x8C\x97",
	};
	size_t end = out->len + size;

	while (out->len < end)
		buf_append_string(out, parts[kinds ? roll(kinds) : 7]);
}

/* Puts all strings of VALUE behind each other. */
static void
put_value(struct json_value value, struct buf *out)
{
	struct json_walk walk = json_walk_start(value);
	struct json_value item;
	struct span key;

	if (json_type(value) == JSON_STRING) {
		buf_append_span(out, json_value_string(value));
		buf_append_byte(out, '\0');
	}
	while (json_walk_next(&walk, &key, &item)) {
		buf_append_span(out, key);
		put_value(item, out);
	}
}

/* Whether both readers find the same in TEXT, or neither does; what cannot be read is to stay. */
static void
same(const struct buf *text, enum status want, const char *what)
{
	struct buf own = BUF_INIT, padded = BUF_INIT, first = BUF_INIT, second = BUF_INIT;
	struct json_value root;
	const char *reason;
	enum status a, b;

	buf_append_span(&own, buf_span(text));
	buf_append_span(&padded, buf_span(text));
	if (buf_reserve(&padded, JSON_PADDING))
		memset(padded.data + padded.len, 0, JSON_PADDING);
	a = json_parse(copying, buf_span(&padded), &root, &reason);
	if (a == STATUS_OK)
		put_value(root, &first);
	b = json_parse_owned(owning, buf_span(&own), &root, &reason);
	if (b == STATUS_OK)
		put_value(root, &second);
	ok(a == want && b == want && span_equal(buf_span(&first), buf_span(&second))
	   && (b == STATUS_OK || span_equal(buf_span(&own), buf_span(text))), "%s", what);
	buf_release(&own);
	buf_release(&padded);
	buf_release(&first);
	buf_release(&second);
}

/* An object whose body is of KINDS, with END in it near its end. */
static void
one(size_t size, unsigned kinds, const char *end, enum status want, const char *what)
{
	struct buf text = BUF_INIT;

	buf_append_string(&text, "{\"id\": \"a\\\"b\", \"" JSON_LONG_STANDS "\": \"" JSON_LONG_STANDS "\", \"body\" : \"");
	put_string(&text, size, kinds);
	buf_append_string(&text, end);
	buf_append_string(&text, "\", \"list\": [\"\", \"");
	put_string(&text, size / 2, kinds);
	buf_append_string(&text, "\", 7, {\"deep\": \"last\"}]}");
	same(&text, want, what);
	buf_release(&text);
}

static void
test_keys(void)
{
	struct buf text = BUF_INIT;

	buf_append_string(&text, "{\"");
	put_string(&text, JSON_LONG + 5, 6);
	buf_append_string(&text, "\"\n : \"");
	put_string(&text, JSON_LONG + 5, 6);
	buf_append_string(&text, "\"}");
	same(&text, STATUS_OK, "a long key stays, a long value behind it is cut out");
	buf_release(&text);
}

static void
test_pieces(void)
{
	static const struct {
		const char *text;
		size_t most, want;
	} pieces[] = {
		{ "abcdef", 6, 6 }, { "abcdef", 4, 4 }, { "ab\\ncd", 3, 2 }, { "ab\\u00e9cd", 7, 2 }, { "ab\\u00e9cd", 8, 8 },
		{ "\\ud83d\\ude00x", 6, 12 }, { "a\\ud83d\\ude00x", 7, 1 }, { "ab\xC3\xA9", 3, 2 }, { "\\", 0, 1 }, { "a\\", 1, 1 },
		{ "\\ud83dxxxxxxxxxxx", 2, 12 },
	};
	unsigned right = 0;

	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		size_t len = json_long_piece(span_from_string(pieces[i].text), pieces[i].most);

		right += len == pieces[i].want;
		if (len != pieces[i].want)
			printf("# %s, %zu: %zu\n", pieces[i].text, pieces[i].most, len);
	}
	is_int(right, sizeof(pieces) / sizeof(*pieces), "pieces end between characters");
}

int
main(void)
{
	copying = json_parser_new();
	owning = json_parser_new();
	if (!copying || !owning)
		return 99;
	test_pieces();
	for (unsigned kinds = 0; kinds <= 11; kinds++)
		one(JSON_LONG * 2 + roll(100000), kinds, "", STATUS_OK, "a long string, decoded in its place");
	one(JSON_LONG - 1, 1, "", STATUS_OK, "one that is nearly long");
	one(10, 11, "", STATUS_OK, "nothing is long");
	one(JSON_LONG, 11, "\\ud83d", STATUS_BADINPUT, "half a pair at its end");
	one(JSON_LONG, 11, "\xFF", STATUS_BADINPUT, "a byte that is no character");
	one(JSON_LONG, 11, "\\q", STATUS_BADINPUT, "an escape that is none");
	one(JSON_LONG, 11, "\t", STATUS_BADINPUT, "a tab");
	one(JSON_LONG, 11, "\\u12", STATUS_BADINPUT, "a cut escape");
	one(JSON_LONG, 11, "\\", STATUS_BADINPUT, "its last quote is escaped");
	one(JSON_LONG, 11, "\" \"", STATUS_BADINPUT, "two strings without a comma");
	test_keys();
	json_parser_free(copying);
	json_parser_free(owning);
	return tap_done();
}
