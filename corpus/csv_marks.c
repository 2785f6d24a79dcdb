#include "corpus/csv_marks.h"

#include <stdbool.h>

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

enum csv_marks
csv_marks_find(struct span head)
{
	size_t letters = 0, n = 0;

	for (size_t i = 0; i + 1 < head.len; i++) {
		if (head.ptr[i] != '\\' || !is_letter(head.ptr[i + 1]))
			continue;
		letters++;
		n += head.ptr[i + 1] == 'n';
	}
	/* In a text that breaks anywhere one word in thirty begins with an n. */
	return letters && n * 10 >= letters * 9 ? CSV_MARKS_LETTER : CSV_MARKS_BACKSLASH;
}

/* Whether TEXT begins with an entity that has lost its sign. */
static bool
is_entity(struct span text)
{
	static const char *const names[] = { "quot;", "amp;", "lt;", "gt;", "nbsp;", "apos;" };
	size_t digits = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (span_starts(text, span_from_string(names[i])))
			return true;
	if (!text.len || text.ptr[0] != '#')
		return false;
	while (1 + digits < text.len && text.ptr[1 + digits] >= '0' && text.ptr[1 + digits] <= '9')
		digits++;
	return digits >= 2 && digits <= 5 && 1 + digits < text.len && text.ptr[1 + digits] == ';';
}

size_t
csv_marks_apply(enum csv_marks marks, char *text, size_t len)
{
	size_t out = 0;

	for (size_t i = 0; i < len && marks != CSV_MARKS_NONE; i++) {
		char next = i + 1 < len ? text[i + 1] : '\0';

		if (text[i] == ' ' && is_entity(span_from(text + i + 1, len - i - 1))) {
			text[out++] = '&';
		} else if (text[i] != '\\') {
			text[out++] = text[i];
		} else if (next != '$') {
			text[out++] = '\n';
			i += marks == CSV_MARKS_LETTER && next == 'n';
		}
	}
	return marks == CSV_MARKS_NONE ? len : out;
}
