/* field.h - the fields a query can name, and how an index holds them.
 */
#ifndef NEWSDEX_QUERY_FIELD_H
#define NEWSDEX_QUERY_FIELD_H

#include <stdbool.h>

#include "common/span.h"

enum query_field {
	QUERY_TEXT,      /* title, body and note */
	QUERY_TITLE,
	QUERY_AUTHOR,
	QUERY_SOURCE,
	QUERY_SECTION,
	QUERY_TAG,
	QUERY_LANGUAGE,
	QUERY_URL,
	QUERY_ID,
	QUERY_DATE,
	QUERY_WORDS,
	QUERY_FIELD_COUNT
};

struct query_field_info {
	const char *name;      /* as in a query, without the colon; NULL for QUERY_TEXT */
	const char *prefix;    /* of its terms (index/terms.h); NULL for date and words */
	const char *stem;      /* prefix of its stems, or NULL */
	bool words;            /* holds words with positions; else one whole value */
	bool fold;             /* a whole value is folded */
};

const struct query_field_info *query_field_info(enum query_field field);

/* Finds a field by its name, in any case.  False when there is none. */
bool query_field_find(struct span name, enum query_field *field);

/* The field that NAME is likely meant to be, as its name, or NULL. */
const char *query_field_suggest(struct span name);

#endif
