/* --keyness: the words that the articles of one query have more often than
 * those of another, or than all other articles.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "common/terminal.h"
#include "query/complain.h"
#include "query/keyness_scan.h"
#include "query/newsquery.h"
#include "query/report_words.h"
#include "query/threads.h"

/* Reading a text costs as much as reading the postings of so many articles. */
#define TEXT_COST 500

struct keyword {
	struct span term;
	struct side_counts counts;
	double loglik, log_ratio, dispersion;
};

struct report {
	struct session *session;
	struct doc_set sides[SIDES];
	bool against;            /* the other side has a query; else it is all other articles */
	uint64_t total[SIDES], articles[SIDES];
	struct keyword *found;   /* in the session's arena */
	size_t count;
};

/* ---- Counting ----------------------------------------------------------- */

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the words");
}

/* What the two queries match. */
static enum status
match_sides(struct report *report, struct error *err)
{
	struct session *session = report->session;
	struct query_text query = { .place = "--against" };
	struct node *tree;
	struct ast *ast;
	enum status status = doc_set_match(&report->sides[SIDE_A], session->reader, session->tree, err);

	report->against = session->request->against != NULL;
	if (report->against && status == STATUS_OK) {
		query.text = span_from_string(session->request->against);
		status = session_bind(session, &query, session->request->parse_flags, &session->arena, &ast, &tree, err);
		if (status >= 0)
			status = doc_set_match(&report->sides[SIDE_B], session->reader, tree, err);
	}
	for (int side = SIDE_A; side < SIDES; side++)
		report->articles[side] = report->sides[side].count;
	return status;
}

static enum status
count_side(struct report *report, struct keyness *counted, int side, struct error *err)
{
	const struct doc_set *docs = &report->sides[side];
	struct article article;
	struct arena arena = ARENA_INIT;
	enum status status = STATUS_OK;

	for (docid_t doc = doc_set_next(docs, 0); status == STATUS_OK && doc != DOCID_END; doc = doc_set_next(docs, doc + 1)) {
		arena_clear(&arena);
		status = index_article_text(report->session->reader, doc, &arena, &article, err);
		if (status == STATUS_OK && keyness_add(counted, side, &article) < 0)
			status = no_memory(err);
	}
	arena_release(&arena);
	return status;
}

static enum status
keep(struct report *report, struct span term, const struct side_counts *counts, struct error *err)
{
	struct keyword *keyword = &report->found[report->count++];

	keyword->term = arena_copy(&report->session->arena, term);
	keyword->counts = *counts;
	return keyword->term.ptr ? STATUS_OK : no_memory(err);
}

static enum status
found_room(struct report *report, size_t count, struct error *err)
{
	report->found = arena_zalloc(&report->session->arena, count + 1, sizeof(*report->found));
	return report->found ? STATUS_OK : no_memory(err);
}

/* Of all other articles the counts are the index's without those of the first
 * side: nothing has to be read. */
static enum status
keep_counted(struct report *report, const struct keyness *counted, struct error *err)
{
	enum status status = found_room(report, counted->words.count, err);

	for (uint32_t i = 0; status == STATUS_OK && i < counted->words.count; i++) {
		struct side_counts counts = counted->counts[i];
		struct term_stats term = { 0, 0 };

		if (!report->against) {
			status = index_term(report->session->reader, table_key(&counted->words, i), &term, err);
			counts.frequency[SIDE_B] = term.cf > counts.frequency[SIDE_A] ? term.cf - counts.frequency[SIDE_A] : 0;
			counts.articles[SIDE_B] = term.df > counts.articles[SIDE_A] ? term.df - counts.articles[SIDE_A] : 0;
		}
		if (status == STATUS_OK)
			status = keep(report, table_key(&counted->words, i), &counts, err);
	}
	memcpy(report->total, counted->total, sizeof(report->total));
	return status;
}

/* In the texts of the articles. */
static enum status
count_texts(struct report *report, struct error *err)
{
	struct keyness counted;
	enum status status;

	keyness_init(&counted);
	status = count_side(report, &counted, SIDE_A, err);
	if (status == STATUS_OK && report->against)
		status = count_side(report, &counted, SIDE_B, err);
	if (status == STATUS_OK)
		status = keep_counted(report, &counted, err);
	keyness_release(&counted);
	return status;
}

/* In the index. */
static enum status
count_index(struct report *report, struct error *err)
{
	const struct doc_set *sides = report->sides;
	struct keyness_scan scan;
	const struct keyness_found *found;
	enum status status;

	keyness_scan_init(&scan);
	status = keyness_scan(&scan, report->session->reader, &sides[SIDE_A], report->against ? &sides[SIDE_B] : NULL,
	                      threads_usual(), err);
	if (status == STATUS_OK)
		status = found_room(report, scan.words.count, err);
	found = scan.words.items;
	for (size_t i = 0; status == STATUS_OK && i < scan.words.count; i++)
		status = keep(report, found[i].term, &found[i].counts, err);
	memcpy(report->total, scan.total, sizeof(report->total));
	keyness_scan_release(&scan);
	return status;
}

static enum status
count_all(struct report *report, struct error *err)
{
	struct index_stats stats;
	bool many;
	enum status status = index_stats(report->session->reader, &stats, err);

	if (status == STATUS_OK)
		status = match_sides(report, err);
	if (status < 0)
		return status;
	many = (report->articles[SIDE_A] + report->articles[SIDE_B]) * TEXT_COST > stats.articles;
	status = many ? count_index(report, err) : STATUS_UNSUPPORTED;
	if (status == STATUS_UNSUPPORTED)
		status = count_texts(report, err);
	/* Where texts are not kept. */
	if (status == STATUS_UNSUPPORTED && !many && (status = count_index(report, NULL)) == STATUS_OK)
		error_clear(err);
	if (!report->against) {
		report->total[SIDE_B] = stats.words - report->total[SIDE_A];
		report->articles[SIDE_B] = stats.articles - report->articles[SIDE_A];
	}
	return status;
}

/* ---- Measuring ---------------------------------------------------------- */

/* What the first side has more of, the surest first; then what it has less of,
 * the surest last. */
static int
by_keyness(const void *a, const void *b)
{
	const struct keyword *x = a, *y = b;
	double x_sure = x->log_ratio < 0 ? -x->loglik : x->loglik, y_sure = y->log_ratio < 0 ? -y->loglik : y->loglik;

	if (x_sure != y_sure)
		return x_sure < y_sure ? 1 : -1;
	return span_compare(x->term, y->term);
}

/* Leaves out what occurs less often than --least on either side. */
static void
leave_out(struct report *report)
{
	uint64_t least = report->session->request->least;
	size_t kept = 0;

	for (size_t i = 0; i < report->count; i++) {
		const uint64_t *frequency = report->found[i].counts.frequency;

		if (frequency[SIDE_A] >= least || frequency[SIDE_B] >= least)
			report->found[kept++] = report->found[i];
	}
	report->count = kept;
}

static void
measure(struct report *report)
{
	uint64_t total_a = report->total[SIDE_A], total_b = report->total[SIDE_B];

	/* There is nothing to compare. */
	if (!total_a || !total_b)
		report->count = 0;
	leave_out(report);
	for (size_t i = 0; i < report->count; i++) {
		struct keyword *keyword = &report->found[i];
		uint64_t a = keyword->counts.frequency[SIDE_A], b = keyword->counts.frequency[SIDE_B];

		keyword->loglik = keyness_loglik(a, b, total_a, total_b);
		keyword->log_ratio = keyness_log_ratio(a, b, total_a, total_b);
		keyword->dispersion = keyness_dispersion(keyword->counts.parts, keyword->counts.squares, report->articles[SIDE_A]);
	}
	if (report->count)
		qsort(report->found, report->count, sizeof(*report->found), by_keyness);
}

static double
per_million(const struct report *report, const struct keyword *keyword, int side)
{
	return (double)keyword->counts.frequency[side] * 1e6 / (double)report->total[side];
}

/* ---- Output ------------------------------------------------------------- */

static void
write_text(void *context, size_t from, size_t to)
{
	struct report *report = context;
	struct buf *out = &report->session->out.buf;

	buf_append_format(out, "%8s %8s %12s %12s %10s %9s %6s  %s\n", "freq a", "freq b", "per mill. a", "per mill. b", "loglik",
	                  "log ratio", "spread", "word");
	for (size_t i = from; i < to; i++) {
		const struct keyword *keyword = &report->found[i];

		buf_append_format(out, "%8" PRIu64 " %8" PRIu64 " %12.1f %12.1f %10.2f %9.3f %6.3f  ", keyword->counts.frequency[SIDE_A],
		                  keyword->counts.frequency[SIDE_B], per_million(report, keyword, SIDE_A),
		                  per_million(report, keyword, SIDE_B), keyword->loglik, keyword->log_ratio,
		                  keyword->dispersion);
		terminal_append_safe(out, keyword->term);
		buf_append_byte(out, '\n');
		stream_ready(&report->session->out);
	}
	buf_append_format(out, "\n%zu of %zu words; a: %" PRIu64 " articles, b: %" PRIu64 "%s\n", to - from, report->count,
	                  report->articles[SIDE_A], report->articles[SIDE_B],
	                  to < report->count ? "; -n N shows more" : "");
}

static enum status
write_rows(void *context, size_t from, size_t to, struct error *err)
{
	static const char *const names[] = {
		"term", "freq_a", "freq_b", "per_million_a", "per_million_b", "articles_a", "articles_b", "loglik", "log_ratio",
		"dispersion",
	};
	struct report *report = context;
	enum status status = STATUS_OK;
	struct output output;

	output_init(&output, report->session->request->format, &report->session->out, names, sizeof(names) / sizeof(*names));
	output_begin(&output);
	for (size_t i = from; status == STATUS_OK && i < to; i++) {
		const struct keyword *keyword = &report->found[i];
		const struct value values[] = {
			value_text(keyword->term),
			value_integer((int64_t)keyword->counts.frequency[SIDE_A]),
			value_integer((int64_t)keyword->counts.frequency[SIDE_B]),
			value_real(per_million(report, keyword, SIDE_A)), value_real(per_million(report, keyword, SIDE_B)),
			value_integer((int64_t)keyword->counts.articles[SIDE_A]),
			value_integer((int64_t)keyword->counts.articles[SIDE_B]),
			value_real(keyword->loglik), value_real(keyword->log_ratio), value_real(keyword->dispersion),
		};

		status = output_row(&output, values, err);
	}
	output_end(&output);
	output_release(&output);
	return status;
}

enum status
report_keyness(struct session *session, struct error *err)
{
	struct report report = { .session = session };
	enum status status;

	status = count_all(&report, err);
	if (status == STATUS_OK) {
		measure(&report);
		status = report_words(session, report.count, write_text, write_rows, &report, err);
	}
	if (status == STATUS_OK && !report.count) {
		stream_flush(&session->out);
		if (report.total[SIDE_A] && report.total[SIDE_B])
			complain_note("--least: no word occurs %zu times", session->request->least);
		else if (report.articles[SIDE_A])
			complain_note("--against: nothing found to compare with");
		else
			nothing_found(session);
		status = STATUS_END;
	}
	doc_set_release(&report.sides[SIDE_A]);
	doc_set_release(&report.sides[SIDE_B]);
	return status;
}
