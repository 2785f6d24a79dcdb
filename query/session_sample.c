/* --sample of articles: some of those that the query finds, by lot.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "query/doc_set.h"
#include "query/match.h"
#include "query/sample.h"
#include "query/session.h"

static enum status
no_memory(struct error *err)
{
	return error_set(err, STATUS_NOMEM, NULL, "not enough memory for the sample");
}

static enum status
draw(struct session *session, docid_t doc, struct buf *id, uint64_t *lot, struct error *err)
{
	char when[24];
	int64_t date;
	enum status status;

	buf_clear(id);
	status = index_id(session->reader, doc, id, err);
	if (status == STATUS_OK)
		status = index_number(session->reader, COLUMN_DATE, doc, &date, err);
	if (status < 0)
		return status;
	if (buf_status(id) < 0)
		return no_memory(err);
	snprintf(when, sizeof(when), "%" PRId64, date);
	return sample_draw(buf_span(id), when, session->request->seed, lot) < 0 ? no_memory(err) : STATUS_OK;
}

/* Offers every article that the query finds; DOCS are those that are drawn. */
static enum status
draw_all(struct session *session, struct sample *sample, docid_t **docs, struct error *err)
{
	static const struct bm25 bm25 = BM25_DEFAULT;
	struct match_cursor *cursor = NULL;
	struct buf id = BUF_INIT;
	size_t room = 0, slot;
	enum status status = match_open(session->reader, session->tree, &bm25, &cursor, err);

	while (status == STATUS_OK && (status = match_next(cursor, err)) == STATUS_OK) {
		uint64_t lot;

		status = draw(session, match_doc(cursor), &id, &lot, err);
		session->population++;
		if (status < 0 || (status = sample_offer(sample, lot, &slot)) == STATUS_END) {
			status = status == STATUS_END ? STATUS_OK : status;
			continue;
		}
		if (status == STATUS_OK && slot >= room) {
			docid_t *more = realloc(*docs, (2 * room + 64) * sizeof(*more));

			room = 2 * room + 64;
			status = more ? STATUS_OK : STATUS_NOMEM;
			*docs = more ? more : *docs;
		}
		if (status == STATUS_OK)
			(*docs)[slot] = match_doc(cursor);
		else
			no_memory(err);
	}
	match_close(cursor);
	buf_release(&id);
	return status == STATUS_END ? STATUS_OK : status;
}

/* The session's query and nothing but DOCS. */
static enum status
keep_only(struct session *session, const docid_t *docs, size_t count, struct error *err)
{
	struct node **children = arena_zalloc(&session->arena, 2, sizeof(struct node *));
	struct node *both = arena_zalloc(&session->arena, 1, sizeof(*both));
	struct node *set = arena_zalloc(&session->arena, 1, sizeof(*set));

	if (!children || !both || !set)
		return no_memory(err);
	*set = (struct node){ .kind = NODE_DOCS, .docs_count = count };
	for (size_t i = 0; i < count; i++)
		set->docs_end = docs[i] >= set->docs_end ? docs[i] + 1 : set->docs_end;
	set->docs = arena_zalloc(&session->arena, (size_t)set->docs_end / 64 + 1, sizeof(*set->docs));
	if (!set->docs)
		return no_memory(err);
	for (size_t i = 0; i < count; i++)
		set->docs[docs[i] / 64] |= UINT64_C(1) << docs[i] % 64;
	children[0] = session->tree;
	children[1] = set;
	*both = (struct node){ .kind = NODE_AND, .children = children, .child_count = 2 };
	session->tree = both;
	return STATUS_OK;
}

enum status
session_sample(struct session *session, struct error *err)
{
	struct sample sample;
	docid_t *docs = NULL;
	enum status status;

	sample_init(&sample, session->request->sample);
	status = draw_all(session, &sample, &docs, err);
	/* Where all are drawn, the query is its own sample. */
	if (status == STATUS_OK && session->population > sample.count)
		status = keep_only(session, docs, sample.count, err);
	sample_release(&sample);
	free(docs);
	return status;
}
