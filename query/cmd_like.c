/* --like: articles about the same as one of the index, or as a text.
 */
#include "index/terms.h"
#include "query/complain.h"
#include "query/like.h"
#include "query/newsquery.h"
#include "query/parse.h"
#include "query/read_all.h"

#define TEXT_MAX ((size_t)64 << 20)

/* Itself is not what is looked for. */
static enum status
leave_out(struct session *session, struct span id, struct error *err)
{
	struct node **children = arena_zalloc(&session->arena, 2, sizeof(*children));
	struct node *without = arena_zalloc(&session->arena, 1, sizeof(*without));
	struct node *self = arena_zalloc(&session->arena, 1, sizeof(*self));
	struct buf term = BUF_INIT;

	term_boolean(&term, PREFIX_ID, id, false);
	if (children && without && self && buf_status(&term) == STATUS_OK) {
		*self = (struct node){ .kind = NODE_TERM, .term = arena_copy(&session->arena, buf_span(&term)), .wqf = 1 };
		children[0] = session->tree;
		children[1] = self;
		*without = (struct node){ .kind = NODE_NOT, .children = children, .child_count = 2 };
		session->tree = without;
	}
	buf_release(&term);
	if (!self || session->tree != without || !self->term.ptr)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	return STATUS_OK;
}

/* Makes the session's query the words of TEXTS. */
static enum status
ask_for(struct session *session, const struct span *texts, size_t count, uint64_t least, struct error *err)
{
	struct query_text *query = arena_zalloc(&session->arena, 1, sizeof(*query));
	enum status status;

	if (!query)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory");
	query->place = "--like";
	status = like_words(texts, count, least, session->reader, &session->arena, &query->text, err);
	if (status < 0)
		return status;
	if (!query->text.len) {
		complain_note("--like: nothing in the text is a word of other articles");
		return STATUS_END;
	}
	session->query = query;
	return session_bind(session, query, PARSE_LITERAL | PARSE_ANY, &session->arena, &session->ast, &session->tree, err);
}

static enum status
like_text(struct session *session, struct error *err)
{
	struct buf text = BUF_INIT;
	struct span span;
	enum status status = read_all("-", TEXT_MAX, &text, err);

	span = buf_span(&text);
	if (status == STATUS_OK)
		status = ask_for(session, &span, 1, 1, err);
	buf_release(&text);
	return status;
}

static enum status
like_article(struct session *session, struct error *err)
{
	struct span id = span_from_string(session->request->argument);
	struct article article;
	docid_t doc;
	enum status status = index_find(session->reader, id, &doc, err);

	if (status == STATUS_NOTFOUND) {
		complain(err);
		return STATUS_END;
	}
	if (status == STATUS_OK)
		status = index_article_text(session->reader, doc, &session->arena, &article, err);
	if (status == STATUS_OK) {
		const struct span texts[] = { article.text[FIELD_TITLE], article.text[FIELD_BODY] };

		status = ask_for(session, texts, 2, 2, err);
	}
	return status == STATUS_OK ? leave_out(session, id, err) : status;
}

enum status
cmd_like(struct session *session, struct error *err)
{
	enum status status = strcmp(session->request->argument, "-") == 0 ? like_text(session, err) : like_article(session, err);

	if (status == STATUS_OK && session->request->verbose)
		complain_note("like: %.*s", (int)session->query->text.len, session->query->text.ptr);
	return status == STATUS_OK ? cmd_search(session, err) : status;
}
