#include "query/session.h"

#include <limits.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "common/settings.h"
#include "query/bind.h"
#include "query/complain.h"
#include "query/languages.h"
#include "query/foreign.h"
#include "query/match.h"
#include "query/pager.h"
#include "query/parse.h"
#include "query/wrap.h"

void
session_init(struct session *session, const struct request *request)
{
	*session = (struct session){
		.request = request,
		.out = STREAM_INIT(STDOUT_FILENO),
		.left_out = BUF_INIT,
		.width = WRAP_NONE,
	};
	arena_init(&session->arena);
}

void
session_release(struct session *session)
{
	index_reader_free(session->reader);
	if (session->languages)
		languages_release(session->languages);
	arena_release(&session->arena);
	buf_release(&session->left_out);
	buf_release(&session->out.buf);
}

/* A mistake in a query is shown here, where its text is at hand; STATUS says
 * the rest. */
static enum status
query_failed(const struct query_text *query, enum status status, const struct error *found, struct error *err)
{
	if (status != STATUS_BADQUERY && found->offset == ERROR_NO_OFFSET) {
		*err = *found;
		return status;
	}
	complain_query(query->text, query->place, found);
	err->status = status;
	return status;
}

static enum status
parse_one(const struct query_text *query, unsigned flags, struct arena *arena, struct ast **ast, struct error *err)
{
	struct error found = ERROR_INIT;
	enum status status = query_parse(query->text, flags, arena, ast, &found);

	return status < 0 ? query_failed(query, status, &found, err) : STATUS_OK;
}

static enum status
bind_one(struct session *session, const struct query_text *query, const struct ast *ast, struct arena *arena,
         struct node **tree, struct error *err)
{
	struct bind_options options = BIND_OPTIONS_INIT;
	struct error found = ERROR_INIT;
	enum status status;

	options.since = session->request->since;
	options.until = session->request->until;
	options.stop_words = !session->request->keep_stop_words;
	options.languages = session->languages;
	options.left_out = query == session->query ? &session->left_out : NULL;
	status = query_bind(ast, session->reader, &options, arena, tree, &found);
	return status < 0 ? query_failed(query, status, &found, err) : STATUS_OK;
}

/* QUERY in our language, in ARENA; itself where it is in it already, as plain
 * words are. */
static enum status
translate_one(struct session *session, const struct query_text **query, unsigned flags, struct arena *arena,
              struct error *err)
{
	enum query_syntax syntax = session->request->syntax;
	struct error found = ERROR_INIT;
	struct buf text = BUF_INIT;
	struct query_text *ours;
	enum status status;

	if (syntax == SYNTAX_NEWSDEX || flags & PARSE_LITERAL)
		return STATUS_OK;
	status = query_translate(syntax, (*query)->text, &text, &found);
	if (status < 0) {
		status = query_failed(*query, status, &found, err);
	} else {
		ours = arena_zalloc(arena, 1, sizeof(*ours));
		if (ours)
			*ours = (struct query_text){ arena_copy(arena, buf_span(&text)), "--syntax, translated" };
		if (ours && ours->text.ptr)
			*query = ours;
		else
			status = error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	}
	buf_release(&text);
	return status;
}

enum status
session_bind(struct session *session, const struct query_text *query, unsigned flags, struct arena *arena,
             struct ast **ast, struct node **tree, struct error *err)
{
	enum status status = translate_one(session, &query, flags, arena, err);

	if (status == STATUS_OK)
		status = parse_one(query, flags, arena, ast, err);
	if (status == STATUS_OK)
		status = bind_one(session, query, *ast, arena, tree, err);
	return status;
}

enum status
session_bind_again(struct session *session, const struct query_text *query, struct error *err)
{
	enum status status = parse_one(query, 0, &session->arena, &session->ast, err);

	session->query = query;
	return status < 0 ? status : bind_one(session, query, session->ast, &session->arena, &session->tree, err);
}

enum status
session_parse(struct session *session, struct error *err)
{
	static const struct query_text all = { SPAN(""), "query" };
	const struct request *request = session->request;
	enum status status = STATUS_OK;

	if (request->query_count) {
		session->query = &request->queries[0];
		status = translate_one(session, &session->query, request->parse_flags, &session->arena, err);
	} else if (request->parse_flags & PARSE_EMPTY) {
		session->query = &all;
	} else {
		return STATUS_OK;
	}
	return status < 0 ? status : parse_one(session->query, request->parse_flags, &session->arena, &session->ast, err);
}

/* Where there is no index yet, how to make one is what the reader has to know. */
static enum status
no_index(struct span path, enum status status, struct error *err)
{
	struct error found = *err;

	if (status != STATUS_NOTFOUND || memchr(path.ptr, ':', path.len) || access(path.ptr, F_OK) == 0)
		return status;
	error_clear(err);
	return error_set(err, status, *found.place ? found.place : path.ptr,
	                 "%s; to make one: newsindex -d %s FOLDER", found.reason, path.ptr);
}

static void
tell_dropped(struct buf *dropped)
{
	const char *line = buf_string(dropped), *end;

	for (; (end = strchr(line, '\n')) != NULL; line = end + 1)
		complain_note("left out: %.*s", (int)(end - line), line);
}

/* The one language of --language, if it was given. */
static enum status
choose_language(struct session *session, struct error *err)
{
	const char *name = session->request->language;
	struct error why = ERROR_INIT;
	struct stemmer *stemmer;
	enum status status;

	if (!name)
		return STATUS_OK;
	if (strcasecmp(name, "none") == 0)
		return error_set(err, STATUS_BADQUERY, "--language", "none is no language; =word finds a word as it is written");
	status = stemmer_new(span_from_string(name), &stemmer, &why);
	if (status < 0)
		return error_set(err, STATUS_BADQUERY, "--language", "%s", why.reason);
	stemmer_free(stemmer);
	session->languages = arena_zalloc(&session->arena, 1, sizeof(*session->languages));
	if (!session->languages)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	return languages_add(session->languages, span_from_string(name), err);
}

enum status
session_open(struct session *session, struct error *err)
{
	const struct request *request = session->request;
	struct span *paths = request->indexes;
	size_t count = request->index_count;
	struct buf dropped = BUF_INIT;
	enum status status = STATUS_OK;

	if (!count)
		status = settings_indexes(&session->arena, &paths, &count, err);
	if (status == STATUS_OK)
		status = choose_language(session, err);
	if (status < 0)
		return status;
	session->indexes = paths;
	session->index_count = count;
	status = index_open(paths, count, request->partial ? &dropped : NULL, &session->reader, err);
	if (status < 0)
		status = no_index(paths[0], status, err);
	else
		tell_dropped(&dropped);
	buf_release(&dropped);
	if (status == STATUS_OK && session->ast)
		status = bind_one(session, session->query, session->ast, &session->arena, &session->tree, err);
	return status;
}

enum status
session_search(struct session *session, const struct node *tree, size_t limit, bool want_total,
               struct arena *arena, struct search *search, struct error *err)
{
	unsigned flags = session->request->generic ? SEARCH_GENERIC : 0;
	struct index_stats stats;
	enum status status;

	*search = (struct search){
		.tree = tree ? tree : session->tree,
		.bm25 = BM25_DEFAULT,
		.order = session->request->order,
		.want_total = want_total,
	};
	status = index_stats(session->reader, &stats, err);
	if (status == STATUS_OK && limit == SIZE_MAX) {
		search->want_total = true;
		status = search_run(session->reader, search, flags, err);
		limit = (size_t)search->total;
	}
	if (status < 0)
		return status;
	search->limit = limit < stats.articles ? limit : (size_t)stats.articles;
	search->hits = arena_zalloc(arena, search->limit ? search->limit : 1, sizeof(*search->hits));
	if (!search->hits)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory for %zu articles; try -n", search->limit);
	search->want_total = want_total;
	return search_run(session->reader, search, flags, err);
}

void
session_present(struct session *session, bool paged)
{
	const struct request *request = session->request;
	unsigned width;

	session->color = terminal_color(session->out.fd, request->color);
	if (!isatty(session->out.fd))
		return;
	width = terminal_width(session->out.fd);
	session->width = width < SESSION_WIDTH_MAX ? width : SESSION_WIDTH_MAX;
	if (paged && request->pager != PAGER_NEVER)
		(void)pager_start();
}
