/* --cite: a reference to one article; and those of all hits.
 */
#include "query/cite.h"
#include "query/complain.h"
#include "query/hit.h"
#include "query/newsquery.h"

/* CSL-JSON is one array. */
static void
cite_begin(struct session *session)
{
	if (session->request->format == FORMAT_CSL)
		buf_append_byte(&session->out.buf, '[');
}

static enum status
cite_one(struct session *session, const struct article *cited, bool first, struct arena *arena, struct error *err)
{
	struct buf *out = &session->out.buf;
	struct article article = *cited;
	enum status status = cite_clean(&article, arena, err);

	if (status < 0)
		return status;
	switch (session->request->format) {
	case FORMAT_RIS:
		cite_ris(out, &article);
		break;
	case FORMAT_CSL:
		buf_append_string(out, first ? "" : ",\n");
		cite_csl(out, &article);
		break;
	default:
		cite_bibtex(out, &article);
	}
	stream_ready(&session->out);
	return STATUS_OK;
}

static void
cite_end(struct session *session)
{
	if (session->request->format == FORMAT_CSL)
		buf_append_string(&session->out.buf, "]\n");
}

enum status
cite_hits(struct session *session, const struct search *search, struct error *err)
{
	size_t offset = session->request->offset;
	struct hit_viewer viewer;
	struct hit_view view;
	enum status status = hit_viewer_init(&viewer, session, NULL, HIT_ARTICLE, err);

	cite_begin(session);
	for (size_t i = offset; status == STATUS_OK && i < search->hit_count; i++) {
		status = hit_view(&viewer, search->hits[i].doc, i + 1, search->hits[i].score, &view, err);
		if (status == STATUS_OK)
			status = cite_one(session, &view.article, i == offset, &viewer.arena, err);
	}
	cite_end(session);
	hit_viewer_release(&viewer);
	return status;
}

enum status
cmd_cite(struct session *session, struct error *err)
{
	struct article article;
	docid_t doc;
	enum status status = index_find(session->reader, span_from_string(session->request->argument), &doc, err);

	if (status == STATUS_NOTFOUND) {
		complain(err);
		return STATUS_END;
	}
	if (status == STATUS_OK)
		status = index_article(session->reader, doc, &session->arena, &article, err);
	if (status < 0)
		return status;
	cite_begin(session);
	status = cite_one(session, &article, true, &session->arena, err);
	cite_end(session);
	return status;
}
