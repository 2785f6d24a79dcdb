#include "tests/tap.h"

#include <stdlib.h>

#include "common/edit.h"
#include "common/options.h"
#include "common/terminal.h"

enum { COUNT = 1, LIMIT, COLOR };

static const struct option table[] = {
	{ COUNT, "count", 'c', OPTION_NONE, NULL, "print the number of articles" },
	{ LIMIT, "limit", 'n', OPTION_REQUIRED, "N", "print at most N" },
	{ COLOR, "color", 0, OPTION_OPTIONAL, "WHEN", "colour" },
	{ 0 }
};

struct parsed { enum status status; char text[256]; struct error err; };

/* The whole line as "id:value id:value ...". */
static struct parsed
parse(bool dash_words, int argc, const char *const *argv)
{
	struct parsed out = { .err = ERROR_INIT };
	struct option_parser parser;
	const char *value;
	int id;

	option_parser_init(&parser, table, argc, argv);
	parser.dash_words = dash_words;
	while ((out.status = option_next(&parser, &id, &value, &out.err)) == STATUS_OK) {
		size_t len = strlen(out.text);

		snprintf(out.text + len, sizeof(out.text) - len, "%s%d:%s", len ? " " : "", id, value ? value : "");
	}
	return out;
}

#define PARSE(dash, ...) parse(dash, (int)(sizeof((const char *[]){ "x", __VA_ARGS__ }) / sizeof(char *)), (const char *[]){ "x", __VA_ARGS__ })

static void
test_parse(void)
{
	struct parsed got;

	got = PARSE(false, "-c", "huawei", "-n", "5", "--limit=6", "--limit", "7", "-n8", "--color", "--color=never", "--", "-c");
	is_int(got.status, STATUS_END, "a good line is read to its end");
	is_str(got.text, "1: -1:huawei 2:5 2:6 2:7 2:8 3: 3:never -1:-c", "options and arguments in any order");
	got = PARSE(false, "--coutn");
	is_int(got.status, STATUS_BADQUERY, "a wrong name is an error");
	is_str(got.err.reason, "no such option; did you mean --count?", "with the nearest one");
	is_int(PARSE(false, "--limit").status, STATUS_BADQUERY, "a missing value is an error");
	is_int(PARSE(false, "--count=1").status, STATUS_BADQUERY, "an unwanted value is an error");
	is_int(PARSE(false, "-cn").status, STATUS_BADQUERY, "letters are not run together");
	is_int(PARSE(false, "-x").status, STATUS_BADQUERY, "an unknown letter is an error");
	got = PARSE(true, "huawei", "-5g", "-china", "-n5", "-c", "-");
	is_str(got.text, "-1:huawei -1:-5g -1:-china 2:5 1: -1:-", "words to leave out are arguments");
	is_int(PARSE(true, "-x").status, STATUS_BADQUERY, "one unknown letter is still an error");
}

static void
test_values(void)
{
	static const char *const choices[] = { "auto", "always", NULL };
	struct error err = ERROR_INIT;
	unsigned long long size;
	long long number;
	int choice;

	ok(option_number("-n", "12", 1, 99, &number, &err) == STATUS_OK && number == 12, "a number");
	ok(option_number("-n", "12x", 1, 99, &number, &err) < 0, "not a number");
	ok(option_number("-n", "100", 1, 99, &number, NULL) < 0, "out of range");
	ok(option_size("--memory", "512M", &size, NULL) == STATUS_OK && size == 512ull << 20, "a size");
	ok(option_size("--memory", "2", &size, NULL) == STATUS_OK && size == 2, "a size in bytes");
	ok(option_size("--memory", "99999999999T", &size, NULL) < 0, "too large a size");
	ok(option_size("--memory", "12MB", &size, NULL) < 0 && option_size("--memory", "-1", &size, NULL) < 0, "no size");
	ok(option_choice("--color", "always", choices, &choice, NULL) == STATUS_OK && choice == 1, "a choice");
	error_clear(&err);
	option_choice("--color", "blue", choices, &choice, &err);
	is_str(err.reason, "'blue' is not one of auto, always", "a wrong choice lists the right ones");
	is_int((int64_t)edit_distance_string("huawie", "huawei", 2), 1, "a swap is one edit");
	is_int((int64_t)edit_distance_string("kitten", "sitting", 5), 3, "three edits");
	is_int((int64_t)edit_distance_string("abc", "xyzw", 2), 3, "more than the limit is limit + 1");
}

static void
test_terminal(void)
{
	struct buf out = BUF_INIT;

	terminal_append_safe(&out, SPAN("a\x1b[31mb\xC2\x9B" "c\xE2\x80\xAE" "d\xFF\n"));
	is_str(buf_string(&out), "a [31mb c d\xEF\xBF\xBD ", "nothing a terminal obeys is left");
	is_int((int64_t)terminal_columns(SPAN("e\xCC\x81\xE5\x8D\x8E")), 3, "marks take none, wide characters two columns");
	setenv("NO_COLOR", "1", 1);
	ok(terminal_color(1, COLOR_ALWAYS) && !terminal_color(1, COLOR_AUTO), "NO_COLOR is for auto");
	buf_release(&out);
}

int
main(void)
{
	struct buf out = BUF_INIT;

	test_parse();
	test_values();
	test_terminal();
	option_help(table, &out);
	ok(strstr(buf_string(&out), "  -n, --limit N             print at most N\n") != NULL, "help lines up");
	buf_release(&out);
	return tap_done();
}
