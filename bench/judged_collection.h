/* judged_collection.h - a judged test collection in memory.
 *
 * A folder holds docs.jsonl (id, title, text or body, author), queries.tsv
 * (id, tab, query) and qrels.txt (TREC's form: query, ignored, document, grade).
 * Documents become the terms that an index would hold (index/terms.h), in a
 * plain list of postings for each: what is judged is the formula, not an engine.
 */
#ifndef NEWSDEX_BENCH_JUDGED_COLLECTION_H
#define NEWSDEX_BENCH_JUDGED_COLLECTION_H

#include "common/error.h"
#include "common/table.h"
#include "text/stem.h"

struct judged_posting {
	uint32_t doc;              /* from 0 */
	uint32_t frequency;
};

struct judged_term {
	struct judged_posting *postings;  /* by document */
	uint32_t count, size;
};

struct judged_word {
	uint32_t term;             /* number in terms, TABLE_NONE: in no document */
	uint32_t wqf;              /* times in the query */
	bool stop;                 /* every word of this stem is on the stop list */
};

struct judged_query {
	char *id;
	struct judged_word *words;
	uint32_t word_count;
	struct judged_posting *grades;    /* documents judged; frequency is the grade */
	uint32_t grade_count;
};

struct judged_collection {
	const char *folder;        /* borrowed */
	struct stemmer *stemmer;
	struct table terms;
	struct judged_term *lists; /* by term number */
	uint32_t lists_size;
	struct table docs;         /* document ids */
	uint64_t *lengths;         /* by document, as terms.h counts */
	uint32_t lengths_size;
	double mean_length;
	struct judged_query *queries;
	uint32_t query_count, query_size;
};

/* Reads FOLDER into COLLECTION, which is to be released even after a failure. */
enum status judged_collection_load(struct judged_collection *collection, const char *folder, struct error *err);
void judged_collection_release(struct judged_collection *collection);

#endif
