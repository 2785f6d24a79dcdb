/* --explain: the query as it was read, as it was bound to the index, who
 * answers it, and what its parts add to the scores of the best articles.
 */
#include <inttypes.h>

#include "common/terminal.h"
#include "query/ast.h"
#include "query/bind.h"
#include "query/hit.h"
#include "query/match.h"
#include "query/newsquery.h"

#define HITS_EXPLAINED 3

struct explanation {
	struct buf parsed, bound;
	struct index_stats stats;
	bool fast;               /* the engine answers it without the generic matcher */
	struct search search;
};

static enum status
ask_engine(struct session *session, struct explanation *explanation, struct error *err)
{
	struct hit hit;
	struct search search = {
		.tree = session->tree, .bm25 = BM25_DEFAULT, .order = session->request->order, .limit = 1, .hits = &hit,
	};
	enum status status;

	if (session->request->generic)
		return STATUS_OK;
	status = index_top(session->reader, &search, err);
	explanation->fast = status == STATUS_OK;
	if (status != STATUS_UNSUPPORTED)
		return status;
	error_clear(err);
	return STATUS_OK;
}

static enum status
explain(struct session *session, struct explanation *explanation, struct error *err)
{
	size_t limit = request_limit(session->request, HITS_EXPLAINED);
	enum status status = index_stats(session->reader, &explanation->stats, err);

	if (status == STATUS_OK) {
		ast_print(session->ast, &explanation->parsed);
		status = node_print(session->tree, session->reader, &explanation->bound, err);
	}
	if (status == STATUS_OK)
		status = ask_engine(session, explanation, err);
	if (status == STATUS_OK)
		status = session_search(session, NULL, limit, true, &session->arena, &explanation->search, err);
	if (status == STATUS_OK && (explanation->parsed.failed || explanation->bound.failed))
		status = error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	return status;
}

/* ---- Scores ------------------------------------------------------------- */

static bool
is_scored_leaf(const struct node *node)
{
	return node->kind == NODE_TERM || node->kind == NODE_SYNONYM;
}

/* What LEAF adds to the score of DOC. */
static enum status
leaf_score(struct session *session, const struct node *leaf, double factor, docid_t doc, double *score,
           struct error *err)
{
	static const struct bm25 bm25 = BM25_DEFAULT;
	struct match_cursor *cursor;
	enum status status = match_open(session->reader, leaf, &bm25, &cursor, err);

	*score = 0;
	if (status < 0)
		return status;
	status = match_seek(cursor, doc, err);
	if (status == STATUS_OK && match_doc(cursor) == doc)
		status = match_score(cursor, score, err);
	*score *= factor;
	match_close(cursor);
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status
print_leaf(struct session *session, const struct node *leaf, double factor, docid_t doc, struct error *err)
{
	struct buf *out = &session->out.buf;
	double score;
	enum status status = leaf_score(session, leaf, factor, doc, &score, err);

	if (status < 0 || score == 0)
		return status;
	buf_append_format(out, "  %14.6f  ", score);
	if (leaf->kind == NODE_TERM) {
		terminal_append_safe(out, leaf->term);
	} else {
		terminal_append_safe(out, leaf->children[0]->term);
		buf_append_format(out, " and %zu more", leaf->child_count - 1);
	}
	buf_append_byte(out, '\n');
	return STATUS_OK;
}

static enum status
print_leaves(struct session *session, const struct node *node, double factor, docid_t doc, struct error *err)
{
	bool first_only = node->kind == NODE_NOT || node->kind == NODE_NOT_NEAR;
	size_t count = first_only && node->child_count ? 1 : node->child_count;
	enum status status = STATUS_OK;

	if (node->kind == NODE_FILTER)
		return STATUS_OK;
	if (is_scored_leaf(node))
		return print_leaf(session, node, factor, doc, err);
	if (node->kind == NODE_BOOST)
		factor *= node->factor;
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = print_leaves(session, node->children[i], factor, doc, err);
	return status;
}

static enum status
print_scores(struct session *session, const struct search *search, struct error *err)
{
	struct buf *out = &session->out.buf;
	struct hit_viewer viewer;
	struct hit_view view;
	enum status status = hit_viewer_init(&viewer, session, NULL, 0, err);

	for (size_t i = 0; status == STATUS_OK && i < search->hit_count; i++) {
		const struct hit *hit = &search->hits[i];

		status = hit_view(&viewer, hit->doc, i + 1, hit->score, &view, err);
		if (status < 0)
			break;
		buf_append_format(out, "%s%14.6f  ", "  ", hit->score);
		terminal_append_safe(out, view.id);
		buf_append_byte(out, '\n');
		status = print_leaves(session, session->tree, 1, hit->doc, err);
	}
	hit_viewer_release(&viewer);
	return status;
}

/* The query in the language that it was given in. */
static struct span
given_text(const struct session *session)
{
	const struct request *request = session->request;

	return request->query_count ? request->queries[0].text : session->query->text;
}

/* ---- The whole ---------------------------------------------------------- */

static enum status
explain_text(struct session *session, const struct explanation *explanation, struct error *err)
{
	struct buf *out = &session->out.buf;

	buf_append_string(out, "query\n  ");
	terminal_append_safe(out, given_text(session));
	if (session->request->syntax != SYNTAX_NEWSDEX) {
		buf_append_format(out, "\ntranslated from %s\n  ", query_syntax_names[session->request->syntax]);
		terminal_append_safe(out, session->query->text);
	}
	buf_append_string(out, "\nread as\n  ");
	buf_append_span(out, buf_span(&explanation->parsed));
	if (session->left_out.len) {
		buf_append_string(out, "\nleft out, as stop words (--stop-words=keep, or =word)\n  ");
		terminal_append_safe(out, buf_span(&session->left_out));
	}
	buf_append_string(out, "\nlooked up as (articles that have each term)\n");
	buf_append_span(out, buf_span(&explanation->bound));
	buf_append_format(out, "answered by\n  %s, %" PRIu64 " of %" PRIu64 " articles\n",
	                  explanation->fast ? explanation->stats.engine : "the generic matcher",
	                  explanation->search.total, explanation->stats.articles);
	if (!explanation->search.hit_count)
		return STATUS_OK;
	buf_append_string(out, "scores\n");
	return print_scores(session, &explanation->search, err);
}

static enum status
explain_row(struct session *session, const struct explanation *explanation, struct error *err)
{
	static const char *const names[] = { "query", "parsed", "bound", "engine", "fast", "indexed", "articles" };
	const struct value values[] = {
		value_text(given_text(session)),
		value_text(buf_span(&explanation->parsed)),
		value_text(buf_span(&explanation->bound)),
		value_string(explanation->stats.engine),
		value_boolean(explanation->fast),
		value_integer((int64_t)explanation->stats.articles),
		value_integer((int64_t)explanation->search.total),
	};
	struct output output;
	enum status status;

	output_init(&output, session->request->format, &session->out, names, sizeof(names) / sizeof(*names));
	status = output_object(&output, values, err);
	output_release(&output);
	return status;
}

enum status
cmd_explain(struct session *session, struct error *err)
{
	struct explanation explanation = { .parsed = BUF_INIT, .bound = BUF_INIT };
	enum status status = explain(session, &explanation, err);

	if (status == STATUS_OK) {
		session_present(session, true);
		status = session->request->format == FORMAT_TEXT ? explain_text(session, &explanation, err)
		                                                 : explain_row(session, &explanation, err);
	}
	buf_release(&explanation.parsed);
	buf_release(&explanation.bound);
	if (status < 0)
		return status;
	return explanation.search.total ? STATUS_OK : STATUS_END;
}
