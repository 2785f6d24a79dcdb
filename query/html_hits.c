/* The results, and a concordance of them.
 */
#include <inttypes.h>

#include "query/kwic.h"
#include "query/output_html.h"

#define LINES_MAX 40
#define LINES_OF_ARTICLE 3
#define KWIC_WIDTH 45

static void
append_date(struct buf *out, struct date date)
{
	char exact[DATE_TEXT_SIZE], day[DATE_TEXT_SIZE];

	if (date.precision == DATE_NONE) {
		buf_append_string(out, "undated");
		return;
	}
	date_format(&date, exact);
	if (date.precision > DATE_DAY)
		date.precision = DATE_DAY;
	date.zone = DATE_ZONE_UNKNOWN;
	date_format(&date, day);
	buf_append_format(out, "<time datetime=\"%s\">%s</time>", exact, day);
}

static void
append_part(struct buf *out, struct span text)
{
	if (!text.len)
		return;
	buf_append_string(out, " · <span dir=\"auto\">");
	html_text(out, text);
	buf_append_string(out, "</span>");
}

static void
append_title(struct buf *out, const struct hit_view *view)
{
	const struct span url = view->article.text[FIELD_URL];
	bool link = html_may_link(url);

	buf_append_string(out, "<h3 dir=\"auto\">");
	if (link) {
		buf_append_string(out, "<a rel=\"noopener noreferrer\" href=\"");
		html_text(out, url);
		buf_append_string(out, "\">");
	}
	if (view->title.text.len)
		html_marked(out, &view->title);
	else
		buf_append_string(out, "(no title)");
	buf_append_string(out, link ? "</a></h3>\n" : "</h3>\n");
}

static void
append_reprints(struct buf *out, const struct hit_view *view)
{
	if (!view->reprint_count)
		return;
	buf_append_format(out, "<details lang=\"en\"><summary>%zu %s</summary>\n<ul>\n", view->reprint_count,
	                  view->reprint_count == 1 ? "reprint" : "reprints");
	for (size_t i = 0; i < view->reprint_count; i++) {
		const struct reprint *reprint = &view->reprints[i];
		bool link = html_may_link(reprint->url);

		buf_append_string(out, "<li>");
		append_date(out, reprint->date);
		append_part(out, reprint->source);
		if (link) {
			buf_append_string(out, " · <a rel=\"noopener noreferrer\" href=\"");
			html_text(out, reprint->url);
			buf_append_string(out, "\">");
			html_text(out, reprint->id);
			buf_append_string(out, "</a>");
		} else if (!reprint->local) {
			append_part(out, reprint->id);
		}
		buf_append_string(out, "</li>\n");
	}
	buf_append_string(out, "</ul>\n</details>\n");
}

static void
append_hit(struct buf *out, const struct hit_view *view)
{
	const struct article *article = &view->article;

	buf_append_format(out, "<li id=\"hit-%" PRIu64 "\"><article", view->rank);
	html_language(out, article->text[FIELD_LANGUAGE]);
	buf_append_string(out, ">\n");
	append_title(out, view);
	buf_append_format(out, "<p class=\"about\"><span lang=\"en\">%" PRIu64 ". ", view->rank);
	append_date(out, article_date(article));
	buf_append_string(out, "</span>");
	append_part(out, article->text[FIELD_SOURCE]);
	for (size_t i = 0; i < article->author_count; i++)
		append_part(out, article->authors[i]);
	append_part(out, strcmp(view->change, "changed") == 0 ? SPAN("changed") : SPAN_NONE);
	buf_append_string(out, "</p>\n<p dir=\"auto\">");
	buf_append_string(out, view->snippet.cut_before ? "… " : "");
	html_marked(out, &view->snippet);
	buf_append_string(out, view->snippet.cut_after ? " …" : "");
	buf_append_string(out, "</p>\n");
	append_reprints(out, view);
	/* Where a file lies on this machine is nobody's business. */
	if (!article->origin.len || !span_starts(view->id, article->origin)) {
		buf_append_string(out, "<p class=\"about\"><code dir=\"auto\">");
		html_text(out, view->id);
		buf_append_string(out, "</code></p>\n");
	}
	buf_append_string(out, "</article></li>\n");
}

enum status
html_hits(struct session *session, const struct search *search, struct error *err)
{
	struct buf *out = &session->out.buf;
	struct hit_viewer viewer;
	struct hit_view view;
	enum status status = hit_viewer_init(&viewer, session, search->tree, HIT_ARTICLE | HIT_SNIPPET | HIT_TITLE | HIT_REPRINTS, err);

	buf_append_string(out, "<section id=\"results\" aria-labelledby=\"results-head\">\n<h2 id=\"results-head\">Results</h2>\n<ol class=\"hits\">\n");
	for (size_t i = session->request->offset; status == STATUS_OK && i < search->hit_count; i++) {
		status = hit_view(&viewer, search->hits[i].doc, i + 1, search->hits[i].score, &view, err);
		if (status == STATUS_OK)
			append_hit(out, &view);
		stream_ready(&session->out);
	}
	buf_append_string(out, "</ol>\n</section>\n");
	hit_viewer_release(&viewer);
	return status;
}

/* ---- Concordance -------------------------------------------------------- */

static void
append_line(struct buf *out, const struct hit_view *view, const struct kwic_line *line)
{
	buf_append_string(out, "<li dir=\"auto\"");
	html_language(out, view->article.text[FIELD_LANGUAGE]);
	buf_append_string(out, "><span class=\"left\">");
	html_text(out, line->left);
	buf_append_string(out, "</span> <mark>");
	html_text(out, line->match);
	buf_append_string(out, "</mark> <span class=\"right\">");
	html_text(out, line->right);
	buf_append_format(out, "</span> <a lang=\"en\" href=\"#hit-%" PRIu64 "\">article %" PRIu64 "</a></li>\n", view->rank, view->rank);
}

static enum status
append_lines(struct buf *out, struct hit_viewer *viewer, const struct hit_view *view, size_t *lines, struct error *err)
{
	enum status status = STATUS_OK;
	struct kwic_line line;

	for (size_t i = 0; i < view->body_count && i < LINES_OF_ARTICLE && *lines < LINES_MAX; i++) {
		status = kwic_cut(view->article.text[FIELD_BODY], &view->body[i], KWIC_WIDTH, &viewer->arena, &line);
		if (status < 0)
			return error_set(err, status, NULL, "not enough memory");
		append_line(out, view, &line);
		++*lines;
	}
	return status;
}

enum status
html_concordance(struct session *session, const struct search *search, struct error *err)
{
	struct buf *out = &session->out.buf;
	struct hit_viewer viewer;
	struct hit_view view;
	size_t lines = 0;
	enum status status = hit_viewer_init(&viewer, session, search->tree, HIT_ARTICLE | HIT_BODY, err);

	buf_append_format(out, "<section id=\"lines\" aria-labelledby=\"lines-head\">\n<h2 id=\"lines-head\">In context</h2>\n"
		"<p class=\"about\">What was found, in the text of the articles above: the first %d places of each, "
		"at most %d in all.</p>\n<ol class=\"kwic\">\n", LINES_OF_ARTICLE, LINES_MAX);
	for (size_t i = session->request->offset; status == STATUS_OK && i < search->hit_count && lines < LINES_MAX; i++) {
		status = hit_view(&viewer, search->hits[i].doc, i + 1, search->hits[i].score, &view, err);
		if (status == STATUS_OK)
			status = append_lines(out, &viewer, &view, &lines, err);
	}
	buf_append_string(out, lines ? "</ol>\n" : "<li>No words to show.</li></ol>\n");
	buf_append_string(out, "</section>\n");
	hit_viewer_release(&viewer);
	return status;
}
