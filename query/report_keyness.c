/* --keyness: the words that the articles of one query have more often than
 * those of another, or than all other articles.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "common/terminal.h"
#include "query/complain.h"
#include "query/keyness.h"
#include "query/match.h"
#include "query/newsquery.h"
#include "query/report_words.h"

struct keyword {
	struct span term;
	struct side_counts counts;
	double loglik, log_ratio, dispersion;
};

struct report {
	struct session *session;
	struct keyness counted;
	struct keyword *found;   /* in the session's arena */
	size_t count;
};

/* ---- Counting ----------------------------------------------------------- */

static enum status
count_side(struct report *report, int side, const struct node *tree, struct error *err)
{
	static const struct bm25 bm25 = BM25_DEFAULT;
	struct index_reader *reader = report->session->reader;
	struct match_cursor *cursor = NULL;
	struct article article;
	struct arena arena;
	enum status status = match_open(reader, tree, &bm25, &cursor, err);

	arena_init(&arena);
	while (status == STATUS_OK && (status = match_next(cursor, err)) == STATUS_OK) {
		arena_clear(&arena);
		status = index_article(reader, match_doc(cursor), &arena, &article, err);
		if (status == STATUS_OK && keyness_add(&report->counted, side, &article) < 0)
			status = error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the words");
	}
	match_close(cursor);
	arena_release(&arena);
	return status == STATUS_END ? STATUS_OK : status;
}

/* What the other query matches; without one all other articles, whose counts
 * are the index's without those of the first: nothing has to be read. */
static enum status
count_other(struct report *report, struct error *err)
{
	struct session *session = report->session;
	struct query_text query = { .place = "--against" };
	struct keyness *counted = &report->counted;
	struct index_stats stats;
	struct node *tree;
	struct ast *ast;
	enum status status;

	if (session->request->against) {
		query.text = span_from_string(session->request->against);
		status = session_bind(session, &query, session->request->parse_flags, &session->arena, &ast, &tree, err);
		return status < 0 ? status : count_side(report, SIDE_B, tree, err);
	}
	status = index_stats(session->reader, &stats, err);
	counted->total[SIDE_B] = stats.words - counted->total[SIDE_A];
	counted->articles[SIDE_B] = stats.articles - counted->articles[SIDE_A];
	for (uint32_t i = 0; status == STATUS_OK && i < counted->words.count; i++) {
		struct side_counts *counts = &counted->counts[i];
		struct term_stats term;

		status = index_term(session->reader, table_key(&counted->words, i), &term, err);
		counts->frequency[SIDE_B] = term.cf > counts->frequency[SIDE_A] ? term.cf - counts->frequency[SIDE_A] : 0;
		counts->articles[SIDE_B] = term.df > counts->articles[SIDE_A] ? term.df - counts->articles[SIDE_A] : 0;
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

static enum status
measure(struct report *report, struct error *err)
{
	const struct keyness *counted = &report->counted;
	uint64_t total_a = counted->total[SIDE_A], total_b = counted->total[SIDE_B];

	report->found = arena_zalloc(&report->session->arena, (size_t)counted->words.count + 1, sizeof(*report->found));
	if (!report->found)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for %" PRIu32 " words", counted->words.count);
	for (uint32_t i = 0; total_a && total_b && i < counted->words.count; i++) {
		struct keyword *keyword = &report->found[report->count++];
		uint64_t a = counted->counts[i].frequency[SIDE_A], b = counted->counts[i].frequency[SIDE_B];

		keyword->term = table_key(&counted->words, i);
		keyword->counts = counted->counts[i];
		keyword->loglik = keyness_loglik(a, b, total_a, total_b);
		keyword->log_ratio = keyness_log_ratio(a, b, total_a, total_b);
		keyword->dispersion = keyness_dispersion(counted->counts[i].parts, counted->counts[i].squares,
		                                         counted->articles[SIDE_A]);
	}
	qsort(report->found, report->count, sizeof(*report->found), by_keyness);
	return STATUS_OK;
}

static double
per_million(const struct report *report, const struct keyword *keyword, int side)
{
	return (double)keyword->counts.frequency[side] * 1e6 / (double)report->counted.total[side];
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
	                  report->counted.articles[SIDE_A], report->counted.articles[SIDE_B],
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

	keyness_init(&report.counted);
	status = count_side(&report, SIDE_A, session->tree, err);
	if (status == STATUS_OK)
		status = count_other(&report, err);
	if (status == STATUS_OK)
		status = measure(&report, err);
	if (status == STATUS_OK)
		status = report_words(session, report.count, write_text, write_rows, &report, err);
	if (status == STATUS_OK && !report.count) {
		stream_flush(&session->out);
		if (report.counted.articles[SIDE_A])
			complain_note("--against: nothing found to compare with");
		else
			nothing_found(session);
		status = STATUS_END;
	}
	keyness_release(&report.counted);
	return status;
}
