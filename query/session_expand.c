/* --expand: the query with words of the articles that it finds first, or of
 * those that are named, added.
 */
#include "query/ast.h"
#include "query/complain.h"
#include "query/expand.h"
#include "query/languages.h"
#include "query/session.h"

#define GOOD_USUAL 10       /* articles that are taken for good ones */
#define EXPANDED_WEIGHT 0.5 /* of the best word that is added; a word of the query has 1 */

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the words to be added");
}

/* ---- The articles -------------------------------------------------------- */

static enum status
add_article(struct session *session, struct expansion *expansion, docid_t doc, struct arena *arena, struct error *err)
{
	struct article article;
	enum status status;

	arena_clear(arena);
	status = index_article_text(session->reader, doc, arena, &article, err);
	if (status == STATUS_OK && expansion_add(expansion, &article) < 0)
		status = no_memory(err);
	return status;
}

static enum status
add_named(struct session *session, struct expansion *expansion, struct arena *arena, struct error *err)
{
	const char *at = session->request->from;
	enum status status = STATUS_OK;

	while (status == STATUS_OK && at) {
		const char *comma = strchr(at, ',');
		struct span id = span_trim(span_from(at, comma ? (size_t)(comma - at) : strlen(at)));
		docid_t doc;

		status = index_find(session->reader, id, &doc, NULL);
		if (status == STATUS_NOTFOUND)
			return error_set(err, status, "--from", "no article has the id '%.*s'", (int)(id.len < 200 ? id.len : 200), id.ptr);
		if (status == STATUS_OK)
			status = add_article(session, expansion, doc, arena, err);
		at = comma ? comma + 1 : NULL;
	}
	return status;
}

static enum status
add_first(struct session *session, struct expansion *expansion, struct arena *arena, struct error *err)
{
	struct hit hits[GOOD_USUAL];
	struct search search;
	enum status status = session_search(session, NULL, GOOD_USUAL, false, &session->arena, &search, err);

	if (status == STATUS_OK)
		memcpy(hits, search.hits, search.hit_count * sizeof(*hits));
	for (size_t i = 0; status == STATUS_OK && i < search.hit_count; i++)
		status = add_article(session, expansion, hits[i].doc, arena, err);
	return status;
}

/* ---- The words ----------------------------------------------------------- */

/* Whether AST, or a part of it, asks for WORD or another of its forms. */
static bool
asks_for(const struct ast *ast, struct span word, struct stemmer *stemmer)
{
	char room[256];
	struct span stem = stemmer_stem(stemmer, word);

	if (ast->kind == AST_WORD) {
		if (span_equal(ast->term, word))
			return true;
		if (stem.len > sizeof(room))
			return false;
		memcpy(room, stem.ptr, stem.len);
		return span_equal(stemmer_stem(stemmer, ast->term), span_from(room, stem.len));
	}
	for (size_t i = 0; i < ast->child_count; i++)
		if (asks_for(ast->children[i], word, stemmer))
			return true;
	return false;
}

/* Appends the words to be added, as alternatives; answers how many there are. */
static size_t
append_words(const struct session *session, const struct expansion *expansion, struct stemmer *stemmer, struct buf *out)
{
	size_t added = 0;
	double best = 0;

	for (size_t i = 0; i < expansion->count && added < session->request->expand; i++) {
		const struct expand_word *word = &expansion->found[i];
		unsigned thousandths;

		if (stemmer_is_stop(stemmer, word->word) || asks_for(session->ast, word->word, stemmer))
			continue;
		if (!added++)
			best = word->value;
		thousandths = (unsigned)(1000 * EXPANDED_WEIGHT * word->value / best + 0.5);
		buf_append_string(out, " OR \"");
		buf_append_span(out, word->word);
		buf_append_format(out, "\"^0.%03u", thousandths ? thousandths : 1);
	}
	return added;
}

static enum status
ask_again(struct session *session, struct buf *text, struct error *err)
{
	struct query_text *query = arena_zalloc(&session->arena, 1, sizeof(*query));

	if (!query || buf_status(text) < 0)
		return no_memory(err);
	query->place = "--expand";
	query->text = arena_copy(&session->arena, buf_span(text));
	if (!query->text.ptr)
		return no_memory(err);
	if (session->request->verbose)
		complain_note("expanded: %.*s", (int)query->text.len, query->text.ptr);
	buf_clear(&session->left_out);
	return session_bind_again(session, query, err);
}

enum status
session_expand(struct session *session, struct error *err)
{
	struct languages languages = { .count = 0 };
	struct expansion expansion;
	struct arena arena;
	struct buf text = BUF_INIT;
	enum status status = languages_open(&languages, session->reader, err);

	expansion_init(&expansion);
	arena_init(&arena);
	if (status == STATUS_OK)
		status = session->request->from ? add_named(session, &expansion, &arena, err)
		                                : add_first(session, &expansion, &arena, err);
	if (status == STATUS_OK)
		status = expansion_finish(&expansion, session->reader, err);
	if (status == STATUS_OK) {
		ast_print(session->ast, &text);
		if (append_words(session, &expansion, languages_stemmer(&languages, SPAN("")), &text))
			status = ask_again(session, &text, err);
		else if (session->request->verbose)
			complain_note("expanded: by no word");
	}
	buf_release(&text);
	arena_release(&arena);
	expansion_release(&expansion);
	languages_release(&languages);
	return status;
}
