/* --eval: runs measured against judgements.
 */
#include <stdio.h>
#include <stdlib.h>

#include "common/terminal.h"
#include "query/complain.h"
#include "query/measures.h"
#include "query/newsquery.h"
#include "query/trec_files.h"

/* What there was to retrieve, by query. */
struct ideals {
	int32_t *gains;        /* judgements >= 1: one query after the other, descending */
	size_t *first;         /* where a query's begin; one more than there are queries */
	size_t *nonrelevant;
};

struct evaluation {
	struct session *session;
	struct output output;
	struct qrels qrels;
	struct ideals ideals;
	struct span tag;       /* of the run at hand */
};

/* ---- What there was to retrieve ------------------------------------------ */

static int
descending(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x < y) - (x > y);
}

static enum status
ideals_make(struct ideals *ideals, const struct qrels *qrels, struct error *err)
{
	size_t queries = qrels->queries.count, *next;

	ideals->gains = calloc((size_t)qrels->judged.count + 1, sizeof(*ideals->gains));
	ideals->first = calloc(queries + 2, sizeof(*ideals->first));
	ideals->nonrelevant = calloc(queries + 1, sizeof(*ideals->nonrelevant));
	if (!ideals->gains || !ideals->first || !ideals->nonrelevant)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the judgements");
	/* Counted one place further on, so that filling leaves the starts behind. */
	next = ideals->first + 1;
	for (size_t i = 0; i < qrels->judged.count; i++) {
		if (qrels->judgements[i] >= 1)
			next[qrels->query_of[i] + 1]++;
		else if (qrels->judgements[i] == 0)
			ideals->nonrelevant[qrels->query_of[i]]++;
	}
	for (size_t query = 1; query <= queries; query++)
		next[query] += next[query - 1];
	for (size_t i = 0; i < qrels->judged.count; i++)
		if (qrels->judgements[i] >= 1)
			ideals->gains[next[qrels->query_of[i]]++] = qrels->judgements[i];
	for (size_t query = 0; query < queries; query++)
		qsort(ideals->gains + ideals->first[query], ideals->first[query + 1] - ideals->first[query],
		      sizeof(*ideals->gains), descending);
	return STATUS_OK;
}

static void
ideals_release(struct ideals *ideals)
{
	free(ideals->gains);
	free(ideals->first);
	free(ideals->nonrelevant);
}

/* ---- Output ------------------------------------------------------------- */

static enum status
put_text(struct evaluation *evaluation, const char *name, struct span query, const char *value)
{
	struct buf *out = &evaluation->session->out.buf;

	buf_append_format(out, "%-22s\t", name);
	terminal_append_safe(out, query);
	buf_append_byte(out, '\t');
	terminal_append_safe(out, span_from_string(value));
	buf_append_byte(out, '\n');
	stream_ready(&evaluation->session->out);
	return STATUS_OK;
}

static enum status
put_number(struct evaluation *evaluation, const char *name, struct span query, double value, bool count,
           struct error *err)
{
	struct value values[4] = { value_text(evaluation->tag), value_text(query), value_string(name) };
	char text[64];

	if (evaluation->session->request->format != FORMAT_TEXT) {
		values[3] = count ? value_integer((int64_t)value) : value_real(value);
		return output_row(&evaluation->output, values, err);
	}
	snprintf(text, sizeof(text), count ? "%.0f" : "%6.4f", value);
	return put_text(evaluation, name, query, text);
}

static enum status
put_query(struct evaluation *evaluation, struct span query, const double values[MEASURE_COUNT], bool all,
          struct error *err)
{
	enum status status = STATUS_OK;
	char name[24];

	for (size_t i = 0; status == STATUS_OK && i < MEASURE_COUNT; i++) {
		measure_name(i, name);
		/* A mean over queries says nothing of one. */
		if (i != MEASURE_GM_MAP || all)
			status = put_number(evaluation, name, query, values[i], measure_is_count(i), err);
	}
	return status;
}

static enum status
put_all(struct evaluation *evaluation, const double sums[MEASURE_COUNT], size_t queries, struct error *err)
{
	double values[MEASURE_COUNT];
	struct buf tag = BUF_INIT;
	enum status status;

	measures_average(sums, queries, values);
	if (evaluation->session->request->format == FORMAT_TEXT) {
		buf_append_span(&tag, evaluation->tag);
		put_text(evaluation, "runid", SPAN("all"), buf_string(&tag));
		buf_release(&tag);
	}
	status = put_number(evaluation, "num_q", SPAN("all"), (double)queries, true, err);
	return status < 0 ? status : put_query(evaluation, SPAN("all"), values, true, err);
}

/* ---- Runs --------------------------------------------------------------- */

static enum status
measure_query(struct evaluation *evaluation, uint32_t query, const struct run_line *lines, size_t count,
              double values[MEASURE_COUNT], struct error *err)
{
	const struct ideals *ideals = &evaluation->ideals;
	int32_t *judged = calloc(count, sizeof(*judged));
	struct ranking ranking = {
		.judged = judged, .count = count,
		.ideal = ideals->gains + ideals->first[query],
		.relevant = ideals->first[query + 1] - ideals->first[query],
		.nonrelevant = ideals->nonrelevant[query],
	};

	if (!judged)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for a query of %zu articles", count);
	for (size_t i = 0; i < count; i++)
		judged[i] = qrels_judgement(&evaluation->qrels, query, lines[i].docno);
	measures_of(&ranking, values);
	free(judged);
	return STATUS_OK;
}

/* Queries that nobody judged are passed over, as trec_eval does. */
static enum status
measure_run(struct evaluation *evaluation, const struct run *run, struct error *err)
{
	double sums[MEASURE_COUNT] = { 0 }, values[MEASURE_COUNT];
	enum status status = STATUS_OK;
	size_t queries = 0, count;

	evaluation->tag = run->tag;
	for (size_t i = 0; status == STATUS_OK && i < run->count; i += count) {
		const struct run_line *lines = &run->lines[i];
		uint32_t query = table_get(&evaluation->qrels.queries, lines->qid);

		for (count = 1; i + count < run->count && span_equal(lines[count].qid, lines->qid); )
			count++;
		if (query == TABLE_NONE)
			continue;
		status = measure_query(evaluation, query, lines, count, values, err);
		if (status == STATUS_OK && evaluation->session->request->quiet)
			status = put_query(evaluation, lines->qid, values, false, err);
		for (size_t m = 0; status == STATUS_OK && m < MEASURE_COUNT; m++)
			sums[m] += values[m];
		queries++;
	}
	if (status < 0)
		return status;
	status = put_all(evaluation, sums, queries, err);
	return status < 0 ? status : queries ? STATUS_OK : STATUS_END;
}

static enum status
measure_runs(struct evaluation *evaluation, struct error *err)
{
	const struct request *request = evaluation->session->request;
	enum status status = STATUS_OK, found = STATUS_OK;

	for (size_t i = 0; status >= 0 && i < request->word_count; i++) {
		struct run run;

		status = run_read(&run, request->words[i], err);
		if (status == STATUS_OK)
			status = measure_run(evaluation, &run, err);
		if (status == STATUS_END) {
			stream_flush(&evaluation->session->out);
			complain_note("%s: none of its queries is in %s", request->words[i], request->argument);
			found = STATUS_END;
		}
		run_release(&run);
	}
	return status < 0 ? status : found;
}

enum status
report_eval(struct session *session, struct error *err)
{
	static const char *const names[] = { "run", "query", "measure", "value" };
	struct evaluation evaluation = { .session = session };
	const struct request *request = session->request;
	enum status status;

	if (!request->word_count)
		return error_set(err, STATUS_BADQUERY, "--eval", "needs a run to measure: --eval QRELS RUN");
	output_init(&evaluation.output, request->format, &session->out, names, 4);
	status = qrels_read(&evaluation.qrels, request->argument, err);
	if (status == STATUS_OK)
		status = ideals_make(&evaluation.ideals, &evaluation.qrels, err);
	if (status == STATUS_OK) {
		session_present(session, true);
		if (request->format != FORMAT_TEXT)
			output_begin(&evaluation.output);
		status = measure_runs(&evaluation, err);
	}
	if (status >= 0 && request->format != FORMAT_TEXT)
		output_end(&evaluation.output);
	ideals_release(&evaluation.ideals);
	qrels_release(&evaluation.qrels);
	output_release(&evaluation.output);
	return status;
}
