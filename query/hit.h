/* hit.h - an article of the answer, made ready for showing.
 */
#ifndef NEWSDEX_QUERY_HIT_H
#define NEWSDEX_QUERY_HIT_H

#include "corpus/article.h"
#include "query/output_rows.h"
#include "query/session.h"

/* What of an article is wanted: no more is read. */
enum hit_part {
	HIT_ARTICLE = 1,
	HIT_WORDS = 2,
	HIT_SNIPPET = 4,
	HIT_TITLE = 8,      /* the title with its highlights */
	HIT_BODY = 16,      /* the highlights of the body */
	HIT_REPRINTS = 32,  /* --group: its copies */
};

/* A copy of a hit. */
struct reprint {
	struct span id, source, url;
	struct date date;
	bool local;                  /* its id says where a file lies */
};

struct hit_view {
	docid_t doc;
	uint64_t rank;               /* from 1 */
	double score;
	const char *change;          /* --new-since: "new" or "changed"; else "" */
	struct span id;
	struct article article;
	int64_t words;
	struct snippet snippet, title;
	struct highlight *body;      /* of the stored body */
	size_t body_count;
	struct reprint *reprints;    /* in the order of results */
	size_t reprint_count;
};

/* Makes views of hits, one after the other. */
struct hit_viewer {
	struct session *session;
	unsigned parts;
	struct arena arena;          /* the present view */
	struct buf id;
	struct highlighter *highlighter;  /* NULL where no part needs it */
	size_t ahead;                /* hits up to this one are being fetched */
};

/* TREE is what is highlighted; NULL: nothing. */
enum status hit_viewer_init(struct hit_viewer *viewer, struct session *session, const struct node *tree,
                            unsigned parts, struct error *err);
void hit_viewer_release(struct hit_viewer *viewer);

/* Hits of SEARCH will be viewed in their order from FROM on; may be said before each. */
void hit_viewer_ahead(struct hit_viewer *viewer, const struct search *search, size_t from);

/* Fills VIEW, which is valid until the next call. */
enum status hit_view(struct hit_viewer *viewer, docid_t doc, uint64_t rank, double score,
                     struct hit_view *view, struct error *err);

/* ---- As a row ------------------------------------------------------------ */

#define HIT_COLUMNS_MAX 32

/* The columns of hits that were chosen. */
struct hit_columns {
	const char *names[HIT_COLUMNS_MAX];
	int ids[HIT_COLUMNS_MAX];
	size_t count;
	unsigned parts;              /* enum hit_part: what they need */
};

/* FIELDS as --fields has them, or NULL for the usual columns of FORMAT.
 * STATUS_BADQUERY names a field that there is not. */
enum status hit_columns_choose(struct hit_columns *columns, const char *fields, enum output_format format,
                               struct error *err);

/* Adds what --new-since says of a hit. */
void hit_columns_add_change(struct hit_columns *columns);

/* Adds those of --group. */
void hit_columns_add_group(struct hit_columns *columns);

/* The usual columns of one whole article (--show). */
void hit_columns_article(struct hit_columns *columns);

/* Fills VALUES, one for each column; they point into VIEW. */
void hit_values(const struct hit_columns *columns, const struct hit_view *view, struct arena *arena,
                struct value values[HIT_COLUMNS_MAX]);

/* ---- For people and for trec_eval --------------------------------------- */

/* An entry of the list of results. */
void hit_print(struct session *session, const struct hit_view *view, size_t rank_width);

/* A whole article. */
void article_print(struct session *session, const struct hit_view *view);

/* Lines of one TREC run, `QID Q0 ID RANK SCORE TAG`. */
struct trec_run {
	struct stream *stream;
	const char *tag;
	float last;          /* the score before */
	bool started;
};

/* Scores are written as single floats, as trec_eval holds them, each smaller
 * than the one before: sorting by score gives the rank, whatever happens to
 * equal ones.  White space in QID and ID is written as %XX. */
void trec_line(struct trec_run *run, struct span qid, struct span id, uint64_t rank, double score);

#endif
