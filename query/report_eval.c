/* --eval: runs measured against judgements.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/terminal.h"
#include "query/complain.h"
#include "query/measures.h"
#include "query/newsquery.h"
#include "query/paired.h"
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
	struct scores *scores; /* of each run that was measured */
	size_t run_count;
};

/* What a run got for each query that was judged. */
struct scores {
	char *tag;
	bool *measured;        /* by the query's number in the judgements */
	double (*values)[MEASURE_COUNT];
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

static enum status
scores_init(struct scores *scores, struct span tag, size_t queries, struct error *err)
{
	scores->tag = strndup(tag.ptr ? tag.ptr : "", tag.len);
	scores->measured = calloc(queries + 1, sizeof(*scores->measured));
	scores->values = calloc(queries + 1, sizeof(*scores->values));
	if (!scores->tag || !scores->measured || !scores->values)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for %zu queries", queries);
	return STATUS_OK;
}

static void
scores_release(struct scores *scores)
{
	free(scores->tag);
	free(scores->measured);
	free(scores->values);
}

/* Queries that nobody judged are passed over, as trec_eval does. */
static enum status
measure_run(struct evaluation *evaluation, const struct run *run, struct error *err)
{
	struct scores *scores = &evaluation->scores[evaluation->run_count];
	double sums[MEASURE_COUNT] = { 0 }, values[MEASURE_COUNT];
	enum status status;
	size_t queries = 0, count;

	evaluation->tag = run->tag;
	status = scores_init(scores, run->tag, evaluation->qrels.queries.count, err);
	evaluation->run_count++;
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
		memcpy(scores->values[query], values, sizeof(values));
		scores->measured[query] = true;
		queries++;
	}
	if (status < 0)
		return status;
	status = put_all(evaluation, sums, queries, err);
	return status < 0 ? status : queries ? STATUS_OK : STATUS_END;
}

/* ---- Two runs ----------------------------------------------------------- */

static enum status
put_paired(struct evaluation *evaluation, size_t measure, const struct paired *paired, struct error *err)
{
	const double values[] = { paired->mean, paired->t, paired->p_t, paired->p_random };
	static const char *const kinds[] = { "difference", "t", "p_t", "p_random" };
	enum status status = STATUS_OK;
	char name[24], full[48];

	measure_name(measure, name);
	if (evaluation->session->request->format == FORMAT_TEXT) {
		buf_append_format(&evaluation->session->out.buf, "%-22s\t%+8.4f\t%8.3f\t%6.4f\t%6.4f\n", name, paired->mean, paired->t,
		                  paired->p_t, paired->p_random);
		stream_ready(&evaluation->session->out);
		return STATUS_OK;
	}
	for (size_t i = 0; status == STATUS_OK && i < sizeof(values) / sizeof(*values); i++) {
		struct value row[4] = { value_text(evaluation->tag), value_string("all"), { .kind = VALUE_NONE }, { .kind = VALUE_NONE } };

		snprintf(full, sizeof(full), "%s_%s", name, kinds[i]);
		row[2] = value_string(full);
		/* Where all differences are the same there is no t. */
		if (isfinite(values[i]))
			row[3] = value_real(values[i]);
		status = output_row(&evaluation->output, row, err);
	}
	return status;
}

/* MEASURE of SECOND less that of FIRST, over the queries that both have. */
static size_t
differ(const struct scores *first, const struct scores *second, size_t queries, size_t measure, double *differences)
{
	size_t count = 0;

	for (size_t i = 0; i < queries; i++)
		if (first->measured[i] && second->measured[i])
			differences[count++] = second->values[i][measure] - first->values[i][measure];
	return count;
}

static void
head_paired(struct evaluation *evaluation)
{
	struct buf *out = &evaluation->session->out.buf;

	buf_append_format(out, "\n%-22s\t%8s\t%8s\t%6s\t%6s\n", "", "differ.", "t", "p (t)", "p (r.)");
	buf_append_format(out, "%-22s\t", "runid");
	terminal_append_safe(out, evaluation->tag);
	buf_append_byte(out, '\n');
}

/* Run number RUN against the first. */
static enum status
compare_run(struct evaluation *evaluation, size_t run, struct error *err)
{
	const struct request *request = evaluation->session->request;
	const struct scores *first = &evaluation->scores[0], *second = &evaluation->scores[run];
	size_t queries = evaluation->qrels.queries.count;
	double *differences = calloc(queries + 1, sizeof(*differences));
	struct buf tag = BUF_INIT;
	struct paired paired;
	enum status status = differences ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "not enough memory to compare the runs");

	buf_append_format(&tag, "%s-%s", second->tag, first->tag);
	evaluation->tag = buf_span(&tag);
	if (status == STATUS_OK && request->format == FORMAT_TEXT)
		head_paired(evaluation);
	for (size_t m = 0; status == STATUS_OK && m < MEASURE_COUNT; m++) {
		size_t count = differ(first, second, queries, m, differences);

		if (count < 2 || measure_is_count(m) || m == MEASURE_GM_MAP)
			continue;
		paired_test(differences, count, request->seed, &paired);
		status = put_paired(evaluation, m, &paired, err);
	}
	buf_release(&tag);
	free(differences);
	return status;
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
	for (size_t i = 1; status >= 0 && found == STATUS_OK && i < evaluation->run_count; i++)
		status = compare_run(evaluation, i, err);
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
	evaluation.scores = arena_zalloc(&session->arena, request->word_count, sizeof(*evaluation.scores));
	if (!evaluation.scores)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for %zu runs", request->word_count);
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
	for (size_t i = 0; i < evaluation.run_count; i++)
		scores_release(&evaluation.scores[i]);
	ideals_release(&evaluation.ideals);
	qrels_release(&evaluation.qrels);
	output_release(&evaluation.output);
	return status;
}
