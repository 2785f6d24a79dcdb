/* session.h - one run of newsquery: the request, the open index, the bound
 * query, and where the answer goes.
 */
#ifndef NEWSDEX_QUERY_SESSION_H
#define NEWSDEX_QUERY_SESSION_H

#include "query/output_rows.h"
#include "query/request.h"

struct node;
struct ast;
struct fold;
struct languages;

/* How many columns a line may have at most, however wide the terminal is. */
#define SESSION_WIDTH_MAX 100

struct session {
	const struct request *request;
	struct arena arena;               /* the trees */
	const struct span *indexes;       /* that were opened */
	size_t index_count;
	struct index_reader *reader;
	const struct query_text *query;   /* in our language; NULL without one */
	struct ast *ast;                  /* of query; without one but with a period AST_ALL; else NULL */
	struct languages *languages;      /* --language: that one; else NULL, those of the index */
	struct buf left_out;              /* stop words that the query has and tree has not */
	struct node *tree;                /* ast bound to reader, or NULL */
	uint64_t population;              /* --sample: articles that were drawn from */
	const bool *changed;              /* --new-since: for each hit whether it was reported before; else NULL */
	const struct fold *fold;          /* --group: the copies of the hits; else NULL */
	struct stream out;
	bool color;                       /* set by session_present() */
	unsigned width;                   /* columns, WRAP_NONE where there is no terminal */
};

void session_init(struct session *session, const struct request *request);

/* Parses the request's one query.  A mistake in it is told on standard error
 * with its place; then ERR is set but has no reason. */
enum status session_parse(struct session *session, struct error *err);

/* Opens the indexes, and binds the query if there is one. */
enum status session_open(struct session *session, struct error *err);

/* Parses (FLAGS: enum parse_flag) and binds one query of several, in ARENA. */
enum status session_bind(struct session *session, const struct query_text *query, unsigned flags,
                         struct arena *arena, struct ast **ast, struct node **tree, struct error *err);

/* Makes QUERY, which has to outlive it and is in our language, the session's. */
enum status session_bind_again(struct session *session, const struct query_text *query, struct error *err);

/* --expand: makes the session's query one with words of good articles added. */
enum status session_expand(struct session *session, struct error *err);

/* --sample: makes the session's query one that finds but so many of its articles, drawn by
 * lot. */
enum status session_sample(struct session *session, struct error *err);

/* The best hits of TREE, or of the session's if it is NULL: at most LIMIT
 * (SIZE_MAX: all), the first OFFSET of them included.  search->hits lives in
 * ARENA.  WANT_TOTAL as in struct search. */
enum status session_search(struct session *session, const struct node *tree, size_t limit, bool want_total,
                           struct arena *arena, struct search *search, struct error *err);

/* To be called when the answer is known and before any of it is written:
 * starts the pager (where PAGED and wanted), decides on colours and width. */
void session_present(struct session *session, bool paged);

/* The --record of an answer of TOTAL articles (record_run.c), as names and values for output_begin_record();
 * *VALUES lives in ARENA. */
enum status session_record(struct session *session, uint64_t total, struct arena *arena,
                           const char *const **names, struct value **values, size_t *count, struct error *err);

void session_release(struct session *session);

#endif
