/* version.h - which of two versions of an article is the newer one, and how an
 * index keeps what its publisher said of them.
 *
 * By number first, then by the time when it was made; what is not told is 0 and
 * before all that is.
 */
#ifndef NEWSDEX_INDEX_VERSION_H
#define NEWSDEX_INDEX_VERSION_H

#include "corpus/article.h"

static inline bool
version_told(const struct article_version *version)
{
	return version->number || version->created;
}

/* Below, at or above 0: A is older, as new, newer than B. */
static inline int
version_compare(const struct article_version *a, const struct article_version *b)
{
	return a->number != b->number ? (a->number > b->number) - (a->number < b->number)
	                              : (a->created > b->created) - (a->created < b->created);
}

#define VERSION_TEXT_SIZE 48

/* "NUMBER", or "NUMBER CREATED" where the time is told, in decimal. */
void version_format(const struct article_version *version, char out[VERSION_TEXT_SIZE]);

/* Reads what version_format() writes of a version that is told, and nothing else. */
bool version_parse(struct span text, struct article_version *version);

#endif
