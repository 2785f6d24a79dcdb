#include "query/occurrences.h"

#include <stdlib.h>

#include "query/match.h"

/* A word by its frequency, a phrase (or whatever has no frequency) by its
 * places. */
struct counter {
	struct postings *postings;
	struct match_cursor *cursor;
	bool done;               /* the cursor is behind its last document */
};

struct occurrences {
	struct index_reader *reader;
	struct counter *counters;
	size_t count, room;
};

static enum status
counter_add(struct occurrences *occurrences, struct counter **counter, struct error *err)
{
	if (occurrences->count == occurrences->room) {
		size_t room = occurrences->room ? 2 * occurrences->room : 8;
		struct counter *counters = realloc(occurrences->counters, room * sizeof(*counters));

		if (!counters)
			return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the words");
		occurrences->counters = counters;
		occurrences->room = room;
	}
	*counter = &occurrences->counters[occurrences->count++];
	**counter = (struct counter){ NULL, NULL, false };
	return STATUS_OK;
}

static enum status
add_places(struct occurrences *occurrences, const struct node *node, struct error *err)
{
	static const struct bm25 bm25 = BM25_DEFAULT;
	struct counter *counter;
	enum status status = counter_add(occurrences, &counter, err);

	return status < 0 ? status : match_open(occurrences->reader, node, &bm25, &counter->cursor, err);
}

static enum status
add_term(struct occurrences *occurrences, const struct node *node, struct error *err)
{
	struct counter *counter;
	enum status status = counter_add(occurrences, &counter, err);

	return status < 0 ? status : index_postings(occurrences->reader, node->term, &counter->postings, err);
}

static enum status
add_node(struct occurrences *occurrences, const struct node *node, struct error *err)
{
	bool first_only = node->kind == NODE_NOT || node->kind == NODE_NOT_NEAR;
	size_t children = first_only && node->child_count ? 1 : node->child_count;
	enum status status = STATUS_OK;

	if (node->kind == NODE_FILTER)
		return STATUS_OK;
	if (node->kind == NODE_PHRASE || node->kind == NODE_SPELT)
		return add_places(occurrences, node, err);
	if (node->kind == NODE_TERM)
		return add_term(occurrences, node, err);
	for (size_t i = 0; status == STATUS_OK && i < children; i++)
		status = add_node(occurrences, node->children[i], err);
	return status;
}

enum status
occurrences_new(struct index_reader *reader, const struct node *tree, struct occurrences **occurrences,
                struct error *err)
{
	enum status status;

	*occurrences = calloc(1, sizeof(**occurrences));
	if (!*occurrences)
		return error_set(err, STATUS_NOMEM, NULL, "not enough memory to count the words");
	(*occurrences)->reader = reader;
	status = add_node(*occurrences, tree, err);
	if (status < 0) {
		occurrences_free(*occurrences);
		*occurrences = NULL;
	}
	return status;
}

static enum status
counter_in(struct counter *counter, docid_t doc, uint64_t *count, struct error *err)
{
	const struct place *places;
	size_t found = 0;
	enum status status;

	if (counter->postings) {
		status = postings_seek(counter->postings, doc, err);
		if (status == STATUS_OK && counter->postings->doc == doc)
			*count += counter->postings->frequency;
		return status < 0 ? status : STATUS_OK;
	}
	if (counter->done)
		return STATUS_OK;
	status = match_doc(counter->cursor) < doc ? match_seek(counter->cursor, doc, err) : STATUS_OK;
	counter->done = status == STATUS_END;
	if (status == STATUS_OK && match_doc(counter->cursor) == doc)
		status = match_places(counter->cursor, &places, &found, err);
	*count += found;
	return status < 0 ? status : STATUS_OK;
}

enum status
occurrences_in(struct occurrences *occurrences, docid_t doc, uint64_t *count, struct error *err)
{
	enum status status = STATUS_OK;

	*count = 0;
	for (size_t i = 0; status == STATUS_OK && i < occurrences->count; i++)
		status = counter_in(&occurrences->counters[i], doc, count, err);
	return status;
}

void
occurrences_free(struct occurrences *occurrences)
{
	for (size_t i = 0; occurrences && i < occurrences->count; i++) {
		postings_free(occurrences->counters[i].postings);
		match_close(occurrences->counters[i].cursor);
	}
	if (occurrences)
		free(occurrences->counters);
	free(occurrences);
}
