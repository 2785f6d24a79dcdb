/* glass_reader.h - the insides of a reader: its shards, and what it keeps between calls.
 *
 * A commit that changes the database in place may take pages away from under
 * a reader of the commit before (STATUS_CHANGED).  Whole questions (top,
 * terms, an article) are then asked again of the newest commit, at most
 * READER_RETRIES times; a cursor cannot go on and says so.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_GLASS_READER_H
#define NEWSDEX_INDEX_XAPIAN_GLASS_READER_H

#include "index/index.h"
#include "index/xapian/schema.h"
#include "index/xapian/shards.h"

#define READER_RETRIES 3

struct reader_column {
	struct xapian_values *values;    /* a walk, as long as documents are asked for in order */
	docid_t asked;                   /* of the last question; the walk stands behind what was before it */
	bool ended;
	struct buf text;                 /* what string() handed out */
};

struct xreader {
	struct index_reader reader;
	struct shards shards;
	struct xapian_stats stats;       /* of all shards together */
	struct buf place;                /* of all shards, for errors */
	struct reader_column columns[SLOT_COUNT];

	/* The document that was asked for last: a server sends all of it at once. */
	struct xapian_document *document;
	docid_t document_number;
};

/* glass_lists.c */
enum status reader_walk(struct index_reader *reader, struct span from, struct span prefix, struct term_walk **walk, struct error *err);
enum status reader_postings(struct index_reader *reader, struct span term, struct postings **postings, struct error *err);
enum status reader_all(struct index_reader *reader, struct postings **postings, struct error *err);

/* glass_columns.c.  A document's value in SLOT, empty when it has none;
 * owned by the reader until the next call for the same slot. */
enum status reader_value(struct xreader *reader, enum schema_slot slot, docid_t doc, struct span *value, struct error *err);
enum status reader_number(struct index_reader *reader, enum index_column column, docid_t doc, int64_t *value, struct error *err);
enum status reader_string(struct index_reader *reader, enum index_column column, docid_t doc, struct span *value, struct error *err);
enum status reader_id(struct index_reader *reader, docid_t doc, struct buf *id, struct error *err);
enum status reader_document(struct xreader *reader, docid_t doc, struct error *err);
/* Forgets what the calls above remember. */
void reader_forget(struct xreader *reader);

/* glass_search.c */
enum status reader_top(struct index_reader *reader, struct search *search, struct error *err);

/* Moves on to the newest commit. */
enum status reader_reopen(struct xreader *reader, struct error *err);

/* Whether a question that was answered with *STATUS is to be asked again:
 * the index changed under it, and it has not been asked too often (*TRIES).
 * If not, ERR, if it is set, gets a place. */
bool reader_again(struct xreader *reader, enum status *status, int *tries, struct error *err);

enum status reader_open(const struct span *paths, size_t count, struct buf *partial, struct index_reader **reader, struct error *err);

#endif
