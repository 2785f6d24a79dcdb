/* --batch: every query of a file, to one run, one table of hits, or one of counts.
 */
#include <inttypes.h>

#include "common/terminal.h"
#include "query/complain.h"
#include "query/hit.h"
#include "query/newsquery.h"
#include "query/parse.h"
#include "query/topics.h"

#define RUN_USUAL 1000
#define HITS_USUAL 10

struct batch {
	struct session *session;
	const struct request *request;
	struct arena arena;             /* of the query at hand */
	struct hit_columns columns;
	const char *names[HIT_COLUMNS_MAX + 1];
	struct output output;
	bool rows;                      /* not a run and not text */
};

/* ---- One query's answer ------------------------------------------------- */

static enum status
write_count(struct batch *batch, const struct topic *topic, uint64_t total, struct error *err)
{
	struct buf *out = &batch->session->out.buf;
	const struct value values[] = { value_text(topic->id), value_integer((int64_t)total) };

	if (batch->rows)
		return output_row(&batch->output, values, err);
	terminal_append_safe(out, topic->id);
	buf_append_format(out, "\t%" PRIu64 "\n", total);
	stream_ready(&batch->session->out);
	return STATUS_OK;
}

static enum status
write_hits(struct batch *batch, const struct topic *topic, const struct search *search, struct error *err)
{
	struct trec_run run = { .stream = &batch->session->out, .tag = batch->request->run_tag };
	struct value values[HIT_COLUMNS_MAX + 1] = { value_text(topic->id) };
	struct hit_viewer viewer;
	struct hit_view view;
	enum status status;

	status = hit_viewer_init(&viewer, batch->session, search->tree, batch->rows ? batch->columns.parts : 0, err);
	for (size_t i = batch->request->offset; status == STATUS_OK && i < search->hit_count; i++) {
		status = hit_view(&viewer, search->hits[i].doc, i + 1, search->hits[i].score, &view, err);
		if (status < 0)
			break;
		if (batch->rows) {
			hit_values(&batch->columns, &view, &viewer.arena, values + 1);
			status = output_row(&batch->output, values, err);
		} else {
			trec_line(&run, topic->id, view.id, i + 1, view.score);
		}
	}
	hit_viewer_release(&viewer);
	return status;
}

static enum status
answer_topic(struct batch *batch, const struct topic *topic, const struct node *tree, struct error *err)
{
	size_t limit = request_limit(batch->request, batch->rows ? HITS_USUAL : RUN_USUAL);
	bool count = batch->request->count;
	struct search search;
	enum status status;

	if (limit != SIZE_MAX)
		limit += batch->request->offset;
	status = session_search(batch->session, tree, count ? 0 : limit, count, &batch->arena, &search, err);
	if (status < 0)
		return status;
	return count ? write_count(batch, topic, search.total, err) : write_hits(batch, topic, &search, err);
}

/* ---- All of them -------------------------------------------------------- */

/* A query that means nothing is told and passed over; *FAILED counts it. */
static enum status
run_topic(struct batch *batch, const struct topic *topic, size_t *failed, struct error *err)
{
	unsigned flags = batch->request->parse_flags | (topic->literal ? PARSE_LITERAL : 0);
	struct query_text query = { .text = topic->text };
	struct buf place = BUF_INIT;
	struct node *tree;
	struct ast *ast;
	enum status status;

	buf_append_format(&place, "%s: line %zu", batch->request->argument, topic->line);
	query.place = buf_string(&place);
	status = session_bind(batch->session, &query, flags & ~(unsigned)PARSE_EMPTY, &batch->arena, &ast, &tree, err);
	if (status < 0 && !*err->reason) {
		error_clear(err);
		++*failed;
		status = STATUS_OK;
	} else if (status == STATUS_OK) {
		status = answer_topic(batch, topic, tree, err);
	}
	buf_release(&place);
	return status;
}

static enum status
batch_begin(struct batch *batch, struct error *err)
{
	static const char *const counts[] = { "query", "articles" };
	const struct request *request = batch->request;
	enum status status = STATUS_OK;

	if (request->count && (request->fields || request->format == FORMAT_TREC))
		return error_set(err, STATUS_BADQUERY, "--count", "cannot be used with %s",
		                 request->fields ? "--fields" : "--format=trec");
	if (!request->count)
		status = hit_columns_choose(&batch->columns, request->fields, request->format, err);
	if (status < 0)
		return status;
	batch->rows = FORMATS_ROWS & FORMAT_BIT(request->format);
	batch->names[0] = "query";
	for (size_t i = 0; i < batch->columns.count; i++)
		batch->names[i + 1] = batch->columns.names[i];
	output_init(&batch->output, request->format, &batch->session->out, request->count ? counts : batch->names,
	            request->count ? 2 : batch->columns.count + 1);
	session_present(batch->session, true);
	if (batch->rows)
		output_begin(&batch->output);
	return STATUS_OK;
}

enum status
report_batch(struct session *session, struct error *err)
{
	struct batch batch = { .session = session, .request = session->request };
	struct topic *topics;
	size_t count, failed = 0;
	enum status status = topics_read(session->request->argument, &session->arena, &topics, &count, err);

	arena_init(&batch.arena);
	if (status == STATUS_OK)
		status = batch_begin(&batch, err);
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		arena_clear(&batch.arena);
		status = run_topic(&batch, &topics[i], &failed, err);
	}
	if (status == STATUS_OK && batch.rows)
		output_end(&batch.output);
	if (status == STATUS_OK && failed)
		status = error_set(err, STATUS_BADQUERY, session->request->argument, "%zu of %zu queries could not be run",
		                   failed, count);
	output_release(&batch.output);
	arena_release(&batch.arena);
	return status;
}
