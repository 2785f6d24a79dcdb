/* match_units.h - where sentences, paragraphs and the body begin in the
 * document a matcher is on.
 */
#ifndef NEWSDEX_QUERY_MATCH_UNITS_H
#define NEWSDEX_QUERY_MATCH_UNITS_H

#include "index/index.h"

/* The first positions of an article's sentences or paragraphs. */
struct units {
	struct postings *postings;
	const uint32_t *starts;  /* of the document of the last units_load() */
	size_t count;
};

enum status units_open(struct units *units, struct index_reader *reader, enum node_unit unit, struct error *err);
void units_release(struct units *units);

/* Reads those of DOC, which never goes back. */
enum status units_load(struct units *units, docid_t doc, struct error *err);

/* Of paragraphs: where the body begins, and where its second paragraph does;
 * UINT64_MAX where there is none.  Words before BODY are the title's. */
void units_body(const struct units *units, uint64_t *body, uint64_t *second);

#endif
