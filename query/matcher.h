/* matcher.h - what the matchers of the kinds of node have in common; only the
 * files of match.h include it.
 *
 * A matcher walks candidates: documents that agree with everything but
 * positions, columns and the stored text.  Those are looked at by confirm,
 * once all other parts of the query have agreed on a document.
 */
#ifndef NEWSDEX_QUERY_MATCHER_H
#define NEWSDEX_QUERY_MATCHER_H

#include "query/match.h"
#include "query/places.h"

/* What the matchers of one query share. */
struct matching {
	struct index_reader *reader;
	struct bm25 bm25;
	uint64_t articles;
	double mean_length;
	docid_t length_doc;         /* whose length is known */
	uint64_t length;
	docid_t article_doc;        /* which stored article is loaded, for SPELT */
	struct arena article_arena;
	struct article article;
};

struct matcher {
	const struct matcher_ops *ops;
	struct matching *matching;
	const struct node *node;
	docid_t doc;                /* candidate; DOCID_NONE before, DOCID_END behind */
	docid_t confirmed_doc;      /* for which confirmed holds */
	bool confirmed;
	docid_t placed_doc;         /* for which places hold */
	struct places places;
	uint64_t cost;              /* about so many candidates */
	struct matcher **children;
	size_t child_count;
};

struct matcher_ops {
	/* Onto the first candidate >= TARGET, which is > doc. */
	enum status (*seek)(struct matcher *matcher, docid_t target, struct error *err);
	/* Whether the candidate matches; NULL: every one does. */
	enum status (*confirm)(struct matcher *matcher, bool *matches, struct error *err);
	/* NULL: 0. */
	enum status (*score)(struct matcher *matcher, double *score, struct error *err);
	/* Fills matcher->places, which is empty; NULL: there are none. */
	enum status (*places)(struct matcher *matcher, struct error *err);
	/* What ATLEAST counts; NULL: the places. */
	enum status (*occurrences)(struct matcher *matcher, uint64_t *count, struct error *err);
	/* Gives back what is not in struct matcher; may be NULL. */
	void (*release)(struct matcher *matcher);
};

/* Makes the matcher of NODE, weights below it times FACTOR. */
enum status matcher_new(struct matching *matching, const struct node *node, double factor,
                        struct matcher **matcher, struct error *err);
void matcher_free(struct matcher *matcher);

/* SIZE bytes for a matcher with OPS and room for COUNT children, or NULL with ERR set. */
void *matcher_alloc(size_t size, const struct matcher_ops *ops, struct matching *matching, const struct node *node,
                    size_t count, struct error *err);

/* Makes the matchers of all children of node, which become MATCHER's. */
enum status matcher_add_children(struct matcher *matcher, double factor, struct error *err);

/* The operations, as others call them: seek stays where it is when doc >=
 * TARGET already, confirm and places remember. */
enum status matcher_seek(struct matcher *matcher, docid_t target, struct error *err);
enum status matcher_confirm(struct matcher *matcher, bool *matches, struct error *err);
enum status matcher_score(struct matcher *matcher, double *score, struct error *err);
enum status matcher_places(struct matcher *matcher, struct error *err);
enum status matcher_occurrences(struct matcher *matcher, uint64_t *count, struct error *err);

/* Whether MATCHER, which may be behind, is on DOC and matches there. */
enum status matcher_on(struct matcher *matcher, docid_t doc, bool *matches, struct error *err);

/* seek, confirm and score of a node that needs all of its children. */
enum status all_seek(struct matcher *matcher, docid_t target, struct error *err);
enum status all_confirm(struct matcher *matcher, bool *matches, struct error *err);
enum status all_score(struct matcher *matcher, double *score, struct error *err);
uint64_t all_cost(const struct matcher *matcher);

/* Those of a node that does what its first child does. */
enum status first_seek(struct matcher *matcher, docid_t target, struct error *err);
enum status first_score(struct matcher *matcher, double *score, struct error *err);

/* Confirm of a node that matches where it has a place and its children match. */
enum status placed_confirm(struct matcher *matcher, bool *matches, struct error *err);

enum status matching_length(struct matching *matching, docid_t doc, uint64_t *length, struct error *err);
enum status matching_article(struct matching *matching, docid_t doc, const struct article **article, struct error *err);

enum status match_term_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_synonym_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_all_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_none_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_and_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_or_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_maybe_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_not_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_filter_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_phrase_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_near_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_same_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_range_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_atleast_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_begin_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_docs_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);
enum status match_spelt_new(struct matching *, const struct node *, double factor, struct matcher **, struct error *);

#endif
