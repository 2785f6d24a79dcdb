#include "corpus/html_lean.h"

#include <strings.h>

/* The end of the tag that starts at P: behind its ">", past quoted values. */
static const char *
tag_end(const char *p, const char *end)
{
	char quote = '\0';

	for (; p < end; p++) {
		if (quote)
			quote = *p == quote ? '\0' : quote;
		else if ((*p == '"' || *p == '\'') && p[-1] == '=')
			quote = *p;
		else if (*p == '>')
			return p + 1;
	}
	return NULL;
}

static bool
starts(const char *p, const char *end, const char *name)
{
	size_t len = strlen(name);

	return (size_t)(end - p) > len && strncasecmp(p, name, len) == 0 && strchr(" \t\n\r\f/>", p[len]) && p[len];
}

static const char *
find_close(const char *p, const char *end, const char *close)
{
	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if (starts(p, end, close))
			return p;
		p++;
	}
	return NULL;
}

/* Behind what starts with the "<" at P and may be left out from *CUT on; P when
 * it is nothing of the kind, NULL when its end cannot be told. */
static const char *
skip(const char *p, const char *end, const char **cut)
{
	bool script = starts(p, end, "<script"), style = starts(p, end, "<style");
	const char *open, *close;

	if (end - p > 4 && memcmp(p, "<!--", 4) == 0) {
		/* "<!-->" and "<!--->" are whole comments. */
		close = p[4] == '>' || p[4] == '-' ? NULL : memmem(p + 4, (size_t)(end - p - 4), "-->", 3);
		/* "--!>" ends one too. */
		if (!close || memmem(p + 4, (size_t)(close - p - 4), "--!", 3))
			return NULL;
		*cut = p;
		return close + 3;
	}
	if (!script && !style)
		return p;
	open = tag_end(p + 1, end);
	close = open ? find_close(open, end, script ? "</script" : "</style") : NULL;
	/* A comment in a script may hide its end. */
	if (!close || (script && memmem(open, (size_t)(close - open), "<!--", 4)))
		return NULL;
	*cut = open;
	if (script && memmem(p, (size_t)(open - p), "json", 4))
		*cut = close;
	return close;
}

void
html_lean_append(struct span page, struct buf *out)
{
	const char *p = page.ptr, *end = page.ptr + page.len, *kept = p;

	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		const char *cut = NULL, *behind = skip(p, end, &cut);

		if (!behind)
			break;
		if (behind == p) {
			p++;
			continue;
		}
		buf_append(out, kept, (size_t)(cut - kept));
		kept = p = behind;
	}
	if (kept < end)
		buf_append(out, kept, (size_t)(end - kept));
}
