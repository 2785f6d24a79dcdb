/* Words of other systems as ours: what is alike, and what has to be listed.
 */
#include <ctype.h>
#include <strings.h>

#include "query/foreign_tree.h"

/* Letters, digits, what stands inside words: nothing that our lexer looks at. */
static bool
is_plain(struct span word)
{
	for (size_t i = 0; i < word.len; i++) {
		unsigned char c = (unsigned char)word.ptr[i];

		if (c < 0x80 && !isalnum(c) && !((c == '\'' || c == '-' || c == '.' || c == '&') && i))
			return false;
	}
	return word.len > 0;
}

void
foreign_word(struct buf *out, struct span word, bool exact)
{
	if (!is_plain(word)) {
		/* A quoted text is words alone, each exact. */
		buf_append_byte(out, '"');
		for (size_t i = 0; i < word.len; i++)
			buf_append_byte(out, word.ptr[i] == '"' || word.ptr[i] == '*' || word.ptr[i] == '?' ? ' ' : word.ptr[i]);
		buf_append_byte(out, '"');
		return;
	}
	if (exact) {
		buf_append_byte(out, '=');
		buf_append_span(out, word);
		return;
	}
	/* Operators are written in capitals, words in any case. */
	for (size_t i = 0; i < word.len; i++)
		buf_append_byte(out, isupper((unsigned char)word.ptr[i]) && word.len > 2 ? tolower((unsigned char)word.ptr[i]) : word.ptr[i]);
}

static bool
ends_with(struct span word, const char *end)
{
	size_t len = strlen(end);

	return word.len > len && strncasecmp(word.ptr + word.len - len, end, len) == 0;
}

static bool
is_vowel(char c)
{
	return strchr("aeiouAEIOU", c) != NULL && c;
}

/* WORD's other number: its stem is the first *KEEP bytes; NULL: it has none. */
static const char *
other_number(struct span word, size_t *keep)
{
	*keep = word.len;
	for (size_t i = 0; i < word.len; i++)
		if (!isalpha((unsigned char)word.ptr[i]))
			return NULL;
	if (word.len < 3 || ends_with(word, "ss") || ends_with(word, "us") || ends_with(word, "is"))
		return word.len < 3 ? NULL : "es";
	if (ends_with(word, "ies") && word.len > 4)
		return *keep = word.len - 3, "y";
	if (ends_with(word, "sses") || ends_with(word, "xes") || ends_with(word, "ches") || ends_with(word, "shes"))
		return *keep = word.len - 2, "";
	if (ends_with(word, "s"))
		return *keep = word.len - 1, "";
	if (ends_with(word, "y") && !is_vowel(word.ptr[word.len - 2]))
		return *keep = word.len - 1, "ies";
	return ends_with(word, "x") || ends_with(word, "ch") || ends_with(word, "sh") ? "es" : "s";
}

void
foreign_plural(struct buf *out, struct span word)
{
	size_t keep;
	const char *end = other_number(word, &keep);

	if (!end) {
		foreign_word(out, word, true);
		return;
	}
	buf_append_byte(out, '(');
	foreign_word(out, word, true);
	buf_append_format(out, " OR =%.*s%s)", (int)keep, word.ptr, end);
}

void
foreign_endings(struct buf *out, struct span stem, size_t count)
{
	buf_append_byte(out, '(');
	foreign_word(out, stem, true);
	for (size_t letters = 1; letters <= count; letters++) {
		buf_append_string(out, " OR ");
		buf_append_span(out, stem);
		for (size_t i = 0; i < letters; i++)
			buf_append_byte(out, '?');
	}
	buf_append_byte(out, ')');
}
