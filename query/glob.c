#include "query/glob.h"

#include "common/utf8.h"

bool
glob_match(struct span pattern, struct span text, bool one)
{
	size_t p = 0, t = 0, star = SIZE_MAX, resume = 0, len;

	while (t < text.len) {
		if (p < pattern.len && pattern.ptr[p] == '*') {
			star = p++;
			resume = t;
		} else if (p < pattern.len && one && pattern.ptr[p] == '?') {
			utf8_decode(text.ptr + t, text.ptr + text.len, &len);
			t += len;
			p++;
		} else if (p < pattern.len && pattern.ptr[p] == text.ptr[t]) {
			p++, t++;
		} else if (star != SIZE_MAX) {
			/* The last * takes one character more. */
			utf8_decode(text.ptr + resume, text.ptr + text.len, &len);
			resume += len;
			t = resume;
			p = star + 1;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.ptr[p] == '*')
		p++;
	return p == pattern.len;
}

static bool
is_wild(char c, bool one)
{
	return c == '*' || (one && c == '?');
}

struct span
glob_prefix(struct span pattern, bool one)
{
	size_t len = 0;

	while (len < pattern.len && !is_wild(pattern.ptr[len], one))
		len++;
	return span_from(pattern.ptr, len);
}

size_t
glob_least(struct span pattern, bool one)
{
	size_t least = 0;

	for (size_t i = 0; i < pattern.len; i++)
		least += !is_wild(pattern.ptr[i], one);
	return least;
}
