#include "query/hit.h"

#include "query/fold.h"

enum status
hit_viewer_init(struct hit_viewer *viewer, struct session *session, const struct node *tree,
                unsigned parts, struct error *err)
{
	*viewer = (struct hit_viewer){ .session = session, .parts = parts };
	arena_init(&viewer->arena);
	if (!tree || !(parts & (HIT_SNIPPET | HIT_TITLE | HIT_BODY)))
		return STATUS_OK;
	return highlighter_new(tree, session->reader, &viewer->highlighter, err);
}

void
hit_viewer_release(struct hit_viewer *viewer)
{
	highlighter_free(viewer->highlighter);
	arena_release(&viewer->arena);
	buf_release(&viewer->id);
}

static bool
articles_wanted(const struct hit_viewer *viewer)
{
	return viewer->parts & (HIT_ARTICLE | HIT_SNIPPET | HIT_TITLE | HIT_BODY);
}

void
hit_viewer_ahead(struct hit_viewer *viewer, const struct search *search, size_t from)
{
	docid_t docs[INDEX_AHEAD];
	size_t count = 0;

	if (from < viewer->ahead || !articles_wanted(viewer))
		return;
	for (; count < INDEX_AHEAD && from + count < search->hit_count; count++)
		docs[count] = search->hits[from + count].doc;
	viewer->ahead = from + count;
	index_ahead(viewer->session->reader, docs, count);
}

static enum status
view_highlights(struct hit_viewer *viewer, struct hit_view *view, struct error *err)
{
	static const struct snippet_options options = { 0 };
	enum status status = STATUS_OK;

	if (viewer->parts & HIT_SNIPPET)
		status = snippet_make(viewer->highlighter, &view->article, &options, &viewer->arena, &view->snippet, err);
	if (status == STATUS_OK && (viewer->parts & HIT_TITLE))
		status = snippet_title(viewer->highlighter, &view->article, &viewer->arena, &view->title, err);
	if (status == STATUS_OK && (viewer->parts & HIT_BODY))
		status = highlighter_find(viewer->highlighter, &view->article, FIELD_BODY, &viewer->arena,
		                          &view->body, &view->body_count, err);
	return status;
}

static enum status
view_reprints(struct hit_viewer *viewer, struct hit_view *view, struct error *err)
{
	const struct fold *fold = viewer->session->fold;
	size_t from = fold->starts[view->rank - 1];
	enum status status = STATUS_OK;

	view->reprint_count = fold->starts[view->rank] - from;
	if (!(viewer->parts & HIT_REPRINTS) || !view->reprint_count)
		return STATUS_OK;
	view->reprints = arena_zalloc(&viewer->arena, view->reprint_count, sizeof(*view->reprints));
	if (!view->reprints)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	for (size_t i = 0; i < view->reprint_count && status == STATUS_OK; i++) {
		struct article article;

		status = index_article(viewer->session->reader, fold->copies[from + i], &viewer->arena, &article, err);
		view->reprints[i] = (struct reprint){
			.id = article.text[FIELD_ID], .source = article.text[FIELD_SOURCE], .url = article.text[FIELD_URL],
			.date = article_date(&article),
			.local = article.origin.len && span_starts(article.text[FIELD_ID], article.origin),
		};
	}
	return status;
}

enum status
hit_view(struct hit_viewer *viewer, docid_t doc, uint64_t rank, double score,
         struct hit_view *view, struct error *err)
{
	struct index_reader *reader = viewer->session->reader;
	enum status status;

	arena_clear(&viewer->arena);
	buf_clear(&viewer->id);
	*view = (struct hit_view){ .doc = doc, .rank = rank, .score = score, .change = "" };
	if (viewer->session->changed)
		view->change = viewer->session->changed[rank - 1] ? "changed" : "new";
	if (!articles_wanted(viewer)) {
		status = index_id(reader, doc, &viewer->id, err);
		view->id = buf_span(&viewer->id);
	} else {
		status = index_article(reader, doc, &viewer->arena, &view->article, err);
		view->id = view->article.text[FIELD_ID];
	}
	if (status == STATUS_OK && (viewer->parts & HIT_WORDS))
		status = index_number(reader, COLUMN_WORDS, doc, &view->words, err);
	if (status == STATUS_OK && viewer->highlighter)
		status = view_highlights(viewer, view, err);
	if (status == STATUS_OK && viewer->session->fold)
		status = view_reprints(viewer, view, err);
	return status;
}
