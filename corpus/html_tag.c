#include "corpus/html_tag.h"

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool
html_tag_start(struct html_tag *tag, const char *p, const char *end)
{
	const char *start = ++p;

	if (p >= end || !is_letter(*p))
		return false;
	while (p < end && !html_is_space(*p) && *p != '/' && *p != '>')
		p++;
	*tag = (struct html_tag){ span_from(start, (size_t)(p - start)), p, end };
	return true;
}

/* The value at P, behind "=" and spaces. */
static const char *
take_value(const char *p, const char *end, struct span *value)
{
	const char *start = p;

	if (*p == '"' || *p == '\'') {
		const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));

		*value = span_from(p + 1, close ? (size_t)(close - p - 1) : 0);
		return close ? close + 1 : end;
	}
	while (p < end && !html_is_space(*p) && *p != '>')
		p++;
	*value = span_from(start, (size_t)(p - start));
	return p;
}

enum status
html_tag_next(struct html_tag *tag, struct html_tag_attribute *attribute)
{
	const char *p = tag->at, *end = tag->end, *start;

	while (p < end && (html_is_space(*p) || *p == '/'))
		p++;
	if (p >= end)
		return STATUS_BADINPUT;
	if (*p == '>') {
		tag->at = p + 1;
		return STATUS_END;
	}
	/* A "=" at its start belongs to the name. */
	start = p++;
	while (p < end && !html_is_space(*p) && *p != '/' && *p != '>' && *p != '=')
		p++;
	attribute->name = span_from(start, (size_t)(p - start));
	attribute->value = SPAN_NONE;
	attribute->behind = tag->at = p;
	while (p < end && html_is_space(*p))
		p++;
	if (p >= end)
		return STATUS_BADINPUT;
	if (*p != '=')
		return STATUS_OK;
	do
		p++;
	while (p < end && html_is_space(*p));
	if (p >= end)
		return STATUS_BADINPUT;
	attribute->behind = tag->at = take_value(p, end, &attribute->value);
	return tag->at < end ? STATUS_OK : STATUS_BADINPUT;
}
