/* How many articles match, which files they came from, whether there are any.
 */
#include <inttypes.h>
#include <unistd.h>

#include "common/table.h"
#include "common/terminal.h"
#include "query/fold.h"
#include "query/hit.h"
#include "query/newsquery.h"

enum status
cmd_quiet(struct session *session, struct error *err)
{
	struct search search;
	enum status status = session_search(session, NULL, 1, false, &session->arena, &search, err);

	return status < 0 ? status : search.hit_count ? STATUS_OK : STATUS_END;
}

/* How many groups of copies the articles are. */
static enum status
count_groups(struct session *session, struct search *search, struct error *err)
{
	enum status status = session_search(session, NULL, SIZE_MAX, true, &session->arena, search, err);

	return status < 0 ? status : fold_hits(session->reader, search, &session->arena, &session->fold, err);
}

enum status
cmd_count(struct session *session, struct error *err)
{
	static const char *const names[] = { "query", "articles", "groups" };
	struct output output;
	struct search search;
	bool group = session->request->group;
	enum status status = group ? count_groups(session, &search, err)
	                           : session_search(session, NULL, 0, true, &session->arena, &search, err);

	if (status < 0)
		return status;
	if (session->request->format == FORMAT_TEXT) {
		buf_append_format(&session->out.buf, "%" PRIu64 "\n", search.total);
	} else {
		const struct value values[] = {
			value_text(session->query->text), value_integer((int64_t)(group ? session->fold->articles : search.total)),
			value_integer((int64_t)search.total),
		};

		output_init(&output, session->request->format, &session->out, names, group ? 3 : 2);
		status = output_object(&output, values, err);
		output_release(&output);
	}
	if (status == STATUS_OK && !search.total) {
		stream_flush(&session->out);
		nothing_found(session);
		status = STATUS_END;
	}
	return status;
}

/* ---- Files -------------------------------------------------------------- */

/* Where an article came from; an index that does not know has its address. */
static struct span
view_path(const struct hit_view *view)
{
	if (view->article.origin.len)
		return view->article.origin;
	return view->article.text[FIELD_URL].len ? view->article.text[FIELD_URL] : view->id;
}

static enum status
write_path(struct session *session, struct output *output, struct span path, bool safe, struct error *err)
{
	const struct value value = value_text(path);
	struct buf *out = &session->out.buf;

	if (session->request->format != FORMAT_TEXT)
		return output_row(output, &value, err);
	if (safe)
		terminal_append_safe(out, path);
	else
		buf_append_span(out, path);
	buf_append_byte(out, session->request->null ? '\0' : '\n');
	stream_ready(&session->out);
	return STATUS_OK;
}

static enum status
write_paths(struct session *session, const struct search *search, struct output *output, struct error *err)
{
	bool safe = isatty(STDOUT_FILENO) && !session->request->null, added;
	struct hit_viewer viewer;
	struct hit_view view;
	struct table seen;
	enum status status = hit_viewer_init(&viewer, session, NULL, HIT_ARTICLE, err);

	table_init(&seen);
	for (size_t i = session->request->offset; status == STATUS_OK && i < search->hit_count; i++) {
		status = hit_view(&viewer, search->hits[i].doc, i + 1, 0, &view, err);
		if (status < 0)
			break;
		if (table_put(&seen, view_path(&view), &added) == TABLE_NONE)
			status = error_set(err, STATUS_NOMEM, NULL, "not enough memory for the names");
		else if (added)
			status = write_path(session, output, view_path(&view), safe, err);
	}
	table_release(&seen);
	hit_viewer_release(&viewer);
	return status;
}

enum status
cmd_paths(struct session *session, struct error *err)
{
	static const char *const names[] = { "path" };
	const struct request *request = session->request;
	size_t limit = request_limit(request, SIZE_MAX);
	struct output output;
	struct search search;
	enum status status;

	if (limit != SIZE_MAX)
		limit += request->offset;
	status = session_search(session, NULL, limit, false, &session->arena, &search, err);
	if (status < 0)
		return status;
	session_present(session, !request->null);
	output_init(&output, request->format, &session->out, names, 1);
	if (request->format != FORMAT_TEXT)
		output_begin(&output);
	status = write_paths(session, &search, &output, err);
	if (status == STATUS_OK && request->format != FORMAT_TEXT)
		output_end(&output);
	output_release(&output);
	if (status == STATUS_OK && search.hit_count <= request->offset) {
		stream_flush(&session->out);
		nothing_found(session);
		status = STATUS_END;
	}
	return status;
}
