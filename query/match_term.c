#include "query/matcher.h"

struct match_term {
	struct matcher matcher;
	struct postings *postings;
	double weight;
};

static enum status
term_seek(struct matcher *matcher, docid_t target, struct error *err)
{
	struct match_term *term = (struct match_term *)matcher;
	enum status status = target == matcher->doc + 1 ? postings_next(term->postings, err)
		: postings_seek(term->postings, target, err);

	if (status < 0)
		return status;
	matcher->doc = status == STATUS_END ? DOCID_END : term->postings->doc;
	return STATUS_OK;
}

static enum status
term_score(struct matcher *matcher, double *score, struct error *err)
{
	struct match_term *term = (struct match_term *)matcher;
	struct matching *matching = matcher->matching;
	uint64_t length;
	enum status status;

	if (term->postings->frequency == 0)
		return STATUS_OK;
	status = matching_length(matching, matcher->doc, &length, err);
	if (status == STATUS_OK)
		*score = bm25_score(&matching->bm25, term->weight, term->postings->frequency, length, matching->mean_length);
	return status;
}

static enum status
term_places(struct matcher *matcher, struct error *err)
{
	struct match_term *term = (struct match_term *)matcher;
	const uint32_t *positions;
	size_t count;
	enum status status = postings_positions(term->postings, &positions, &count, err);

	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = places_add(&matcher->places, positions[i], positions[i]);
	return status;
}

static enum status
term_occurrences(struct matcher *matcher, uint64_t *count, struct error *err)
{
	struct match_term *term = (struct match_term *)matcher;
	enum status status = STATUS_OK;

	*count = term->postings->frequency;
	if (*count == 0) {
		status = matcher_places(matcher, err);
		*count = matcher->places.count;
	}
	return status;
}

static void
term_release(struct matcher *matcher)
{
	postings_free(((struct match_term *)matcher)->postings);
}

enum status
match_term_new(struct matching *matching, const struct node *node, double factor, struct matcher **matcher,
               struct error *err)
{
	static const struct matcher_ops ops = {
		.seek = term_seek, .score = term_score, .places = term_places, .occurrences = term_occurrences,
		.release = term_release,
	};
	struct match_term *term = matcher_alloc(sizeof(*term), &ops, matching, node, 0, err);
	struct term_stats stats;
	enum status status;

	if (!term)
		return STATUS_NOMEM;
	status = index_term(matching->reader, node->term, &stats, err);
	if (status == STATUS_OK)
		status = index_postings(matching->reader, node->term, &term->postings, err);
	if (status < 0) {
		matcher_free(&term->matcher);
		return status;
	}
	term->weight = bm25_term_weight(&matching->bm25, matching->articles, stats.df, node->wqf, factor);
	term->matcher.cost = stats.df;
	*matcher = &term->matcher;
	return STATUS_OK;
}
