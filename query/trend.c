#include "query/trend.h"

#include <stdlib.h>

#include "query/match.h"
#include "query/occurrences.h"

#define DAY ((int64_t)86400)

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count by period");
}

static bool
has_undated(const struct trend *trend)
{
	return trend->from == INT64_MIN && trend->until == INT64_MAX;
}

static size_t
part_size(const struct trend *trend)
{
	return trend->periods + 1;
}

/* Room in trend->all for every part that there is, new ones empty. */
static enum status
grow(struct trend *trend, struct error *err)
{
	size_t size = part_size(trend), room = trend->room ? 2 * trend->room : 1;
	struct trend_bucket *all;

	if (trend->parts.count <= trend->room)
		return STATUS_OK;
	if (room > SIZE_MAX / sizeof(*all) / size)
		return no_memory(err);
	all = realloc(trend->all, room * size * sizeof(*all));
	if (!all)
		return no_memory(err);
	memset(all + trend->room * size, 0, (room - trend->room) * size * sizeof(*all));
	trend->all = all;
	trend->room = room;
	return STATUS_OK;
}

/* Where DOC counts; SIZE_MAX: nowhere. */
static enum status
place_of(struct trend *trend, docid_t doc, size_t *place, struct error *err)
{
	struct span part = SPAN("");
	uint32_t number = 0;
	int64_t date;
	size_t period;
	enum status status = index_number(trend->reader, COLUMN_DATE, doc, &date, err);

	*place = SIZE_MAX;
	if (status < 0)
		return status;
	if (date == DATE_UNDATED)
		period = has_undated(trend) ? trend->periods : SIZE_MAX;
	else if (date < trend->from || date >= trend->until)
		period = SIZE_MAX;
	else
		period = trend->periods ? timeline_find(&trend->timeline, date) : SIZE_MAX;
	if (period == SIZE_MAX)
		return STATUS_OK;
	if (trend->parted) {
		status = index_string(trend->reader, trend->column, doc, &part, err);
		if (status < 0)
			return status;
		number = table_put(&trend->parts, part.ptr ? part : SPAN(""), NULL);
		if (number == TABLE_NONE)
			return no_memory(err);
		status = grow(trend, err);
	}
	*place = number * part_size(trend) + period;
	return status;
}

static enum status
count_all(struct trend *trend, struct error *err)
{
	struct postings *all = NULL;
	enum status status = index_all(trend->reader, &all, err);
	size_t place;

	while (status == STATUS_OK && (status = postings_next(all, err)) == STATUS_OK) {
		int64_t words = 0;

		status = place_of(trend, all->doc, &place, err);
		if (status < 0 || place == SIZE_MAX)
			continue;
		status = index_number(trend->reader, COLUMN_WORDS, all->doc, &words, err);
		trend->all[place].articles++;
		trend->all[place].occurrences += (uint64_t)words;
	}
	postings_free(all);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
make_timeline(struct trend *trend, enum period period, struct error *err)
{
	struct index_stats stats;
	enum status status = index_stats(trend->reader, &stats, err);
	int64_t first, last;

	if (status < 0)
		return status;
	trend->first = stats.first;
	trend->last = stats.last;
	if (stats.first == DATE_UNDATED)
		return STATUS_OK;
	first = trend->from > stats.first ? trend->from : stats.first;
	last = trend->until <= stats.last ? trend->until - 1 : stats.last;
	if (first > last)
		return STATUS_OK;
	if (!timeline_init(&trend->timeline, period, first, last))
		return error_set(err, STATUS_LIMIT, "--trend", "more than %d %ss from first to last; use --since, or longer periods",
		                 TIMELINE_MAX, period_names[period]);
	trend->periods = trend->timeline.count;
	return STATUS_OK;
}

enum status
trend_init(struct trend *trend, struct index_reader *reader, enum period period, enum index_column part,
           int64_t since, int64_t until, struct error *err)
{
	enum status status;

	*trend = (struct trend){
		.reader = reader, .from = since, .until = until, .parted = part != COLUMN_COUNT, .column = part,
	};
	table_init(&trend->parts);
	status = make_timeline(trend, period, err);
	if (status < 0)
		return status;
	if (!trend->parted && table_put(&trend->parts, SPAN(""), NULL) == TABLE_NONE)
		return no_memory(err);
	status = grow(trend, err);
	return status < 0 ? status : count_all(trend, err);
}

void
trend_release(struct trend *trend)
{
	timeline_release(&trend->timeline);
	table_release(&trend->parts);
	free(trend->all);
}

enum status
trend_count(struct trend *trend, const struct node *tree, struct trend_bucket **buckets, struct error *err)
{
	static const struct bm25 bm25 = BM25_DEFAULT;
	struct occurrences *occurrences = NULL;
	struct match_cursor *cursor = NULL;
	enum status status;
	uint64_t count;
	size_t place;

	*buckets = calloc(trend->parts.count * part_size(trend) + 1, sizeof(**buckets));
	if (!*buckets)
		return no_memory(err);
	status = occurrences_new(trend->reader, tree, &occurrences, err);
	if (status == STATUS_OK)
		status = match_open(trend->reader, tree, &bm25, &cursor, err);
	while (status == STATUS_OK && (status = match_next(cursor, err)) == STATUS_OK) {
		status = place_of(trend, match_doc(cursor), &place, err);
		if (status < 0 || place == SIZE_MAX)
			continue;
		status = occurrences_in(occurrences, match_doc(cursor), &count, err);
		(*buckets)[place].articles++;
		(*buckets)[place].occurrences += count;
	}
	match_close(cursor);
	occurrences_free(occurrences);
	return status == STATUS_END ? STATUS_OK : status;
}

bool
trend_unfinished(const struct trend *trend, size_t period)
{
	int64_t start, end, first, last;

	if (period >= trend->periods)
		return false;
	start = trend->timeline.starts[period];
	end = trend->timeline.starts[period + 1];
	/* Whole days: nobody knows what hour a newspaper's day ends at. */
	first = period_start(PERIOD_DAY, trend->first);
	last = period_start(PERIOD_DAY, trend->last) + DAY;
	return first > start || last < end || trend->from > start || trend->until < end;
}
