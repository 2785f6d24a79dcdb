#include "query/match_units.h"

#include "index/terms.h"

enum status
units_open(struct units *units, struct index_reader *reader, enum node_unit unit, struct error *err)
{
	return index_postings(reader, unit == UNIT_SENTENCE ? SPAN(TERM_SENTENCE) : SPAN(TERM_PARAGRAPH),
	                      &units->postings, err);
}

void
units_release(struct units *units)
{
	postings_free(units->postings);
	units->postings = NULL;
}

enum status
units_load(struct units *units, docid_t doc, struct error *err)
{
	enum status status = postings_seek(units->postings, doc, err);

	units->starts = NULL;
	units->count = 0;
	if (status < 0)
		return status;
	if (status == STATUS_END || units->postings->doc != doc)
		return STATUS_OK;
	return postings_positions(units->postings, &units->starts, &units->count, err);
}

void
units_body(const struct units *units, uint64_t *body, uint64_t *second)
{
	size_t first = 0;

	/* Only a title begins at 1: without one the body begins at POSITION_GAP. */
	while (first < units->count && units->starts[first] < POSITION_GAP)
		first++;
	*body = first < units->count ? units->starts[first] : UINT64_MAX;
	*second = first + 1 < units->count ? units->starts[first + 1] : UINT64_MAX;
}
