/* trec_files.h - judgements and runs, as TREC writes them.
 */
#ifndef NEWSDEX_QUERY_TREC_FILES_H
#define NEWSDEX_QUERY_TREC_FILES_H

#include "common/error.h"
#include "common/file.h"
#include "common/table.h"

/* Files of judgements and runs may be as long as this. */
#define TREC_FILE_MAX ((size_t)4 << 30)

/* `qid iteration docno judgement`, columns parted by white space. */
struct qrels {
	struct buf content;
	struct table queries;      /* ids */
	struct table judged;       /* query's number and docno, joined */
	int32_t *judgements;       /* by number in judged */
	uint32_t *query_of;        /* likewise: number of the query */
	size_t room;
};

/* What cannot be read, and an article judged twice, is STATUS_BADINPUT with
 * the line. */
enum status qrels_read(struct qrels *qrels, const char *path, struct error *err);
void qrels_release(struct qrels *qrels);

/* The judgement of DOCNO for query number QUERY, or JUDGED_NOT. */
int32_t qrels_judgement(const struct qrels *qrels, uint32_t query, struct span docno);

/* `qid Q0 docno rank score tag`: the rank is not looked at. */
struct run_line {
	struct span qid, docno;
	double score;
};

struct run {
	struct buf content;
	struct run_line *lines;    /* by qid, then score descending, then docno descending */
	size_t count;
	struct span tag;           /* of the last line */
};

/* The same errors, also for an article that is there twice for one query. */
enum status run_read(struct run *run, const char *path, struct error *err);
void run_release(struct run *run);

#endif
