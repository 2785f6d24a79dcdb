#include "index/terms.h"
#include "query/layout.h"
#include "query/matcher.h"
#include "query/spelling.h"

/* =café: the term without accents, and of its places in the stored text those
 * where it is spelt with them. */
struct match_spelt {
	struct matcher matcher;
	struct span word;        /* the term without its prefix */
	bool title, author;      /* which field its prefix says */
	struct buf spelling;
};

static enum status
spelt_places(struct matcher *matcher, struct error *err)
{
	struct match_spelt *spelt = (struct match_spelt *)matcher;
	const struct article *article;
	struct layout layout;
	struct token token;
	struct span text;
	enum status status = matching_article(matcher->matching, matcher->doc, &article, err);

	if (status < 0)
		return status;
	layout_start(&layout, article, spelt->author);
	while (status == STATUS_OK && layout_next(&layout, &token, &text)) {
		if ((spelt->title && layout.part > 0) || !span_equal(token.term, spelt->word))
			continue;
		buf_clear(&spelt->spelling);
		spelling_append(&spelt->spelling, span_from(text.ptr + token.start, token.end - token.start));
		status = buf_status(&spelt->spelling);
		if (status == STATUS_OK && span_equal(buf_span(&spelt->spelling), matcher->node->spelt))
			status = places_add(&matcher->places, token.position, token.position);
	}
	return status;
}

static void
spelt_release(struct matcher *matcher)
{
	buf_release(&((struct match_spelt *)matcher)->spelling);
}

static void
spelt_field(struct match_spelt *spelt, struct span term)
{
	spelt->title = span_starts(term, SPAN(PREFIX_TITLE));
	spelt->author = span_starts(term, SPAN(PREFIX_AUTHOR));
	if (spelt->title || spelt->author)
		term.ptr++, term.len--;
	spelt->word = term;
}

enum status
match_spelt_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
                struct error *err)
{
	static const struct matcher_ops ops = {
		.seek = first_seek, .confirm = placed_confirm, .score = first_score, .places = spelt_places,
		.release = spelt_release,
	};
	struct match_spelt *spelt = matcher_alloc(sizeof(*spelt), &ops, matching, node, node->child_count, err);
	enum status status;

	if (!spelt)
		return STATUS_NOMEM;
	spelt_field(spelt, node->children[0]->term);
	status = matcher_add_children(&spelt->matcher, factor, err);
	if (status < 0) {
		matcher_free(&spelt->matcher);
		return status;
	}
	spelt->matcher.cost = spelt->matcher.children[0]->cost;
	*matcher = &spelt->matcher;
	return STATUS_OK;
}
