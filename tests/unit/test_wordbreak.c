/* The tokenizer against Unicode's own test of word boundaries.  What newsdex
 * decides otherwise is listed in differs(); all other cases must agree. */
#include "tests/tap.h"

#include <stdlib.h>

#include "text/token.h"
#include "text/unicode.h"

#define WORD_BREAK_TEST "/usr/share/unicode/auxiliary/WordBreakTest.txt"
#define CASE_MAX 64

/* One case: a text and where its segments begin and end. */
struct sample {
	char text[4 * CASE_MAX];
	size_t len;
	size_t breaks[CASE_MAX + 1];
	size_t break_count;
};

static bool
sample_parse(struct sample *sample, const char *line)
{
	sample->len = sample->break_count = 0;
	while (*line && *line != '#' && *line != '\n') {
		char *end;

		if (strncmp(line, "\xC3\xB7", 2) == 0 || strncmp(line, "\xC3\x97", 2) == 0) {
			if ((unsigned char)line[1] == 0xB7)
				sample->breaks[sample->break_count++] = sample->len;
			line += 2;
		} else if (*line == ' ' || *line == '\t') {
			line++;
		} else {
			unsigned long code = strtoul(line, &end, 16);

			if (end == line || sample->len / 4 >= CASE_MAX - 1 || sample->break_count >= CASE_MAX)
				return false;
			sample->len += utf8_encode(sample->text + sample->len, (uint32_t)code);
			line = end;
		}
	}
	return sample->break_count > 1;
}

static struct character
at(const struct sample *sample, size_t offset)
{
	return character_at(span_from(sample->text, sample->len), offset);
}

/* What newsdex decides otherwise, by the signs in the text; NULL: nothing. */
static const char *
differs(const struct sample *sample)
{
	struct character before = { .class = CHAR_OTHER }, c;
	const char *reason = NULL;

	for (size_t i = 0; i < sample->len; i += c.len) {
		c = at(sample, i);
		if (c.code == '_' || c.code == 0x203F || c.code == 0x2040)
			reason = "an underscore parts";
		else if (c.class == CHAR_CONTINUE || c.code == 0x2027 || c.code == 0x055F)
			reason = "a colon and its like part";
		else if (c.class == CHAR_MIDDOT)
			reason = "a middle dot joins l alone";
		else if (c.class == CHAR_DOT && class_is_letter(before.class))
			reason = "a full stop between letters parts, or makes initials";
		else if ((c.class == CHAR_DOT || c.class == CHAR_COMMA) && before.class == CHAR_DIGIT)
			reason = "separators of digits follow the grammar of numbers";
		else if (c.class == CHAR_APOSTROPHE)
			reason = "an apostrophe joins letters alone";
		else if (c.code == 0x200D && class_is_letter(before.class))
			reason = "an emoji is no part of a word";
		else if (c.class == CHAR_CJK)
			reason = "characters written without spaces come singly";
		if (!class_is_joined(c.class))
			before = c;
	}
	return reason;
}

/* Whether the segment has a word: a letter or digit. */
static bool
has_word(const struct sample *sample, size_t start, size_t end)
{
	struct character c;

	for (size_t i = start; i < end; i += c.len)
		if ((c = at(sample, i)).class >= CHAR_CJK)
			return true;
	return false;
}

/* UAX #29 gives a segment the format characters behind it; newsdex does not. */
static size_t
trimmed(const struct sample *sample, size_t start, size_t end)
{
	struct character c;
	size_t last = end;

	for (size_t i = start; i < end; i += c.len)
		if ((c = at(sample, i)).class != CHAR_VANISH)
			last = i + c.len;
	return last;
}

static bool
agrees(const struct sample *sample)
{
	struct tokenizer tokenizer;
	struct token token;

	tokenizer_start(&tokenizer, span_from(sample->text, sample->len));
	for (size_t i = 0; i + 1 < sample->break_count; i++) {
		size_t start = sample->breaks[i], end = sample->breaks[i + 1];

		if (!has_word(sample, start, end))
			continue;
		if (!token_next(&tokenizer, &token) || token.start != start || token.end != trimmed(sample, start, end))
			return false;
	}
	return !token_next(&tokenizer, &token);
}

int
main(void)
{
	FILE *file = fopen(WORD_BREAK_TEST, "r");
	struct sample sample;
	char line[4096];
	int same = 0, other = 0;

	if (!file) {
		tap_skip("%s is not there (Debian: unicode-data)", WORD_BREAK_TEST);
		return tap_done();
	}
	while (fgets(line, sizeof(line), file)) {
		const char *reason;

		if (line[0] == '#' || !sample_parse(&sample, line))
			continue;
		if (agrees(&sample)) {
			same++;
			continue;
		}
		reason = differs(&sample);
		if (!reason)
			ok(false, "boundaries of %s", strtok(line, "#"));
		other += reason != NULL;
	}
	fclose(file);
	ok(same > 1000, "%d cases of WordBreakTest.txt agree", same);
	ok(other < same, "%d differ as they should", other);
	return tap_done();
}
