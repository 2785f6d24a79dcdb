/* collocates.h - the words that stand beside the places of a query.
 *
 * A word is beside a place if at most SPAN words of the same field (title,
 * body, note) part it from there.  It counts once, beside however many places
 * it stands; the words of the places themselves do not count.
 */
#ifndef NEWSDEX_QUERY_COLLOCATES_H
#define NEWSDEX_QUERY_COLLOCATES_H

#include "common/buf.h"
#include "common/table.h"
#include "query/snippet.h"

struct collocates {
	unsigned span;
	struct table words;      /* folded */
	uint64_t *counts;        /* by number in words */
	size_t room;
	uint64_t node;           /* places of the query */
	uint64_t beside;         /* words that were counted, in all */
	struct field_word {
		size_t start;        /* of its term in terms */
		uint32_t len;
		uint8_t mark;        /* of the query, beside it, or neither */
	} *field;                /* the words of the field at hand */
	size_t field_room;
	struct buf terms;
};

void collocates_init(struct collocates *collocates, unsigned span);
void collocates_release(struct collocates *collocates);

/* Counts what is beside HIGHLIGHTS (ascending) in TEXT.  STATUS_NOMEM. */
enum status collocates_add(struct collocates *collocates, struct span text, const struct highlight *highlights,
                           size_t count);

#endif
