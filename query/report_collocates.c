/* --collocates: what stands beside the query more often than chance would have
 * it.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "common/terminal.h"
#include "query/association.h"
#include "query/collocates.h"
#include "query/collocates_scan.h"
#include "query/complain.h"
#include "query/hit.h"
#include "query/newsquery.h"
#include "query/report_words.h"
#include "query/threads.h"

#define SPAN_USUAL 5
#define SPAN_MAX 1000

/* Reading a text costs as much as reading the postings of so many articles. */
#define TEXT_COST 300

struct collocate {
	struct span term;
	uint64_t together, alone;
	double logdice, mi, loglik;
};

struct report {
	struct session *session;
	unsigned span;
	struct collocate *found;     /* in the session's arena */
	size_t count;
	uint64_t articles, node, beside;
	uint64_t words;              /* of the index */
};

/* ---- Counting ----------------------------------------------------------- */

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the words");
}

static enum status
count_article(struct collocates *counted, struct hit_viewer *viewer, docid_t doc, struct error *err)
{
	static const enum article_field fields[] = { FIELD_TITLE, FIELD_BODY, FIELD_NOTE };
	struct hit_view view;
	enum status status = hit_view(viewer, doc, 0, 0, &view, err);

	if (status == STATUS_OK && view.article.bodiless)
		status = index_text_missing(err);
	for (size_t i = 0; status == STATUS_OK && i < sizeof(fields) / sizeof(*fields); i++) {
		struct span text = view.article.text[fields[i]];
		struct highlight *highlights;
		size_t count;

		if (!text.len)
			continue;
		status = highlighter_find(viewer->highlighter, &view.article, fields[i], &viewer->arena, &highlights, &count, err);
		if (status == STATUS_OK && collocates_add(counted, text, highlights, count) < 0)
			status = no_memory(err);
	}
	return status;
}

static enum status
found_room(struct report *report, size_t count, struct error *err)
{
	report->found = arena_zalloc(&report->session->arena, count + 1, sizeof(*report->found));
	return report->found ? STATUS_OK : no_memory(err);
}

static enum status
keep_counted(struct report *report, const struct collocates *counted, struct error *err)
{
	enum status status = found_room(report, counted->words.count, err);

	for (uint32_t i = 0; status == STATUS_OK && i < counted->words.count; i++) {
		struct collocate *collocate = &report->found[report->count];
		struct term_stats term = { 0, 0 };

		collocate->term = arena_copy(&report->session->arena, table_key(&counted->words, i));
		if (!collocate->term.ptr)
			return no_memory(err);
		status = index_term(report->session->reader, collocate->term, &term, err);
		collocate->together = counted->counts[i];
		collocate->alone = term.cf;
		report->count++;
	}
	report->node = counted->node;
	report->beside = counted->beside;
	return status;
}

/* In the texts of the articles. */
static enum status
count_texts(struct report *report, const struct doc_set *docs, struct error *err)
{
	struct session *session = report->session;
	struct collocates counted;
	struct hit_viewer viewer;
	enum status status = hit_viewer_init(&viewer, session, session->tree, HIT_ARTICLE | HIT_BODY, err);

	collocates_init(&counted, report->span);
	viewer.parts = HIT_ARTICLE;
	for (docid_t doc = doc_set_next(docs, 0); status == STATUS_OK && doc != DOCID_END; doc = doc_set_next(docs, doc + 1))
		status = count_article(&counted, &viewer, doc, err);
	if (status == STATUS_OK)
		status = keep_counted(report, &counted, err);
	hit_viewer_release(&viewer);
	collocates_release(&counted);
	return status;
}

static enum status
keep_scanned(struct report *report, const struct collocates_scan *scan, struct error *err)
{
	const struct collocate_found *found = scan->words.items;
	enum status status = found_room(report, scan->words.count, err);

	for (size_t i = 0; status == STATUS_OK && i < scan->words.count; i++) {
		struct collocate *collocate = &report->found[i];

		collocate->term = arena_copy(&report->session->arena, found[i].term);
		if (!collocate->term.ptr)
			return no_memory(err);
		collocate->together = found[i].together;
		collocate->alone = found[i].alone;
		report->count++;
	}
	report->node = scan->node;
	report->beside = scan->beside;
	return status;
}

/* In the index. */
static enum status
count_index(struct report *report, const struct doc_set *docs, struct error *err)
{
	struct session *session = report->session;
	struct collocates_scan scan;
	enum status status;

	collocates_scan_init(&scan);
	status = collocates_scan(&scan, session->reader, session->tree, docs, report->span, threads_usual(), err);
	if (status == STATUS_OK)
		status = keep_scanned(report, &scan, err);
	collocates_scan_release(&scan);
	return status;
}

static enum status
count_all(struct report *report, struct error *err)
{
	struct session *session = report->session;
	struct doc_set docs = { .bits = NULL };
	struct index_stats stats;
	bool many;
	enum status status = index_stats(session->reader, &stats, err);

	if (status == STATUS_OK)
		status = doc_set_match(&docs, session->reader, session->tree, err);
	report->articles = docs.count;
	report->words = stats.words;
	if (status == STATUS_OK) {
		many = stats.forward || docs.count * TEXT_COST > stats.articles;
		status = many ? count_index(report, &docs, err) : STATUS_UNSUPPORTED;
		if (status == STATUS_UNSUPPORTED)
			status = count_texts(report, &docs, err);
		/* Where texts are not kept. */
		if (status == STATUS_UNSUPPORTED && !many && (status = count_index(report, &docs, NULL)) == STATUS_OK)
			error_clear(err);
	}
	doc_set_release(&docs);
	return status;
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

/* Leaves out what stands beside the places less often than --least. */
static void
leave_out(struct report *report)
{
	size_t kept = 0;

	for (size_t i = 0; i < report->count; i++)
		if (report->found[i].together >= report->session->request->least)
			report->found[kept++] = report->found[i];
	report->count = kept;
}

static void
measure(struct report *report)
{
	leave_out(report);
	for (size_t i = 0; i < report->count; i++) {
		struct collocate *found = &report->found[i];

		if (found->alone < found->together)
			found->alone = found->together;
		found->logdice = association_logdice(found->together, found->alone, report->node);
		found->mi = association_mi(found->together, found->alone, report->beside, report->words);
		found->loglik = association_loglik(found->together, found->alone, report->beside, report->words);
	}
	if (report->count)
		qsort(report->found, report->count, sizeof(*report->found), by_logdice);
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
	                  report->count, report->node, report->articles, to < report->count ? "; -n N shows more" : "");
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
	report.span = (unsigned)span;
	if (status == STATUS_OK)
		status = count_all(&report, err);
	if (status == STATUS_OK) {
		measure(&report);
		status = report_words(session, report.count, write_text, write_rows, &report, err);
	}
	if (status < 0)
		return status;
	stream_flush(&session->out);
	if (!report.articles)
		nothing_found(session);
	else if (!report.count && session->request->least)
		complain_note("--least: no word stands beside it %zu times", session->request->least);
	return report.count ? STATUS_OK : STATUS_END;
}
