#include <stdlib.h>

#include "index/ranking.h"
#include "query/match.h"

/* How hits of equal score are told apart. */
struct tie_break {
	struct index_reader *reader;
	enum result_order order;
	struct buf ids[2];           /* scratch */
};

static enum status
tie_break(void *context, const struct hit *a, const struct hit *b, int *order, struct error *err)
{
	struct tie_break *tie = context;
	int64_t dates[2];
	enum status status;

	status = index_number(tie->reader, COLUMN_DATE, a->doc, &dates[0], err);
	if (status == STATUS_OK)
		status = index_number(tie->reader, COLUMN_DATE, b->doc, &dates[1], err);
	if (status < 0)
		return status;
	*order = ranking_dates(dates[0], dates[1], tie->order);
	if (*order)
		return STATUS_OK;
	buf_clear(&tie->ids[0]);
	buf_clear(&tie->ids[1]);
	status = index_id(tie->reader, a->doc, &tie->ids[0], err);
	if (status == STATUS_OK)
		status = index_id(tie->reader, b->doc, &tie->ids[1], err);
	if (status == STATUS_OK)
		status = buf_status(&tie->ids[0]);
	if (status == STATUS_OK)
		status = buf_status(&tie->ids[1]);
	if (status < 0)
		return error_set(err, status, NULL, "out of memory");
	*order = span_compare(buf_span(&tie->ids[0]), buf_span(&tie->ids[1]));
	return STATUS_OK;
}

static enum status
search_generic(struct index_reader *reader, struct search *search, struct error *err)
{
	struct tie_break tie = { .reader = reader, .order = search->order, .ids = { BUF_INIT, BUF_INIT } };
	struct ranking ranking = { .search = search, .tie = tie_break, .context = &tie };
	struct match_cursor *cursor;
	enum status status = match_open(reader, search->tree, &search->bm25, &cursor, err);

	search->hit_count = 0;
	search->total = 0;
	if (status < 0)
		return status;
	while ((status = match_next(cursor, err)) == STATUS_OK) {
		struct hit hit = { .doc = match_doc(cursor) };

		search->total++;
		if (search->limit)
			status = match_score(cursor, &hit.score, err);
		if (status == STATUS_OK)
			status = ranking_add(&ranking, hit, err);
		if (status < 0)
			break;
	}
	if (status == STATUS_END)
		status = ranking_finish(&ranking, err);
	match_close(cursor);
	buf_release(&tie.ids[0]);
	buf_release(&tie.ids[1]);
	return status;
}

enum status
search_run(struct index_reader *reader, struct search *search, unsigned flags, struct error *err)
{
	if (!(flags & SEARCH_GENERIC)) {
		struct error refused = ERROR_INIT;
		enum status status = index_top(reader, search, &refused);

		if (status != STATUS_UNSUPPORTED) {
			if (status < 0 && err && err->status == STATUS_OK)
				*err = refused;
			return status;
		}
	}
	return search_generic(reader, search, err);
}
