/* facet.h - how many articles of a result have each value of a field.
 */
#ifndef NEWSDEX_QUERY_FACET_H
#define NEWSDEX_QUERY_FACET_H

#include "common/table.h"
#include "corpus/article.h"
#include "index/index.h"
#include "query/period.h"

enum facet_field { FACET_SOURCE, FACET_SECTION, FACET_LANGUAGE, FACET_AUTHOR, FACET_TAG, FACET_SITE, FACET_DATE };

struct facet_value {
	struct span text;        /* SPAN_NONE: the articles without any */
	uint64_t articles;
};

struct facet {
	enum facet_field field;
	enum period period;          /* FACET_DATE */
	char name[24];               /* as it was asked for */
	struct table seen;           /* values as the articles have them */
	uint64_t *counts;            /* by number in seen */
	size_t room;
	uint64_t without;            /* articles that have none */
	struct buf key;
	int64_t start, end;          /* FACET_DATE: the last period */
	uint32_t last;               /* its number */

	struct facet_value *values;  /* after facet_finish() */
	size_t value_count;
};

/* NAME: source, section, language, author, tag, date:day, date:week,
 * date:month, date:year.  STATUS_BADQUERY lists them. */
enum status facet_init(struct facet *facet, struct span name, struct error *err);
void facet_release(struct facet *facet);

/* Whether it has to see the stored article. */
bool facet_needs_article(const struct facet *facet);

/* Counts DOC; ARTICLE where facet_needs_article(), else NULL. */
enum status facet_add(struct facet *facet, struct index_reader *reader, docid_t doc, const struct article *article,
                      struct error *err);

/* Fills VALUES: those that differ only in case, accents or white space are one,
 * under the most frequent spelling; the most frequent first, dates in their
 * order, the articles without any last. */
enum status facet_finish(struct facet *facet, struct arena *arena, struct error *err);

#endif
