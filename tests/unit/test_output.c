/* Rows as JSON and as tables, runs, and wrapped text.
 */
#include <limits.h>

#include "query/hit.h"
#include "query/wrap.h"
#include "tests/tap.h"

static const char *const names[] = { "n", "x", "t", "l", "r", "b", "o" };

/* One row of every kind of value, and one of nothing. */
static void
put_rows(struct output *output)
{
	static const struct span list[] = { SPAN("O'Brien"), SPAN("a,b") };
	static const struct highlight ranges[] = { { 0, 1, 0, 1, 0 }, { 4, 9, 3, 7, 0 } };
	static const char *const parts[] = { "a", "b" };
	const struct value records[] = { value_text(SPAN("one")), value_integer(1), value_text(SPAN("two")), { .kind = VALUE_NONE } };
	const struct value full[] = {
		value_integer(-7), value_real(0.1), value_text(SPAN("tab\tquote\"line\nback\\ caf\xC3\xA9")),
		value_list(list, 2), value_ranges(ranges, 2), value_boolean(true), value_records(parts, records, 2, 2),
	};
	const struct value empty[7] = { { .kind = VALUE_NONE } };

	ok(output_row(output, full, NULL) == STATUS_OK && output_row(output, empty, NULL) == STATUS_OK, "rows");
}

static void
is_output(enum output_format format, const char *want, const char *what)
{
	struct stream stream = STREAM_INIT(-1);
	struct output output;

	output_init(&output, format, &stream, names, 7);
	output_begin(&output);
	put_rows(&output);
	output_end(&output);
	is_bytes(buf_string(&stream.buf), stream.buf.len, want, what);
	output_release(&output);
	buf_release(&stream.buf);
}

#define JSON_FULL "{\"schema\": 1, \"n\": -7, \"x\": 0.1, \"t\": \"tab\\tquote\\\"line\\nback\\\\ caf\xC3\xA9\", " \
	"\"l\": [\"O'Brien\", \"a,b\"], \"r\": [[0, 1], [3, 7]], \"b\": true, \"o\": [{\"a\": \"one\", \"b\": 1}, {\"a\": \"two\", \"b\": null}]}"
#define JSON_EMPTY "{\"schema\": 1, \"n\": null, \"x\": null, \"t\": null, \"l\": null, \"r\": null, \"b\": null, \"o\": null}"

static void
test_formats(void)
{
	struct stream stream = STREAM_INIT(-1);
	struct output output;
	struct value value = value_text(SPAN("bad \xFF byte"));

	is_output(FORMAT_JSONL, JSON_FULL "\n" JSON_EMPTY "\n", "jsonl");
	is_output(FORMAT_JSON, "[\n" JSON_FULL ",\n" JSON_EMPTY "\n]\n", "json");
	is_output(FORMAT_TSV, "n\tx\tt\tl\tr\tb\to\n-7\t0.1\ttab\\tquote\"line\\nback\\\\ caf\xC3\xA9\tO'Brien; a,b\t0-1 3-7\ttrue\tone; two\n"
	          "\t\t\t\t\t\t\n", "tsv");
	is_output(FORMAT_CSV, "n,x,t,l,r,b,o\n-7,0.1,\"tab\tquote\"\"line\nback\\ caf\xC3\xA9\",\"O'Brien; a,b\",0-1 3-7,true,one; two\n"
	          ",,,,,,\n", "csv");
	output_init(&output, FORMAT_JSON, &stream, names + 2, 1);
	output_begin(&output);
	output_end(&output);
	is_str(buf_string(&stream.buf), "[]\n", "no rows are an empty array");
	buf_clear(&stream.buf);
	ok(output_object(&output, &value, NULL) == STATUS_OK, "one object");
	is_str(buf_string(&stream.buf), "{\"schema\": 1, \"t\": \"bad \xEF\xBF\xBD byte\"}\n", "without an array; valid UTF-8");
	buf_clear(&stream.buf);
	value = value_text(SPAN("\x1B[2J \x7F \xC2\x9B \xE2\x80\xAE \xC3\xA9"));
	output_object(&output, &value, NULL);
	is_str(buf_string(&stream.buf), "{\"schema\": 1, \"t\": \"\\u001B[2J \\u007F \\u009B \\u202E \xC3\xA9\"}\n",
	       "what a terminal would obey is escaped");
	buf_clear(&stream.buf);
	value = value_real(NAN);
	output_object(&output, &value, NULL);
	is_str(buf_string(&stream.buf), "{\"schema\": 1, \"t\": null}\n", "what is no number is null");
	output_release(&output);
	buf_release(&stream.buf);
}

static void
test_record(void)
{
	struct stream stream = STREAM_INIT(-1);
	struct value value = value_integer(1);
	struct output output;

	output_init(&output, FORMAT_JSON, &stream, names, 1);
	ok(output_begin_record(&output, "hits", names + 1, &value, 1, NULL) == STATUS_OK, "a record");
	output_row(&output, &value, NULL);
	output_end(&output);
	is_str(buf_string(&stream.buf), "{\"schema\": 1, \"record\": {\"x\": 1},\n\"hits\": [\n{\"n\": 1}\n]}\n", "json");
	output_release(&output);
	buf_clear(&stream.buf);
	output_init(&output, FORMAT_JSONL, &stream, names, 1);
	output_begin_record(&output, "hits", names + 1, &value, 1, NULL);
	output_row(&output, &value, NULL);
	output_end(&output);
	is_str(buf_string(&stream.buf), "{\"schema\": 1, \"record\": {\"x\": 1}}\n{\"schema\": 1, \"n\": 1}\n", "jsonl");
	output_release(&output);
	buf_release(&stream.buf);
}

static void
test_run(void)
{
	static const double scores[] = { 12.5, 12.5, 12.4999999999, 3, 0, 0, 0, 1e-30 };
	struct stream stream = STREAM_INIT(-1);
	struct trec_run run = { .stream = &stream, .tag = "tag" };
	float last = INFINITY;
	const char *line;
	bool falling = true;

	for (size_t i = 0; i < sizeof(scores) / sizeof(*scores); i++)
		trec_line(&run, SPAN("q 1"), SPAN("a b\tc\xC2\xA0%20"), i + 1, scores[i]);
	line = buf_string(&stream.buf);
	ok(strncmp(line, "q%201 Q0 a%20b%09c%C2%A0%20 1 12.5 tag\n", 39) == 0, "white space in ids");
	for (int rank = 1; line && *line; rank++) {
		float score;
		int seen;

		falling = falling && sscanf(line, "q%%201 Q0 %*s %d %f tag", &seen, &score) == 2 && seen == rank && score < last;
		last = score;
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	ok(falling, "every score, as a float, is below the one before");
	buf_release(&stream.buf);
}

static void
is_wrapped(unsigned width, const char *text, const struct highlight *highlights, size_t count, const char *want,
           const char *what)
{
	struct buf out = BUF_INIT;
	struct wrap wrap = { &out, width, 2, 2, "<", ">" };

	wrap_append(&wrap, span_from_string(text), highlights, count);
	is_str(buf_string(&out), want, what);
	buf_release(&out);
}

static void
test_wrap(void)
{
	static const struct highlight one[] = { { 4, 13, 0, 0, 0 } };

	is_wrapped(12, "one two three four", NULL, 0, "one two\n  three four", "at words");
	is_wrapped(WRAP_NONE, "  one   two\nthree ", NULL, 0, "one two three", "white space");
	is_wrapped(10, "one two three four", one, 1, "one <two>\n  <three>\n  four", "a highlight over a line's end");
	is_wrapped(6, "abcdefghij k", NULL, 0, "abcd\n  efgh\n  ij k", "a word longer than a line");
	is_wrapped(8, "\xE6\x96\xB0\xE9\x97\xBB\xE6\x96\xB0\xE9\x97\xBB", NULL, 0,
	           "\xE6\x96\xB0\xE9\x97\xBB\xE6\x96\xB0\n  \xE9\x97\xBB", "wide characters");
	is_wrapped(WRAP_NONE, "red \033[31m text", NULL, 0, "red  [31m text", "no escape sequences");
	is_wrapped(WRAP_NONE, "", NULL, 0, "", "nothing");
}

int
main(void)
{
	test_formats();
	test_record();
	test_run();
	test_wrap();
	return tap_done();
}
