/* span.h - borrowed bytes: a pointer and a length, no terminator, no owner.
 *
 * A span is valid as long as what it points into; whoever hands one out says
 * how long that is.  An absent value is SPAN_NONE (ptr NULL), which is not the
 * same as an empty one.
 */
#ifndef NEWSDEX_COMMON_SPAN_H
#define NEWSDEX_COMMON_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *ptr;
	size_t len;      /* bytes */
};

#define SPAN_NONE ((struct span){ NULL, 0 })
/* For string literals only. */
#define SPAN(literal) ((struct span){ "" literal, sizeof(literal) - 1 })

static inline struct span
span_from(const char *ptr, size_t len)
{
	return (struct span){ ptr, len };
}

static inline struct span
span_from_string(const char *string)
{
	return (struct span){ string, string ? strlen(string) : 0 };
}

static inline bool
span_equal(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Byte order, a shorter span before its extensions: the order of every
 * dictionary in newsdex. */
static inline int
span_compare(struct span a, struct span b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

static inline bool
span_starts(struct span text, struct span prefix)
{
	return text.len >= prefix.len && (prefix.len == 0 || memcmp(text.ptr, prefix.ptr, prefix.len) == 0);
}

/* TEXT without the ASCII white space at its ends. */
static inline struct span
span_trim(struct span text)
{
	while (text.len && strchr(" \t\r\n\f\v", text.ptr[0]) && text.ptr[0])
		text.ptr++, text.len--;
	while (text.len && strchr(" \t\r\n\f\v", text.ptr[text.len - 1]) && text.ptr[text.len - 1])
		text.len--;
	return text;
}

#endif
