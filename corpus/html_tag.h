/* html_tag.h - start tags of HTML, read as its tokenizer does.
 */
#ifndef NEWSDEX_CORPUS_HTML_TAG_H
#define NEWSDEX_CORPUS_HTML_TAG_H

#include <stdbool.h>
#include <strings.h>

#include "common/span.h"
#include "common/status.h"

struct html_tag {
	struct span name;         /* as it is written */
	const char *at;           /* behind the name or the last attribute */
	const char *end;          /* of the text */
};

struct html_tag_attribute {
	struct span name, value;  /* without quotation marks */
	const char *behind;       /* its end, quotation mark included */
};

static inline bool
html_is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* Does TAG have this NAME, in small letters? */
static inline bool
html_tag_is(const struct html_tag *tag, struct span name)
{
	return tag->name.len == name.len && strncasecmp(tag->name.ptr, name.ptr, name.len) == 0;
}

/* Begins with the "<" at P; false when no start tag begins there. */
bool html_tag_start(struct html_tag *tag, const char *p, const char *end);

/* The next attribute: STATUS_OK, STATUS_END with TAG->at behind its ">", or
 * STATUS_BADINPUT where the text ends inside of the tag. */
enum status html_tag_next(struct html_tag *tag, struct html_tag_attribute *attribute);

#endif
