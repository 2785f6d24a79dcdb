/* --new-since: what a query finds that it has not reported before.
 */
#include <stdlib.h>
#include <unistd.h>

#include "common/hash.h"
#include "index/record.h"
#include "query/complain.h"
#include "query/hit.h"
#include "query/newsquery.h"
#include "query/parse.h"
#include "query/seen.h"
#include "query/seen_file.h"

struct alert {
	struct session *session;
	struct seen_file file;
	struct seen seen;
	struct buf subject, data;
	struct index_stats stats;
	struct search search;         /* hits: those to be reported */
	struct seen_article *articles;
	size_t count;
	bool complete;                /* all that is new is reported */
};

static void
append_line(struct buf *out, const char *name, struct span value)
{
	buf_append_string(out, name);
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] == '\n' || value.ptr[i] == '\\')
			buf_append_byte(out, '\\');
		buf_append_byte(out, value.ptr[i] == '\n' ? 'n' : value.ptr[i]);
	}
	buf_append_byte(out, '\n');
}

/* What NAME stands for.  A period may move with the calendar. */
static enum status
make_subject(struct alert *alert, struct error *err)
{
	const struct session *session = alert->session;
	unsigned flags = session->request->parse_flags;

	append_line(&alert->subject, "query=", session->query->text);
	append_line(&alert->subject, "any=", flags & PARSE_ANY ? SPAN("1") : SPAN("0"));
	append_line(&alert->subject, "literal=", flags & PARSE_LITERAL ? SPAN("1") : SPAN("0"));
	for (size_t i = 0; i < session->index_count; i++) {
		char *path = realpath(session->indexes[i].ptr, NULL);

		append_line(&alert->subject, "index=", path ? span_from_string(path) : session->indexes[i]);
		free(path);
	}
	return buf_status(&alert->subject) < 0 ? error_set(err, STATUS_NOMEM, NULL, "not enough memory") : STATUS_OK;
}

static enum status
remember(struct alert *alert, struct error *err)
{
	const char *name = alert->session->request->argument;
	enum status status = seen_file_read(&alert->file, &alert->data, err);

	if (status == STATUS_NOTFOUND)
		return STATUS_OK;
	if (status == STATUS_OK)
		status = seen_decode(&alert->seen, buf_span(&alert->data), buf_span(&alert->subject), name, err);
	return status;
}

static enum status
article_pair(struct session *session, docid_t doc, struct arena *arena, struct seen_pair *pair, struct error *err)
{
	struct article article;
	enum status status;

	arena_clear(arena);
	status = index_article(session->reader, doc, arena, &article, err);
	if (status == STATUS_OK) {
		pair->id = hash_content(article.text[FIELD_ID]).low;
		pair->content = article_hash(&article).low;
	}
	return status;
}

static enum status
judge_hits(struct alert *alert, struct error *err)
{
	struct session *session = alert->session;
	struct arena arena;
	enum status status = STATUS_OK;

	alert->count = alert->search.hit_count;
	alert->articles = arena_zalloc(&session->arena, alert->count + 1, sizeof(*alert->articles));
	if (!alert->articles)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for %zu articles", alert->count);
	arena_init(&arena);
	for (size_t i = 0; status == STATUS_OK && i < alert->count; i++) {
		alert->articles[i].place = i;
		status = article_pair(session, alert->search.hits[i].doc, &arena, &alert->articles[i].pair, err);
	}
	arena_release(&arena);
	if (status == STATUS_OK)
		seen_judge(&alert->seen, alert->articles, alert->count);
	return status;
}

/* Leaves in search->hits what is to be reported, in its order. */
static enum status
choose_hits(struct alert *alert, struct error *err)
{
	struct session *session = alert->session;
	struct search *search = &alert->search;
	size_t limit = request_limit(session->request, SIZE_MAX), kept = 0;
	struct seen_article **by_place = arena_zalloc(&session->arena, alert->count + 1, sizeof(*by_place));
	bool *changed = arena_zalloc(&session->arena, alert->count + 1, sizeof(*changed));

	if (!by_place || !changed)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for %zu articles", alert->count);
	for (size_t i = 0; i < alert->count; i++)
		by_place[alert->articles[i].place] = &alert->articles[i];
	search->total = 0;
	for (size_t i = 0; i < alert->count; i++) {
		enum seen_verdict verdict = by_place[i]->verdict;

		if (verdict != SEEN_NEW && verdict != SEEN_CHANGED)
			continue;
		search->total++;
		if (kept == limit) {
			by_place[i]->verdict = SEEN_LATER;
			continue;
		}
		changed[kept] = verdict == SEEN_CHANGED;
		search->hits[kept++] = search->hits[i];
	}
	alert->complete = search->total == kept;
	search->hit_count = kept;
	session->changed = changed;
	return STATUS_OK;
}

static enum status
find_new(struct alert *alert, struct error *err)
{
	static const bool none;
	struct session *session = alert->session;
	enum status status = index_stats(session->reader, &alert->stats, err);

	if (status < 0)
		return status;
	alert->search = (struct search){ .tree = session->tree };
	alert->complete = true;
	session->changed = &none;
	/* The same articles as when all of them had been reported. */
	if (*alert->seen.fingerprint && strcmp(alert->seen.fingerprint, alert->stats.fingerprint) == 0)
		return STATUS_OK;
	status = session_search(session, NULL, SIZE_MAX, true, &session->arena, &alert->search, err);
	if (status == STATUS_OK)
		status = judge_hits(alert, err);
	return status == STATUS_OK ? choose_hits(alert, err) : status;
}

/* What was reported has to be where it was to go before it is remembered. */
static enum status
finish_output(struct stream *out, struct error *err)
{
	stream_flush(out);
	if (!out->failed && isatty(out->fd) == 0 && fsync(out->fd) < 0)
		stream_sync_failed(out);
	return stream_close(out, err);
}

static enum status
keep(struct alert *alert, struct error *err)
{
	const struct request *request = alert->session->request;
	bool whole = alert->complete && request->since == INT64_MIN && request->until == INT64_MAX;
	enum status status = seen_update(&alert->seen, alert->articles, alert->count, err);
	struct buf data = BUF_INIT;

	if (status < 0)
		return status;
	if (whole)
		memcpy(alert->seen.fingerprint, alert->stats.fingerprint, sizeof(alert->seen.fingerprint));
	else
		alert->seen.fingerprint[0] = '\0';
	seen_encode(&alert->seen, buf_span(&alert->subject), &data);
	if (buf_status(&data) < 0)
		status = error_set(err, STATUS_NOMEM, NULL, "not enough memory for %zu articles", alert->seen.count);
	else if (!span_equal(buf_span(&data), buf_span(&alert->data)))
		status = seen_file_write(&alert->file, buf_span(&data), err);
	buf_release(&data);
	return status;
}

enum status
cmd_new(struct session *session, struct error *err)
{
	const struct request *request = session->request;
	struct alert alert = { .session = session, .file = SEEN_FILE_INIT, .seen = SEEN_INIT };
	struct hit_columns columns;
	enum status status;

	if (request->offset)
		return error_set(err, STATUS_BADQUERY, "--offset", "cannot be used with --new-since");
	status = hit_columns_choose(&columns, request->fields, request->format, err);
	if (status == STATUS_OK && !request->fields)
		hit_columns_add_change(&columns);
	if (status == STATUS_OK)
		status = seen_file_open(&alert.file, request->argument, err);
	if (status == STATUS_OK)
		status = make_subject(&alert, err);
	if (status == STATUS_OK)
		status = remember(&alert, err);
	if (status == STATUS_OK)
		status = find_new(&alert, err);
	if (status == STATUS_OK)
		status = search_answer(session, &columns, &alert.search, err);
	if (status == STATUS_OK)
		status = finish_output(&session->out, err);
	if (status == STATUS_OK && alert.articles)
		status = keep(&alert, err);
	if (status == STATUS_OK && !alert.search.hit_count)
		status = STATUS_END;
	if (status >= 0 && request->verbose)
		complain_note("%s: %zu of %zu articles to report, %zu remembered", request->argument,
		              alert.search.hit_count, alert.count, alert.seen.count);
	seen_release(&alert.seen);
	seen_file_release(&alert.file);
	buf_release(&alert.subject);
	buf_release(&alert.data);
	return status;
}

enum status
cmd_forget(struct session *session, struct error *err)
{
	struct seen_file file = SEEN_FILE_INIT;
	enum status status = seen_file_open(&file, session->request->argument, err);

	if (status == STATUS_OK)
		status = seen_file_remove(&file, err);
	if (status == STATUS_END)
		complain_note("--forget: there is no '%s'", session->request->argument);
	seen_file_release(&file);
	return status;
}
