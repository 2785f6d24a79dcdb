#include "query/complain.h"
#include "query/hit.h"
#include "query/newsquery.h"

static enum status
show_row(struct session *session, struct hit_columns *columns, const struct hit_view *view,
         struct arena *arena, struct error *err)
{
	struct value values[HIT_COLUMNS_MAX];
	struct output output;
	enum status status;

	output_init(&output, session->request->format, &session->out, columns->names, columns->count);
	hit_values(columns, view, arena, values);
	status = output_object(&output, values, err);
	output_release(&output);
	return status;
}

enum status
cmd_show(struct session *session, struct error *err)
{
	const struct request *request = session->request;
	bool text = request->format == FORMAT_TEXT;
	struct hit_viewer viewer = { .session = NULL };
	struct hit_columns columns = { .count = 0 };
	struct hit_view view;
	docid_t doc;
	enum status status = STATUS_OK;

	if (request->fields)
		status = hit_columns_choose(&columns, request->fields, request->format, err);
	else
		hit_columns_article(&columns);
	if (status == STATUS_OK)
		status = index_find(session->reader, span_from_string(request->argument), &doc, err);
	if (status == STATUS_NOTFOUND) {
		complain(err);
		return STATUS_END;
	}
	if (status < 0)
		return status;
	status = hit_viewer_init(&viewer, session, session->tree,
	                         text ? HIT_ARTICLE | HIT_TITLE | HIT_BODY : columns.parts, err);
	if (status == STATUS_OK)
		status = hit_view(&viewer, doc, 1, 0, &view, err);
	if (status < 0)
		goto done;
	session_present(session, true);
	if (text)
		article_print(session, &view);
	else
		status = show_row(session, &columns, &view, &viewer.arena, err);
done:
	hit_viewer_release(&viewer);
	return status;
}
