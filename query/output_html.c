#include "query/output_html.h"

#include <inttypes.h>

#include "config.h"
#include "query/ast.h"
#include "query/fold.h"
#include "query/page_record.h"

void
html_page_begin(struct buf *out, struct span title)
{
	buf_append_string(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
		"base-uri 'none'; form-action 'none'\"/>\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		"<meta name=\"referrer\" content=\"no-referrer\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n"
		"<meta name=\"generator\" content=\"" PACKAGE_NAME " " PACKAGE_VERSION "\"/>\n<title>");
	html_text(out, title);
	buf_append_string(out, " – newsdex</title>\n<style>/*<![CDATA[*/\n");
	buf_append_string(out, html_style);
	buf_append_string(out, "/*]]>*/</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#results\">To the results</a>\n");
}

void
html_page_end(struct buf *out)
{
	buf_append_string(out, "<footer><p>Made by newsdex. This page loads nothing and sends nothing.</p></footer>\n</body>\n</html>\n");
}

static void
append_value(struct buf *out, const struct value *value)
{
	switch (value->kind) {
	case VALUE_BOOLEAN:
		buf_append_string(out, value->integer ? "yes" : "no");
		break;
	case VALUE_INTEGER:
		buf_append_format(out, "%" PRId64, value->integer);
		break;
	case VALUE_TEXT:
		html_text(out, value->text);
		break;
	default:
		break;
	}
}

/* What stands in a record and not on a page: where files lie here, which an
 * id asked for may say, too. */
static bool
is_private(const char *name, const struct value *value)
{
	return value->kind == VALUE_LIST || strcmp(name, "like") == 0;
}

/* The record for `newsquery rerun`, as JSON in *JSON, which lives in the session's arena. */
static enum status
record_json(struct session *session, const char *const *names, const struct value *values, size_t count, struct span *json,
            struct error *err)
{
	const char **kept_names = arena_zalloc(&session->arena, count, sizeof(*kept_names));
	struct value *kept = arena_zalloc(&session->arena, count, sizeof(*kept));
	struct stream text = STREAM_INIT(-1);
	struct output output;
	size_t kept_count = 0;
	enum status status;

	if (!kept_names || !kept)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	for (size_t i = 0; i < count; i++) {
		if (is_private(names[i], &values[i]))
			continue;
		kept_names[kept_count] = names[i];
		kept[kept_count++] = values[i];
	}
	output_init(&output, FORMAT_JSONL, &text, NULL, 0);
	status = output_begin_record(&output, NULL, kept_names, kept, kept_count, err);
	output_release(&output);
	if (status == STATUS_OK) {
		*json = span_trim(arena_copy(&session->arena, buf_span(&text.buf)));
		status = json->ptr ? STATUS_OK : error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	}
	buf_release(&text.buf);
	return status;
}

/* --record: how the page came about. */
static enum status
append_record(struct session *session, uint64_t total, struct error *err)
{
	struct buf *out = &session->out.buf;
	const char *const *names;
	struct value *values;
	struct span json = SPAN_NONE;
	size_t count;
	enum status status = session_record(session, total, &session->arena, &names, &values, &count, err);

	/* Without the id there is no way to ask again. */
	if (status == STATUS_OK && session->request->command != COMMAND_LIKE)
		status = record_json(session, names, values, count, &json, err);
	if (status < 0)
		return status;
	page_record_begin(out, json);
	buf_append_string(out, "<h2 id=\"record-head\">How this page was made</h2>\n<dl>\n");
	for (size_t i = 0; i < count; i++) {
		/* A page has a limit of its own. */
		if (values[i].kind == VALUE_NONE || is_private(names[i], &values[i]) || (values[i].kind == VALUE_TEXT && !values[i].text.len) ||
		    (strcmp(names[i], "limit") == 0 && !session->request->limit_given))
			continue;
		buf_append_format(out, "<dt>%s</dt><dd dir=\"auto\">", names[i]);
		append_value(out, &values[i]);
		buf_append_string(out, "</dd>\n");
	}
	buf_append_string(out, "</dl>\n");
	page_record_end(out);
	return STATUS_OK;
}

static void
append_moment(struct buf *out, const char *name, int64_t seconds)
{
	struct date date = { .seconds = seconds, .zone = DATE_ZONE_UNKNOWN, .precision = DATE_MINUTE };
	char text[DATE_TEXT_SIZE];

	if (seconds == INT64_MIN || seconds == INT64_MAX)
		return;
	date_format(&date, text);
	buf_append_format(out, "<dt>%s</dt><dd>%s</dd>\n", name, text);
}

/* What was asked, and what there is. */
static enum status
append_question(struct session *session, const struct search *search, struct error *err)
{
	static const char *const orders[] = { "the best first", "the newest first", "the oldest first" };
	const struct request *request = session->request;
	size_t from = request->offset < search->hit_count ? request->offset : search->hit_count;
	struct buf *out = &session->out.buf, parsed = BUF_INIT;
	uint64_t found = session->fold ? session->fold->articles : search->total;
	struct index_stats stats;
	enum status status = index_stats(session->reader, &stats, err);

	if (status < 0)
		return status;
	ast_print(session->ast, &parsed);
	buf_append_string(out, "<header>\n<h1 dir=\"auto\">");
	html_text(out, session->query->text.len ? session->query->text : SPAN("All articles"));
	buf_append_string(out, "</h1>\n<dl>\n<dt>Read as</dt><dd><code dir=\"auto\">");
	html_text(out, buf_span(&parsed));
	buf_append_string(out, "</code></dd>\n");
	append_moment(out, "From", request->since);
	append_moment(out, "Before", request->until);
	buf_append_string(out, "<dt>Found</dt><dd><strong>");
	buf_append_grouped(out, found);
	buf_append_format(out, "</strong> %s, of ", found == 1 ? "article" : "articles");
	buf_append_grouped(out, stats.articles);
	buf_append_string(out, " searched</dd>\n");
	if (session->population) {
		buf_append_string(out, "<dt>Sample</dt><dd>drawn by lot of ");
		buf_append_grouped(out, session->population);
		buf_append_string(out, " articles</dd>\n");
	}
	if (session->fold) {
		buf_append_string(out, "<dt>Groups</dt><dd>");
		buf_append_grouped(out, search->total);
		buf_append_string(out, ", articles and their copies together</dd>\n");
	}
	buf_append_string(out, "<dt>Shown</dt><dd>");
	buf_append_grouped(out, search->hit_count - from);
	buf_append_format(out, ", %s</dd>\n</dl>\n", orders[search->order]);
	buf_release(&parsed);
	return STATUS_OK;
}

static void
append_navigation(struct buf *out, const struct html_totals *totals)
{
	buf_append_string(out, "<nav aria-label=\"Parts of this page\"><ul>\n");
	if (totals->timeline.count)
		buf_append_string(out, "<li><a href=\"#time\">Over time</a></li>\n");
	buf_append_string(out, "<li><a href=\"#sources\">By source</a></li>\n<li><a href=\"#results\">Results</a></li>\n"
		"<li><a href=\"#lines\">In context</a></li>\n</ul></nav>\n");
}

enum status
output_html(struct session *session, const struct search *search, struct error *err)
{
	struct buf *out = &session->out.buf;
	struct html_totals totals = { .articles = 0 };
	/* What is new is but a part of what the query finds. */
	bool whole = !session->changed;
	enum status status = whole ? html_totals_count(&totals, session, err) : STATUS_OK;

	if (status < 0)
		goto done;
	html_page_begin(out, session->query->text.len ? session->query->text : SPAN("All articles"));
	status = append_question(session, search, err);
	if (status < 0)
		goto done;
	if (search->total && whole)
		append_navigation(out, &totals);
	buf_append_string(out, "</header>\n<main>\n");
	if (search->total && whole) {
		html_timeline(out, &totals);
		html_sources(out, &totals);
	}
	if (search->total) {
		status = html_hits(session, search, err);
	} else {
		buf_append_string(out, "<p id=\"results\">Nothing was found.</p>\n");
	}
	if (status == STATUS_OK && search->total)
		status = html_concordance(session, search, err);
	if (status == STATUS_OK && session->request->record)
		status = append_record(session, search->total, err);
	buf_append_string(out, "</main>\n");
	html_page_end(out);
done:
	html_totals_release(&totals);
	return status;
}
