#include <stdlib.h>

#include "index/terms.h"
#include "query/matcher.h"

struct match_cursor {
	struct matching matching;
	struct matcher *matcher;
	struct places places;
};

enum status
match_open(struct index_reader *reader, const struct node *tree, const struct bm25 *bm25,
           struct match_cursor **cursor, struct error *err)
{
	static const struct bm25 usual = BM25_DEFAULT;
	struct match_cursor *made = calloc(1, sizeof(*made));
	struct index_stats stats;
	enum status status;

	*cursor = NULL;
	if (!made)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	status = index_stats(reader, &stats, err);
	if (status == STATUS_OK) {
		made->matching.reader = reader;
		made->matching.bm25 = bm25 ? *bm25 : usual;
		made->matching.articles = stats.articles;
		made->matching.mean_length = stats.mean_length;
		status = matcher_new(&made->matching, tree, 1, &made->matcher, err);
	}
	if (status < 0) {
		match_close(made);
		return status;
	}
	*cursor = made;
	return STATUS_OK;
}

void
match_close(struct match_cursor *cursor)
{
	if (!cursor)
		return;
	matcher_free(cursor->matcher);
	places_release(&cursor->places);
	arena_release(&cursor->matching.article_arena);
	free(cursor);
}

docid_t
match_doc(const struct match_cursor *cursor)
{
	return cursor->matcher->doc;
}

enum status
match_seek(struct match_cursor *cursor, docid_t target, struct error *err)
{
	struct matcher *matcher = cursor->matcher;

	if (target == DOCID_NONE)
		target = 1;
	for (;;) {
		bool matches;
		enum status status = matcher_seek(matcher, target, err);

		if (status < 0)
			return status;
		if (matcher->doc == DOCID_END)
			return STATUS_END;
		status = matcher_confirm(matcher, &matches, err);
		if (status < 0 || matches)
			return status;
		target = matcher->doc + 1;
	}
}

enum status
match_next(struct match_cursor *cursor, struct error *err)
{
	docid_t doc = cursor->matcher->doc;

	return doc == DOCID_END ? STATUS_END : match_seek(cursor, doc + 1, err);
}

enum status
match_score(struct match_cursor *cursor, double *score, struct error *err)
{
	return matcher_score(cursor->matcher, score, err);
}

/* Whether MATCHER's places are the words to be shown, not hulls of them. */
static bool
is_shown(const struct matcher *matcher)
{
	switch (matcher->node->kind) {
	case NODE_TERM:
		/* Names of authors are numbered by themselves. */
		return !span_starts(matcher->node->term, SPAN(PREFIX_AUTHOR));
	case NODE_SYNONYM:
	case NODE_SPELT:
		return !span_starts(matcher->node->children[0]->term, SPAN(PREFIX_AUTHOR));
	case NODE_PHRASE:
		return is_shown(matcher->children[0]);
	default:
		return false;
	}
}

static enum status
collect(struct match_cursor *cursor, struct matcher *matcher, struct error *err)
{
	enum node_kind kind = matcher->node->kind;
	docid_t doc = cursor->matcher->doc;
	size_t count = matcher->child_count;
	bool matches;
	enum status status = matcher_on(matcher, doc, &matches, err);

	if (status < 0 || !matches)
		return status;
	if (kind == NODE_TERM || kind == NODE_SYNONYM || kind == NODE_SPELT || kind == NODE_PHRASE) {
		if (!is_shown(matcher))
			return STATUS_OK;
		status = matcher_places(matcher, err);
		return status < 0 ? status : places_append(&cursor->places, &matcher->places);
	}
	if ((kind == NODE_NOT || kind == NODE_NOT_NEAR) && count > 1)
		count = 1;
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = collect(cursor, matcher->children[i], err);
	return status;
}

enum status
match_places(struct match_cursor *cursor, const struct place **places, size_t *count, struct error *err)
{
	enum status status;

	cursor->places.count = 0;
	status = collect(cursor, cursor->matcher, err);
	places_sort(&cursor->places);
	*places = cursor->places.items;
	*count = cursor->places.count;
	return status < 0 ? error_set(err, status, NULL, "out of memory") : STATUS_OK;
}
