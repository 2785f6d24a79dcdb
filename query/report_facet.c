/* --facet: how many of the articles found have each value of some fields.
 */
#include <inttypes.h>

#include "common/terminal.h"
#include "query/facet.h"
#include "query/match.h"
#include "query/newsquery.h"

#define FACETS_MAX 16
#define VALUES_USUAL 10  /* for people */

struct report {
	struct session *session;
	struct facet facets[FACETS_MAX];
	size_t count;
	uint64_t articles;
	struct output output;
};

static enum status
read_fields(struct report *report, const char *fields, struct error *err)
{
	enum status status = STATUS_OK;

	while (status == STATUS_OK && fields) {
		const char *comma = strchr(fields, ',');
		struct span name = span_trim(span_from(fields, comma ? (size_t)(comma - fields) : strlen(fields)));

		if (report->count == FACETS_MAX)
			return error_set(err, STATUS_BADQUERY, "--facet", "more than %d fields", FACETS_MAX);
		status = facet_init(&report->facets[report->count++], name, err);
		fields = comma ? comma + 1 : NULL;
	}
	return status;
}

static enum status
add_article(struct report *report, docid_t doc, bool stored, struct arena *arena, struct error *err)
{
	struct index_reader *reader = report->session->reader;
	struct article article;
	enum status status = STATUS_OK;

	if (stored) {
		arena_clear(arena);
		status = index_article(reader, doc, arena, &article, err);
	}
	for (size_t i = 0; status == STATUS_OK && i < report->count; i++)
		status = facet_add(&report->facets[i], reader, doc, stored ? &article : NULL, err);
	report->articles++;
	return status;
}

static enum status
count_values(struct report *report, struct error *err)
{
	static const struct bm25 bm25 = BM25_DEFAULT;
	struct match_cursor *cursor = NULL;
	bool stored = false;
	struct arena arena;
	enum status status = match_open(report->session->reader, report->session->tree, &bm25, &cursor, err);

	arena_init(&arena);
	for (size_t i = 0; i < report->count; i++)
		stored = stored || facet_needs_article(&report->facets[i]);
	while (status == STATUS_OK && (status = match_next(cursor, err)) == STATUS_OK)
		status = add_article(report, match_doc(cursor), stored, &arena, err);
	match_close(cursor);
	arena_release(&arena);
	return status == STATUS_END ? STATUS_OK : status;
}

/* ---- Output ------------------------------------------------------------- */

static double
share_of(const struct report *report, uint64_t articles)
{
	return report->articles ? (double)articles / (double)report->articles : 0;
}

static enum status
write_rows(struct report *report, const struct facet *facet, struct error *err)
{
	size_t limit = request_limit(report->session->request, SIZE_MAX);
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < facet->value_count && i < limit; i++) {
		const struct value values[] = {
			value_string(facet->name), value_text(facet->values[i].text),
			value_integer((int64_t)facet->values[i].articles),
			value_real(share_of(report, facet->values[i].articles)),
		};

		status = output_row(&report->output, values, err);
	}
	return status;
}

static void
write_value(struct report *report, const struct facet_value *value)
{
	struct buf *out = &report->session->out.buf;

	buf_append_format(out, "%8" PRIu64 " %6.2f%%  ", value->articles, 100 * share_of(report, value->articles));
	terminal_append_safe(out, value->text.ptr ? value->text : SPAN("(none)"));
	buf_append_byte(out, '\n');
	stream_ready(&report->session->out);
}

static void
write_text(struct report *report, const struct facet *facet)
{
	size_t limit = request_limit(report->session->request, facet->field == FACET_DATE ? SIZE_MAX : VALUES_USUAL);
	struct buf *out = &report->session->out.buf;
	bool color = report->session->color;

	buf_append_format(out, "%s%s%s\n", color ? "\033[1m" : "", facet->name, color ? "\033[0m" : "");
	for (size_t i = 0; i < facet->value_count && i < limit; i++)
		write_value(report, &facet->values[i]);
	/* Those without a value are no value that could be cut off. */
	if (facet->value_count > limit && !facet->values[facet->value_count - 1].text.ptr) {
		write_value(report, &facet->values[facet->value_count - 1]);
		limit++;
	}
	if (facet->value_count > limit)
		buf_append_format(out, "%8s %6s   %zu %s more; -n N shows more\n", "", "", facet->value_count - limit,
		                  facet->value_count - limit == 1 ? "value" : "values");
	buf_append_byte(out, '\n');
}

static enum status
write_facets(struct report *report, struct error *err)
{
	static const char *const names[] = { "field", "value", "articles", "share" };
	const struct request *request = report->session->request;
	struct buf *out = &report->session->out.buf;
	bool text = request->format == FORMAT_TEXT;
	enum status status = STATUS_OK;

	session_present(report->session, true);
	output_init(&report->output, request->format, &report->session->out, names, 4);
	if (!text)
		output_begin(&report->output);
	for (size_t i = 0; status == STATUS_OK && i < report->count; i++) {
		status = facet_finish(&report->facets[i], &report->session->arena, err);
		if (status < 0)
			break;
		if (text && report->articles)
			write_text(report, &report->facets[i]);
		else if (!text)
			status = write_rows(report, &report->facets[i], err);
	}
	if (!text)
		output_end(&report->output);
	else if (report->articles)
		buf_append_format(out, "%" PRIu64 " %s\n", report->articles, report->articles == 1 ? "article" : "articles");
	output_release(&report->output);
	return status;
}

enum status
report_facet(struct session *session, struct error *err)
{
	struct report report = { .session = session };
	enum status status = read_fields(&report, session->request->argument, err);

	if (status == STATUS_OK)
		status = count_values(&report, err);
	if (status == STATUS_OK)
		status = write_facets(&report, err);
	for (size_t i = 0; i < report.count; i++)
		facet_release(&report.facets[i]);
	if (status < 0)
		return status;
	stream_flush(&session->out);
	if (!report.articles)
		nothing_found(session);
	return report.articles ? STATUS_OK : STATUS_END;
}
