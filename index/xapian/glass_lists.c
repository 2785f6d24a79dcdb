#include "index/xapian/folder.h"
#include "index/xapian/glass_reader.h"

#include <stdlib.h>

/* ---- Postings --------------------------------------------------------- */

struct xpostings {
	struct postings postings;
	struct xapian_postings *list;
	struct xreader *reader;
	bool all;   /* of every document: libxapian gives these a frequency of 1 */
};

static enum status
postings_arrive(struct xpostings *list, enum status status, struct error *err)
{
	list->postings.frequency = 0;
	list->postings.doc = status == STATUS_OK ? xapian_postings_document(list->list) : DOCID_END;
	if (status == STATUS_OK && !list->all)
		status = xapian_postings_wdf(list->list, &list->postings.frequency, err);
	error_place(err, buf_string(&list->reader->place));
	return status;
}

static enum status
do_next(struct postings *postings, struct error *err)
{
	struct xpostings *list = (struct xpostings *)postings;

	return postings->doc == DOCID_END ? STATUS_END : postings_arrive(list, xapian_postings_next(list->list, err), err);
}

static enum status
do_seek(struct postings *postings, docid_t target, struct error *err)
{
	struct xpostings *list = (struct xpostings *)postings;

	return postings->doc == DOCID_END ? STATUS_END : postings_arrive(list, xapian_postings_seek(list->list, target, err), err);
}

static enum status
do_positions(struct postings *postings, const uint32_t **positions, size_t *count, struct error *err)
{
	struct xpostings *list = (struct xpostings *)postings;
	enum status status;

	*positions = NULL;
	*count = 0;
	if (list->all || postings->doc == DOCID_NONE || postings->doc == DOCID_END)
		return STATUS_OK;
	status = xapian_postings_positions(list->list, positions, count, err);
	error_place(err, buf_string(&list->reader->place));
	return status;
}

static void
do_free(struct postings *postings)
{
	struct xpostings *list = (struct xpostings *)postings;

	xapian_postings_free(list->list);
	free(list);
}

static enum status
postings_new(struct xreader *reader, struct span term, struct postings **out, struct error *err)
{
	static const struct postings_ops ops = { do_next, do_seek, do_positions, do_free };
	struct xpostings *list = calloc(1, sizeof(*list));
	enum status status;
	int tries = 0;

	if (!list)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	list->postings.ops = &ops;
	list->reader = reader;
	list->all = !term.len;
	do
		status = xapian_postings_new(reader->shards.all, term, &list->list, err);
	while (reader_again(reader, &status, &tries, err));
	if (status == STATUS_OK)
		*out = &list->postings;
	else
		do_free(&list->postings);
	return status;
}

enum status
reader_postings(struct index_reader *index_reader, struct span term, struct postings **postings, struct error *err)
{
	return postings_new((struct xreader *)index_reader, term, postings, err);
}

enum status
reader_all(struct index_reader *index_reader, struct postings **postings, struct error *err)
{
	return postings_new((struct xreader *)index_reader, SPAN(""), postings, err);
}

/* ---- The dictionary --------------------------------------------------- */

struct xwalk {
	struct term_walk walk;
	struct xapian_terms *terms;
	struct xreader *reader;
	struct buf from;   /* where to begin, until the first step */
};

static enum status
walk_next(struct term_walk *walk, struct error *err)
{
	struct xwalk *own = (struct xwalk *)walk;
	struct xapian_term_stats stats;
	enum status status;

	status = own->from.len ? xapian_terms_seek(own->terms, buf_span(&own->from), err) : xapian_terms_next(own->terms, err);
	buf_clear(&own->from);
	walk->term = status == STATUS_OK ? xapian_terms_term(own->terms) : SPAN("");
	if (status == STATUS_OK)
		status = xapian_database_term(own->reader->shards.all, walk->term, &stats, err);
	if (status == STATUS_OK)
		walk->stats = (struct term_stats){ stats.df, stats.cf };
	error_place(err, buf_string(&own->reader->place));
	return status;
}

static void
walk_free(struct term_walk *walk)
{
	struct xwalk *own = (struct xwalk *)walk;

	xapian_terms_free(own->terms);
	buf_release(&own->from);
	free(own);
}

enum status
reader_walk(struct index_reader *index_reader, struct span from, struct span prefix, struct term_walk **walk, struct error *err)
{
	static const struct term_walk_ops ops = { walk_next, walk_free };
	struct xreader *reader = (struct xreader *)index_reader;
	struct xwalk *own = calloc(1, sizeof(*own));
	enum status status;
	int tries = 0;

	if (!own)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	own->walk.ops = &ops;
	own->reader = reader;
	if (span_compare(from, prefix) > 0)
		buf_append_span(&own->from, from);
	do
		status = buf_status(&own->from) < 0 ? error_set(err, STATUS_NOMEM, NULL, "out of memory")
		                                    : xapian_terms_all(reader->shards.all, prefix, &own->terms, err);
	while (reader_again(reader, &status, &tries, err));
	if (status == STATUS_OK)
		*walk = &own->walk;
	else
		walk_free(&own->walk);
	return status;
}
