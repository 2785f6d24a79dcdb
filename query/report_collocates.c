/* --collocates: what stands beside the query more often than chance would have
 * it.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "common/terminal.h"
#include "query/association.h"
#include "query/collocates.h"
#include "query/hit.h"
#include "query/match.h"
#include "query/newsquery.h"
#include "query/report_words.h"

#define SPAN_USUAL 5
#define SPAN_MAX 1000
struct collocate {
	struct span term;
	uint64_t together, alone;
	double logdice, mi, loglik;
};

struct report {
	struct session *session;
	struct collocates counted;
	struct collocate *found;     /* in the session's arena */
	size_t count;
	uint64_t articles;
};

/* ---- Counting ----------------------------------------------------------- */

static enum status
count_article(struct report *report, struct hit_viewer *viewer, docid_t doc, struct error *err)
{
	static const enum article_field fields[] = { FIELD_TITLE, FIELD_BODY, FIELD_NOTE };
	struct hit_view view;
	enum status status = hit_view(viewer, doc, 0, 0, &view, err);

	for (size_t i = 0; status == STATUS_OK && i < sizeof(fields) / sizeof(*fields); i++) {
		struct span text = view.article.text[fields[i]];
		struct highlight *highlights;
		size_t count;

		if (!text.len)
			continue;
		status = highlighter_find(viewer->highlighter, &view.article, fields[i], &viewer->arena, &highlights, &count, err);
		if (status == STATUS_OK && collocates_add(&report->counted, text, highlights, count) < 0)
			status = error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the words");
	}
	report->articles++;
	return status;
}

static enum status
count_articles(struct report *report, struct error *err)
{
	static const struct bm25 bm25 = BM25_DEFAULT;
	struct session *session = report->session;
	struct match_cursor *cursor = NULL;
	struct hit_viewer viewer;
	enum status status = hit_viewer_init(&viewer, session, session->tree, HIT_ARTICLE | HIT_BODY, err);

	viewer.parts = HIT_ARTICLE;
	if (status == STATUS_OK)
		status = match_open(session->reader, session->tree, &bm25, &cursor, err);
	while (status == STATUS_OK && (status = match_next(cursor, err)) == STATUS_OK)
		status = count_article(report, &viewer, match_doc(cursor), err);
	match_close(cursor);
	hit_viewer_release(&viewer);
	return status == STATUS_END ? STATUS_OK : status;
}

/* ---- Measuring ---------------------------------------------------------- */

static int
by_logdice(const void *a, const void *b)
{
	const struct collocate *x = a, *y = b;

	if (x->logdice != y->logdice)
		return x->logdice < y->logdice ? 1 : -1;
	if (x->together != y->together)
		return x->together < y->together ? 1 : -1;
	return span_compare(x->term, y->term);
}

static enum status
measure(struct report *report, struct error *err)
{
	const struct collocates *counted = &report->counted;
	struct index_reader *reader = report->session->reader;
	struct index_stats stats;
	enum status status = index_stats(reader, &stats, err);

	report->found = arena_zalloc(&report->session->arena, (size_t)counted->words.count + 1, sizeof(*report->found));
	if (!report->found)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for %" PRIu32 " words", counted->words.count);
	for (uint32_t i = 0; status == STATUS_OK && i < counted->words.count; i++) {
		struct collocate *collocate = &report->found[report->count];
		struct term_stats term;

		collocate->term = table_key(&counted->words, i);
		status = index_term(reader, collocate->term, &term, err);
		collocate->together = counted->counts[i];
		collocate->alone = term.cf > counted->counts[i] ? term.cf : counted->counts[i];
		collocate->logdice = association_logdice(collocate->together, collocate->alone, counted->node);
		collocate->mi = association_mi(collocate->together, collocate->alone, counted->beside, stats.words);
		collocate->loglik = association_loglik(collocate->together, collocate->alone, counted->beside, stats.words);
		report->count++;
	}
	qsort(report->found, report->count, sizeof(*report->found), by_logdice);
	return status;
}

/* ---- Output ------------------------------------------------------------- */

static void
write_text(void *context, size_t from, size_t to)
{
	struct report *report = context;
	struct buf *out = &report->session->out.buf;

	buf_append_format(out, "%8s %8s %8s %8s %10s  %s\n", "together", "alone", "logDice", "MI", "loglik", "word");
	for (size_t i = from; i < to; i++) {
		const struct collocate *collocate = &report->found[i];

		buf_append_format(out, "%8" PRIu64 " %8" PRIu64 " %8.3f %8.3f %10.2f  ", collocate->together, collocate->alone,
		                  collocate->logdice, collocate->mi, collocate->loglik);
		terminal_append_safe(out, collocate->term);
		buf_append_byte(out, '\n');
		stream_ready(&report->session->out);
	}
	buf_append_format(out, "\n%zu of %zu words beside %" PRIu64 " places in %" PRIu64 " articles%s\n", to - from,
	                  report->count, report->counted.node, report->articles, to < report->count ? "; -n N shows more" : "");
}

static enum status
write_rows(void *context, size_t from, size_t to, struct error *err)
{
	static const char *const names[] = { "term", "together", "alone", "logdice", "mi", "loglik" };
	struct report *report = context;
	enum status status = STATUS_OK;
	struct output output;

	output_init(&output, report->session->request->format, &report->session->out, names, 6);
	output_begin(&output);
	for (size_t i = from; status == STATUS_OK && i < to; i++) {
		const struct collocate *collocate = &report->found[i];
		const struct value values[] = {
			value_text(collocate->term), value_integer((int64_t)collocate->together),
			value_integer((int64_t)collocate->alone), value_real(collocate->logdice), value_real(collocate->mi),
			value_real(collocate->loglik),
		};

		status = output_row(&output, values, err);
	}
	output_end(&output);
	output_release(&output);
	return status;
}

enum status
report_collocates(struct session *session, struct error *err)
{
	struct report report = { .session = session };
	long long span = SPAN_USUAL;
	enum status status = STATUS_OK;

	if (session->request->argument)
		status = option_number("--collocates", session->request->argument, 1, SPAN_MAX, &span, err);
	collocates_init(&report.counted, (unsigned)span);
	if (status == STATUS_OK)
		status = count_articles(&report, err);
	if (status == STATUS_OK)
		status = measure(&report, err);
	if (status == STATUS_OK)
		status = report_words(session, report.count, write_text, write_rows, &report, err);
	collocates_release(&report.counted);
	if (status < 0)
		return status;
	stream_flush(&session->out);
	if (!report.articles)
		nothing_found(session);
	return report.count ? STATUS_OK : STATUS_END;
}
