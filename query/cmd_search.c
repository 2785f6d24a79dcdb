#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "query/complain.h"
#include "query/fold.h"
#include "query/hit.h"
#include "query/newsquery.h"
#include "query/output_html.h"

#define RUN_QID "1"

static size_t
decimal_width(uint64_t number)
{
	size_t width = 1;

	for (; number >= 10; number /= 10)
		width++;
	return width;
}

static enum status
write_record(struct session *session, struct output *output, uint64_t total, struct error *err)
{
	struct arena arena;
	const char *const *names;
	struct value *values;
	size_t count;
	enum status status;

	arena_init(&arena);
	status = session_record(session, total, &arena, &names, &values, &count, err);
	if (status == STATUS_OK)
		status = output_begin_record(output, "hits", names, values, count, err);
	arena_release(&arena);
	return status;
}

/* How the answer came about, as a line before it. */
static enum status
print_record(struct session *session, uint64_t total, struct error *err)
{
	struct output output;
	enum status status;

	output_init(&output, FORMAT_JSONL, &session->out, NULL, 0);
	status = write_record(session, &output, total, err);
	output_release(&output);
	return status;
}

static enum status
search_text(struct session *session, const struct search *search, struct error *err)
{
	size_t offset = session->request->offset, width = decimal_width(search->hit_count);
	struct buf *out = &session->out.buf;
	struct hit_viewer viewer;
	struct hit_view view;
	enum status status;

	status = hit_viewer_init(&viewer, session, search->tree, HIT_ARTICLE | HIT_SNIPPET | HIT_TITLE | HIT_REPRINTS, err);
	if (status == STATUS_OK && session->request->record)
		status = print_record(session, search->total, err);
	for (size_t i = offset; status == STATUS_OK && i < search->hit_count; i++) {
		hit_viewer_ahead(&viewer, search, i);
		status = hit_view(&viewer, search->hits[i].doc, i + 1, search->hits[i].score, &view, err);
		if (status == STATUS_OK)
			hit_print(session, &view, width);
	}
	hit_viewer_release(&viewer);
	if (status < 0)
		return status;
	buf_append_byte(out, '\n');
	if (search->hit_count < search->total || offset) {
		buf_append_grouped(out, search->hit_count - offset);
		buf_append_string(out, " of ");
	}
	buf_append_grouped(out, search->total);
	if (session->fold) {
		buf_append_string(out, search->total == 1 ? " group of " : " groups of ");
		buf_append_grouped(out, session->fold->articles);
	}
	buf_append_string(out, (session->fold ? session->fold->articles : search->total) == 1 ? " article" : " articles");
	if (session->population) {
		buf_append_string(out, ", by lot of ");
		buf_append_grouped(out, session->population);
	}
	if (search->hit_count < search->total && session->changed)
		buf_append_string(out, "; the rest comes next time");
	else if (search->hit_count < search->total)
		buf_append_format(out, "; -n N shows more, --offset %zu the next", search->hit_count);
	buf_append_byte(out, '\n');
	return STATUS_OK;
}

static enum status
begin_rows(struct session *session, struct output *output, uint64_t total, struct error *err)
{
	if (session->request->record)
		return write_record(session, output, total, err);
	output_begin(output);
	return STATUS_OK;
}

static enum status
search_rows(struct session *session, const struct hit_columns *columns, const struct search *search,
            struct error *err)
{
	struct value values[HIT_COLUMNS_MAX];
	struct hit_viewer viewer;
	struct output output;
	struct hit_view view;
	enum status status;

	output_init(&output, session->request->format, &session->out, columns->names, columns->count);
	status = hit_viewer_init(&viewer, session, search->tree, columns->parts, err);
	if (status == STATUS_OK)
		status = begin_rows(session, &output, search->total, err);
	for (size_t i = session->request->offset; status == STATUS_OK && i < search->hit_count; i++) {
		hit_viewer_ahead(&viewer, search, i);
		status = hit_view(&viewer, search->hits[i].doc, i + 1, search->hits[i].score, &view, err);
		if (status < 0)
			break;
		hit_values(columns, &view, &viewer.arena, values);
		status = output_row(&output, values, err);
	}
	if (status == STATUS_OK)
		output_end(&output);
	hit_viewer_release(&viewer);
	output_release(&output);
	return status;
}

static enum status
search_trec(struct session *session, const struct search *search, struct error *err)
{
	struct trec_run run = { .stream = &session->out, .tag = session->request->run_tag };
	struct hit_viewer viewer;
	struct hit_view view;
	enum status status = hit_viewer_init(&viewer, session, NULL, 0, err);

	for (size_t i = session->request->offset; status == STATUS_OK && i < search->hit_count; i++) {
		status = hit_view(&viewer, search->hits[i].doc, i + 1, search->hits[i].score, &view, err);
		if (status == STATUS_OK)
			trec_line(&run, SPAN(RUN_QID), view.id, i + 1, search->hits[i].score);
	}
	hit_viewer_release(&viewer);
	return status;
}

enum status
search_answer(struct session *session, const struct hit_columns *columns, const struct search *search,
              struct error *err)
{
	session_present(session, true);
	switch (session->request->format) {
	case FORMAT_TEXT:
		/* Nothing, or nothing at this offset: standard error says so. */
		return search->hit_count > session->request->offset ? search_text(session, search, err) : STATUS_OK;
	case FORMAT_TREC:
		return search_trec(session, search, err);
	case FORMAT_BIBTEX:
	case FORMAT_RIS:
	case FORMAT_CSL:
		return cite_hits(session, search, err);
	case FORMAT_HTML:
		return output_html(session, search, err);
	default:
		return search_rows(session, columns, search, err);
	}
}

static double
milliseconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) * 1e3 + (double)(now.tv_nsec - start->tv_nsec) / 1e6;
}

/* What the answer does not say of itself. */
static void
tell_rest(struct session *session, const struct search *search)
{
	const struct request *request = session->request;

	if (!search->hit_count)
		nothing_found(session);
	else if (search->hit_count <= request->offset)
		complain_note("--offset: there are only %" PRIu64 " %s", search->total, session->fold ? "groups" : "articles");
	else if (request->format != FORMAT_TEXT && request->format != FORMAT_HTML && !request->limit_given && search->hit_count < search->total)
		complain_note("%zu of %" PRIu64 " %s written; -n N or -n all for more",
		              search->hit_count - request->offset, search->total, session->fold ? "groups" : "articles");
}

/* The hits up to LIMIT; with --group, of each group the first. */
static enum status
find_hits(struct session *session, size_t limit, bool want_total, struct search *search, struct error *err)
{
	bool group = session->request->group;
	enum status status = session_search(session, NULL, group ? SIZE_MAX : limit, want_total || group,
	                                    &session->arena, search, err);

	if (status < 0 || !group)
		return status;
	status = fold_hits(session->reader, search, &session->arena, &session->fold, err);
	if (search->hit_count > limit)
		search->hit_count = limit;
	return status;
}

enum status
cmd_search(struct session *session, struct error *err)
{
	const struct request *request = session->request;
	bool page = request->format == FORMAT_HTML;
	size_t limit = request_hits(request);
	bool want_total = request->format == FORMAT_TEXT || page || request->record || !request->limit_given;
	struct hit_columns columns;
	struct timespec start;
	struct search search;
	enum status status;

	clock_gettime(CLOCK_MONOTONIC, &start);
	if (limit != SIZE_MAX)
		limit += request->offset;
	status = hit_columns_choose(&columns, request->fields, request->format, err);
	if (request->group && !request->fields)
		hit_columns_add_group(&columns);
	if (status == STATUS_OK)
		status = find_hits(session, limit, want_total, &search, err);
	if (status == STATUS_OK && request->verbose)
		complain_note("searched in %.2f ms", milliseconds_since(&start));
	if (status == STATUS_OK)
		status = search_answer(session, &columns, &search, err);
	if (status < 0)
		return status;
	stream_flush(&session->out);
	if (!session->out.failed)
		tell_rest(session, &search);
	return search.hit_count > request->offset ? STATUS_OK : STATUS_END;
}
